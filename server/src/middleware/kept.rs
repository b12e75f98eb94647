//! Makes what stands below a layer cheap to copy.
//!
//! The framework copies the rest of the stack, box by box, twice at every layer that a request passes. Twenty layers made
//! that a twentieth of the time of a page.

use std::sync::Arc;
use std::task::{Context, Poll};

use tower::Layer;
use tower::Service;
use tower::util::Oneshot;

/// A layer whose service is kept once and copied by counting.
#[derive(Clone, Copy, Debug)]
pub struct Kept<L>(pub L);

impl<L: Layer<S>, S> Layer<S> for Kept<L> {
    type Service = Counted<L::Service>;

    fn layer(&self, inner: S) -> Self::Service {
        Counted(Arc::new(self.0.layer(inner)))
    }
}

/// A service that is kept once.
#[derive(Debug)]
pub struct Counted<S>(Arc<S>);

// Derived, it would ask for `S: Clone`.
impl<S> Clone for Counted<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S, R> Service<R> for Counted<S>
where
    S: Service<R> + Clone,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Oneshot<S, R>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        // Each request waits for a copy of its own.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: R) -> Self::Future {
        Oneshot::new(S::clone(&self.0), request)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::future::{Ready, ready};
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::extract::Request;
    use axum::middleware::{Next, from_fn};
    use axum::response::Response;

    use super::*;
    use crate::testing::get;

    /// Answers, and counts how often it was copied.
    struct Handler(Arc<AtomicUsize>);

    impl Clone for Handler {
        fn clone(&self) -> Self {
            self.0.fetch_add(1, Ordering::Relaxed);
            Self(Arc::clone(&self.0))
        }
    }

    impl Service<Request> for Handler {
        type Response = Response;
        type Error = Infallible;
        type Future = Ready<Result<Response, Infallible>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request) -> Self::Future {
            ready(Ok(Response::default()))
        }
    }

    /// How often a handler under so many layers is copied for one request.
    async fn copies_under(layers: usize) -> usize {
        let copies = Arc::new(AtomicUsize::new(0));
        let mut router = Router::new().route_service("/", Handler(copies.clone()));
        for _ in 0..layers {
            router =
                router.layer(Kept(from_fn(async |request: Request, next: Next| next.run(request).await)));
        }
        copies.store(0, Ordering::Relaxed);
        assert_eq!(get(&router, "/", &[]).await.status(), 200);
        copies.load(Ordering::Relaxed)
    }

    #[tokio::test]
    async fn copies_do_not_grow_with_the_layers() {
        let few = copies_under(1).await;
        assert!(few > 0);
        assert_eq!(copies_under(12).await, few);
    }
}
