//! One stored key as the table shows it: everything but the key.

use domain::Timestamp;
use domain::credential::{CredentialHealth, KEY_AGE_WARNING_DAYS};
use domain::ids::CredentialId;
use domain::policy::Verb;
use domain::view::CredentialRow;
use leptos::prelude::*;

use crate::components::{Age, PostForm, Submit};
use crate::facts::Known;
use crate::routes;
use crate::ui::{Actions, Badge, Button, FormError, Glyph, Hue, LinkButton, Mark, Place, Status, Tone};

const DAY_MS: i64 = 86_400_000;

/// What makes a row look different.
pub fn identity(row: &CredentialRow) -> (CredentialId, String) {
    let (health, since) = match &row.health {
        CredentialHealth::Working { .. } => ("working", 0),
        CredentialHealth::Refused { since, .. } => ("refused", since.0),
        CredentialHealth::Unreachable { since, .. } => ("unreachable", since.0),
        CredentialHealth::Unchecked => ("unchecked", 0),
    };
    (row.id, format!("{health}{since}/{}/{}/{}/{}", row.label, row.servers, row.fingerprint, row.key_since.0))
}

/// The row.
#[component]
pub fn Row(
    /// The credential.
    row: CredentialRow,
    /// The server's clock when this was read.
    now: Signal<Timestamp>,
) -> impl IntoView {
    let (mark, word, words) = health(&row.health);
    let old = is_old(row.key_since, now.get_untracked());
    let at = Some(row.key_since);
    let warning = old.then(|| view! { " " <Badge label="Replace soon" tone=Hue::Warn/> });
    let account = row.account.unwrap_or_else(|| "not told".to_owned());
    view! {
        <tr>
            <td class="c-name">
                <b>{row.label.clone()}</b>
                <span class="sub">"added by " {row.added_by}</span>
            </td>
            <td data-label="Provider"><Place slug=row.brand.slug() name=row.brand.name() location=row.brand.name()/></td>
            <td data-label="Health">
                <Status kind=mark label=word/>
                {words.map(|words| view! { <span class="sub">{words}</span> })}
            </td>
            <td data-label="Key"><span class="mono">"…" {row.last_four}</span> <span class="sub mono">{row.fingerprint}</span></td>
            <td class="mid" data-label="Account">{account}<span class="sub mono">{row.base_url}</span></td>
            <td class="num" data-label="Servers">{row.servers}</td>
            <td class="c-age" data-label="Key age"><Age at now/> {warning}</td>
            <td class="c-acts"><RowActions id=row.id label=row.label/></td>
        </tr>
    }
}

/// Check, replace, remove.
#[component]
fn RowActions(
    /// Which credential.
    id: CredentialId,
    /// Its name.
    label: String,
) -> impl IntoView {
    let check = Submit::to("/api/credentials/check");
    let state = check.state();
    let busy = check.pending;
    let refusal = Known::get().refusal(Verb::CredentialManage);
    let (check_words, replace_words, remove_words) =
        (format!("Check {label} now"), format!("Replace the key of {label}"), format!("Remove {label}"));
    let off = |icon: Glyph, label: String, reason: &String| {
        view! { <Button tone=Tone::Quiet small=true icon label reason=reason.clone()/> }
    };
    let link = |icon: Glyph, label: String, sheet: &str| {
        let href = routes::credentials(sheet, Some(id));
        view! { <LinkButton href tone=Tone::Quiet small=true icon label attr:data-noscroll="true"/> }
    };
    let buttons = match refusal {
        Some(reason) => view! {
            {off(Glyph::Check, check_words, &reason)}
            {off(Glyph::Key, replace_words, &reason)}
            {off(Glyph::Trash, remove_words, &reason)}
        }
        .into_any(),
        None => view! {
            <PostForm to=check>
                <input type="hidden" name="credential" value=id.to_string()/>
                <Button tone=Tone::Quiet small=true icon=Glyph::Check label=check_words busy=busy/>
            </PostForm>
            {link(Glyph::Key, replace_words, "replace")}
            {link(Glyph::Trash, remove_words, "remove")}
        }
        .into_any(),
    };
    view! { <Actions>{buttons}</Actions> <FormError message=state.whole(&[])/> }
}

fn health(health: &CredentialHealth) -> (Mark, &'static str, Option<String>) {
    match health {
        CredentialHealth::Working { .. } => (Mark::Ok, "Works", None),
        CredentialHealth::Refused { message, .. } => (Mark::Failed, "Refused", Some(message.clone())),
        CredentialHealth::Unreachable { message, .. } => {
            (Mark::Warning, "Unreachable", Some(message.clone()))
        }
        CredentialHealth::Unchecked => (Mark::Waiting, "Not tried yet", None),
    }
}

/// Whether a key is in use for so long that it should be replaced.
fn is_old(since: Timestamp, now: Timestamp) -> bool {
    now.since_ms(since) > KEY_AGE_WARNING_DAYS * DAY_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_old_after_half_a_year() {
        let since = Timestamp(0);
        assert!(!is_old(since, Timestamp(180 * DAY_MS)));
        assert!(is_old(since, Timestamp(180 * DAY_MS + 1)));
    }
}
