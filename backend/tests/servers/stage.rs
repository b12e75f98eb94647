//! Acts whose request loses its answer: what is known then, how often it was sent, and how it ends.

use backend::Confirmed;
use domain::act::Ask;
use domain::ids::ServerKey;
use domain::operation::OperationState::{self, Failed, Succeeded, Unknown};
use domain::provider::Brand;
use domain::view::{OperationRow, Part, ServerRow};
use simulators::{Control, Fault, FaultKind};

use crate::asked::confirmed;
use crate::world::{World, fast, new_id, until};

/// How a message begins when reading settled it.
pub const CONFIRMED: &str = "Confirmed by reading: ";

/// One server, to which things happen.
pub struct Stage {
    pub world: World,
    pub server: ServerRow,
}

impl Stage {
    /// With the first server of `brand` in `state`.
    pub async fn new(brand: Brand, state: &str) -> Self {
        let world = World::start(fast()).await.owned().await;
        let server = world.server(brand, state).await;
        Self { world, server }
    }

    pub fn control(&self) -> &Control {
        let mut all = self.world.providers.all().into_iter();
        all.find(|(brand, _)| *brand == self.server.brand).unwrap().1.control()
    }

    /// Confirms `act` as soon as what is known of the server allows it, and gives the confirmation.
    async fn begun(&self, act: &str, fields: &[(&str, &str)]) -> Confirmed {
        let access = self.world.backend.access(&self.world.actor);
        let acts = access.acts().unwrap();
        until(&format!("{act} can be asked for"), || async {
            let asked = confirmed(act, &[&self.server.key], fields);
            let ask = Ask {
                act: asked.act.clone(),
                on: asked.on.clone(),
                fields: asked.fields.clone(),
                review: true,
            };
            let plan = acts.ask(&ask).await.unwrap().plan?;
            let (typed, fields) = (plan.confirm.typed, plan.fields);
            let asked = Confirmed { typed, fields, ..asked };
            acts.run(asked.clone()).await.ok().map(|_begun| asked)
        })
        .await
    }

    /// Has `act` done without any trouble.
    pub async fn done(&self, act: &str, fields: &[(&str, &str)]) -> OperationRow {
        let end = self.world.ended(self.begun(act, fields).await.operation).await;
        assert_eq!(end.state, Succeeded, "{act}: {end:?}");
        end
    }

    /// Has `act` done while the answer to one request is lost.
    async fn cut(
        &self,
        act: &str,
        fields: &[(&str, &str)],
        (method, path): (&str, &str),
        work_done: bool,
    ) -> Confirmed {
        let fault = Fault::new(path, FaultKind::Cut).on(method);
        self.control().inject(if work_done { fault.after_work() } else { fault });
        self.begun(act, fields).await
    }

    /// As above, with the end of an act of `requests` requests, which reading settles.
    pub async fn lost_after(
        &self,
        requests: usize,
        act: &str,
        fields: &[(&str, &str)],
        request: (&str, &str),
        work_done: bool,
    ) -> OperationRow {
        let before = self.control().writes();
        let id = self.cut(act, fields, request, work_done).await.operation;
        let end = self.world.ended_unknown_first(id).await;
        assert_eq!(self.control().writes() - before, requests, "{act}: {end:?}");
        end
    }

    /// The same of an act of one request.
    pub async fn lost(
        &self,
        act: &str,
        fields: &[(&str, &str)],
        request: (&str, &str),
        work_done: bool,
    ) -> OperationRow {
        self.lost_after(1, act, fields, request, work_done).await
    }

    /// As above, first without the work done and then with it.
    pub async fn both(&self, act: &str, fields: &[(&str, &str)], request: (&str, &str), now: &str) {
        self.not_done(act, fields, request).await;
        let end = self.lost(act, fields, request, true).await;
        self.ended_as(act, &end, Succeeded, now);
    }

    /// The request never reached the provider's hands, and reading shows it.
    pub async fn not_done(&self, act: &str, fields: &[(&str, &str)], request: (&str, &str)) -> OperationRow {
        let end = self.lost(act, fields, request, false).await;
        assert_eq!(end.state, Failed, "{act}: {end:?}");
        assert!(end.message.contains(" did not happen: "), "{act}: {end:?}");
        end
    }

