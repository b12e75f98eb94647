//! The question: the form while something is missing or wrong, the plan when it can be read. Nothing is sent or stored.

use domain::DomainError;
use domain::act::{Ask, Fields, Form, FormSection, Plan, Sheet, words};
use domain::capability::Family;
use domain::policy::Verb;

use super::Acts;
use super::act::{Act, Around as MakeAround, Known, Make, titled};
use super::begun::servers;
use super::draft::{Draft, New};
use super::guard::{self, role_refusal};
use super::on::On;
use super::plan::{self, Around, Item};
use super::seen::Seen;
use super::targets::{Targets, fits};
use super::written::lost;
use crate::error::Result;

impl Acts<'_> {
    /// What an act would do, or what it has to be told first. Waits for no provider.
    ///
    /// # Errors
    /// `NotFound` when there is no such act, or when the team has not every one of the servers; beside `on` when it
    /// cannot be asked of so many.
    pub async fn ask(&self, ask: &Ask) -> Result<Sheet> {
        let mut ask = ask.clone();
        // A new plan is read anew.
        let _former = Seen::take(&mut ask.fields);
        match Known::find(&ask.act).ok_or_else(|| DomainError::not_found("action"))? {
            Known::On(act) => self.ask_on(act, &ask).await,
            Known::New(make) => self.ask_new(make, &ask).await,
        }
    }

    async fn ask_on(&self, act: &'static dyn Act, ask: &Ask) -> Result<Sheet> {
        let find = || Targets::find(self.access.backend, self.scope.team(), &ask.on);
        let targets = find()?;
        fits(act, targets.keys().len())?;
        let fetching = targets.on().iter().fold(false, |fetching, on| on.want(act.needs()) | fetching);
        // As things stand now: what is not being read any more has been.
        let targets = find()?;
        let on = targets.on();
        // Before anything is made of it: what arrives meanwhile is not in all of it.
        let is_unread = fetching && on.iter().any(|on| on.lacks(act.needs()));
        let drafts: Vec<_> = on.iter().map(|on| act.draft(on, &ask.fields)).collect();
        let sections = act.form(&on, &ask.fields);
        let bills = act.needs().contains(&Family::Billing);
        let hidden = bills.then(|| role_refusal(self.access.actor, Verb::BillingView)).flatten();
        let mut sheet = Sheet {
            act: act.slug().to_owned(),
            title: title(act, &on),
            lead: lead(&on),
            on: targets.keys().to_vec(),
            form: None,
            plan: None,
            now: targets.now(),
        };
        if let Some(why) = hidden {
            // Who could pay is for those who see bills.
            sheet.form = Some(closed(why));
            return Ok(sheet);
        }
        let wrong = on.iter().zip(&drafts).find_map(|(on, draft)| Some((on, draft.as_ref().err()?)));
        // Of several, one that cannot be done keeps nobody from the plan; a field that is wrong does.
        let wrong = wrong.filter(|(_, error)| on.len() == 1 || error.field.is_some());
        let lost = lost(&sections, &ask.fields);
        let wrong = on.first().zip(lost.as_ref()).or(wrong);
        if !sections.is_empty() && (!ask.review || wrong.is_some()) {
            let blocked = role_refusal(self.access.actor, act.right())
                .or_else(|| on.first().filter(|_| on.len() == 1).and_then(|on| guard::refusal(act, on)));
            let price = match (on.as_slice(), drafts.as_slice()) {
                ([_], [Ok(draft)]) => draft.price.clone(),
                // Asked for at first: the price is that of what the form begins with.
                ([on], _) if !ask.review => {
                    act.draft(on, &filled_in(&ask.fields, &sections)).ok().and_then(|draft| draft.price)
                }
                _ => None,
            };
            let mut form = Form {
                sections,
                submit: submit(act, on.len()),
                price: price.map(|price| price.line()),
                error: None,
                refusal: blocked,
                fetching,
            };
            if let Some((on, error)) = wrong.filter(|_| ask.review) {
                act.troubles(on, &ask.fields, error.clone()).point_out(&mut form);
            }
            sheet.form = Some(form);
            return Ok(sheet);
        }
        if is_unread {
            sheet.form = Some(unread(sections, submit(act, on.len())));
            return Ok(sheet);
        }
        let plan = self.plan_on(act, &on, drafts, &ask.fields).await?;
        sheet.title.clone_from(&plan.verb);
        sheet.plan = Some(plan);
        Ok(sheet)
    }

    async fn plan_on(
        &self,
        act: &dyn Act,
        on: &[On<'_>],
        drafts: Vec<std::result::Result<Draft, DomainError>>,
        fields: &Fields,
    ) -> Result<Plan> {
        let mut checks = Vec::new();
        checks.extend(role_refusal(self.access.actor, act.right()).map(guard::failed));
        let alone = on.len() == 1;
        let mut items = Vec::new();
        for (on, draft) in on.iter().zip(drafts) {
            let refusal = guard::refusal(act, on);
            let draft = if alone {
                // Why it cannot be done stands among the checks.
                checks.extend(guard::checks(act, on));
                draft.or_else(|error| {
                    if refusal.as_ref() != Some(&error.message) {
                        checks.push(guard::failed(error.message));
                    }
                    Ok(Draft::default())
                })
            } else {
                refusal.map_or_else(|| draft.map_err(|error| error.message), Err)
            };
            items.push(Item {
                server: Some(on.key().clone()),
                place: on.key().clone(),
                name: on.name().to_owned(),
                draft,
            });
        }
        let possible = items.iter().filter(|item| item.draft.is_ok()).count();
        let verb = if alone || possible == 0 || possible == on.len() {
            title(act, on)
        } else {
            titled(act, &format!("{possible} of {}", servers(on.len())))
        };
        let deed = titled(act, &servers(possible)).to_lowercase();
        let around = Around { act: (act.slug(), act.right()), verb, deed, checks, fields: fields.clone() };
        plan::plan(self.access.backend, items, around).await
    }

    async fn ask_new(&self, make: &'static dyn Make, ask: &Ask) -> Result<Sheet> {
        let view = self.access.backend.inventory().team(self.scope.team());
        let now = self.access.backend.now();
        let verb = words::words_of(make.slug()).verb;
        let unnamed = format!("{verb} a server");
        if let Some(why) = role_refusal(self.access.actor, make.right()) {
            // The form is made of what not everyone sees: billing accounts with their credit, saved scripts.
            return Ok(Sheet {
                act: make.slug().to_owned(),
                title: unnamed,
                lead: String::new(),
                on: Vec::new(),
                form: Some(closed(why)),
                plan: None,
                now,
            });
        }
        let around = MakeAround { backend: self.access.backend, scope: self.scope, view: &view, now };
        let drafted = make.draft(&around, &ask.fields).await?;
        let title = match &drafted {
            Ok(drafts) => made_title(verb, drafts),
            Err(_) => unnamed,
        };
        let mut sheet = Sheet {
            act: make.slug().to_owned(),
            title: title.clone(),
            lead: String::new(),
            on: Vec::new(),
            form: None,
            plan: None,
            now,
        };
        let drafts = match drafted {
            Ok(drafts) if ask.review => drafts,
            other => {
                let mut form = make.form(&around, &ask.fields).await?;
                if let Err(troubles) = other
                    && ask.review
                {
                    troubles.point_out(&mut form);
                }
                sheet.form = Some(form);
                return Ok(sheet);
            }
        };
        let item = |New { place, name, draft, .. }: New| Item { server: None, place, name, draft: Ok(draft) };
        let around = Around {
            act: (make.slug(), make.right()),
            deed: title.to_lowercase(),
            verb: title,
            checks: Vec::new(),
            fields: ask.fields.clone(),
        };
        sheet.plan =
            Some(plan::plan(self.access.backend, drafts.into_iter().map(item).collect(), around).await?);
        Ok(sheet)
    }
}

