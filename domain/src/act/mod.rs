//! Acts: what a person asks for, the form that asks for the details, and the plan that precedes every change. All of it is
//! data that the server makes, so that one form, one plan and one result on a page serve every act on every noun.
//!
//! An act has a name of the form `noun.verb`. On one thing it becomes one operation; on several, a batch with one
//! operation each.

mod fields;
mod form;
mod plan;
mod result;
pub mod words;

use serde::{Deserialize, Serialize};

use crate::ids::ServerKey;
use crate::timestamp::Timestamp;

pub use fields::Fields;
pub use form::{Choice, Field, FieldKind, Form, FormSection, PriceLine};
pub use plan::{Confirm, PLAN_WAS, Plan, PlanCheck, PlanItem, PlanLine};
pub use result::{BatchItem, BatchView, Begun};

/// Most servers that one act may be asked of at once.
pub const MOST_AT_ONCE: usize = 500;

/// What a person asks for, as an address or a form says it. Nothing in it is a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ask {
    /// The act's name, such as `server.resize`.
    pub act: String,
    /// On which servers; empty for what is still to be made.
    pub on: Vec<ServerKey>,
    /// The form's fields as filled in so far.
    pub fields: Fields,
    /// Whether the person is done with the form and wants the plan.
    pub review: bool,
}

/// What a page shows about an act: the form while something is missing or wrong, the plan when it can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The act's name.
    pub act: String,
    /// What it does to what: "Resize web-1", "Stop 3 servers".
    pub title: String,
    /// Where: the provider and the location, or how many providers.
    pub lead: String,
    /// On which servers.
    pub on: Vec<ServerKey>,
    /// What to fill in; `None` for acts that ask nothing.
    pub form: Option<Form>,
    /// What will happen; `None` while the form is open.
    pub plan: Option<Plan>,
    /// The server's clock when this was made.
    pub now: Timestamp,
}
