//! The few plain requests that come before a measurement.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result};

/// An answer of the server.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The header lines.
    pub headers: Vec<(String, String)>,
    /// The body, as sent: it may be in chunks.
    pub body: String,
}

/// Sends one request to `http://HOST:PORT` and reads the answer to its end.
pub fn send(base: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Result<Answer> {
    let host = base.strip_prefix("http://").context("the address is not plain HTTP")?;
    let mut stream = TcpStream::connect(host).with_context(|| format!("cannot connect to {host}"))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).context("the answer broke off")?;
    parse(&String::from_utf8_lossy(&answer)).context("the answer is not HTTP")
}

fn parse(text: &str) -> Option<Answer> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let header =
        |line: &str| line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
    Some(Answer { status, headers: lines.filter_map(header).collect(), body: body.to_owned() })
}

/// Escapes a value of a form.
pub fn form_value(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read() {
        let answer = parse("HTTP/1.1 302 Found\r\nSet-Cookie: sid=1; Path=/\r\n\r\nbody").expect("an answer");
        assert_eq!((answer.status, answer.body.as_str()), (302, "body"));
        assert_eq!(answer.headers, [("set-cookie".to_owned(), "sid=1; Path=/".to_owned())]);
        assert!(parse("nonsense").is_none());
    }

    #[test]
    fn form_values_are_escaped() {
        assert_eq!(form_value("owner@demo.test & +"), "owner%40demo.test%20%26%20%2B");
    }
}
