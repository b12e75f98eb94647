//! A simulated hour of one key, without a network: what is read when, and within which limits.

use std::sync::Arc;
use std::time::Duration;

use domain::Timestamp;
use domain::capability::Family;
use domain::credential::{AuthScheme, CredentialHealth};
use domain::ids::{CredentialId, ProviderResourceId, TeamId};
use domain::location::GLOBAL;
use domain::provider::Brand;
use domain::rules::parameters::VmParameters;
use providers::{Options, Registry};
use tokio::time::Instant;
use uuid::Uuid;

use super::Kept;
use crate::db::credentials::StoredCredential;
use crate::inventory::apply::Moment;
use crate::inventory::due::Job;
use crate::inventory::key::KeyState;
use crate::inventory::pace::RefreshConfig;
use crate::inventory::source::{Content, Source, SourceKey};
use crate::inventory::state::State;

const STEP: Duration = Duration::from_millis(250);
const MINUTE: Duration = Duration::from_secs(60);

/// A read that was made: when, of what, and how many requests it took.
type Made = (Instant, SourceKey, usize);

struct Simulation {
    state: State,
    id: CredentialId,
    team: TeamId,
    begin: Instant,
    now: Instant,
    made: Vec<Made>,
}

impl Simulation {
    fn of(brand: Brand, locations: &[&str]) -> Self {
        let (id, team) = (CredentialId(Uuid::from_u128(1)), TeamId(Uuid::from_u128(2)));
        let row = StoredCredential {
            id,
            team,
            brand,
            label: "Main".to_owned(),
            base_url: String::new(),
            scheme: AuthScheme::Bearer,
            sealed_key: Vec::new(),
            key_version: 1,
            fingerprint: String::new(),
            last_four: String::new(),
            account: None,
            health: CredentialHealth::Unchecked,
            added_by: String::new(),
            created_at: Timestamp(0),
            key_since: Timestamp(0),
        };
        let registry = Registry::new(Options::default()).unwrap();
        let capabilities = registry.provider(brand).capabilities();
        let (now, config) = (Instant::now(), RefreshConfig::default());
        let mut key = KeyState::new(&row, capabilities, &config, now);
        for location in locations {
            key.sources.insert(SourceKey::servers(location), Source::default());
        }
        key.follow_locations();
        let mut state = State::default();
        state.keys.insert(id, key);
        Self { state, id, team, begin: now, now, made: Vec::new() }
    }

    fn key(&mut self) -> &mut KeyState {
        self.state.keys.get_mut(&self.id).unwrap()
    }

    /// Lets time pass with a page of the team open, or not. Every read ends before the next step, in `end`.
    fn run(&mut self, span: Duration, open: bool, mut ask: impl FnMut(&mut KeyState, Moment)) {
        let (config, until) = (RefreshConfig::default(), self.now + span);
        while self.now < until {
            if open {
                self.state.watched.insert(self.team, self.now);
            }
            let passed = i64::try_from((self.now - self.begin).as_millis()).unwrap();
            let moment = Moment { at: Timestamp(passed), instant: self.now };
            ask(self.key(), moment);
            let due = self.state.take_due(&config, self.now);
            for job in due.jobs {
                self.end(job, moment);
            }
            self.now += STEP;
        }
    }

    fn end(&mut self, job: Job, now: Moment) {
        let key = self.key();
        let source = if job.beside {
            key.families.source_mut(&job.source).unwrap()
        } else {
            key.sources.get_mut(&job.source).unwrap()
        };
        source.running = false;
        source.read_at = Some(now.instant);
        source.taken_at = Some(now.at);
        let requests = if job.source.family == Family::Replicas { 2 } else { 1 };
        self.made.push((now.instant, job.source, requests));
    }

    fn times(&self, family: Family) -> usize {
        self.made.iter().filter(|(_, source, _)| source.family == family).count()
    }

    /// The most requests in any minute.
    fn busiest_minute(&self) -> usize {
        let from = |place: usize| {
            let first = self.made[place].0;
            let minute = self.made[place..].iter().take_while(|(at, ..)| *at - first < MINUTE);
            minute.map(|(.., requests)| requests).sum::<usize>()
        };
        (0..self.made.len()).map(from).max().unwrap_or_default()
    }
}

#[test]
fn i9_virtua_stays_below_its_limit_with_every_family_and_servers_lose_nothing() {
    let mut quiet = Simulation::of(Brand::Virtua, &[]);
    quiet.run(60 * MINUTE, true, |_, _| {});
    assert!(quiet.busiest_minute() <= 60, "{}", quiet.busiest_minute());
    let lists = quiet.times(Family::Compute);
    assert!(lists >= 650, "every five seconds or so: {lists}");
    for (family, most) in [
        (Family::Images, 2),
        (Family::Plans, 2),
        (Family::Locations, 2),
        (Family::Projects, 8),
        (Family::Allowance, 8),
    ] {
        let times = quiet.times(family);
        assert!((1..=most).contains(&times), "{family:?}: {times}");
    }
}

