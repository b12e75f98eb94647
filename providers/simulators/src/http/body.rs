//! Response bodies that can fail on purpose: complete, cut off, or dripping.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// How the body of an answer ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail {
    /// All of it is sent.
    Whole,
    /// Half is sent, then the connection closes.
    Cut,
    /// One byte at a time with this pause before each.
    Drip(Duration),
}

/// The body handed to the HTTP server.
pub(crate) struct OutBody {
    rest: Bytes,
    announced: u64,
    tail: Tail,
    /// Set once the first half of a cut body has been handed over.
    flushed: bool,
    pause: Option<Pin<Box<Sleep>>>,
}

impl OutBody {
    pub(crate) fn new(body: Bytes, tail: Tail) -> Self {
        let announced = u64::try_from(body.len()).unwrap_or(u64::MAX);
        let rest = if tail == Tail::Cut { body.slice(..body.len() / 2) } else { body };
        Self { rest, announced, tail, flushed: false, pause: None }
    }

    fn take(&mut self, bytes: usize) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(bytes.min(self.rest.len()))))))
    }
}

impl Body for OutBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.rest.is_empty() {
            if self.tail != Tail::Cut {
                return Poll::Ready(None);
            }
            // Waiting one turn lets the server flush what it has, so that the client sees half an answer.
            if !self.flushed {
                self.flushed = true;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            return Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())));
        }
        let Tail::Drip(every) = self.tail else {
            let all = self.rest.len();
            return self.take(all);
        };
        let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(every)));
        if pause.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        self.pause = None;
        self.take(1)
    }

    fn is_end_stream(&self) -> bool {
        self.tail != Tail::Cut && self.rest.is_empty()
    }

    /// The full length even of a body that will be cut, so that `Content-Length` announces what never comes.
    fn size_hint(&self) -> SizeHint {
        if self.tail == Tail::Cut {
            return SizeHint::with_exact(self.announced);
        }
        SizeHint::with_exact(u64::try_from(self.rest.len()).unwrap_or(u64::MAX))
    }
}
