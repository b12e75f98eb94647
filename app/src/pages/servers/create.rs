//! Making servers: one page with the whole form, the price as it is chosen, and the plan over it. What is filled in stands
//! in no address; it is kept as a draft until it is confirmed.

use std::time::Duration;

use domain::act::{Ask, Begun, Fields, Form, Sheet};
use domain::ids::OperationId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::draft::Draft;
use crate::components::{
    ACT_FORM, ActForm, Asking, Failure, FlashBanner, PlanSheet, Price, Reviewed, Submit, Wait,
    close_when_taken, fields_of, focus_first_error, form_of, form_trouble, run_act, touched, typed,
};
use crate::error::AppError;
use crate::routes;
use crate::ui::{Banner, Button, FormError, Hue, LinkButton, Markup, PageHeader, SkeletonText, Tone};

const ACT: &str = "server.create";

/// What a link may fill in: where, and what to copy. Who can log in and what runs first is never a stranger's to choose.
const PREFILLED: [&str; 5] = ["credential", "location", "source", "from", "replica"];

/// What the page's address fills in.
fn prefilled(search: &str) -> Fields {
    let mut fields = fields_of(routes::pairs(search));
    fields.0.retain(|(name, _)| PREFILLED.contains(&name.as_str()));
    fields
}

/// How long a person must pause before their draft is kept.
const PAUSE: Duration = Duration::from_millis(150);

