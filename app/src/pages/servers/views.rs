//! Saved searches, the person's own and the team's: to open, to save the present one as, to remove.

use domain::policy::Verb;
use domain::query::ServerQuery;
use domain::view::{SavedView, ServerList};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::address::same_list;
use super::menus::Changes;
use crate::facts::Known;
use crate::routes;
use crate::ui::{Glyph, Icon, Markup, Menu};

const SAVE: &str = "/api/servers/save_view";
const REMOVE: &str = "/api/servers/remove_view";
/// The id of the name's field.
const NAME: &str = "view-name";

/// The menu.
#[component]
pub fn ViewsMenu(
    /// What the address asks.
    asked: Memo<ServerQuery>,
    /// The list.
    list: Memo<Option<ServerList>>,
    /// What the list's small forms came to.
    changes: Changes,
) -> impl IntoView {
    let refusal = StoredValue::new(Known::get().refusal(Verb::Mark));
    let kept = StoredValue::new(Known::get().kept(SAVE, "name"));
    let known = move || {
        asked.with(|asked| {
            list.with(|list| {
                known(asked, list.as_ref().map(|list| list.views.as_slice()).unwrap_or_default())
            })
        })
    };
    // What was saved stands in the form no longer: the next view begins anew.
    Effect::new(move |seen: Option<u32>| {
        let taken = changes.taken.get();
        if seen.is_some_and(|seen| seen != taken) {
            let field =
                document().get_element_by_id(NAME).and_then(|field| field.closest("form").ok().flatten());
            if let Some(form) = field {
                form.unchecked_into::<web_sys::HtmlFormElement>().reset();
            }
        }
        taken
    });
    let form = move || {
        asked.with(|asked| {
            refusal.with_value(|refusal| kept.with_value(|kept| form(asked, kept, refusal.as_deref())))
        })
    };
    let trigger = view! { <span>"Views"</span> <Icon name=Glyph::Down/> };
    view! {
        <Menu label="Saved views" trigger=trigger.into_any() class="btn">
            {known}
            {form}
            {changes.refusal(SAVE)}
            {changes.refusal(REMOVE)}
        </Menu>
    }
}

/// The views that there are.
fn known(query: &ServerQuery, views: &[SavedView]) -> Markup {
    if views.is_empty() {
        return Markup::one(|html| html.raw(r#"<p class="menu-head">No view is saved yet.</p>"#));
    }
    let mut html = Markup::of(views.len());
    for view in views {
        html.raw(r#"<div class="menu-row">"#);
        let of = if view.shared { "shared" } else { "" };
        html.menu_link(&routes::servers(&view.query), &view.name, of, same_list(&view.query, query));
        if view.own {
            let label = format!("Remove the view {}", view.name);
            html.raw(r#"<form method="post" action=""#).raw(REMOVE).raw(r#"">"#).carried("id", &view.id);
            html.carried("back", &routes::servers(query));
            html.raw(r#"<button class="btn quiet small icon" title=""#).text(&label).raw(r#"">"#);
            html.icon(Glyph::Close).raw("<span>").text(&label).raw("</span></button></form>");
        }
        html.raw("</div>");
    }
    html
}

/// Saves the present search. The button is an input: it leaves the menu open, where what came of it is seen.
fn form(query: &ServerQuery, kept: &str, refusal: Option<&str>) -> Markup {
    Markup::one(|html| {
        html.raw(r#"<form class="menu-form" method="post" action=""#).raw(SAVE).raw(r#"">"#);
        html.carried("q", &query.search)
            .carried("sort", &query.sort.slug())
            .carried("group", query.group.slug());
        html.carried("back", &routes::servers(query));
        html.raw(r#"<label for=""#).raw(NAME).raw(r#"">Save this search as a view</label>"#);
        html.raw(r#"<input class="input" name="name" required maxlength="60" autocomplete="off" id=""#)
            .raw(NAME)
            .raw(r#"" "#);
        html.raw(r#"placeholder="Name" value=""#).text(kept).raw(r#""><label class="menu-item" title=""#);
        html.text(refusal.unwrap_or_default()).raw(r#""><input type="checkbox" name="shared" value="true""#);
        html.raw(if refusal.is_some() { " disabled>" } else { ">" });
        html.raw("<span>Share it with the team</span></label>");
        html.raw(r#"<input class="btn small" type="submit" value="Save view"></form>"#)
    })
}

impl Markup {
    /// A field that the person does not see.
    pub fn carried(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.raw(r#"<input type="hidden" name=""#).raw(name).raw(r#"" value=""#).text(value).raw(r#"">"#)
    }
}
