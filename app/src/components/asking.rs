//! What is asked for on a page, and what the server answered. The address asks; while a form is filled in, newer
//! answers to the same address take the place of the first.

use std::time::Duration;

use domain::act::{Ask, Fields, Sheet};
use domain::ids::ServerKey;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

use crate::error::AppError;
use crate::json::{self, Resource};
use crate::live::{ask_again, leave_for_sign_in};
use crate::pages::acts::AskAct;
use crate::routes;
use crate::wire::ask;

/// How long a person must pause before the form is asked for anew.
const PAUSE: Duration = Duration::from_millis(200);

/// Most servers that an address names: with more, what stands in front of Skydeck may refuse it.
pub const MOST_IN_ADDRESS: usize = 80;

/// The form's id; there is one on a page.
pub const FORM: &str = "act-form";

/// The servers that are chosen in a list, for acts on more of them than an address should hold. A page that has such a list
/// provides it.
#[derive(Clone, Copy, Debug)]
pub struct Selection(pub RwSignal<Vec<ServerKey>>);

impl Selection {
    /// That of the page around; nothing on a page without a list.
    pub fn get() -> Self {
        use_context().unwrap_or_else(|| Self(RwSignal::new(Vec::new())))
    }
}

/// An answer that came after the first.
#[derive(Clone)]
struct Newer {
    /// What the address asked for when it was asked.
    of: Option<Ask>,
    /// What the form held then; `None` when it was asked for something else than it held.
    sent: Option<Fields>,
    sheet: Sheet,
    /// Whether it answers "review".
    judged: bool,
}

/// One act that is being asked for.
#[derive(Clone, Copy)]
pub struct Asking {
    address: Memo<Option<Ask>>,
    first: Resource<Option<Result<Sheet, AppError>>>,
    newer: RwSignal<Option<Newer>>,
    /// Counts questions: only the answer to the last one is taken.
    asked: StoredValue<u32>,
    /// Whether the last answer was one to "review".
    judged: StoredValue<bool>,
    /// What was filled in that the address does not say, of the act that it asks for: for the ways back and forth.
    unsaid: StoredValue<Ask>,
    /// Whether the answer to "review" is awaited.
    pub reviewing: RwSignal<bool>,
    /// Why the form could not be asked for anew.
    pub failed: RwSignal<Option<String>>,
}

impl Asking {
    /// For what `address` asks. Call it above of what waits for it.
    pub fn new(address: Memo<Option<Ask>>) -> Self {
        let newer = RwSignal::new(None::<Newer>);
        let unsaid = StoredValue::new(Ask::default());
        let first = json::blocking(
            move || address.get(),
            move |asked| {
                let known = newer.with_untracked(|newer| {
                    newer.as_ref().filter(|newer| newer.of == asked).map(|newer| newer.sheet.clone())
                });
                // What was not confirmed goes with the sheet.
                let asked = match asked {
                    Some(asked) => Some(unsaid.with_value(|unsaid| whole(asked, unsaid))),
                    None => {
                        unsaid.set_value(Ask::default());
                        // Nor is a plan shown again that came without being asked for: it was made of what was known then.
                        if newer.with_untracked(Option::is_some) {
                            let _gone = newer.try_set(None);
                        }
                        None
                    }
                };
                async move {
                    match (asked, known) {
                        (Some(_), Some(sheet)) => Some(Ok(sheet)),
                        (Some(asked), None) => Some(ask(AskAct { ask: asked }).await),
                        (None, _) => None,
                    }
                }
            },
        );
        Self {
            address,
            first,
            newer,
            asked: StoredValue::new(0),
            judged: StoredValue::new(false),
            unsaid,
            reviewing: RwSignal::new(false),
            failed: RwSignal::new(None),
        }
    }

    /// Has what waits around the caller wait for the first answer.
    pub fn wait(self) {
        #[cfg(feature = "ssr")]
        super::wait::reads::Reads::add(move || self.first.with_untracked(|_| ()));
    }

    /// The latest answer to what the address asks for.
    pub fn sheet(self) -> Option<Result<Sheet, AppError>> {
        let first = self.first.get().flatten();
        self.address.with(|address| {
            let newer = self.newer.read();
            let newer = newer.as_ref().filter(|newer| address.is_some() && newer.of == *address);
            newer.map(|newer| Ok(newer.sheet.clone())).or(first)
        })
    }

    /// Whether the latest answer holds a form.
    pub fn has_form(self) -> bool {
        matches!(self.sheet(), Some(Ok(Sheet { form: Some(_), .. })))
    }

    /// What the form held when the latest answer was asked for, if the answer is one to that.
    pub fn sent(self) -> Option<Fields> {
        self.newer.with(|newer| newer.as_ref().and_then(|newer| newer.sent.clone()))
    }

