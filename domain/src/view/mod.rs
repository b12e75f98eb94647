//! What pages are given: everything formatted that needs a library to format, nothing that is not shown.

mod activity;
mod credentials;
mod keys;
mod operations;
mod parts;
mod servers;
mod session;

pub use crate::act::PlanCheck;
pub use activity::{ActivityPage, ActivityQuery};
pub use credentials::{CredentialRow, CredentialsPage, KeyCheck};
pub use keys::{KeysPage, ScriptRow, ScriptText, SshKeyRow};
pub use operations::{OperationRow, OperationStep};
pub use parts::{ActOffer, ActPlace, Cell, CellKind, Fact, Part, PartColumn, PartRow};
pub use servers::{
    Completion, CurrencyTotal, Facet, Group, LockView, Pending, RevealOffer, SavedView, ServerDetail,
    ServerList, ServerRow, SourceBanner,
};
pub use session::{DeckView, SessionView, TeamChoice};
