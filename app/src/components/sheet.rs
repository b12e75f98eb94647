//! The sheet over a page that its address asks for: an act's form, then its plan.

use std::time::Duration;

use domain::ErrorKind;
use domain::act::{Ask, FieldKind, Fields, Form, Sheet as ActSheet};
use domain::ids::{OperationId, ServerKey};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::act_form::{ActForm, Price, Reviewed, form_of};
use super::asking::{Asking, FORM, Selection, asked};
use super::focus::{focus_first, focus_first_error};
use super::plan::{PlanSheet, close_when_taken, run_act};
use super::{Failure, Submit, Wait};
use crate::error::AppError;
use crate::routes;
use crate::ui::{Actions, Banner, Button, FormError, Hue, LinkButton, Markup, Sheet, SkeletonText, Tone};

/// The act that the address asks for, if any, over the page.
#[component]
pub fn ActOver(
    /// The page's address without a sheet.
    #[prop(into)]
    close: Signal<String>,
    /// The server that the page is about; without one, the address says on which, or the list's [`Selection`].
    #[prop(optional, into)]
    on: Signal<Option<ServerKey>>,
) -> impl IntoView {
    let search = use_location().search;
    let chosen = use_context::<Selection>();
    let address = Memo::new(move |_| search.with(|search| asked(search, on.get(), chosen)));
    let asking = Asking::new(address);
    asking.keep_asking();
    let run = run_act();
    close_when_taken(run, move || Some(close.get_untracked()));
    view! {
        {coming(asking, address, close)}
        <Wait first=|| ()><OpenAct asking close run/></Wait>
    }
}

/// How long an answer may take before a sheet without content stands in for it.
const PATIENCE: Duration = Duration::from_millis(80);

/// A sheet for what is on its way: on a slow line a click must not look lost. It can be closed like any other.
fn coming(asking: Asking, address: Memo<Option<Ask>>, close: Signal<String>) -> impl IntoView {
    let waits = Memo::new(move |_| address.with(Option::is_some) && asking.sheet().is_none());
    let late = RwSignal::new(false);
    Effect::new(move |_| {
        late.set(false);
        let show = move || {
            // The page may be gone by then.
            let _gone = late.try_set(true);
        };
        if waits.get()
            && let Ok(ahead) = set_timeout_with_handle(show, PATIENCE)
        {
            on_cleanup(move || ahead.clear());
        }
    });
    move || {
        (late.get() && waits.get()).then(|| {
            view! {
                <Sheet title="One moment" lead="Nothing has been changed." close=close.get_untracked()>
                    <SkeletonText/>
                </Sheet>
            }
        })
    }
}

/// What is open.
#[derive(Clone, PartialEq, Eq)]
enum Open {
    Nothing,
    Failed(AppError),
    /// The form, under its title.
    Form(String, String),
    Plan(OperationId),
}

#[component]
fn OpenAct(
    /// What is asked for.
    asking: Asking,
    /// The page without the sheet.
    close: Signal<String>,
    /// Sends the confirmation.
    run: Submit,
) -> impl IntoView {
    asking.wait();
    let open = Memo::new(move |_| match asking.sheet() {
        None => Open::Nothing,
        // The page itself says that there is no such server.
        Some(Err(error)) if error.0.kind == ErrorKind::NotFound => Open::Nothing,
        Some(Err(error)) => Open::Failed(error),
        Some(Ok(ActSheet { plan: Some(plan), .. })) => Open::Plan(plan.operation),
        Some(Ok(sheet)) => Open::Form(sheet.title, sheet.lead),
    });
    move || match open.get() {
        Open::Nothing => ().into_any(),
        Open::Failed(error) => view! { <Failure error/> }.into_any(),
        Open::Form(title, lead) => view! { <FormSheet asking close title lead/> }.into_any(),
        Open::Plan(_) => match untrack(|| asking.sheet()) {
            Some(Ok(sheet)) => plan(asking, sheet, close.get_untracked(), run),
            _ => ().into_any(),
        },
    }
}

fn plan(asking: Asking, mut sheet: ActSheet, close: String, run: Submit) -> AnyView {
    let Some(plan) = sheet.plan.take() else { return ().into_any() };
    // What was asked for in one go has no form to go back to.
    let change = asking.asked().filter(|asked| asked.review).map(|asked| {
        let Ask { act, on, fields, .. } = asked;
        routes::act(&close, &act, on_in_address(&close, &on), &fields, false)
    });
    view! { <PlanSheet sheet plan close asking change=change.unwrap_or_default() run/> }.into_any()
}

/// The servers that an address must name: none on the page of one.
fn on_in_address<'on>(close: &str, on: &'on [ServerKey]) -> &'on [ServerKey] {
    let is_list = close.split('?').next() == Some(routes::SERVERS);
    // Those that were chosen stay chosen; an address of so many would be too long for what stands in front of Skydeck.
    if is_list && on.len() <= super::asking::MOST_IN_ADDRESS { on } else { &[] }
}

