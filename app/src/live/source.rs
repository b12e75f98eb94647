//! The stream of events: one a tab, closed while the tab is out of sight; asking every ten seconds while it is down.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{EventSource, MessageEvent};

use super::Live;
use super::tell::Teller;
use crate::wire::is_cut_off;

/// The stream's address and the name of its events.
const ADDRESS: &str = "/events";
const NAME: &str = "change";
const POLL: Duration = Duration::from_secs(10);

/// A stream and what it calls back; dropping it closes it.
struct Stream {
    source: EventSource,
    _callbacks: [Closure<dyn FnMut(MessageEvent)>; 3],
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

impl Stream {
    /// Opens the stream. `None` in browsers without streams: they poll.
    fn open(teller: &Teller, broken: &Rc<RefCell<bool>>) -> Option<Self> {
        let source = EventSource::new(ADDRESS).ok()?;
        let on_change = Closure::new({
            let teller = teller.clone();
            move |message: MessageEvent| {
                teller.event(&message.data().as_string().unwrap_or_default());
            }
        });
        let on_open = Closure::new({
            let (teller, broken) = (teller.clone(), Rc::clone(broken));
            move |_: MessageEvent| {
                if broken.replace(false) {
                    teller.everything();
                }
            }
        });
        let on_error = Closure::new({
            let broken = Rc::clone(broken);
            move |_: MessageEvent| {
                broken.replace(true);
            }
        });
        let listener = |closure: &Closure<dyn FnMut(MessageEvent)>| {
            closure.as_ref().unchecked_ref::<js_sys::Function>().clone()
        };
        source.add_event_listener_with_callback(NAME, &listener(&on_change)).ok()?;
        source.set_onopen(Some(&listener(&on_open)));
        source.set_onerror(Some(&listener(&on_error)));
        Some(Self { source, _callbacks: [on_change, on_open, on_error] })
    }

    fn is_closed(&self) -> bool {
        self.source.ready_state() == EventSource::CLOSED
    }
}

/// Listens for the life of the tab.
pub fn open(live: Live) {
    let teller = Teller::new(live);
    let broken = Rc::new(RefCell::new(false));
    let stream = Rc::new(RefCell::new(Stream::open(&teller, &broken)));

    let on_sight = {
        let (teller, broken, stream) = (teller.clone(), Rc::clone(&broken), Rc::clone(&stream));
        move || {
            if document().hidden() {
                stream.replace(None);
            } else if stream.borrow().is_none() {
                stream.replace(Stream::open(&teller, &broken));
                teller.everything();
            }
        }
    };
    let callback = Closure::<dyn Fn()>::new(on_sight);
    // The document takes any listener.
    let _taken =
        document().add_event_listener_with_callback("visibilitychange", callback.as_ref().unchecked_ref());
    callback.forget();

    set_interval(
        move || {
            if document().hidden() {
                return;
            }
            let closed = stream.borrow().as_ref().is_none_or(Stream::is_closed);
            if closed {
                stream.replace(Stream::open(&teller, &broken));
            }
            if closed || *broken.borrow() || is_cut_off() {
                teller.everything();
            }
        },
        POLL,
    );
}
