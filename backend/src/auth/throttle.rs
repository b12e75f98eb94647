//! Slows guessing down by refusing early, never by waiting (security.md L1, L2, L6). Every try is counted before the password is looked at,
//! so that tries at the same time count as well; a right one is taken back.
//!
//! Failures are counted per account and network, so that a stranger's failures do not keep the owner out. Guessing one
//! account from many networks has a rate of its own, which no single network can use up, and which does not bind the
//! networks that the account's person signed in from lately.

use std::net::IpAddr;

use domain::Timestamp;
use domain::error::{DomainError, ErrorKind};

use crate::db::throttle::{Counter, KNOWN, clear, get, put};
use crate::db::{Result, WriteTx};

/// Failures of one account in one network that cost nothing.
const FREE_FAILURES: i64 = 5;
/// Longest wait between two tries on one account from one network.
const LONGEST_WAIT_MS: i64 = 300_000;
/// A network that nobody tried an account from for this long starts anew.
const FORGOTTEN_AFTER_MS: i64 = 24 * 60 * 60 * 1000;

/// A rate with a burst, as the time that one try takes and how far ahead of the clock tries may run.
#[derive(Clone, Copy)]
struct Rate {
    each_ms: i64,
    burst: i64,
}

/// From one address: 10 at once, then one in 6 s.
const PER_ADDRESS: Rate = Rate { each_ms: 6_000, burst: 10 };
/// On one account from all networks together: 20 at once, then one a minute. One network has 14 tries before its waits
/// reach five minutes, and one in five minutes from then on: it never gets this far alone.
const PER_ACCOUNT: Rate = Rate { each_ms: 60_000, burst: 20 };
/// From everywhere together: about what two hashing threads can do.
const GLOBAL: Rate = Rate { each_ms: 100, burst: 100 };
const EVERYWHERE: &str = "global";

/// A try that was refused, or what the database said.
type Counted = Result<std::result::Result<(), DomainError>>;

/// The names of the counters that one try touches.
pub(super) struct Counters {
    /// Tries from the address.
    address: String,
    /// Failures of the account in the network.
    nearby: String,
    /// Tries on the account from networks that it is not known in.
    account: String,
    /// Stands for as long as the account is known in the network.
    known: String,
}

impl Counters {
    /// Those of a try on `account`, which must be the same for every spelling of its address.
    pub(super) fn of(account: &str, ip: IpAddr) -> Self {
        let network = network_name(ip);
        Self {
            address: address_name(ip),
            nearby: format!("{account}@{network}"),
            known: format!("{KNOWN}{account}@{network}"),
            account: account.to_owned(),
        }
    }

    /// Counts a try for its address. Has to be kept even when the try is refused later on: a refused one is not free.
    pub(super) async fn count_address(&self, tx: &mut WriteTx, now: Timestamp) -> Counted {
        count_rate(tx, &self.address, PER_ADDRESS, now).await
    }

    /// Counts a try for the account and for the whole installation. Must not be kept when it is refused.
    pub(super) async fn count_account(&self, tx: &mut WriteTx, now: Timestamp) -> Counted {
        if let Err(refused) = count_failure(tx, &self.nearby, now).await? {
            return Ok(Err(refused));
        }
        if !self.is_known(tx).await?
            && let Err(refused) = count_rate(tx, &self.account, PER_ACCOUNT, now).await?
        {
            return Ok(Err(refused));
        }
        count_rate(tx, EVERYWHERE, GLOBAL, now).await
    }

    /// Takes a try back, because nobody looked at the password.
    pub(super) async fn take_back(&self, tx: &mut WriteTx) -> Result<()> {
        return_failure(tx, &self.nearby).await?;
        self.return_rates(tx).await
    }

    /// Takes a try back whose password was right: the network's failures are forgotten, and the account is known there.
    pub(super) async fn forgive(&self, tx: &mut WriteTx, now: Timestamp) -> Result<()> {
        clear(tx.conn(), &self.nearby).await?;
        self.return_rates(tx).await?;
        put(tx.conn(), &self.known, Counter { mark: 1, blocked_until: 0, updated_at: now.0 }).await
    }

    async fn return_rates(&self, tx: &mut WriteTx) -> Result<()> {
        return_rate(tx, &self.address, PER_ADDRESS).await?;
        if !self.is_known(tx).await? {
            return_rate(tx, &self.account, PER_ACCOUNT).await?;
        }
        return_rate(tx, EVERYWHERE, GLOBAL).await
    }

    async fn is_known(&self, tx: &mut WriteTx) -> Result<bool> {
        Ok(get(tx.conn(), &self.known).await?.mark > 0)
    }
}