    /// Whether the latest answer judges all that the form held, as one to "review" does.
    pub fn judged(self) -> bool {
        self.address.with(|address| {
            let newer = self.newer.read();
            let newer = newer.as_ref().filter(|newer| newer.of == *address);
            newer.map_or_else(|| address.as_ref().is_some_and(|asked| asked.review), |newer| newer.judged)
        })
    }

    /// Keeps `fields` for the act `of`, whose address does not say them, until its sheet is closed.
    pub fn keep_unsaid(self, of: &Ask, fields: Fields) {
        self.unsaid.set_value(Ask { fields, ..of.clone() });
    }

    /// Drops a plan to which the form no longer fits.
    pub fn drop_plan(self) {
        if self.newer.with_untracked(|newer| newer.as_ref().is_some_and(|newer| newer.sheet.plan.is_some())) {
            self.newer.update(|newer| {
                if let Some(newer) = newer {
                    newer.sheet.plan = None;
                }
            });
        }
    }

    /// Puts an answer into the place of the first one to `of`.
    pub fn take(self, of: Option<Ask>, sent: Option<Fields>, sheet: Sheet) {
        // The page may be gone.
        let judged = self.judged.try_get_value().unwrap_or_default();
        let _gone = self.newer.try_set(Some(Newer { of, sent, sheet, judged }));
    }

    /// What the address asks for.
    pub fn asked(self) -> Option<Ask> {
        self.address.try_get_untracked().flatten()
    }

    /// Asks again with what the form holds, or at first with `fields`. An answer to which the form no longer fits is
    /// dropped and asked for again; one that is no longer wanted is `None`.
    pub async fn question(self, fields: Option<Fields>, review: bool) -> Option<(Sheet, Fields)> {
        let of = self.asked()?;
        let turn = self.asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        })?;
        if review {
            let _gone = self.reviewing.try_set(true);
        }
        let mut given = fields;
        let answer = loop {
            let from_form = given.is_none();
            let fields = given.take().or_else(typed).unwrap_or_default();
            let call = AskAct { ask: Ask { fields: fields.clone(), review, ..of.clone() } };
            let answer = ask(call).await;
            if self.asked.try_get_value() != Some(turn) || self.asked().as_ref() != Some(&of) {
                if review {
                    let _gone = self.reviewing.try_set(false);
                }
                return None;
            }
            if answer.is_err() || !from_form || typed().is_none_or(|now| now == fields) {
                break answer.map(|sheet| (sheet, fields));
            }
        };
        if review {
            let _gone = self.reviewing.try_set(false);
        }
        match answer {
            Ok(answer) => {
                let _gone = (self.failed.try_set(None), self.judged.try_set_value(review));
                Some(answer)
            }
            Err(error) if error.is_signed_out() => {
                leave_for_sign_in();
                None
            }
            Err(AppError(error)) => {
                let _gone = self.failed.try_set(Some(error.message));
                None
            }
        }
    }

    /// Asks for a plan anew, with what the last one was made of: something about it has changed since.
    pub fn plan_again(self, fields: Fields) {
        spawn_local(async move {
            if let Some((sheet, sent)) = self.question(Some(fields), true).await {
                self.take(self.asked(), Some(sent), sheet);
            }
        });
    }

    /// Has the form made anew from what it holds, or from `fields`.
    pub fn renew(self, fields: Option<Fields>) {
        // The answer to "review" fits what the form holds by then.
        if self.reviewing.try_get_untracked().unwrap_or(true) {
            return;
        }
        // The plan came before this was due: there is no form on screen to be made anew.
        if fields.is_none() && form().is_none() {
            return;
        }
        spawn_local(async move {
            let from_form = fields.is_none();
            if let Some((sheet, sent)) = self.question(fields, false).await {
                self.take(self.asked(), from_form.then_some(sent), sheet);
            }
        });
    }

    /// Asks for the form again while it is made of what is still being read.
    pub fn keep_asking(self) {
        let fetching = move || {
            // A question that failed is an answer, too.
            self.failed.track();
            match self.sheet() {
                Some(Ok(sheet)) => sheet.form.is_some_and(|form| form.fetching),
                _ => false,
            }
        };
        ask_again(fetching, move || self.renew(None));
    }
}

/// Parameters that belong to pages, not to acts.
const OF_PAGES: [&str; 9] = ["do", "on", "review", "batch", "q", "sort", "group", "page", "view"];

/// The fields of an act among the parameters of an address.
pub fn fields_of(pairs: Vec<(String, String)>) -> Fields {
    Fields(pairs.into_iter().filter(|(name, _)| !OF_PAGES.contains(&name.as_str())).collect())
}

