//! The plan of an act in a sheet: everything that will happen, then the button that makes it happen.

use domain::act::{Begun, PLAN_WAS, Plan, PriceLine, Sheet as ActSheet};
use domain::policy::Verb;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::act_form::say;
use super::asking::Asking;
use super::focus::focus_first_error;
use super::secrets::{filled_in, take_click};
use super::words::act_glyph;
use super::{Followed, PostForm, Submit};
use crate::facts::Known;
use crate::routes;
use crate::ui::{
    Actions, Button, FormError, Glyph, LinkButton, Mark, Markup, Sheet, TextField, Toast, Tone, use_toasts,
};

const FORM: &str = "plan-form";
/// Where confirmations go.
pub const PATH: &str = "/api/acts/run";

/// Where confirmations go.
pub fn run_act() -> Submit {
    Submit::to(PATH)
}

/// The sheet. With script it closes when the operation is on its way; without, the page comes back without it.
#[component]
pub fn PlanSheet(
    /// The answer that holds the plan.
    sheet: ActSheet,
    /// What it says.
    plan: Plan,
    /// The page without the sheet.
    close: String,
    /// What led to it.
    asking: Asking,
    /// The form that led here; empty for acts without one.
    change: String,
    /// Sends the confirmation; made by the page, so that it outlives the sheet.
    run: Submit,
) -> impl IntoView {
    run.renew();
    let state = run.state();
    let (typed, scripted) = (RwSignal::new(String::new()), RwSignal::new(false));
    Effect::new(move |_| scripted.set(true));
    let whole = plan.confirm.typed.clone();
    let off = (!plan.ready()).then(|| "Something must be true first; see the list above.".to_owned());
    let off = Known::get().refusal(Verb::View).or(off);
    // Without script nobody could switch the button on: there the server compares.
    let reason = Signal::derive({
        let whole = whole.clone();
        move || {
            let missing = scripted.get() && typed.with(|typed| typed.trim() != whole);
            off.clone().or_else(|| missing.then(|| format!("Type {whole} first.")))
        }
    });
    let secrets = StoredValue::new(plan.secrets.clone());
    Effect::new(move |_| {
        let mut wrong = state.of("typed").is_some();
        for mut secret in secrets.get_value() {
            let error = state.of(&secret.name);
            wrong |= error.is_some();
            secret.error = error.or(secret.error);
            say(&secret);
        }
        if wrong {
            focus_first_error(FORM);
        }
    });
    let busy = run.pending;
    let tone = if plan.danger { Tone::Danger } else { Tone::Primary };
    let (icon, verb) = (act_glyph(&sheet.act).unwrap_or(Glyph::Check), plan.verb.clone());
    let cancel = close.clone();
    let change = (!change.is_empty()).then(
        || view! { <LinkButton href=change tone=Tone::Quiet attr:data-noscroll="true">"Change"</LinkButton> },
    );
    // What was read is not what would be done any more.
    let mut fields = plan.fields.clone();
    fields.0.retain(|(name, _)| name != PLAN_WAS);
    let again = move || {
        let fields = fields.clone();
        state.of(PLAN_WAS).map(|_| {
            view! {
                <Button kind="button" busy=asking.reviewing on:click=move |_| asking.plan_again(fields.clone())>
                    "Read the plan again"
                </Button>
            }
        })
    };
    let foot = view! {
        <FormError message=state.whole(&["typed", "password"])/>
        <FormError message=Signal::derive(move || asking.failed.get())/>
        <Actions>
            {change}
            {again}
            <LinkButton href=cancel attr:autofocus=true attr:data-noscroll="true">"Cancel"</LinkButton>
            <Button tone=tone icon=icon busy=busy disabled=busy reason=reason attr:form=FORM>{verb}</Button>
        </Actions>
    };
    let on = sheet.on.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let fields = secrets.with_value(|secrets| secrets.iter().map(super::field::field).collect_view());
    let confirm = (!whole.is_empty()).then(|| {
        view! {
            <TextField
                name="typed"
                label=format!("Type {whole} to confirm")
                error=state.field("typed")
                autocomplete="off"
                mono=true
                on:input=move |event| typed.set(event_target_value(&event))
            />
        }
    });
    view! {
        <Sheet title=sheet.title close=close.clone() lead=sheet.lead foot=foot.into_any()>
            {body(&plan)}
            <PostForm to=run id=FORM class="form">
                <input type="hidden" name="operation" value=plan.operation.to_string()/>
                <input type="hidden" name="act" value=sheet.act/>
                <input type="hidden" name="on" value=on/>
                <input type="hidden" name="fields" value=routes::query(&plan.fields.0)/>
                <input type="hidden" name="back" value=close/>
                <div class="secrets" on:click=move |event| take_click(&event, secrets) on:input=|event| filled_in(&event)>
                    {fields}
                </div>
                {confirm}
            </PostForm>
        </Sheet>
    }
}