/// The counter's name for an address; a whole IPv6 network of 64 bits counts as one, because one customer has it.
fn address_name(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(v4) => format!("ip:{v4}"),
        IpAddr::V6(_) => network_name(ip),
    }
}

/// The network around an address: 24 bits of IPv4, 64 of IPv6.
fn network_name(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("ip:{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(v6) => {
            let network = v6.to_bits() >> 64;
            format!("ip:{network:016x}/64")
        }
    }
}

fn refused(wait_ms: i64) -> DomainError {
    let seconds = u32::try_from((wait_ms + 999) / 1000).unwrap_or(u32::MAX).max(1);
    DomainError {
        retry_after_s: Some(seconds),
        ..DomainError::new(
            ErrorKind::RateLimited,
            format!("Too many tries. Wait {seconds} s, then try again."),
        )
    }
}

/// Counts one try at a rate.
async fn count_rate(tx: &mut WriteTx, name: &str, rate: Rate, now: Timestamp) -> Counted {
    let counter = get(tx.conn(), name).await?;
    let next = counter.mark.max(now.0) + rate.each_ms;
    let ahead = next - now.0 - rate.each_ms * rate.burst;
    if ahead > 0 {
        return Ok(Err(refused(ahead)));
    }
    put(tx.conn(), name, Counter { mark: next, blocked_until: 0, updated_at: now.0 }).await?;
    Ok(Ok(()))
}

/// Takes one try at a rate back.
async fn return_rate(tx: &mut WriteTx, name: &str, rate: Rate) -> Result<()> {
    let counter = get(tx.conn(), name).await?;
    put(tx.conn(), name, Counter { mark: counter.mark - rate.each_ms, ..counter }).await
}

/// How long a network rests after its `failures`-th failure on an account.
const fn wait_ms(failures: i64) -> i64 {
    let over = failures - FREE_FAILURES;
    if over <= 0 {
        return 0;
    }
    // 2^9 s is above the longest wait already.
    let doublings = if over - 1 > 9 { 9 } else { over - 1 };
    let wait = 1_000 << doublings;
    if wait > LONGEST_WAIT_MS { LONGEST_WAIT_MS } else { wait }
}

/// Counts one try, as if it had failed.
async fn count_failure(tx: &mut WriteTx, name: &str, now: Timestamp) -> Counted {
    let counter = get(tx.conn(), name).await?;
    if counter.blocked_until > now.0 {
        return Ok(Err(refused(counter.blocked_until - now.0)));
    }
    let before = if now.0 - counter.updated_at > FORGOTTEN_AFTER_MS { 0 } else { counter.mark };
    let failures = before + 1;
    let counter = Counter { mark: failures, blocked_until: now.0 + wait_ms(failures), updated_at: now.0 };
    put(tx.conn(), name, counter).await?;
    Ok(Ok(()))
}

/// Takes one try back, with the wait that it brought.
async fn return_failure(tx: &mut WriteTx, name: &str) -> Result<()> {
    let counter = get(tx.conn(), name).await?;
    let mark = (counter.mark - 1).max(0);
    let blocked_until = counter.blocked_until.min(counter.updated_at + wait_ms(mark));
    put(tx.conn(), name, Counter { mark, blocked_until, ..counter }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l2_waits_double_up_to_five_minutes() {
        let waits: Vec<_> = (1..=16).map(|failures| wait_ms(failures) / 1000).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(wait_ms(i64::MAX / 2), LONGEST_WAIT_MS);
    }

    #[test]
    fn l1_an_ipv6_network_is_one_address() {
        let name = |text: &str| address_name(text.parse().unwrap());
        assert_eq!(name("2001:db8:1:2::1"), name("2001:db8:1:2:ffff::9"));
        assert_ne!(name("2001:db8:1:2::1"), name("2001:db8:1:3::1"));
        assert_eq!(name("::ffff:192.0.2.7"), name("192.0.2.7"));
    }

    #[test]
    fn l2_an_account_is_counted_by_network() {
        let name = |account: &str, text: &str| Counters::of(account, text.parse().unwrap()).nearby;
        assert_eq!(name("account:1", "192.0.2.7"), name("account:1", "::ffff:192.0.2.250"));
        assert_ne!(name("account:1", "192.0.2.7"), name("account:1", "192.0.3.7"));
        assert_ne!(name("account:1", "192.0.2.7"), name("account:2", "192.0.2.7"));
        assert_eq!(name("account:1", "2001:db8:1:2::1"), name("account:1", "2001:db8:1:2:9::9"));
        assert_ne!(name("account:1", "2001:db8:1:2::1"), name("account:1", "2001:db8:1:3::1"));
    }
}
