//! The plan of a power action in a sheet: everything that will happen, then the button that makes it happen.

use domain::view::PowerPlan;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::words::{action_glyph, doing, sentence};
use super::{Followed, FormState};
use crate::facts::Known;
use crate::pages::servers::api::RunPower;
use crate::ui::{
    Actions, Button, Change, Changes, Consequence, FormError, Hue, LinkButton, Mark, RequestFold, Requirement,
    Requirements, Sheet, Toast, Tone, use_toasts,
};
use domain::policy::Verb;
use domain::power::PowerAction;

const FORM: &str = "plan-form";

/// The sheet. With script it closes when the operation is on its way; without, the page comes back without it.
#[component]
pub fn PlanSheet(
    /// What will happen.
    plan: PowerPlan,
    /// The page without the sheet.
    close: String,
    /// Sends the confirmation; made by the page, so that it outlives the sheet.
    run: ServerAction<RunPower>,
) -> impl IntoView {
    let state = FormState::of(run);
    let ready = plan.ready();
    let refusal = Known::get().refusal(Verb::Power).or_else(|| {
        (!ready).then(|| "Something must be true first; see the list above.".to_owned())
    });
    let verb = format!("{} {}", plan.action.verb(), plan.server_name);
    let tone = if plan.action == PowerAction::ForceStop { Tone::Danger } else { Tone::Primary };
    let effects = plan.effects.into_iter().map(|text| view! { <Consequence>{text}</Consequence> }).collect_view();
    let checks = plan
        .checks
        .into_iter()
        .map(|check| view! { <Requirement met=check.ok>{check.text}</Requirement> })
        .collect_view();
    let busy = run.pending();
    let (cancel, back, title) = (close.clone(), close.clone(), verb.clone());
    let foot = view! {
        <FormError message=state.whole(&[])/>
        <Actions>
            <LinkButton href=cancel>"Cancel"</LinkButton>
            <Button
                tone=tone
                icon=action_glyph(plan.action)
                busy=busy
                disabled=busy
                reason=refusal
                attr:form=FORM
            >
                {verb}
            </Button>
        </Actions>
    };
    view! {
        <Sheet title close lead=plan.brand.name() foot=foot.into_any()>
            <ActionForm action=run attr:id=FORM>
                <input type="hidden" name="operation" value=plan.operation.to_string()/>
                <input type="hidden" name="server" value=plan.server.to_string()/>
                <input type="hidden" name="action" value=plan.action.slug()/>
                <input type="hidden" name="back" value=back/>
            </ActionForm>
            <Changes>
                <Change label="State" before=sentence(&plan.before) after=sentence(&plan.after)/>
                <Change label="Cost" after=plan.cost/>
            </Changes>
            {effects}
            {plan.irreversible.map(|text| view! { <Consequence tone=Hue::Bad>{text}</Consequence> })}
            <Requirements>{checks}</Requirements>
            <RequestFold text=plan.requests.join("\n")/>
        </Sheet>
    }
}

/// Closes the sheet and says so once a confirmation was taken. `close` is the page without the sheet.
pub fn close_when_taken(run: ServerAction<RunPower>, close: impl Fn() -> String + 'static) {
    let navigate = use_navigate();
    let toasts = use_toasts();
    let followed = Followed::get();
    let (version, value) = (run.version(), run.value());
    Effect::new(move |_| {
        if version.get() == 0 {
            return;
        }
        let Some(Ok(row)) = value.get() else { return };
        let text = format!("{} {}", doing(row.action), row.server_name);
        let link = crate::routes::server(&row.server);
        toasts.push(Toast::new(Mark::Busy, text).link(link, "Follow"));
        followed.add(row.id);
        let stay = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&untrack(&close), stay);
    });
}
