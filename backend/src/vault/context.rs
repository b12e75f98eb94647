//! What a sealed value is bound to (security.md K3). It is authenticated with the value, so that a value that was moved to another row,
//! team, column, provider or address does not open.

/// Where a sealed value lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context<'a> {
    /// Table.
    pub table: &'a str,
    /// Column.
    pub column: &'a str,
    /// Row id.
    pub row: &'a str,
    /// Team id; empty where there is none.
    pub team: &'a str,
    /// Brand; empty where there is none.
    pub provider: &'a str,
    /// Scheme, host and port that the secret may go to; empty where it goes nowhere.
    pub origin: &'a str,
    /// Counts replacements.
    pub key_version: i64,
}

impl Context<'_> {
    /// The canonical bytes, each part behind its length so that no two contexts give the same.
    pub(super) fn bytes(&self, purpose: &str) -> Vec<u8> {
        let version = self.key_version.to_string();
        let parts =
            [purpose, self.table, self.column, self.row, self.team, self.provider, self.origin, &version];
        let mut bytes = Vec::new();
        for part in parts {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes
    }
}
