//! Slows guessing down by refusing early, never by waiting (security.md L1, L2, L6). Every try is counted before the password is looked at,
//! so that tries at the same time count as well; a right one is taken back.

use std::net::IpAddr;

use domain::Timestamp;
use domain::error::{DomainError, ErrorKind};

use crate::db::throttle::{Counter, clear, get, put};
use crate::db::{Result, WriteTx};

/// Failures of one account that cost nothing.
const FREE_FAILURES: i64 = 5;
/// Longest wait between two tries on one account.
const LONGEST_WAIT_MS: i64 = 300_000;
/// An account that nobody tried for this long starts anew.
const FORGOTTEN_AFTER_MS: i64 = 24 * 60 * 60 * 1000;

/// A rate with a burst, as the time that one try takes and how far ahead of the clock tries may run.
#[derive(Clone, Copy)]
pub(super) struct Rate {
    each_ms: i64,
    burst: i64,
}

/// From one address: 10 at once, then one in 6 s.
pub(super) const PER_ADDRESS: Rate = Rate { each_ms: 6_000, burst: 10 };
/// From everywhere together: about what two hashing threads can do.
pub(super) const GLOBAL: Rate = Rate { each_ms: 100, burst: 100 };

/// The counter's name for an address; a whole IPv6 network of 64 bits counts as one, because one customer has it.
pub(super) fn address_name(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(v4) => format!("ip:{v4}"),
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
pub(super) async fn count_rate(
    tx: &mut WriteTx,
    name: &str,
    rate: Rate,
    now: Timestamp,
) -> Result<std::result::Result<(), DomainError>> {
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
pub(super) async fn return_rate(tx: &mut WriteTx, name: &str, rate: Rate) -> Result<()> {
    let counter = get(tx.conn(), name).await?;
    put(tx.conn(), name, Counter { mark: counter.mark - rate.each_ms, ..counter }).await
}

/// How long an account rests after its `failures`-th failure.
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

/// Counts one try on an account, as if it had failed.
pub(super) async fn count_account(
    tx: &mut WriteTx,
    name: &str,
    now: Timestamp,
) -> Result<std::result::Result<(), DomainError>> {
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

/// Takes one try on an account back, because nobody looked at the password.
pub(super) async fn return_account(tx: &mut WriteTx, name: &str) -> Result<()> {
    let counter = get(tx.conn(), name).await?;
    put(tx.conn(), name, Counter { mark: (counter.mark - 1).max(0), ..counter }).await
}

/// Forgets an account's failures after a right password.
pub(super) async fn forgive_account(tx: &mut WriteTx, name: &str) -> Result<()> {
    clear(tx.conn(), name).await
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
}
