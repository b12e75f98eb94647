//! Parts of pages that know the app: its routes, its live data, its forms. What knows none of it is in `ui`.

mod age;
mod deck;
mod failure;
mod follow;
mod form;
mod form_state;
mod frame;
mod latest;
mod menus;
mod operation;
mod plan;
mod wait;
mod words;

pub use age::Age;
pub use failure::{Failure, FlashBanner, set_status};
pub use follow::{Followed, follow_operations};
pub use form::{PostForm, Submit};
pub use form_state::FormState;
pub use frame::Frame;
pub use latest::latest;
pub use operation::{OperationSteps, Outcome, UnknownOutcome};
pub use plan::{PlanOver, close_when_taken, run_power};
pub use wait::Wait;
pub use words::{action_glyph, doing, operation_mark, operation_word, pending_status, sentence, state_mark};
