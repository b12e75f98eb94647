//! SSH public keys: one OpenSSH line each (facts.md, "Limits"). Virtua's create call takes none.

use crate::error::DomainError;
use crate::rules::base64::decode;

/// Longest line. A 16384-bit RSA key has under 3000 characters.
pub const LINE_MAX_CHARS: usize = 8192;

/// The algorithms that OpenSSH accepts by default, with what follows the name inside the key.
const ALGORITHMS: [(&str, &[Part]); 7] = [
    ("ssh-ed25519", &[Part::Exactly(32)]),
    ("ssh-rsa", &[Part::Some, Part::AtLeast(256)]),
    ("ecdsa-sha2-nistp256", &[Part::Text("nistp256"), Part::Exactly(65)]),
    ("ecdsa-sha2-nistp384", &[Part::Text("nistp384"), Part::Exactly(97)]),
    ("ecdsa-sha2-nistp521", &[Part::Text("nistp521"), Part::Exactly(133)]),
    ("sk-ssh-ed25519@openssh.com", &[Part::Exactly(32), Part::Some]),
    ("sk-ecdsa-sha2-nistp256@openssh.com", &[Part::Text("nistp256"), Part::Exactly(65), Part::Some]),
];

/// One length-prefixed field of a key (RFC 4253, section 6.6; RFC 5656, section 3.1; RFC 8709, section 4).
#[derive(Clone, Copy)]
enum Part {
    /// So many bytes.
    Exactly(usize),
    /// The modulus: at least 2048 bits, the least that current systems accept.
    AtLeast(usize),
    /// This text.
    Text(&'static str),
    /// Anything that is there.
    Some,
}

/// Whether a text is a private key, or has one in it: OpenSSH's and PEM's, or PuTTY's.
#[must_use]
pub fn is_private(text: &str) -> bool {
    text.contains("PRIVATE KEY") || text.contains("PuTTY-User-Key-File")
}

/// Checks one public key and gives it as one line: type, body and comment with single spaces between.
///
/// # Errors
/// Beside field `public_key`. A private key is refused in words of its own, and no sentence repeats the
/// input.
pub fn public_key(text: &str) -> Result<String, DomainError> {
    let line = text.trim();
    let invalid = |why: &str| Err(DomainError::invalid("public_key", why));
    if line.is_empty() {
        return invalid("Paste a public key, such as the content of id_ed25519.pub.");
    }
    if is_private(line) {
        return invalid(
            "This is a private key. Keep it to yourself, and paste the public one (the .pub file).",
        );
    }
    if line.starts_with("---- BEGIN SSH2 PUBLIC KEY") || line.starts_with("-----BEGIN") {
        return invalid("This is another format. Convert it to one OpenSSH line: ssh-keygen -i -f FILE.");
    }
    if line.contains(['\n', '\r']) {
        return invalid("Paste one key on one line.");
    }
    if line.len() > LINE_MAX_CHARS || line.chars().any(|c| c.is_control() && c != '\t') {
        return invalid("This is not a public key.");
    }
    let mut words = line.split_whitespace();
    let (kind, body) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let Some((_, parts)) = ALGORITHMS.iter().find(|(name, _)| *name == kind) else {
        return invalid(match kind {
            "ssh-dss" => "DSA keys are no longer accepted by servers. Make an Ed25519 key.",
            _ => "A public key begins with its type, such as ssh-ed25519 or ssh-rsa, and nothing before it.",
        });
    };
    if body.is_empty() {
        return invalid("The part after the type is missing. Paste the whole line.");
    }
    let Some(bytes) = decode(body) else {
        return invalid("The middle part is damaged. Copy the whole line again.");
    };
    match parts_fit(&bytes, kind, parts) {
        Fit::Yes => {
            let comment: Vec<_> = words.collect();
            let comment = comment.join(" ");
            Ok(if comment.is_empty() { format!("{kind} {body}") } else { format!("{kind} {body} {comment}") })
        }
        Fit::TooShort => {
            invalid("This RSA key is too short. Make one of at least 2048 bits, or an Ed25519 key.")
        }
        Fit::No => {
            invalid("The type and the body of the key do not belong together. Copy the whole line again.")
        }
    }
}

/// Checks one or more keys, one a line; empty lines and lines that begin with `#` do not count. Warren takes
/// several as a repeated field (facts.md, "Encodings": `public_keys`, observed).
///
/// # Errors
/// Beside field `public_key`, with the line where there are several; a key that is there twice is an error
/// too.
pub fn public_keys(text: &str) -> Result<Vec<String>, DomainError> {
    let lines: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .map(|(n, line)| (n + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .collect();
    // A key in another format is many lines, and a private one may stand after a public one: said once, of the whole.
    if lines.len() < 2 || is_private(text) || text.contains("BEGIN SSH2") {
        let only = if is_private(text) { text } else { lines.first().map_or(text, |(_, line)| line) };
        return if lines.is_empty() { Ok(Vec::new()) } else { Ok(vec![public_key(only)?]) };
    }
    let mut keys: Vec<String> = Vec::with_capacity(lines.len());
    for (n, line) in lines {
        let at = |why: &str| DomainError::invalid("public_key", format!("Line {n}: {why}"));
        let key = public_key(line).map_err(|error| at(&error.message))?;
        if keys.iter().any(|other| same_key(other, &key)) {
            return Err(at("This key is there already."));
        }
        keys.push(key);
    }
    Ok(keys)
}

fn same_key(one: &str, other: &str) -> bool {
    one.split(' ').take(2).eq(other.split(' ').take(2))
}

enum Fit {
    Yes,
    TooShort,
    No,
}

fn parts_fit(bytes: &[u8], kind: &str, parts: &[Part]) -> Fit {
    let Some((name, mut rest)) = field(bytes) else { return Fit::No };
    if name != kind.as_bytes() {
        return Fit::No;
    }
    for part in parts {
        let Some((value, after)) = field(rest) else { return Fit::No };
        rest = after;
        // A leading zero byte only says that the number is positive.
        let significant = value.strip_prefix(&[0]).unwrap_or(value).len();
        match part {
            Part::Exactly(len) if value.len() != *len => return Fit::No,
            Part::AtLeast(len) if significant < *len => return Fit::TooShort,
            Part::Text(text) if value != text.as_bytes() => return Fit::No,
            Part::Some if value.is_empty() => return Fit::No,
            _ => {}
        }
    }
    if rest.is_empty() { Fit::Yes } else { Fit::No }
}

/// Splits off one field: four bytes of length, most significant first, then as many bytes.
fn field(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

#[cfg(test)]
mod tests;
