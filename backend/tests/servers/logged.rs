//! Everything that anything logs while a server is made, down to the last detail: its password and its script are not in it.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use backend::Confirmed;
use domain::act::Ask;
use domain::operation::OperationState::Succeeded;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::asked::confirmed;
use crate::world::{World, fast};

const PASSWORD: &str = "Canary-31b0ce55";
const SCRIPT: &str = "canary-in-the-script";

/// Takes down every field of every span and event.
#[derive(Clone, Default)]
struct Everything(Arc<Mutex<String>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Writing to a String cannot fail.
        let _infallible = write!(self.0, " {}={value:?}", field.name());
    }
}

impl Everything {
    fn push(&self, line: Line) {
        let mut log = self.0.lock().unwrap();
        log.push_str(&line.0);
        log.push('\n');
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(span.metadata().name().to_owned());
        span.record(&mut line);
        self.push(line);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line(String::new());
        values.record(&mut line);
        self.push(line);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(event.metadata().target().to_owned());
        event.record(&mut line);
        self.push(line);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// On one thread, so that everything is heard.
#[tokio::test]
async fn neither_password_nor_script_is_logged() {
    let log = Everything::default();
    // While there is one subscriber only, what is logged first on the thread of another test, where nobody listens, is taken
    // for never wanted, here too. With two of them each is asked.
    let _second = tracing::Dispatch::new(Everything::default());
    let _listening = tracing::subscriber::set_default(log.clone());
    let world = World::start(fast()).await.owned().await;
    let key = world.list("provider:elastis").await.rows[0].key.credential.to_string();
    let script = format!("#!/bin/sh\necho {SCRIPT}\n");
    let filled = [
        ("credential", key.as_str()),
        ("name", "quiet"),
        ("username", "ops"),
        ("cloud_init", script.as_str()),
    ];
    let fields = world.filled_in("server.create", &filled).await;
    let ask = Ask { act: "server.create".to_owned(), on: Vec::new(), fields, review: true };
    let access = world.backend.access(&world.actor);
    let plan = access.acts().unwrap().ask(&ask).await.unwrap().plan.unwrap();
    let id = world
        .confirm(Confirmed {
            operation: plan.operation,
            fields: plan.fields.clone(),
            password: Some(PASSWORD.into()),
            ..confirmed("server.create", &[], &[])
        })
        .await;
    assert_eq!(world.ended(id).await.state, Succeeded);
    let sent = world.providers.elastis.control().log();
    let arrived = |text: &str| sent.iter().any(|entry| entry.body.contains(text));
    assert!(arrived(PASSWORD) && arrived(SCRIPT));
    let log = log.0.lock().unwrap();
    assert!(log.contains("compute.create"), "the request itself is logged");
    for secret in [PASSWORD, SCRIPT] {
        let found: Vec<&str> = log.lines().filter(|line| line.contains(secret)).collect();
        assert!(found.is_empty(), "{} lines, the first: {:?}", found.len(), found.first());
    }
}