/// What the plan says.
fn body(plan: &Plan) -> Markup {
    Markup::one(|html| {
        html.raw(r#"<div class="plan">"#);
        if let Some(price) = &plan.price {
            html.price(price);
        }
        html.raw(r#"<dl class="changes">"#);
        for line in &plan.lines {
            html.change(&line.label, &line.before, &line.after);
        }
        if !plan.cost.is_empty() {
            html.change("Cost", "", &plan.cost);
        }
        html.raw("</dl>");
        html.sentences("", &plan.effects).sentences(" t-bad", &plan.irreversible);
        html.list("This goes with it", "dies", &plan.dies).list(
            "This stays, and stays billed",
            "stays",
            &plan.stays,
        );
        html.items(plan).checks(plan);
        html.raw(r#"<details class="fold">"#).summary("Request").raw(r#"<pre class="code">"#);
        html.text(&plan.requests.join("\n")).raw("</pre></details></div>")
    })
}

impl Markup {
    fn price(&mut self, price: &PriceLine) -> &mut Self {
        self.raw(r#"<div class="price-change"><p>"#);
        if let Some(before) = price.month_before.as_ref().filter(|before| **before != price.month) {
            self.raw(r#"<del><span class="vh">now </span>"#).num(before, "/mo").raw("</del> ");
        }
        if !price.month.is_empty() {
            self.num(&price.month, "/mo");
        }
        self.raw("</p>");
        if !price.hour.is_empty() {
            self.raw(r#"<span class="dim">"#).num(&price.hour, "/h").raw("</span>");
        }
        if !price.note.is_empty() {
            self.raw(r#"<span class="dim">"#).text(&price.note).raw("</span>");
        }
        self.raw("</div>")
    }

    fn change(&mut self, label: &str, before: &str, after: &str) -> &mut Self {
        self.raw("<div><dt>").text(label).raw("</dt><dd>");
        // What stays as it is stands there once.
        if !before.is_empty() && before != after {
            self.raw(r#"<del><span class="vh">now </span>"#).text(before).raw("</del> ").icon(Glyph::Right);
        }
        self.raw(r#" <ins><span class="vh">then </span>"#).text(after).raw("</ins></dd></div>")
    }

    fn sentences(&mut self, class: &'static str, all: &[String]) -> &mut Self {
        for text in all {
            self.raw(r#"<p class="effect"#).raw(class).raw(r#"">"#).text(text).raw("</p>");
        }
        self
    }

    fn list(&mut self, title: &'static str, class: &'static str, all: &[String]) -> &mut Self {
        if all.is_empty() {
            return self;
        }
        self.raw(r#"<div class="fate "#).raw(class).raw(r#""><h3>"#).raw(title).raw("</h3><ul>");
        for text in all {
            self.raw("<li>").text(text).raw("</li>");
        }
        self.raw("</ul></div>")
    }

    /// On what, one by one, what cannot be done first; folded where all of it can.
    fn items(&mut self, plan: &Plan) -> &mut Self {
        let (all, possible) = (plan.items.len(), plan.possible());
        if all < 2 {
            return self;
        }
        let words = match all - possible {
            0 => format!("All {all}, one by one"),
            refused => format!("{possible} of {all}: nothing is done to {refused}"),
        };
        self.raw(if possible < all { r#"<details class="fold" open>"# } else { r#"<details class="fold">"# });
        self.summary(&words).raw(r#"<ul class="items">"#);
        let (refused, others): (Vec<_>, Vec<_>) = plan.items.iter().partition(|item| item.refusal.is_some());
        for item in refused.into_iter().chain(others) {
            let mark = if item.refusal.is_some() { Mark::Warning } else { Mark::Ok };
            self.raw("<li>").status(mark, &item.name, "").raw(r#"<span class="dim">"#);
            self.text(item.refusal.as_ref().unwrap_or(&item.what)).raw("</span></li>");
        }
        self.raw("</ul></details>")
    }

    fn checks(&mut self, plan: &Plan) -> &mut Self {
        self.raw(r#"<ul class="needs" aria-label="What must be true first">"#);
        for check in &plan.checks {
            self.check(check.ok, &check.text);
        }
        if let [only] = plan.items.as_slice()
            && let Some(refusal) = &only.refusal
        {
            self.check(false, refusal);
        }
        self.raw("</ul>")
    }

    fn check(&mut self, met: bool, text: &str) -> &mut Self {
        let (mark, word) = if met { (Mark::Ok, "Met: ") } else { (Mark::Failed, "Not met: ") };
        self.raw("<li>").mark(mark).raw(r#"<span><span class="vh">"#).raw(word).raw("</span>").text(text);
        self.raw("</span></li>")
    }
}

/// Closes the sheet and says so once a confirmation was taken; a batch opens in its place. `close` is the page without the
/// sheet; without one, the server says where the result is followed.
pub fn close_when_taken(run: Submit, close: impl Fn() -> Option<String> + 'static) {
    let navigate = use_navigate();
    let toasts = use_toasts();
    let followed = Followed::get();
    run.on_done(move |begun: Begun| {
        let close = close();
        if !begun.batch {
            let mark = if begun.done { Mark::Ok } else { Mark::Busy };
            let label = if begun.done { "Open" } else { "Follow" };
            toasts.push(
                Toast::new(mark, begun.text).link(begun.href.clone(), label).about(begun.id.to_string()),
            );
        }
        if !begun.done {
            followed.add(begun.id, begun.batch);
        }
        let batch = [("batch".to_owned(), begun.id.to_string())];
        let to = match close {
            Some(close) if begun.batch => routes::with(&close, &batch),
            Some(close) => close,
            None => begun.href,
        };
        navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
}