#[test]
fn i9_pages_that_want_everything_all_the_time_neither_break_the_limit_nor_hold_up_servers() {
    let mut hurried = Simulation::of(Brand::Virtua, &[]);
    hurried.run(10 * MINUTE, true, |key, now| {
        for family in [Family::Images, Family::Plans, Family::Locations, Family::Projects, Family::Allowance]
        {
            let beside = key.families.sources.get_mut(&SourceKey::of(family, GLOBAL)).unwrap();
            beside.want(Duration::ZERO, now);
        }
    });
    assert!(hurried.busiest_minute() <= 60, "{}", hurried.busiest_minute());
    assert!(hurried.times(Family::Images) > 10, "they are read");
    let now = hurried.now;
    assert_eq!(hurried.key().limits.take(3, now), Ok(()), "people and operations have reads of their own");
    let lists = hurried.times(Family::Compute);
    assert!(lists >= 105, "and the servers every five seconds or so: {lists}");
}

#[test]
fn families_wait_for_the_lists_of_servers_and_are_few_at_once() {
    let mut simulation = Simulation::of(Brand::IdCloudHost, &["jkt01", "sgp01"]);
    let (config, now) = (RefreshConfig::default(), simulation.now);
    let first = simulation.state.take_due(&config, now).jobs;
    assert!(first.iter().all(|job| !job.beside) && first.len() == 3, "{first:?}");
    let held_up = simulation.state.take_due(&config, now + config.families.after_lists - STEP).jobs;
    assert_eq!(held_up, [], "the lists are on their way");
    let begun = simulation.state.take_due(&config, now + config.families.after_lists).jobs;
    assert_eq!(begun.len(), config.families.at_once, "a list that hangs does not hold them up for ever");
    assert!(begun.iter().all(|job| job.beside));
}

#[test]
fn what_nobody_looks_at_is_read_seldom() {
    let mut simulation = Simulation::of(Brand::Elastis, &["jkt01"]);
    simulation.run(60 * MINUTE, false, |_, _| {});
    for (family, most) in [(Family::Networks, 5), (Family::Disks, 5), (Family::Usage, 8), (Family::Plans, 2)]
    {
        let times = simulation.times(family);
        assert!((1..=most).contains(&times), "{family:?}: {times}");
    }
    let before = simulation.times(Family::Networks);
    simulation.run(10 * MINUTE, true, |_, _| {});
    let watched = simulation.times(Family::Networks) - before;
    assert!((4..=7).contains(&watched), "and more often while a page is open: {watched}");
}

#[test]
fn replicas_are_read_when_someone_looks_bounded_in_number_and_forgotten() {
    let mut simulation = Simulation::of(Brand::Elastis, &["jkt01"]);
    let pace = RefreshConfig::default().families;
    simulation.run(MINUTE, false, |_, _| {});
    assert_eq!(simulation.times(Family::Replicas), 0);
    let key = simulation.key();
    let server =
        |number: usize| SourceKey::replicas("jkt01", &ProviderResourceId(format!("server-{number}")));
    let begin = Instant::now();
    for number in 0..pace.replicas_kept + 20 {
        let now = begin + Duration::from_millis(number as u64);
        key.families.admit(server(number), &pace, now);
        if let Some(beside) = key.families.sources.get_mut(&server(number)) {
            beside.looked_at = Some(now);
        }
    }
    let kept = |key: &KeyState| key.families.sources.keys().filter(|name| name.server.is_some()).count();
    assert_eq!(kept(key), pace.replicas_kept);
    let has = |key: &KeyState, number: usize| key.families.sources.contains_key(&server(number));
    assert!(has(key, 0) && !has(key, pace.replicas_kept), "what is on a page does not make room");
    key.families.admit(server(1000), &pace, begin + pace.replicas + MINUTE);
    assert!(!has(key, 0) && has(key, 1) && has(key, 1000), "what was looked at longest ago does");
    assert_eq!(kept(key), pace.replicas_kept);
    key.families.forget_unseen(&pace, begin + pace.replicas_for + MINUTE);
    assert_eq!(kept(key), 0);
}

#[test]
fn what_is_alike_for_two_keys_is_kept_once() {
    let mut simulation = Simulation::of(Brand::Elastis, &["jkt01"]);
    let name = SourceKey::of(Family::Parameters, GLOBAL);
    let rules = || Kept::Parameters(Arc::new(VmParameters::documented()));
    simulation.key().families.source_mut(&name).unwrap().content = Some(Content::Kept(rules()));
    let Kept::Parameters(shared) = simulation.state.shared(&name, rules()) else { panic!("another kind") };
    let Some(Content::Kept(Kept::Parameters(first))) =
        &simulation.key().families.source_mut(&name).unwrap().content
    else {
        panic!("another kind")
    };
    assert!(Arc::ptr_eq(first, &shared));
    let other = Kept::Parameters(Arc::new(VmParameters::default()));
    assert_eq!(simulation.state.shared(&name, other.clone()), other);
}

#[test]
fn a_location_that_has_gone_takes_its_families_along() {
    let mut simulation = Simulation::of(Brand::IdCloudHost, &["jkt01", "sgp01"]);
    let key = simulation.key();
    let (stays, goes) = (SourceKey::of(Family::Plans, "jkt01"), SourceKey::of(Family::Plans, "sgp01"));
    assert!(key.families.source_mut(&goes).is_some());
    key.sources.remove(&SourceKey::servers("sgp01"));
    key.follow_locations();
    assert!(key.families.source_mut(&stays).is_some() && key.families.source_mut(&goes).is_none());
    assert!(key.families.source_mut(&SourceKey::of(Family::Images, GLOBAL)).is_some());
}
