//! Waiting for data: the old content stays while newer data is on its way. One boundary for all pages; the framework's
//! own is made anew for every content it holds.

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::any_view::AnyView;
use leptos::tachys::view::{Position, PositionState};

/// Content that reads resources. `first` stands there only while nothing was ever read.
#[component]
pub fn Wait(
    /// What stands there at first.
    #[prop(into)]
    first: ViewFn,
    /// The content. Its resources are made and first read when it is made, none later by a part of it.
    children: Children,
) -> impl IntoView {
    view! { <Transition fallback=move || first.run()>{Settled { content: children().into_any(), asked: false }}</Transition> }
}

/// Content that is made once on the server. The framework walks content several times to find resources that a part of it
/// asks for late, and makes reactive parts anew every time: all rows of a list, three times over. Ours ask at once.
struct Settled {
    content: AnyView,
    asked: bool,
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
        // The first walk is what tells the boundary which resources to wait for.
        if !self.asked {
            self.asked = true;
            self.content.dry_resolve();
        }
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
        Self { content: self.content.into_owned(), asked: self.asked }
    }
}
