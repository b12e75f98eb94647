//! Spoiling an answer as a fault demands.

use std::io::Write;
use std::time::Duration;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::header::{CONTENT_ENCODING, LOCATION};

use super::{Fault, FaultKind};
use crate::http::{Reply, Tail};
use crate::platform::Stock;

/// What goes on the wire.
pub(crate) enum Outgoing {
    Answer(Reply, Tail),
    /// The answer, after this time.
    Late(Reply, Duration),
    /// The answer, once the faults are cleared.
    Held(Reply),
    /// Nothing, with the connection left open.
    Silence,
    /// Nothing, with the connection closed.
    Cut,
}

/// `reply` is the real answer; faults that replace it ignore it. `stock` gives the platform's standard refusals.
pub(crate) fn impose(fault: &Fault, reply: Reply, stock: impl Fn(Stock) -> Reply) -> Outgoing {
    let whole = |reply| Outgoing::Answer(reply, Tail::Whole);
    match &fault.kind {
        FaultKind::Hang => Outgoing::Silence,
        FaultKind::Held => Outgoing::Held(reply),
        FaultKind::Cut | FaultKind::CutUnread => Outgoing::Cut,
        FaultKind::CutMidBody => Outgoing::Answer(reply, Tail::Cut),
        FaultKind::RateLimited { retry_after } => whole(stock(Stock::TooMany { retry_after: *retry_after })),
        FaultKind::ServerError => whole(stock(Stock::Internal)),
        FaultKind::Html { status } => whole(html(*status)),
        FaultKind::TruncatedJson => {
            let half = reply.body.slice(..reply.body.len() / 2);
            whole(Reply { body: half, ..reply })
        }
        FaultKind::Unauthorized => whole(stock(Stock::NoKey)),
        FaultKind::Forbidden => whole(stock(Stock::BadKey)),
        FaultKind::UnknownLocation => whole(stock(Stock::NoRoute)),
        FaultKind::Delay { ms } => Outgoing::Late(reply, Duration::from_millis(*ms)),
        FaultKind::Huge { bytes } => whole(huge(*bytes)),
        FaultKind::GzipBomb { bytes } => whole(bomb(*bytes)),
        FaultKind::Drip { ms } => Outgoing::Answer(reply, Tail::Drip(Duration::from_millis(*ms))),
        FaultKind::Redirect { to } => whole(Reply::empty(302).with(LOCATION, to)),
        FaultKind::Answer { status, body } => {
            whole(Reply::new(*status, "application/json", Bytes::copy_from_slice(body.as_bytes())))
        }
    }
}

fn html(status: u16) -> Reply {
    let page = format!(
        "<html>\r\n<head><title>{status} Bad Gateway</title></head>\r\n<body>\r\n\
         <center><h1>{status} Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    );
    Reply::new(status, "text/html", page)
}

/// An array of blanks: legal JSON of any size.
fn huge(bytes: usize) -> Reply {
    let mut body = vec![b' '; bytes.max(2)];
    if let Some(first) = body.first_mut() {
        *first = b'[';
    }
    if let Some(last) = body.last_mut() {
        *last = b']';
    }
    Reply::new(200, "application/json", body)
}

/// The same, packed piece by piece so that the simulator never holds the unpacked size.
fn bomb(bytes: usize) -> Reply {
    static PIECE: [u8; 64 * 1024] = [b' '; 64 * 1024];
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    let mut pack = || -> std::io::Result<()> {
        packer.write_all(b"[")?;
        let mut left = bytes.saturating_sub(2);
        while left > 0 {
            let piece = PIECE.get(..left.min(PIECE.len())).unwrap_or(&PIECE);
            packer.write_all(piece)?;
            left -= piece.len();
        }
        packer.write_all(b"]")
    };
    match pack().and_then(|()| packer.finish()) {
        Ok(packed) => Reply::new(200, "application/json", packed).with(CONTENT_ENCODING, "gzip"),
        Err(_) => Reply::empty(500),
    }
}
