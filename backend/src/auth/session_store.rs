//! Where `tower-sessions` keeps sessions: our own table, which holds the hash of an id and never the id (security.md S2).
//! Who is signed in, and since when, are columns of the table and not part of the session's own data.

use std::collections::HashMap;

use async_trait::async_trait;
use domain::Timestamp;
use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};

use super::token::session_hash;
use super::{ABSOLUTE_MS, IDLE_MS};
use crate::clock::Clock;
use crate::db::{Db, sessions};

/// Sessions in the database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct SessionStore {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Backend(error.to_string())
}

fn encode(data: &HashMap<String, Value>) -> Result<String> {
    serde_json::to_string(data).map_err(|error| Error::Encode(error.to_string()))
}

fn expiry(record: &Record) -> Timestamp {
    let ms = record.expiry_date.unix_timestamp_nanos() / 1_000_000;
    Timestamp(i64::try_from(ms).unwrap_or(i64::MAX))
}

#[async_trait]
impl tower_sessions::SessionStore for SessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let data = encode(&record.data)?;
        let mut tx = self.db.write().await.map_err(failed)?;
        let hash = session_hash(&record.id);
        let added = sessions::insert(tx.conn(), &hash, &data, expiry(record), self.clock.now())
            .await
            .map_err(failed)?;
        if !added {
            return Err(Error::Backend("the session id is taken".to_owned()));
        }
        tx.commit().await.map_err(failed)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let data = encode(&record.data)?;
        let mut tx = self.db.write().await.map_err(failed)?;
        sessions::update(tx.conn(), &session_hash(&record.id), &data, expiry(record))
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.clock.now();
        let Some(row) = sessions::load(self.db.read(), &session_hash(id)).await.map_err(failed)? else {
            return Ok(None);
        };
        let ended = row.expires_at <= now
            || now.since_ms(row.last_seen) >= IDLE_MS
            || row.auth_time.is_some_and(|at| now.since_ms(at) >= ABSOLUTE_MS);
        if ended {
            return Ok(None);
        }
        let data = serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(row.expires_at.0.div_euclid(1000))
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.db.write().await.map_err(failed)?;
        sessions::delete(tx.conn(), &session_hash(id)).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }
}

impl crate::backend::Backend {
    /// Where sessions are kept, for the session layer. Its cookie should end with the browser: the limits that count are kept here.
    #[must_use]
    pub fn session_store(&self) -> SessionStore {
        SessionStore { db: self.db().clone(), clock: self.config().clock.clone() }
    }
}
