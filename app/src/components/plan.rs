//! The plan of a power action in a sheet: everything that will happen, then the button that makes it happen.

use domain::ids::{OperationId, ServerKey};
use domain::view::PowerPlan;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::words::{action_glyph, doing, sentence};
use super::{Failure, Followed, PostForm, Submit};
use crate::error::AppError;
use crate::facts::Known;
use crate::json::{Resource, object};
use crate::ui::{
    Actions, Button, Change, Changes, Consequence, FormError, Hue, LinkButton, Mark, RequestFold,
    Requirement, Requirements, Sheet, Toast, Tone, use_toasts,
};
use domain::ErrorKind;
use domain::policy::Verb;
use domain::power::PowerAction;

const FORM: &str = "plan-form";

/// The plan that the address asks for, if any, over the page.
#[component]
pub fn PlanOver(
    /// What the address asks for.
    plan: Resource<Option<Result<PowerPlan, AppError>>>,
    /// The page without the sheet.
    close: Signal<String>,
    /// Sends the confirmation.
    run: Submit,
) -> impl IntoView {
    move || match plan.get().flatten() {
        Some(Ok(plan)) => view! { <PlanSheet plan close=close.get_untracked() run/> }.into_any(),
        Some(Err(error)) if error.0.kind != ErrorKind::NotFound => view! { <Failure error/> }.into_any(),
        _ => ().into_any(),
    }
}

/// The sheet. With script it closes when the operation is on its way; without, the page comes back without it.
#[component]
fn PlanSheet(
    /// What will happen.
    plan: PowerPlan,
    /// The page without the sheet.
    close: String,
    /// Sends the confirmation; made by the page, so that it outlives the sheet.
    run: Submit,
) -> impl IntoView {
    run.renew();
    let state = run.state();
    let ready = plan.ready();
    let refusal = Known::get()
        .refusal(Verb::Power)
        .or_else(|| (!ready).then(|| "Something must be true first; see the list above.".to_owned()));
    let verb = format!("{} {}", plan.action.verb(), plan.server_name);
    let tone = if plan.action == PowerAction::ForceStop { Tone::Danger } else { Tone::Primary };
    let effects =
        plan.effects.into_iter().map(|text| view! { <Consequence>{text}</Consequence> }).collect_view();
    let checks = plan
        .checks
        .into_iter()
        .map(|check| view! { <Requirement met=check.ok>{check.text}</Requirement> })
        .collect_view();
    let busy = run.pending;
    let (cancel, back, title) = (close.clone(), close.clone(), verb.clone());
    let foot = view! {
        <FormError message=state.whole(&[])/>
        <Actions>
            <LinkButton href=cancel attr:autofocus=true>"Cancel"</LinkButton>
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
            <Changes>
                <Change label="State" before=sentence(&plan.before) after=sentence(&plan.after)/>
                <Change label="Cost" after=plan.cost/>
            </Changes>
            {effects}
            {plan.irreversible.map(|text| view! { <Consequence tone=Hue::Bad>{text}</Consequence> })}
            <Requirements>{checks}</Requirements>
            <RequestFold text=plan.requests.join("\n")/>
            <PostForm to=run id=FORM>
                <input type="hidden" name="operation" value=plan.operation.to_string()/>
                <input type="hidden" name="server" value=plan.server.to_string()/>
                <input type="hidden" name="action" value=plan.action.slug()/>
                <input type="hidden" name="back" value=back/>
            </PostForm>
        </Sheet>
    }
}

/// What of an operation its announcement needs.
struct Begun {
    id: OperationId,
    action: PowerAction,
    server: ServerKey,
    server_name: String,
}

object! { Begun { id, action, server, server_name } }

/// Where confirmations go.
pub fn run_power() -> Submit {
    Submit::to("/api/servers/power")
}

/// Closes the sheet and says so once a confirmation was taken. `close` is the page without the sheet.
pub fn close_when_taken(run: Submit, close: impl Fn() -> String + 'static) {
    let navigate = use_navigate();
    let toasts = use_toasts();
    let followed = Followed::get();
    run.on_done(move |begun: Begun| {
        let text = format!("{} {}", doing(begun.action), begun.server_name);
        toasts.push(Toast::new(Mark::Busy, text).link(crate::routes::server(&begun.server), "Follow"));
        followed.add(begun.id);
        let stay = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&close(), stay);
    });
}
