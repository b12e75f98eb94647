//! Sockets: taking connections in, counting them, and letting go of them without cutting anyone off.
//!
//! `axum::serve` has no time limit for request heads, which one idle client after another would use up.

mod count;
mod signal;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

pub use signal::stop_on_signal;

use crate::config::HttpConfig;
use crate::middleware::client_ip::Peer;
use crate::shared::told_to_stop;

/// After a failed `accept`, usually for want of file descriptors: without a pause it would spin.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers requests until `stopping` turns true, then lets those under way end within the drain limit.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    config: Arc<HttpConfig>,
    mut stopping: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    let free = Arc::new(Semaphore::new(config.limits.connections));
    let counts = count::PerIp::new(config.clone());
    loop {
        tokio::select! {
            () = told_to_stop(&mut stopping) => break,
            Some(_) = connections.join_next() => {}
            accepted = accept(&listener, &free) => {
                let Some((stream, peer, permit)) = accepted else {
                    tokio::time::sleep(PAUSE).await;
                    continue;
                };
                let Some(counted) = counts.enter(peer.ip()) else { continue };
                let (router, config, stopping) = (router.clone(), config.clone(), stopping.clone());
                connections.spawn(async move {
                    converse(stream, peer, router, &config, stopping).await;
                    drop((permit, counted));
                });
            }
        }
    }
    // From here on the address refuses connections, and supervisors see it.
    drop(listener);
    let drained = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(config.limits.drain, drained).await.is_err() {
        tracing::warn!("some requests did not end in time and were cut off");
    }
}

async fn accept(
    listener: &TcpListener,
    free: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    // Without a free place, connections wait in the system's queue.
    let permit = free.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer, permit)),
        Err(error) => {
            tracing::warn!(%error, "could not accept a connection");
            None
        }
    }
}

/// Serves one connection until it ends or the server stops.
async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    config: &HttpConfig,
    mut stopping: watch::Receiver<bool>,
) {
    // Answers are written in one go; waiting for more would only add delay.
    let _without_it_answers_are_late = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(config.limits.header_read)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = told_to_stop(&mut stopping) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

#[cfg(test)]
mod tests;
