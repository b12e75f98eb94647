//! Waiting for data: the old content stays while newer data is on its way. One boundary for all pages; the framework's
//! own is made anew for every content it holds.

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::any_view::AnyView;
use leptos::tachys::view::{Position, PositionState};

/// Content that reads resources, each by [`latest`](super::latest), or all of them as the content's first reactive parts.
/// `first` stands there only while nothing was ever read.
#[component]
pub fn Wait(
    /// What stands there at first.
    #[prop(into)]
    first: ViewFn,
    /// The content. Its resources are made and first read when it is made, none later by a part of it.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let reads = reads::Reads::provide();
    let settled = move || Settled {
        content: children().into_any(),
        asked: false,
        #[cfg(feature = "ssr")]
        reads,
    };
    view! { <Transition fallback=move || first.run()>{settled()}</Transition> }
}

/// Content that is made once on the server. The framework walks content several times to find resources that a part of it
/// asks for late, and makes reactive parts anew every time: all rows of a list, three times over. Ours ask at once.
struct Settled {
    content: AnyView,
    asked: bool,
    #[cfg(feature = "ssr")]
    reads: reads::Reads,
}

/// What content waits for, told while it is made, so that the server need not make its reactive parts to find out.
#[cfg(feature = "ssr")]
pub(super) mod reads {
    use std::sync::{Arc, Mutex, PoisonError};

    use leptos::prelude::{provide_context, use_context};

    type Read = Box<dyn Fn() + Send>;

    /// Reads of the resources in the content that is being made.
    #[derive(Clone, Default)]
    pub struct Reads(Arc<Mutex<Vec<Read>>>);

    impl Reads {
        /// For the content that is made next.
        pub fn provide() -> Self {
            let reads = Self::default();
            provide_context(reads.clone());
            reads
        }

        /// Adds one to those of the content around.
        pub fn add(read: impl Fn() + Send + 'static) {
            if let Some(reads) = use_context::<Self>() {
                reads.0.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(read));
            }
        }

        /// Reads all of them inside of what waits for them; whether there are any.
        pub fn run(&self) -> bool {
            let reads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            reads.iter().for_each(|read| read());
            !reads.is_empty()
        }
    }
}

impl Render for Settled {
    type State = <AnyView as Render>::State;

    fn build(self) -> Self::State {
        self.content.build()
    }

    fn rebuild(self, state: &mut Self::State) {
        self.content.rebuild(state);
    }
}

impl AddAnyAttr for Settled {
    type Output<A: Attribute> = <AnyView as AddAnyAttr>::Output<A>;

    fn add_any_attr<A: Attribute>(self, attr: A) -> Self::Output<A>
    where
        Self::Output<A>: RenderHtml,
    {
        self.content.add_any_attr(attr)
    }
}

impl RenderHtml for Settled {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {
        // Called before anything is rendered, to find the resources to wait for; and again when they are there.
        if std::mem::replace(&mut self.asked, true) {
            return;
        }
        #[cfg(feature = "ssr")]
        if self.reads.run() {
            return;
        }
        self.content.dry_resolve();
    }

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.content.to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        self.content.hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> Self::Owned {
        Self { content: self.content.into_owned(), ..self }
    }
}