/// What an address asks for. `on` is the server that the page is about; without one, the address says on which, and if it
/// does not, those that are chosen.
pub fn asked(search: &str, on: Option<ServerKey>, chosen: Option<Selection>) -> Option<Ask> {
    let pairs = routes::pairs(search.trim_start_matches('?'));
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let act = value("do").filter(|act| act.contains('.'))?;
    let review = value("review").is_some();
    let named = pairs.iter().filter(|(name, _)| name == "on").flat_map(|(_, keys)| keys.split(','));
    let named: Vec<ServerKey> = named.filter_map(|key| key.parse().ok()).collect();
    let on = match (on, chosen) {
        (Some(on), _) => vec![on],
        (None, Some(chosen)) if named.is_empty() => chosen.0.get(),
        (None, _) => named,
    };
    Some(Ask { act, on, review, fields: fields_of(pairs) })
}

/// All that is asked for: what the address says, and what it does not say of the same act.
fn whole(mut asked: Ask, unsaid: &Ask) -> Ask {
    if (&asked.act, &asked.on) == (&unsaid.act, &unsaid.on) {
        asked.fields.0.retain(|(name, _)| unsaid.fields.raw(name).is_none());
        asked.fields.0.extend(unsaid.fields.0.iter().cloned());
    }
    asked
}

/// The form on screen.
pub fn form() -> Option<HtmlFormElement> {
    document().get_element_by_id(FORM)?.dyn_into().ok()
}

/// What the form holds. A tick is followed by a hidden field that tells "off" from "not asked"; where it is on, that one
/// goes.
pub fn typed() -> Option<Fields> {
    held(&form()?)
}

/// What was filled in since the form came, as a browser lets people do before the page's script runs.
pub fn touched() -> Fields {
    let as_it_came = |form: &HtmlFormElement| {
        let copy: HtmlFormElement = form.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
        copy.reset();
        held(&copy)
    };
    let both = form().and_then(|form| Some((held(&form)?, as_it_came(&form)?)));
    let Some((mut now, then)) = both else { return Fields::default() };
    let other = |name: &str| !now.all(name).eq(then.all(name));
    let changed: Vec<bool> = now.0.iter().map(|(name, _)| other(name)).collect();
    let mut changed = changed.into_iter();
    now.0.retain(|_| changed.next() == Some(true));
    now
}

fn held(form: &HtmlFormElement) -> Option<Fields> {
    let data = web_sys::FormData::new_with_form(form).ok()?;
    let query = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    let mut fields = Fields::default();
    for (name, value) in fields_of(routes::pairs(&String::from(query.to_string()))).0 {
        let companion = matches!(value.as_str(), "" | "0") && fields.raw(&name).is_some();
        if !companion {
            fields.push(&name, value);
        }
    }
    Some(fields)
}

/// What changes a form's data is asked about after a pause.
pub fn after_pause(act: impl Fn() + 'static) -> impl FnMut(()) {
    debounce(PAUSE, move |()| act())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_does_not_say_belongs_to_its_act_alone() {
        let ask = |act: &str, fields: &[(&str, &str)]| Ask {
            act: act.into(),
            fields: fields.iter().copied().collect(),
            ..Ask::default()
        };
        let unsaid = ask("server.note", &[("note", "Ask Ana.")]);
        assert_eq!(whole(ask("server.note", &[]), &unsaid), unsaid);
        assert_eq!(whole(ask("server.note", &[("note", "Of a link.")]), &unsaid), unsaid);
        let lock = ask("server.lock", &[("reason", "Audit")]);
        assert_eq!(whole(lock.clone(), &unsaid), lock);
    }

    #[test]
    fn an_address_asks_for_an_act() {
        let key = "6f9619ff8b86d011b42d00c04fc964ff~jkt01~42";
        let server: ServerKey = key.parse().unwrap();
        let fields: Fields = [("vcpus", "4")].into_iter().collect();
        let resize = Ask { act: "server.resize".into(), on: vec![server.clone()], fields, review: true };
        let query = "?q=web&do=server.resize&vcpus=4&review=1";
        assert_eq!(asked(query, Some(server.clone()), None), Some(resize.clone()));
        assert_eq!(asked(&format!("{query}&on={key}"), None, None), Some(resize));
        let both = asked(&format!("do=server.stop&on={key}&on=nonsense,{key}"), None, None).unwrap();
        assert_eq!((both.on.len(), both.review), (2, false));
        assert_eq!(asked("q=web", None, None), None);
        assert_eq!(asked("do=add", None, None), None, "a sheet of another kind");
    }
}
