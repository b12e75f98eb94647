//! How often sources are read, and how failures slow that down. Every span has its name here.

use std::time::Duration;

use domain::provider::Platform;
use providers::limits;

/// The refresher's spans. The defaults suit the real providers; tests shorten them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefreshConfig {
    /// Between two reads of a source that nobody looks at.
    pub idle: Duration,
    /// Between two reads of a source that is on someone's screen, or has a server on its way to another state.
    pub watched: Duration,
    /// How long a source counts as looked at after a page was made from it.
    pub watch_window: Duration,
    /// Between two reads of the list of locations.
    pub locations: Duration,
    /// Least time between two reads that people ask for.
    pub asked: Duration,
    /// The longest that one read of a source may take, repetitions by the client included.
    pub read_limit: Duration,
    /// Pause after a source's first failure; each further one doubles it.
    pub backoff_first: Duration,
    /// Longest pause after failures.
    pub backoff_max: Duration,
    /// How long a key whose calls keep failing is left alone before one call may try again.
    pub breaker_open: Duration,
    /// Least time between two writes of an unchanged snapshot's time to the database.
    pub save_unchanged: Duration,
    /// Over how long providers count calls where they limit their number; simulated ones may count over less.
    pub counted_over: Duration,
    /// Reads under way at once, over all teams.
    pub concurrent: usize,
    /// Reads under way at once with one key.
    pub concurrent_per_key: usize,
    /// How operations are followed and settled.
    pub operations: OperationPace,
    /// How what is beside locations and servers is read.
    pub families: FamilyPace,
}

impl Default for RefreshConfig {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(30),
            watched: Duration::from_secs(5),
            watch_window: Duration::from_secs(60),
            locations: Duration::from_secs(3600),
            asked: Duration::from_secs(1),
            read_limit: Duration::from_secs(60),
            backoff_first: Duration::from_secs(5),
            backoff_max: Duration::from_secs(300),
            breaker_open: Duration::from_secs(30),
            save_unchanged: Duration::from_secs(60),
            counted_over: limits::WINDOW,
            concurrent: 64,
            concurrent_per_key: 8,
            operations: OperationPace::default(),
            families: FamilyPace::default(),
        }
    }
}

/// How often families beside locations and servers are read: seldom, for they change seldom, and some providers count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FamilyPace {
    /// Between two reads of what can be ordered: images, plans, prices and rules.
    pub catalogue: Duration,
    /// Between two reads of networks, addresses and disks that nobody looks at.
    pub around_idle: Duration,
    /// The same while someone has a page of the team open.
    pub around_watched: Duration,
    /// Between two reads of billing accounts, usage, allowance and projects.
    pub account: Duration,
    /// How old snapshots and backups of a server may be when someone looks at them.
    pub replicas: Duration,
    /// How long they are kept after someone looked at them.
    pub replicas_for: Duration,
    /// Servers of one key whose snapshots and backups are kept, at most.
    pub replicas_kept: usize,
    /// How long families wait for the lists of servers that come before them.
    pub after_lists: Duration,
    /// Families of one key that are read at once while nobody waits for them.
    pub at_once: usize,
    /// Families under way at once with one key, those included that someone waits for.
    pub concurrent_per_key: usize,
    /// Families under way at once, over all teams.
    pub concurrent: usize,
}

impl Default for FamilyPace {
    fn default() -> Self {
        Self {
            catalogue: Duration::from_secs(3600),
            around_idle: Duration::from_secs(900),
            around_watched: Duration::from_secs(120),
            account: Duration::from_secs(600),
            replicas: Duration::from_secs(60),
            replicas_for: Duration::from_secs(900),
            replicas_kept: 256,
            after_lists: Duration::from_secs(10),
            at_once: 4,
            concurrent_per_key: 6,
            concurrent: 24,
        }
    }
}

/// How a server with an operation on it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationPace {
    /// Between two reads of the server while the provider works.
    pub follow_every: Duration,
    /// How long a change that the provider took on may take before its outcome counts as not known.
    pub follow_limit: Duration,
    /// How long a restarting server may still look untouched before it counts as restarted.
    pub restart_settles: Duration,
    /// Between two reads of a server whose operation's outcome is not known.
    pub reconcile_every: Duration,
    /// Longest such pause, once reading has told nothing new for a while.
    pub reconcile_max: Duration,
    /// Between two reads of such a server once a person was asked: the provider may still do it, however late.
    pub asked_every: Duration,
    /// How long after the answer was lost a server in its old state shows that nothing happened. Clients of these providers
    /// wait up to half an hour for one write (`facts.md`, "Timing"), and Warren shows no state in between; a connection may
    /// break in its first second. So it is longer than the longest wait for an answer, by half.
    pub not_done_after: Duration,
    /// How many reads in a row have to show the old state.
    pub not_done_readings: u32,
    /// How old an operation may be that was written down but not sent before Skydeck stopped, and still be sent.
    pub resume_within: Duration,
    /// How long the last look before something is destroyed waits for a provider that asked for a pause.
    pub look_within: Duration,
    /// How long it is tried to note in the database that a request is about to be sent, before it is given up.
    pub send_within: Duration,
    /// First pause before a failed write to the database is tried again; doubles with each try.
    pub store_again_first: Duration,
    /// Longest such pause.
    pub store_again_max: Duration,
    /// How long closing waits for requests that are on their way.
    pub drain: Duration,
    /// Operations that may have a request on its way or at work with one key at once; the others wait.
    pub writes_per_key: usize,
}

