//! A change of several requests stops at the first that does not work and says where the server stands.

use domain::operation::OperationState::{self, Failed, Succeeded};
use domain::provider::Brand;
use domain::view::ServerRow;
use simulators::{Fault, FaultKind, SimOptions};

use crate::asked::confirmed;
use crate::world::{World, fast, writes_about};

/// The requests of a resize of a running server, in their order.
const REQUESTS: [(&str, &str); 3] =
    [("POST", "/user-resource/vm/stop"), ("PATCH", "/user-resource/vm"), ("POST", "/user-resource/vm/start")];

const NOT_STARTED: &str = "Start it when you are ready.";

fn fault(request: usize, kind: FaultKind) -> Fault {
    let (method, path) = REQUESTS[request];
    Fault::new(path, kind).on(method)
}

/// Asks for one processor more.
async fn resize(world: &World, server: &ServerRow) -> domain::ids::OperationId {
    let (vcpus, memory) = (server.vcpus.unwrap() + 1, server.memory_mib.unwrap());
    let (vcpus, memory) = (vcpus.to_string(), memory.to_string());
    let fields = [("vcpus", vcpus.as_str()), ("memory_mib", &memory), ("restart", "1")];
    world.confirm(confirmed("server.resize", &[&server.key], &fields)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_server_is_stopped_resized_and_started_as_one_operation() {
    let world = World::start(fast()).await.owned().await;
    let server = world.server(Brand::Elastis, "running").await;
    let id = resize(&world, &server).await;
    let end = world.ended(id).await;
    assert_eq!(end.state, Succeeded, "{end:?}");
    let labels: Vec<_> = end.steps.iter().map(|step| step.label.as_str()).collect();
    assert_eq!(labels, ["Stop", "Change size", "Start"]);
    let vcpus = server.vcpus.unwrap() + 1;
    assert!(end.message.starts_with(&format!("{} now has {vcpus} vCPU and ", server.name)), "{end:?}");
    assert!(end.message.ends_with("It is running."), "{end:?}");
    assert!(end.summary.contains('→'), "{end:?}");
    assert_eq!(
        (end.act.as_str(), end.verb.as_str(), end.doing.as_str()),
        ("server.resize", "Resize", "Resizing")
    );
    assert_eq!(writes_about(&world.providers.elastis, &server.key), 3);
    let row = world.refresh_until(&server.key, "running").await;
    assert_eq!(row.vcpus, Some(vcpus));
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_each_request_refused_cut_or_unanswered_leaves_a_known_place() {
    let world = World::start(SimOptions { servers: Some(40), ..fast() }).await.owned().await;
    let control = world.providers.elastis.control();
    let refuse = || FaultKind::Answer { status: 400, body: r#"{"message":"Not today"}"#.to_owned() };
    let rows = world.list("provider:elastis status:running").await.rows;
    let mut rows = rows.into_iter().filter(|row| row.vcpus.is_some_and(|vcpus| vcpus < 8));
    for request in 0..3 {
        let done = ["Nothing changed.", "Stopped ", "Changed its size to "][request];
        let cases: [(FaultKind, bool, OperationState, &[&str]); 3] = [
            (refuse(), false, Failed, &["Not today", done]),
            (FaultKind::Cut, false, Failed, &["did not happen"]),
            (
                FaultKind::Cut,
                true,
                if request == 2 { Succeeded } else { Failed },
                &["Confirmed by reading: the server"],
            ),
        ];
        for (kind, work_done, last, says) in cases {
            let server = rows.next().unwrap();
            let name = format!("request {request}, {kind:?}, work done: {work_done}");
            let unanswered = kind == FaultKind::Cut;
            let fault = fault(request, kind);
            control.inject(if work_done { fault.after_work() } else { fault });
            let before = control.writes();
            let id = resize(&world, &server).await;
            let end = if unanswered { world.ended_unknown_first(id).await } else { world.ended(id).await };
            assert_eq!(end.state, last, "{name}: {end:?}");
            for words in says {
                assert!(end.message.contains(words), "{name}: {end:?}");
            }
            let stopped = control.server(&server.key.id.0).unwrap().status == "stopped";
            assert_eq!(stopped, end.message.contains(NOT_STARTED), "{name}: {end:?}");
            assert_eq!(
                control.writes() - before,
                request + 1,
                "{name}: nothing is sent after it, nothing twice"
            );
            let row =
                world.backend.access(&world.actor).servers().unwrap().get(&server.key).await.unwrap().row;
            assert_eq!(row.pending, None, "{name}");
        }
    }
}
