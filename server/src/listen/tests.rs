//! The listener over real sockets.

use std::time::Duration;

use axum::routing::get;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use super::*;
use crate::testing::http_config;

struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    ended: JoinHandle<()>,
}

async fn start(router: Router, change: impl FnOnce(&mut HttpConfig)) -> Running {
    let mut config = http_config();
    change(&mut config);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopping) = watch::channel(false);
    let ended = tokio::spawn(serve(listener, router, Arc::new(config), stopping));
    Running { address, stop, ended }
}

async fn ask(stream: &mut TcpStream) -> String {
    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn t2_a_head_that_does_not_arrive_is_given_up() {
    let short = Duration::from_millis(50);
    let running = start(Router::new(), |config| config.limits.header_read = short).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nx: ").await.unwrap();
    let mut rest = Vec::new();
    // Ends only because the server closes: this side sends no more and does not close.
    let _reset_or_closed = stream.read_to_end(&mut rest).await;
    assert!(!rest.starts_with(b"HTTP/1.1 200"));
}

#[tokio::test]
async fn t2_five_hundred_slow_clients_do_not_keep_others_out() {
    let running = start(Router::new().route("/", get(async || "in")), |_| {}).await;
    let mut slow = Vec::new();
    for _ in 0..500 {
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        stream.write_all(b"GET / HT").await.unwrap();
        slow.push(stream);
    }
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    assert!(ask(&mut stream).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn d5_a_request_under_way_ends_and_new_ones_are_refused() {
    let (arrived, mut waiting) = tokio::sync::mpsc::channel(1);
    let go = Arc::new(tokio::sync::Notify::new());
    let gate = go.clone();
    let slow = get(async move || {
        arrived.send(()).await.unwrap();
        gate.notified().await;
        "done"
    });
    let running = start(Router::new().route("/", slow), |_| {}).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let asking = tokio::spawn(async move { ask(&mut stream).await });
    waiting.recv().await.unwrap();

    running.stop.send_replace(true);
    while TcpStream::connect(running.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!running.ended.is_finished());
    go.notify_one();
    assert!(asking.await.unwrap().ends_with("done"));
    running.ended.await.unwrap();
}

#[tokio::test]
async fn d5_a_request_that_never_ends_is_cut_off() {
    let never = get(std::future::pending::<&'static str>);
    let short = Duration::from_millis(50);
    let running = start(Router::new().route("/", never), |config| config.limits.drain = short).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    running.stop.send_replace(true);
    running.ended.await.unwrap();
}