/// The page.
pub fn create_page() -> AnyView {
    let search = use_location().search;
    let begin = Memo::new(move |_| prefilled(&search.get()));
    let address =
        Memo::new(move |_| Some(Ask { act: ACT.to_owned(), fields: begin.get(), ..Ask::default() }));
    let reviewing = Memo::new(move |_| routes::pairs(&search.get()).iter().any(|(name, _)| name == "review"));
    let asking = Asking::new(address);
    asking.keep_asking();
    let (run, draft) = (run_act(), Draft::get());
    run.on_done(move |_: Begun| draft.clear());
    close_when_taken(run, || None);
    let no_script = Markup::one(|html| {
        html.raw(r#"<div class="no-js banner t-warn"><div class="banner-text"><b>This page needs JavaScript.</b> "#);
        html.raw(
            "What can be chosen depends on what was chosen before. Everything else in Skydeck works without.",
        );
        html.raw("</div></div>")
    });
    view! {
        <Title text="New server"/>
        <FlashBanner/>
        <PageHeader title="New server" crumb_href=routes::SERVERS crumb_label="Servers"/>
        {no_script}
        <Wait first=|| view! { <SkeletonText lines=12/> }>
            <Body asking begin reviewing run draft/>
        </Wait>
    }
    .into_any()
}

/// What stands in the page's place.
#[derive(Clone, PartialEq, Eq)]
enum Shown {
    Nothing,
    Failed(AppError),
    Form,
}

#[component]
fn Body(
    /// What is asked for.
    asking: Asking,
    /// What the address fills in.
    begin: Memo<Fields>,
    /// Whether the address asks for the plan.
    reviewing: Memo<bool>,
    /// Sends the confirmation.
    run: Submit,
    /// What was filled in before.
    draft: Draft,
) -> impl IntoView {
    asking.wait();
    let shown = Memo::new(move |_| match asking.sheet() {
        None => Shown::Nothing,
        Some(Err(error)) => Shown::Failed(error),
        Some(Ok(_)) => Shown::Form,
    });
    let plan = Memo::new(move |_| {
        let plan = asking.sheet().and_then(Result::ok).and_then(|sheet| sheet.plan);
        plan.filter(|_| reviewing.get()).map(|plan| plan.operation)
    });
    view! {
        {move || match shown.get() {
            Shown::Nothing => ().into_any(),
            Shown::Failed(error) => view! { <Failure error/> }.into_any(),
            Shown::Form => view! { <Whole asking begin reviewing draft/> }.into_any(),
        }}
        {move || plan.get().map(|_: OperationId| over(asking, begin, run))}
    }
}

/// The page without the plan.
fn here(begin: Memo<Fields>) -> String {
    begin.with_untracked(|begin| routes::with(routes::SERVER_NEW, &begin.0))
}

fn over(asking: Asking, begin: Memo<Fields>, run: Submit) -> AnyView {
    let Some(Ok(mut sheet)) = untrack(|| asking.sheet()) else { return ().into_any() };
    let Some(plan) = sheet.plan.take() else { return ().into_any() };
    view! { <PlanSheet sheet plan close=here(begin) asking change=String::new() run/> }.into_any()
}

/// The form beside its sections' names, and the bar with the price.
#[component]
fn Whole(
    /// What is asked for.
    asking: Asking,
    /// What the address fills in.
    begin: Memo<Fields>,
    /// Whether the address asks for the plan.
    reviewing: Memo<bool>,
    /// What was filled in before.
    draft: Draft,
) -> impl IntoView {
    let form = form_of(asking);
    // A draft came back; whether without what may hold secrets.
    let restored = RwSignal::new(None::<bool>);
    // Counts what is filled in: a draft is kept when nothing followed for a moment.
    let count = StoredValue::new(0_u32);
    let filled = Callback::new(move |()| {
        asking.drop_plan();
        let turn = count.get_value().wrapping_add(1);
        count.set_value(turn);
        let keep = move || {
            if let Some(fields) = typed().filter(|_| count.try_get_value() == Some(turn)) {
                draft.keep(&fields);
            }
        };
        set_timeout(keep, PAUSE);
    });
    // Nothing can be pressed before there is a script that takes it.
    let waiting = RwSignal::new(true);
    Effect::new(move |_| {
        waiting.set(false);
        let touched = touched();
        // A link that fills something in means that, not what was begun before.
        let kept = begin.with_untracked(Fields::is_empty).then(|| draft.read()).flatten();
        let Some((mut fields, less)) = kept else {
            if !touched.is_empty() {
                filled.run(());
                asking.renew(None);
            }
            return;
        };
        restored.set(Some(less));
        // What lacks something is looked at before it is a plan again, and so is what was changed meanwhile.
        let review = reviewing.get_untracked() && !less && touched.is_empty();
        fields.0.retain(|(name, _)| touched.raw(name).is_none());
        fields.0.extend(touched.0);
        spawn_local(async move {
            if let Some((sheet, _)) = asking.question(Some(fields), review).await {
                asking.take(asking.asked(), None, sheet);
            }
        });
    });
    let navigate = use_navigate();
    let reviewed = Reviewed::new(move |(sheet, sent): (Sheet, Fields)| {
        draft.keep(&sent);
        let has_plan = sheet.plan.is_some();
        asking.take(asking.asked(), Some(sent), sheet);
        if has_plan {
            let to = routes::with(&here(begin), &[("review".to_owned(), "1".to_owned())]);
            navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        } else {
            focus_first_error(ACT_FORM);
        }
    });
    let anew = move |_| {
        draft.clear();
        restored.set(None);
        asking.renew(Some(begin.get_untracked()));
    };
    let refusal =
        Signal::derive(move || form.with(|form| form.as_ref().and_then(|form| form.refusal.clone())));
    let busy = asking.reviewing;
    view! {
        {move || restored.get().map(|less| view! {
            <p class="draft" role="status">
                {if less { "Draft restored, without the text for the first start, which may hold secrets · " } else { "Draft restored · " }}
                <button class="btn quiet small" type="button" on:click=anew>"Start anew"</button>
            </p>
        })}
        {move || refusal.get().map(|refusal| view! { <Banner tone=Hue::Warn title=refusal/> })}
        <div class="detail create js">
            <nav class="anchors" aria-label="On this page">{move || form.with(|form| form.as_ref().map(anchors))}</nav>
            <div class="sections">
                <ActForm asking form close=Signal::derive(|| routes::SERVER_NEW.to_owned()) reviewed filled scripted=true/>
                <div class="create-bar">
                    <Price form/>
                    <FormError message=form_trouble(asking, form)/>
                    <div class="acts">
                        <LinkButton href=routes::SERVERS>"Cancel"</LinkButton>
                        <Button tone=Tone::Primary busy=busy disabled=waiting reason=refusal attr:form=ACT_FORM>"Review"</Button>
                    </div>
                </div>
            </div>
        </div>
    }
}

fn anchors(form: &Form) -> Markup {
    let titled: Vec<_> = form.sections.iter().filter(|section| !section.title.is_empty()).collect();
    let mut html = Markup::of(titled.len());
    for section in titled {
        html.raw(r##"<a href="#"##).text(&section.id).raw(r#"">"#).text(&section.title).raw("</a>");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_says_where_and_of_what_and_nothing_else() {
        let link = "from=a~b~c&replica=r&public_key=ssh-ed25519+AAAA&cloud_init=%23!/bin/sh&username=eve&ssh_key=x&review=1";
        let fields = prefilled(link);
        assert_eq!(fields, [("from", "a~b~c"), ("replica", "r")].into_iter().collect());
    }
}
