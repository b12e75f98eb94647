//! The rows of a list as texts. A row that reads the same as before is the same row and stays in the document, wherever
//! it stands by then; one that reads differently is another row. So nothing has to tell rows apart but what they show.

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::Placeholder;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Position, PositionState};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, Node};

use super::focus;
use super::markup::elements_of;

/// One row: a `<tr>` with one part that moves, which stands alone in a cell of the class `live`, and a tick.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What stands before the moving part.
    pub before: String,
    /// The moving part.
    pub live: String,
    /// What stands after it.
    pub after: String,
    /// Whether the row's box is ticked. The server never ticks one.
    pub ticked: bool,
}

impl Line {
    fn reads_as(&self, other: &Self) -> bool {
        self.before == other.before && self.after == other.after
    }

    fn write(&self, html: &mut String) {
        for part in [&self.before, &self.live, &self.after] {
            html.push_str(part);
        }
    }

    /// Brings what moves in `row` up to date. `old` is the moving part as it stands there.
    fn settle(&self, row: &Element, old: &str) {
        if self.live != old
            && let Ok(Some(cell)) = row.query_selector(".live")
        {
            cell.set_inner_html(&self.live);
        }
        if let Ok(Some(tick)) = row.query_selector("input") {
            tick.unchecked_into::<HtmlInputElement>().set_checked(self.ticked);
        }
    }
}

/// The rows in their order.
pub struct Lines(pub Vec<Line>);

/// The rows in the document, and what stands behind the last one.
pub struct StandingLines {
    lines: Vec<(Line, Element)>,
    end: Placeholder,
}

impl Render for Lines {
    type State = StandingLines;

    fn build(self) -> StandingLines {
        let mut state = StandingLines { lines: Vec::new(), end: Rndr::create_placeholder() };
        state.lines = made(self.0);
        state
    }

    fn rebuild(self, state: &mut StandingLines) {
        let mut old = std::mem::take(&mut state.lines);
        let mut missing = Vec::new();
        let mut kept = Vec::with_capacity(self.0.len());
        for line in self.0 {
            let same = old.iter().position(|(known, _)| known.reads_as(&line));
            kept.push(match same.map(|at| old.swap_remove(at)) {
                Some((known, row)) => {
                    line.settle(&row, &known.live);
                    Some((line, row))
                }
                None => {
                    missing.push(line);
                    None
                }
            });
        }
        let mut missing = made(missing).into_iter();
        state.lines = kept.into_iter().filter_map(|line| line.or_else(|| missing.next())).collect();
        // A row that is replaced under the person's hands hands its focus on to the one in its place.
        let active = document().active_element();
        let left = active.and_then(|active| {
            let row = active.closest("tr").ok().flatten()?;
            old.iter().any(|(_, old)| *old == row).then(|| place_of(&row))
        });
        old.iter().for_each(|(_, row)| row.remove());
        let Some(parent) = state.end.parent_node() else { return };
        let mut next: Node = state.end.clone().unchecked_into();
        for (_, row) in state.lines.iter().rev() {
            if row.next_sibling().as_ref() != Some(&next) {
                // A row can always stand where a row stood.
                let _stands = parent.insert_before(row, Some(&next));
            }
            next = row.clone().into();
        }
        let heir =
            left.and_then(|place| state.lines.get(place)).or(state.lines.last().filter(|_| left.is_some()));
        focus(heir.and_then(|(_, row)| row.query_selector("a").ok().flatten()));
    }
}

/// How many rows stand before this one.
fn place_of(row: &Element) -> usize {
    std::iter::successors(row.previous_element_sibling(), Element::previous_element_sibling).count()
}

/// New rows, not yet in the document.
fn made(lines: Vec<Line>) -> Vec<(Line, Element)> {
    let mut html = String::new();
    lines.iter().for_each(|line| line.write(&mut html));
    let rows = elements_of(&html);
    let made: Vec<_> = lines.into_iter().zip(rows).collect();
    made.iter().for_each(|(line, row)| line.settle(row, &line.live));
    made
}

impl Mountable for StandingLines {
    fn unmount(&mut self) {
        self.lines.iter().for_each(|(_, row)| row.remove());
        self.end.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.lines.iter_mut().for_each(|(_, row)| row.mount(parent, marker));
        self.end.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.lines.first() {
            Some((_, first)) => first.insert_before_this(child),
            None => self.end.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<Element> {
        self.lines.iter().map(|(_, row)| row.clone()).collect()
    }
}

impl AddAnyAttr for Lines {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _attr: A) -> Self {
        self
    }
}

impl RenderHtml for Lines {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn html_len(&self) -> usize {
        self.0.iter().map(|line| line.before.len() + line.live.len() + line.after.len()).sum::<usize>() + 3
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0.iter().for_each(|line| line.write(buf));
        buf.push_str("<!>");
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> StandingLines {
        let take = |line| {
            match position.get() {
                Position::FirstChild => cursor.child(),
                Position::Current => {}
                _ => cursor.sibling(),
            }
            position.set(Position::NextChild);
            (line, cursor.current().unchecked_into())
        };
        let lines = self.0.into_iter().map(take).collect();
        let end = cursor.next_placeholder(position);
        StandingLines { lines, end }
    }

    fn into_owned(self) -> Self {
        self
    }
}
