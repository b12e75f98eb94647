//! A change on its way: journalled before it is sent, sent once, followed to its end.

use serde::{Deserialize, Serialize};

/// Where a change stands. Persisted; see `security.md` I3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationState {
    /// Written down, not sent.
    Intended,
    /// Sent, or just about to be: from here on the provider may have acted.
    Sent,
    /// The provider did it.
    Succeeded,
    /// The provider did not do it.
    Failed,
    /// Nobody knows yet. Reading settles it, or a person does.
    Unknown,
}

impl OperationState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Intended, Self::Sent, Self::Succeeded, Self::Failed, Self::Unknown];

    /// As stored.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Intended => "intended",
            Self::Sent => "sent",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// The state that `slug` names.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }

    /// Whether it still binds its resource: another change has to wait.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Intended | Self::Sent | Self::Unknown)
    }

    /// Whether `next` may follow.
    ///
    /// `Unknown` is left only by reading; nothing ever goes back to `Sent`, so nothing is sent twice.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Intended, Self::Sent | Self::Failed)
                | (Self::Sent, Self::Succeeded | Self::Failed | Self::Unknown)
                | (Self::Unknown, Self::Succeeded | Self::Failed)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::OperationState as S;

    #[test]
    fn nothing_is_ever_sent_twice() {
        for state in S::ALL {
            assert_eq!(state.may_become(S::Sent), state == S::Intended, "{}", state.slug());
            assert!(!state.may_become(S::Intended));
        }
    }

    #[test]
    fn ends_are_final() {
        for end in [S::Succeeded, S::Failed] {
            assert!(S::ALL.into_iter().all(|next| !end.may_become(next)));
            assert!(!end.is_open());
        }
    }

    #[test]
    fn slugs_name_their_states() {
        assert!(S::ALL.into_iter().all(|state| S::from_slug(state.slug()) == Some(state)));
    }
}
