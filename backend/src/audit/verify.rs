//! Reads the whole chain again and says what is wrong with it, for `skydeck audit verify`.

use sqlx::AnyConnection;

use super::chain;
use crate::db::audit;
use crate::error::Result;
use crate::vault::{Vault, to_hex};

/// Entries that are held in memory at once.
const STRIDE: i64 = 500;

/// A point of the chain to compare with later: what the server's log or a backup noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of the entry; 0 before the first.
    pub seq: i64,
    /// Its seal, in hexadecimal.
    pub mac: String,
}

/// What is wrong with the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// This entry is missing or out of order.
    Gap {
        /// The number that was expected.
        seq: i64,
    },
    /// This entry was changed, or sealed with another key.
    Changed {
        /// Its number.
        seq: i64,
    },
    /// Entries after this one are missing.
    Truncated {
        /// The last one that is there.
        seq: i64,
    },
    /// The sealed head is missing or was changed.
    NoHead,
    /// The chain is whole and is not the one that was noted earlier.
    OtherChain {
        /// Where it differs from the note.
        seq: i64,
    },
}

/// What reading the chain showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Entries that fit.
    pub entries: i64,
    /// The newest entry that fits.
    pub head: Head,
    /// The first thing that does not fit.
    pub problem: Option<Problem>,
}

/// The chain's head as it stands, to be noted somewhere else; `None` when it was changed by other hands.
///
/// # Errors
/// When the database does not answer.
pub async fn head(connection: &mut AnyConnection, vault: &Vault) -> Result<Option<Head>> {
    let tip = chain::tip(connection, vault).await?;
    Ok(tip.map(|tip| Head { seq: tip.seq, mac: to_hex(tip.mac) }))
}

/// Checks every entry, its order, and the end, also against `noted` earlier.
///
/// # Errors
/// When the database does not answer.
pub async fn verify(connection: &mut AnyConnection, vault: &Vault, noted: Option<&Head>) -> Result<Verdict> {
    let (mut seq, mut mac) = (0, Vec::new());
    let mut noted_seen = noted.is_none_or(|head| head.seq == 0);
    let verdict =
        |seq, mac: &[u8], problem| Verdict { entries: seq, head: Head { seq, mac: to_hex(mac) }, problem };
    loop {
        let rows = audit::after(connection, seq, STRIDE).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.seq != seq + 1 {
                return Ok(verdict(seq, &mac, Some(Problem::Gap { seq: seq + 1 })));
            }
            if chain::seal(vault, &mac, &row)? != row.mac {
                return Ok(verdict(seq, &mac, Some(Problem::Changed { seq: row.seq })));
            }
            (seq, mac) = (row.seq, row.mac);
            if let Some(head) = noted.filter(|head| head.seq == seq) {
                if head.mac != to_hex(&mac) {
                    return Ok(verdict(seq, &mac, Some(Problem::OtherChain { seq })));
                }
                noted_seen = true;
            }
        }
    }
    let problem = match chain::tip(connection, vault).await? {
        None => Some(Problem::NoHead),
        Some(tip) if tip.seq != seq || tip.mac != mac => Some(Problem::Truncated { seq }),
        Some(_) if !noted_seen => Some(Problem::Truncated { seq }),
        Some(_) => None,
    };
    Ok(verdict(seq, &mac, problem))
}
