//! The sheet over the page that the address asks for, and what happens when it has done its work.

use domain::policy::Verb;
use domain::view::{KeysPage, ScriptText};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::components::{Failure, PostForm, Submit, latest};
use crate::error::AppError;
use crate::facts::Known;
use crate::json::Resource;
use crate::routes;
use crate::ui::{
    Actions, Button, Consequence, FormError, LinkButton, Mark, Sheet, TextArea, TextField, Toast, Tone,
    use_toasts,
};

const FORM: &str = "keys-form";

/// What the address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Nothing.
    Nothing,
    /// A new key.
    Key,
    /// A script: this one, or a new one.
    Script(String),
    /// Removing a key.
    RemoveKey(String),
    /// Removing a script.
    RemoveScript(String),
}

/// The open sheet, if any.
#[component]
pub fn OpenSheet(
    /// What the address asks for.
    asked: Memo<Asked>,
    /// Keys and scripts.
    page: Resource<Result<KeysPage, AppError>>,
    /// The script that is edited.
    script: Resource<Result<Option<ScriptText>, AppError>>,
    /// Counts changes.
    changed: RwSignal<u32>,
) -> impl IntoView {
    let ((page, _), (script, failed)) = (latest(page), latest(script));
    let (add, save) = (Submit::to("/api/keys/add"), Submit::to("/api/scripts/save"));
    let (remove_key, remove_script) = (Submit::to("/api/keys/remove"), Submit::to("/api/scripts/remove"));
    let close = close_with(changed);
    let (kept, saved, gone) = (close.clone(), close.clone(), close.clone());
    add.on_done(move |name: String| kept(format!("{name} is kept. New servers can be given it.")));
    save.on_done(move |name: String| saved(format!("{name} is saved.")));
    remove_key.on_done(move |(): ()| gone("The key is forgotten. Servers that have it keep it.".to_owned()));
    remove_script.on_done(move |(): ()| close("The script is forgotten.".to_owned()));
    // Only what the sheet shows, so that it is not emptied when the tables behind it are read anew.
    let name = Memo::new(move |_| {
        page.with(|page| {
            let page = page.as_ref()?;
            match asked.get() {
                Asked::RemoveKey(id) => page.keys.iter().find(|key| key.id == id).map(|key| key.name.clone()),
                Asked::RemoveScript(id) => {
                    page.scripts.iter().find(|one| one.id == id).map(|one| one.name.clone())
                }
                _ => None,
            }
        })
    });
    let opened = Memo::new(move |_| script.get().flatten());
    move || match (asked.get(), name.get(), opened.get()) {
        (Asked::Key, ..) => key_sheet(add),
        (Asked::Script(id), ..) if id.is_empty() => script_sheet(save, None),
        (Asked::Script(id), _, Some(script)) if script.id == id => script_sheet(save, Some(script)),
        (Asked::Script(_), ..) => failed.get().map(|error| view! { <Failure error/> }).into_any(),
        (Asked::RemoveKey(id), Some(name), _) => remove_sheet(
            remove_key,
            id,
            name,
            "Servers that have this key keep it: it is only offered no longer.",
        ),
        (Asked::RemoveScript(id), Some(name), _) => remove_sheet(
            remove_script,
            id,
            name,
            "Skydeck forgets the text for good. Servers that ran it are not touched.",
        ),
        _ => ().into_any(),
    }
}

/// Closes the sheet and says what was done.
fn close_with(changed: RwSignal<u32>) -> impl Fn(String) + Clone {
    let navigate = use_navigate();
    let toasts = use_toasts();
    move |text| {
        toasts.push(Toast::new(Mark::Ok, text));
        changed.update(|changed| *changed = changed.wrapping_add(1));
        navigate(
            routes::KEYS,
            NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() },
        );
    }
}

fn foot(to: Submit, fields: &'static [&'static str], tone: Tone, words: &'static str) -> AnyView {
    let (state, busy) = (to.state(), to.pending);
    let refusal: MaybeProp<String> = Known::get().refusal(Verb::Change).into();
    view! {
        <FormError message=state.whole(fields)/>
        <Actions>
            <LinkButton href=routes::KEYS attr:data-noscroll="true">"Cancel"</LinkButton>
            <Button tone=tone busy=busy disabled=busy reason=refusal attr:form=FORM>{words}</Button>
        </Actions>
    }
    .into_any()
}

fn key_sheet(add: Submit) -> AnyView {
    let known = Known::get();
    add.renew();
    let state = add.state();
    view! {
        <Sheet
            title="Add a key"
            close=routes::KEYS
            lead="The public half, as it stands in a file that ends in .pub."
            foot=foot(add, &["name", "public_key"], Tone::Primary, "Add the key")
        >
            <PostForm to=add id=FORM class="form">
                <TextField
                    name="name"
                    label="Name"
                    value=known.kept("/api/keys/add", "name")
                    hint="Whose key it is, or which machine's."
                    error=state.field("name")
                    autocomplete="off"
                    required=true
                    autofocus=true
                />
                <TextArea
                    name="public_key"
                    label="Public key"
                    value=known.kept("/api/keys/add", "public_key")
                    hint="One line, such as ssh-ed25519 AAAA… you@laptop. Never the private key."
                    error=state.field("public_key")
                    mono=true
                />
            </PostForm>
        </Sheet>
    }
    .into_any()
}

fn script_sheet(save: Submit, script: Option<ScriptText>) -> AnyView {
    let known = Known::get();
    save.renew();
    let state = save.state();
    let title = if script.is_some() { "Edit the script" } else { "Add a script" };
    let ScriptText { id, name, text } =
        script.unwrap_or_else(|| ScriptText { id: String::new(), name: String::new(), text: String::new() });
    let name = Some(known.kept("/api/scripts/save", "name")).filter(|kept| !kept.is_empty()).unwrap_or(name);
    view! {
        <Sheet
            title=title
            close=routes::KEYS
            lead="Cloud-init: what a new server does when it starts for the first time."
            foot=foot(save, &["name", "body"], Tone::Primary, "Save the script")
        >
            <PostForm to=save id=FORM class="form">
                <input type="hidden" name="id" value=id/>
                <TextField
                    name="name"
                    label="Name"
                    value=name
                    error=state.field("name")
                    autocomplete="off"
                    required=true
                    autofocus=true
                />
                <TextArea
                    name="body"
                    label="Script"
                    value=text
                    hint="Cloud-init written as JSON, or a script that begins with #!. What a provider does not take is said before anything is sent."
                    error=state.field("body")
                    rows=14
                    mono=true
                />
            </PostForm>
        </Sheet>
    }
    .into_any()
}

fn remove_sheet(remove: Submit, id: String, name: String, what: &'static str) -> AnyView {
    remove.renew();
    view! {
        <Sheet title=format!("Remove {name}") close=routes::KEYS foot=foot(remove, &[], Tone::Danger, "Remove")>
            <Consequence>{what}</Consequence>
            <PostForm to=remove id=FORM>
                <input type="hidden" name="id" value=id/>
            </PostForm>
        </Sheet>
    }
    .into_any()
}