/// What was filled in, without and only with what people write in their own words: no address may say that.
fn apart(form: Option<&Form>, sent: &Fields) -> (Fields, Fields) {
    let own_words = |name: &str| {
        let mut all = form.into_iter().flat_map(|form| &form.sections).flat_map(|section| &section.fields);
        all.any(|field| field.name == name && field.kind.is_own_words())
    };
    let (unsaid, said) = sent.0.iter().cloned().partition(|(name, _)| own_words(name));
    (Fields(said), Fields(unsaid))
}

/// Whether the form cannot be sent without script, which would put what is written into an address.
fn has_lines(form: &Form) -> bool {
    form.sections.iter().flat_map(|section| &section.fields).any(|field| field.kind == FieldKind::Lines)
}

fn needs_script() -> Markup {
    Markup::one(|html| {
        html.raw(r#"<div class="no-js banner t-warn"><div class="banner-text"><b>This form needs JavaScript.</b> "#);
        html.raw("Without it, what you write would stand in an address, which browsers and servers keep.");
        html.raw("</div></div>")
    })
}

#[component]
fn FormSheet(
    /// What is asked for.
    asking: Asking,
    /// The page without the sheet.
    close: Signal<String>,
    /// What is done to what.
    title: String,
    /// Where.
    lead: String,
) -> impl IntoView {
    let form = form_of(asking);
    let navigate = use_navigate();
    Effect::new(|_| focus_first(FORM));
    let reviewed = Reviewed::new(move |(sheet, sent): (ActSheet, Fields)| {
        let Some(asked) = asking.asked() else { return };
        if sheet.plan.is_none() {
            asking.take(Some(asked), Some(sent), sheet);
            focus_first_error(FORM);
            return;
        }
        let close = close.get_untracked();
        let (said, unsaid) = form.with_untracked(|form| apart(form.as_ref(), &sent));
        let address =
            |review| routes::act(&close, &asked.act, on_in_address(&close, &asked.on), &said, review);
        let next = Ask { fields: said.clone(), review: true, ..asked.clone() };
        asking.keep_unsaid(&asked, unsaid);
        asking.take(Some(next), Some(sent), sheet);
        let stay = |replace| NavigateOptions { replace, scroll: false, ..NavigateOptions::default() };
        // The way back leads to the form with everything in it.
        navigate(&address(false), stay(true));
        navigate(&address(true), stay(false));
    });
    let submit =
        form.with_untracked(|form| form.as_ref().map(|form| form.submit.clone())).unwrap_or_default();
    let refusal =
        Signal::derive(move || form.with(|form| form.as_ref().and_then(|form| form.refusal.clone())));
    let busy = asking.reviewing;
    let scripted = form.with_untracked(|form| form.as_ref().is_some_and(has_lines));
    // Nothing can be pressed before there is a script that takes it.
    let waiting = RwSignal::new(scripted);
    Effect::new(move |_| waiting.set(false));
    let foot = view! {
        <FormError message=whole(asking, form)/>
        <Price form/>
        <Actions>
            <LinkButton href=close.get_untracked() attr:data-noscroll="true">"Cancel"</LinkButton>
            <Button tone=Tone::Primary busy=busy disabled=waiting reason=refusal attr:form=FORM>
                {if submit.is_empty() { "Review".to_owned() } else { submit }}
            </Button>
        </Actions>
    };
    view! {
        <Sheet title close=close.get_untracked() lead foot=foot.into_any()>
            {scripted.then(needs_script)}
            {move || refusal.get().map(|refusal| view! { <Banner tone=Hue::Warn title=refusal/> })}
            <ActForm asking form close reviewed scripted/>
        </Sheet>
    }
}

/// What is wrong with the form as a whole.
pub fn whole(asking: Asking, form: Memo<Option<domain::act::Form>>) -> MaybeProp<String> {
    Signal::derive(move || {
        let said = form.with(|form| form.as_ref().and_then(|form| form.error.clone()));
        asking.failed.get().or(said)
    })
    .into()
}

#[cfg(test)]
mod tests {
    use domain::act::{Field, FormSection};

    use super::*;

    #[test]
    fn what_people_write_in_their_own_words_is_not_said() {
        let field = |name: &str, kind| Field { name: name.into(), kind, ..Field::default() };
        let fields = vec![
            field("name", FieldKind::Text),
            field("note", FieldKind::Lines),
            field("reason", FieldKind::Remark),
        ];
        let mut form =
            Form { sections: vec![FormSection { fields, ..FormSection::default() }], ..Form::default() };
        let sent: Fields = [("name", "web"), ("note", "a\nb"), ("reason", "Audit")].into_iter().collect();
        let (said, unsaid) = apart(Some(&form), &sent);
        assert_eq!(said, [("name", "web")].into_iter().collect());
        assert_eq!(unsaid, [("note", "a\nb"), ("reason", "Audit")].into_iter().collect());
        assert!(has_lines(&form));
        form.sections[0].fields.remove(1);
        assert!(!has_lines(&form), "a remark is sent without script, too");
    }
}
