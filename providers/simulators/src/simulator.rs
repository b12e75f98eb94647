//! Starting and stopping a simulator: its socket, its connections, its end.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use crate::control::Control;
use crate::engine::{Core, Machine, serve};
use crate::options::{SimKind, SimOptions};
use crate::platform::Platform;
use crate::virtua::Virtua;
use crate::warren::{Brand, Warren};

/// A running simulator. It stops when it is dropped; [`Simulator::shutdown`] also waits until its port is free.
pub struct Simulator {
    kind: SimKind,
    addr: SocketAddr,
    control: Control,
    stop: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

/// Starts a simulator on `addr`; port 0 takes any free port.
///
/// # Errors
/// When the address cannot be bound.
pub async fn start(kind: SimKind, addr: SocketAddr, mut options: SimOptions) -> io::Result<Simulator> {
    if options.key.is_empty() {
        kind.demo_key().clone_into(&mut options.key);
    }
    let listener = TcpListener::bind(addr).await?;
    let addr = listener.local_addr()?;
    let (stop, stopping) = watch::channel(false);
    let core = Arc::new(Core::new(options, stopping));
    let (control, accepting) = match kind {
        SimKind::Virtua => launch(Machine::new(Virtua, core.clone()), core, listener),
        SimKind::IdCloudHost => {
            launch(Machine::new(Warren(Brand::IdCloudHost), core.clone()), core, listener)
        }
        SimKind::Elastis => launch(Machine::new(Warren(Brand::Elastis), core.clone()), core, listener),
    };
    Ok(Simulator { kind, addr, control, stop, accepting })
}

impl Simulator {
    /// The API's base, `http://127.0.0.1:PORT/v1`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.addr)
    }

    /// The address it listens on, with the real port.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// What it imitates.
    #[must_use]
    pub const fn kind(&self) -> SimKind {
        self.kind
    }

    /// Faults, the request log and the state.
    #[must_use]
    pub const fn control(&self) -> &Control {
        &self.control
    }

    /// Closes every connection, hanging ones too, and frees the port.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        // An error means that the task is gone already.
        let _gone = (&mut self.accepting).await;
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

fn launch<P: Platform>(
    machine: Arc<Machine<P>>,
    core: Arc<Core>,
    listener: TcpListener,
) -> (Control, JoinHandle<()>) {
    let control = machine.control();
    let for_requests = control.clone();
    let accepting = tokio::spawn(async move {
        // Dropping the set closes its connections.
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                () = core.stopped() => break,
                Some(_) = connections.join_next() => {}
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        connections.spawn(converse(machine.clone(), for_requests.clone(), stream));
                    }
                    Err(error) => {
                        tracing::warn!(%error, "simulator could not accept a connection");
                        // Usually too many open files: without a pause this would spin.
                        tokio::time::sleep(Duration::from_millis(100)).await;
                    }
                },
            }
        }
    });
    (control, accepting)
}

/// Serves one connection. How it ends is of no interest: clients come and go, and some are cut on purpose.
async fn converse<P: Platform>(machine: Arc<Machine<P>>, control: Control, stream: TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "simulator could not set TCP_NODELAY");
    }
    let service = service_fn(|request| serve(machine.clone(), control.clone(), request));
    let served =
        http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).await;
    if let Err(error) = served {
        tracing::debug!(%error, "simulator closed a connection");
    }
}
