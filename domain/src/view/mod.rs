//! What pages are given: everything formatted that needs a library to format, nothing that is not shown.

mod activity;
mod credentials;
mod operations;
mod servers;
mod session;

pub use activity::{ActivityPage, ActivityQuery};
pub use credentials::{CredentialRow, CredentialsPage, KeyCheck};
pub use operations::{OperationRow, OperationStep, PlanCheck, PowerPlan};
pub use servers::{ActionOffer, CurrencyTotal, Facet, ServerDetail, ServerList, ServerRow, SourceBanner};
pub use session::{DeckView, SessionView, TeamChoice};