    pub fn ended_as(&self, act: &str, end: &OperationRow, state: OperationState, now: &str) {
        assert_eq!(end.state, state, "{act}: {end:?}");
        assert!(end.message.starts_with(&format!("{CONFIRMED}{now}")), "{act}: {end:?}");
    }

    /// Reading cannot tell what became of it: a person is asked, looks, and their word ends it.
    pub async fn asked(
        &self,
        act: &str,
        fields: &[(&str, &str)],
        request: (&str, &str),
        work_done: bool,
    ) -> OperationRow {
        let before = self.control().writes();
        let confirmation = self.cut(act, fields, request, work_done).await;
        let id = confirmation.operation;
        let asked = until(&format!("a person is asked about {act}"), || async {
            let row = self.world.operation(id).await;
            assert!(row.state.is_open(), "{act}: {row:?}");
            row.message.contains("reading cannot tell: ").then_some(row)
        })
        .await;
        assert_eq!(asked.state, Unknown, "{act}: {asked:?}");
        let access = self.world.backend.access(&self.world.actor);
        let again = Confirmed { operation: new_id(), ..confirmation };
        let other = access.acts().unwrap().run(again).await.unwrap_err();
        assert!(other.public().message.contains("Settle that first"), "{act}: {other:?}");
        let power = access.power().unwrap();
        // The provider may ask for a pause first.
        let again = until("it is read once more", || async { power.check_now(id).await.ok() }).await;
        assert_eq!(again.state, Unknown, "{act}: reading tells nothing new");
        let end = power.settle(id, work_done).await.unwrap();
        assert_eq!(end.state, if work_done { Succeeded } else { Failed }, "{act}: {end:?}");
        let said = if work_done { "says that it happened" } else { "says that it did not happen" };
        let words = format!("{} {said}.", self.world.actor.session.name);
        assert!(end.message.starts_with(&words), "{act}: {end:?}");
        assert_eq!(self.control().writes() - before, 1, "{act}: {end:?}");
        asked
    }

    /// As above, first without the work done and then with it; what is said is about `what`.
    pub async fn both_asked(&self, act: &str, fields: &[(&str, &str)], request: (&str, &str), what: &str) {
        for work_done in [false, true] {
            let asked = self.asked(act, fields, request, work_done).await;
            assert!(asked.message.contains(&format!("cannot tell: {what}")), "{act}: {asked:?}");
        }
    }

    /// The first choice that a form offers for `field`, whose words `fit`.
    pub async fn offered(&self, act: &str, field: &str, fit: impl Fn(&str) -> bool) -> String {
        let access = self.world.backend.access(&self.world.actor);
        let acts = access.acts().unwrap();
        let ask = Ask { act: act.to_owned(), on: vec![self.server.key.clone()], ..Ask::default() };
        until(&format!("{act} offers such a {field}"), || async {
            let form = acts.ask(&ask).await.unwrap().form?;
            let mut fields = form.sections.into_iter().flat_map(|section| section.fields);
            let choices = fields.find(|known| known.name == field)?.choices;
            let mut free = choices.into_iter().filter(|choice| choice.refusal.is_none());
            free.find(|choice| fit(&choice.label)).map(|choice| choice.value)
        })
        .await
    }

    /// The ids in a part of the server's page, once there are `count`.
    pub async fn part(&self, part: &str, count: usize) -> Vec<String> {
        until(&format!("{count} {part}"), || async {
            let part = self.part_now(&self.server.key, part).await?;
            (part.rows.len() == count).then(|| part.rows.into_iter().map(|row| row.id).collect())
        })
        .await
    }

    pub async fn part_len(&self, part: &str) -> usize {
        let part = until(&format!("{part} are read"), || self.part_now(&self.server.key, part)).await;
        part.rows.len()
    }

    async fn part_now(&self, key: &ServerKey, part: &str) -> Option<Part> {
        let access = self.world.backend.access(&self.world.actor);
        let detail = access.servers().unwrap().get(key).await.unwrap();
        detail.parts.into_iter().find(|known| known.id == part)
    }
}
