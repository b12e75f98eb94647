//! What the primitives promise in their HTML: valid nesting (a browser that repairs it breaks hydration), names and
//! descriptions for screen readers, and no inline styles (the content policy forbids them).
#![cfg(feature = "ssr")]

use app::ui::{
    Ago, Button, Column, Field, FormError, Glyph, Mark, Menu, MenuLink, Monogram, Order, Select, Sheet,
    Status, Table, TextArea, TextField, Theme, ThemeSwitch, Toast, ToastRegion, Toasts, provide_toasts,
};
use leptos::prelude::*;

/// Renders as the server does, without the comments that mark where text begins.
fn html(view: impl FnOnce() -> AnyView) -> String {
    let html = Owner::new().with(|| view().to_html());
    assert!(!html.contains("style="), "inline style: {html}");
    html.replace("<!>", "").replace("<!---->", "")
}

#[test]
fn a_table_has_a_caption_a_body_and_scoped_headings() {
    let html = html(|| {
        let columns = vec![
            Column::new("Name").class("c-name").sort("?sort=name", Order::Ascending),
            Column::new("RAM").num().mid(),
            Column::new("Actions").class("c-acts").hidden_label(),
        ];
        view! {
            <Table caption="Servers" columns foot=view! { <tr><td>"1 server"</td></tr> }.into_any()>
                <tr><td>"web-1"</td></tr>
            </Table>
        }
        .into_any()
    });
    assert!(html.contains(r#"<caption class="vh">Servers</caption>"#), "{html}");
    assert!(html.contains("<tbody><tr><td>web-1</td></tr></tbody>"), "{html}");
    assert!(html.contains("<tfoot><tr><td>1 server</td></tr></tfoot>"), "{html}");
    assert!(html.contains(r#"scope="col""#) && html.contains(r#"aria-sort="ascending""#), "{html}");
    assert!(html.contains(r#"class="num mid""#), "{html}");
    assert!(html.contains(r#"<span class="vh">Actions</span>"#), "{html}");
}

#[test]
fn an_error_is_tied_to_its_field_and_the_value_is_kept() {
    let html = html(|| {
        view! { <TextField name="url" label="Base URL" value="htp://x" hint="https only" error="Must begin with https"/> }
            .into_any()
    });
    assert!(html.contains(r#"<label for="url">Base URL</label>"#), "{html}");
    assert!(html.contains(r#"aria-describedby="url-note""#), "{html}");
    assert!(html.contains(r#"aria-invalid="true""#), "{html}");
    assert!(html.contains(r#"value="htp://x""#), "{html}");
    let note = html.split(r#"id="url-note""#).nth(1).unwrap_or_default();
    assert!(note.contains("Must begin with https"), "{html}");
}

#[test]
fn a_field_without_error_shows_its_hint_and_is_valid() {
    let nothing: Option<String> = None;
    let html = html(|| {
        view! {
            <Field id="x" label="Plan" hint="Per month"><input id="x" aria-describedby="x-note"/></Field>
            <Select name="p" label="Provider" options=vec![]/>
            <FormError message=nothing/>
        }
        .into_any()
    });
    assert!(html.contains("Per month") && !html.contains("aria-invalid"), "{html}");
    assert!(html.contains(r#"role="alert""#) && !html.contains("form-error"), "{html}");
}

#[test]
fn a_text_area_holds_exactly_its_text() {
    let empty = html(|| view! { <TextArea name="script" label="Script"/> }.into_any());
    assert!(empty.contains("></textarea>"), "{empty}");
    let html =
        html(|| view! { <TextArea name="script" label="Script" value="</textarea><b>&amp;"/> }.into_any());
    assert!(html.contains("&lt;/textarea>&lt;b>&amp;amp;</textarea>"), "{html}");
}

#[test]
fn a_button_with_a_reason_does_not_submit_but_can_be_reached() {
    let html = html(|| view! { <Button reason="Stop the server first">"Resize"</Button> }.into_any());
    assert!(html.contains(r#"type="button""#) && html.contains(r#"aria-disabled="true""#), "{html}");
    assert!(!html.contains(" disabled"), "{html}");
    assert!(html.contains("Resize") && html.contains("Stop the server first"), "{html}");
}

#[test]
fn an_icon_button_has_a_name() {
    let html = html(|| view! { <Button icon=Glyph::Stop label="Stop web-1"/> }.into_any());
    assert!(
        html.contains(r#"title="Stop web-1""#)
            && html.contains("<span>Stop<span class=\"vh\"> web-1</span></span>"),
        "{html}"
    );
    assert!(html.contains(r#"aria-hidden="true""#), "{html}");
}

#[test]
fn a_state_is_a_shape_and_a_word() {
    for (kind, class) in
        [(Mark::Running, "m-running"), (Mark::Unknown, "m-unknown"), (Mark::Failed, "m-failed")]
    {
        let html = html(|| view! { <Status kind label="Word"/> }.into_any());
        assert!(html.contains(class) && html.contains(r#"<span class="word">Word</span>"#), "{html}");
    }
}

#[test]
fn unknown_brands_get_two_letters_and_the_neutral_colour() {
    let html = html(|| view! { <Monogram slug="gio" name="gio cloud"/> }.into_any());
    assert!(
        html.contains("p-other") && html.contains(">GI<") && html.contains(r#"aria-label="gio cloud""#),
        "{html}"
    );
}

#[test]
fn menu_and_sheet_work_without_script() {
    let html = html(|| {
        view! {
            <Menu label="Team" trigger=view! { "Northwind" }.into_any()>
                <MenuLink href="/t/1">"Northwind"</MenuLink>
            </Menu>
            <Sheet title="Stop web-1" close="/servers" foot=view! { <Button>"Stop web-1"</Button> }.into_any()>
                <p>"It can be started again."</p>
            </Sheet>
        }
        .into_any()
    });
    assert!(
        html.contains("<details") && html.contains("<summary") && html.contains(r#"name="menu""#),
        "{html}"
    );
    assert!(
        html.contains("<dialog") && html.contains(" open") && html.contains(r#"aria-label="Stop web-1""#),
        "{html}"
    );
    assert_eq!(html.matches(r#"href="/servers""#).count(), 2, "scrim and close link: {html}");
}

#[test]
fn the_theme_is_posted_without_script_and_read_back() {
    let html =
        html(|| view! { <ThemeSwitch action="/theme" current=Theme::Dark back="/servers"/> }.into_any());
    assert!(html.contains(r#"method="post""#) && html.contains(r#"action="/theme""#), "{html}");
    let dark = html.split("<button").find(|button| button.contains(r#"value="dark""#)).unwrap_or_default();
    assert!(dark.contains(r#"aria-pressed="true""#), "{html}");
    for theme in [Theme::System, Theme::Light, Theme::Dark] {
        assert_eq!(Theme::parse(theme.as_str()), theme);
    }
    assert_eq!(Theme::parse("neon").as_attr(), None);
}

#[test]
fn time_says_the_exact_moment() {
    let html = html(|| view! { <Ago at=1_791_946_800 now=1_791_947_040/> }.into_any());
    assert!(html.contains(r#"datetime="2026-10-14T03:00:00Z""#) && html.contains("4 min ago"), "{html}");
}

#[test]
fn notices_are_announced() {
    let html = html(|| {
        let toasts: Toasts = provide_toasts();
        toasts.push(Toast::new(Mark::Failed, "web-1 was not stopped").link("/activity", "Why"));
        view! { <ToastRegion/> }.into_any()
    });
    assert!(html.contains(r#"aria-live="polite""#), "{html}");
    assert!(html.contains("web-1 was not stopped") && html.contains(r#"href="/activity""#), "{html}");
}
