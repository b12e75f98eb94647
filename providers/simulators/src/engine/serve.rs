//! From a request on the wire to an answer on the wire, or to none.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::{Request, Response, StatusCode};
use tokio::time::sleep;

use super::Machine;
use super::perform::Arrived;
use crate::clock;
use crate::control::{Control, routes};
use crate::fault::{Cleared, Fault, FaultKind, Outgoing, Struck, impose};
use crate::http::{OutBody, Reply, Tail};
use crate::log::LogEntry;
use crate::platform::Platform;

/// Larger request bodies are refused by closing the connection.
const BODY_LIMIT: usize = 16 * 1024 * 1024;
/// Bodies are logged up to this many characters.
const LOGGED: usize = 64 * 1024;

/// The connection is to be closed without an answer: what the HTTP server does when a service fails.
#[derive(Debug)]
pub(crate) struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("connection cut on purpose")
    }
}

impl std::error::Error for Cut {}

/// Serves one request.
pub(crate) async fn serve<P: Platform>(
    machine: Arc<Machine<P>>,
    control: Control,
    request: Request<Incoming>,
) -> Result<Response<OutBody>, Cut> {
    let (head, incoming) = request.into_parts();
    let mut arrived = Arrived {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body: Vec::new(),
    };
    let read = async {
        let whole = Limited::new(incoming, BODY_LIMIT).collect().await.map_err(|_| Cut)?;
        Ok::<Vec<u8>, Cut>(whole.to_bytes().to_vec())
    };
    if machine.core.options.control_routes && arrived.path.starts_with(routes::PREFIX) {
        let body = read.await?;
        let reply = routes::answer(&control, &arrived.method, &arrived.path, arrived.content_type(), &body);
        return respond(reply, Tail::Whole);
    }
    let mut struck = machine.fault_for(&arrived);
    if struck.as_ref().is_some_and(|(fault, _)| fault.kind == FaultKind::CutUnread) {
        machine.record(&arrived);
        return Err(Cut);
    }
    arrived.body = read.await?;
    let sequence = machine.record(&arrived);
    let before_work = |struck: &mut Struck| struck.0.kind == FaultKind::Held && !struck.0.work_done;
    while let Some((_, cleared)) = struck.take_if(before_work) {
        until(cleared).await;
        struck = machine.fault_for(&arrived);
    }
    let (fault, cleared) = struck.unzip();
    let outgoing = machine.outgoing(&arrived, fault).await;
    let (reply, tail) = match outgoing {
        Outgoing::Answer(reply, tail) => (reply, tail),
        Outgoing::Late(reply, delay) => {
            sleep(delay).await;
            (reply, Tail::Whole)
        }
        Outgoing::Held(reply) => {
            until(cleared.flatten()).await;
            (reply, Tail::Whole)
        }
        Outgoing::Silence => match std::future::pending::<Infallible>().await {},
        Outgoing::Cut => return Err(Cut),
    };
    machine.core.log().answered(sequence, reply.status);
    respond(machine.platform.decorate(machine.core.next_answer(), reply), tail)
}

/// Waits until the faults are cleared. Who serves the request is dropped with its connection, and this with it.
async fn until(cleared: Option<Cleared>) {
    if let Some(mut cleared) = cleared {
        // An error means that the simulator is gone, which lets go as well.
        let _cleared = cleared.changed().await.is_ok();
    }
}

fn respond(reply: Reply, tail: Tail) -> Result<Response<OutBody>, Cut> {
    let mut response = Response::new(OutBody::new(reply.body, tail));
    *response.status_mut() = StatusCode::from_u16(reply.status).map_err(|_| Cut)?;
    response.headers_mut().extend(reply.headers);
    Ok(response)
}

impl<P: Platform> Machine<P> {
    /// The injected fault for this request. A path that is none of the platform's is compared as it was sent.
    fn fault_for(&self, request: &Arrived) -> Option<Struck> {
        let target = self.platform.target(&self.core.options, &request.path);
        let plain = target.map_or_else(String::new, |target| format!("/{}", target.segments.join("/")));
        self.core.faults().take(&request.method, &request.path, &plain)
    }

    async fn outgoing(self: &Arc<Self>, request: &Arrived, fault: Option<Fault>) -> Outgoing {
        let stock = |refusal| self.platform.stock(refusal);
        if let Some(fault) = fault.as_ref().filter(|fault| !fault.runs_work()) {
            return impose(fault, Reply::empty(200), stock);
        }
        let (reply, sentinel) = self.perform(request).await;
        match fault.or(sentinel) {
            Some(fault) => impose(&fault, reply, stock),
            None => Outgoing::Answer(reply, Tail::Whole),
        }
    }

    fn record(&self, request: &Arrived) -> u64 {
        let presented = self.platform.presented(&self.core.options, &request.headers);
        let mut body = String::from_utf8_lossy(&request.body).into_owned();
        if let Some((end, _)) = body.char_indices().nth(LOGGED) {
            body.truncate(end);
        }
        let entry = LogEntry {
            sequence: 0,
            at_ms: clock::wall().unix_timestamp_nanos() / 1_000_000,
            method: request.method.clone(),
            path: self.masked(&request.path),
            query: self.masked(&request.query),
            body: self.masked(&body),
            content_type: request.content_type().to_owned(),
            scheme: presented.map(|given| given.scheme),
            status: None,
        };
        self.core.log().push(entry)
    }
}