impl Default for OperationPace {
    fn default() -> Self {
        Self {
            follow_every: Duration::from_secs(2),
            follow_limit: Duration::from_secs(600),
            restart_settles: Duration::from_secs(20),
            reconcile_every: Duration::from_secs(5),
            reconcile_max: Duration::from_secs(60),
            asked_every: Duration::from_secs(300),
            not_done_after: Duration::from_secs(2700),
            not_done_readings: 3,
            resume_within: Duration::from_secs(900),
            look_within: Duration::from_secs(60),
            send_within: Duration::from_secs(10),
            store_again_first: Duration::from_secs(1),
            store_again_max: Duration::from_secs(60),
            drain: Duration::from_secs(25),
            writes_per_key: 4,
        }
    }
}

impl RefreshConfig {
    /// For providers to whom time passes `factor` times faster than to real ones, as it does to simulated ones.
    #[must_use]
    pub fn for_providers(self, factor: f64) -> Self {
        let faster =
            |span: Duration| Duration::try_from_secs_f64(span.as_secs_f64() / factor).unwrap_or(span);
        let not_done_after = faster(self.operations.not_done_after);
        Self {
            counted_over: faster(self.counted_over),
            operations: OperationPace { not_done_after, ..self.operations },
            ..self
        }
    }
}

/// Pause after `failures` failures in a row; not yet spread by [`spread`].
#[must_use]
pub(super) fn backoff(config: &RefreshConfig, failures: u32) -> Duration {
    let doublings = failures.saturating_sub(1).min(16);
    config.backoff_first.saturating_mul(1 << doublings).min(config.backoff_max)
}

/// `span` made 10 % shorter to 10 % longer at random, so that sources do not fall into step.
#[must_use]
pub(super) fn spread(span: Duration) -> Duration {
    // Without random numbers sources may fall into step, which is no harm.
    let random = getrandom::u32().unwrap_or(u32::MAX / 2);
    span.mul_f64(0.9 + 0.2 * f64::from(random) / f64::from(u32::MAX))
}

/// Reads that one key may make at once and then within [`RefreshConfig::counted_over`]; `None` where no limit is known.
///
/// Virtua allows 60 a minute and account: 12 at once and 42 a minute stay below it and leave a few for people.
#[must_use]
pub(super) const fn allowance(platform: Platform) -> Option<(u32, u32)> {
    match platform {
        Platform::Virtua => Some((12, 42)),
        Platform::Warren => None,
    }
}

/// Pause after a 429 that names none.
pub(super) const RETRY_AFTER_DEFAULT: Duration = Duration::from_secs(30);

/// Longest `Retry-After` that is followed to the letter; a provider's slip must not silence a source for days.
pub(super) const RETRY_AFTER_MAX: Duration = Duration::from_secs(900);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i8_failures_double_the_pause_up_to_its_limit() {
        let config = RefreshConfig::default();
        let pauses: Vec<_> = [1, 2, 3, 7, 40].map(|failures| backoff(&config, failures).as_secs()).into();
        assert_eq!(pauses, [5, 10, 20, 300, 300]);
    }

    #[test]
    fn what_one_key_reads_stays_below_what_its_provider_allows() {
        for platform in [Platform::Virtua, Platform::Warren] {
            let documented = limits::of(platform).map(|limits| limits.reads);
            assert_eq!(allowance(platform).is_some(), documented.is_some());
            let most = allowance(platform).map(|(at_once, then)| at_once + then);
            assert!(most <= documented, "{platform:?}");
        }
    }

    #[test]
    fn i3_nothing_is_called_not_done_while_a_provider_may_work_on_it() {
        let pace = OperationPace::default();
        let limits = providers::options::WriteTimeouts::default();
        for limit in [limits.slow, limits.power, limits.other, pace.follow_limit] {
            assert!(pace.not_done_after >= limit.mul_f64(1.5), "{limit:?}");
        }
        let faster = RefreshConfig::default().for_providers(4.0);
        assert_eq!(faster.operations.not_done_after, Duration::from_secs(675));
        assert_eq!(faster.counted_over, Duration::from_secs(15));
        assert_eq!(RefreshConfig::default().for_providers(0.0), RefreshConfig::default());
    }

    #[test]
    fn pauses_are_spread_by_a_tenth_at_most() {
        for _ in 0..1000 {
            let span = spread(Duration::from_secs(100)).as_secs_f64();
            assert!((89.9..110.1).contains(&span), "{span}");
        }
    }
}