/// A form that the person may not even see filled in.
fn closed(why: String) -> Form {
    Form { refusal: Some(why), ..Form::default() }
}

/// In the place of a plan that could not yet say what it comes to. The page asks again by itself; without script there is
/// the button.
fn unread(mut sections: Vec<FormSection>, submit: String) -> Form {
    let note = "Reading what belongs to it, for the first time. The plan comes as soon as that is known.";
    let section = FormSection { id: "reading".to_owned(), note: note.to_owned(), ..FormSection::default() };
    sections.insert(0, section);
    Form { sections, submit, fetching: true, ..Form::default() }
}

/// "Create web-1", "Create 3 servers".
pub(super) fn made_title(verb: &str, drafts: &[New]) -> String {
    match drafts {
        [one] => format!("{verb} {}", one.name),
        many => format!("{verb} {} servers", many.len()),
    }
}

/// What was given, and where nothing was, what the form begins with.
fn filled_in(given: &Fields, sections: &[FormSection]) -> Fields {
    let mut fields = given.clone();
    for field in sections.iter().flat_map(|section| &section.fields) {
        if given.raw(&field.name).is_none() {
            field.value.iter().for_each(|value| fields.push(&field.name, value.clone()));
        }
    }
    fields
}

/// "Stop web-1", "Stop 3 servers".
fn title(act: &dyn Act, on: &[On<'_>]) -> String {
    titled(act, &whom(on))
}

fn whom(on: &[On<'_>]) -> String {
    match on {
        [one] => one.name().to_owned(),
        many => servers(many.len()),
    }
}

fn submit(act: &dyn Act, count: usize) -> String {
    let words = words::words_of(act.slug());
    let noun = if words.noun.is_empty() { words.verb } else { words.noun };
    if count == 1 { format!("Review the {noun}") } else { format!("Review the {noun} of {count} servers") }
}

/// Where: the provider and the location, or how many providers.
fn lead(on: &[On<'_>]) -> String {
    let mut places: Vec<String> = Vec::new();
    for on in on {
        let place = format!("{}, {}", on.brand().name(), on.server().location.name);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    match places.as_slice() {
        [one] => one.clone(),
        [one, two] => format!("{one}; {two}"),
        many => format!("{} places at your providers", many.len()),
    }
}
