//! What each server function demands. A function without a row here fails the access test.

use domain::policy::Verb;

/// What a caller needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Nothing: also for people who are not signed in.
    Public,
    /// A session.
    SignedIn,
    /// The right in the acting team.
    Team(Verb),
}

/// Every server function's path and what it demands.
pub const SERVER_FUNCTIONS: &[(&str, Permission)] = &[
    ("/api/session/sign_in", Permission::Public),
    ("/api/session/sign_out", Permission::Public),
    ("/api/session/setup", Permission::Public),
    ("/api/session/setup_valid", Permission::Public),
    ("/api/session/theme", Permission::Public),
    ("/api/session/get", Permission::SignedIn),
    ("/api/session/switch_team", Permission::SignedIn),
    ("/api/servers/list", Permission::Team(Verb::View)),
    ("/api/servers/get", Permission::Team(Verb::View)),
    ("/api/servers/refresh", Permission::Team(Verb::View)),
    ("/api/servers/complete", Permission::Team(Verb::View)),
    ("/api/servers/keys", Permission::Team(Verb::View)),
    ("/api/servers/columns", Permission::Team(Verb::View)),
    ("/api/servers/save_view", Permission::Team(Verb::View)),
    ("/api/servers/remove_view", Permission::Team(Verb::View)),
    ("/api/servers/reveal", Permission::Team(Verb::Reveal)),
    ("/api/acts/ask", Permission::Team(Verb::View)),
    ("/api/acts/run", Permission::Team(Verb::View)),
    ("/api/acts/batch", Permission::Team(Verb::View)),
    ("/api/keys/page", Permission::Team(Verb::View)),
    ("/api/keys/add", Permission::Team(Verb::Change)),
    ("/api/keys/remove", Permission::Team(Verb::Change)),
    ("/api/scripts/open", Permission::Team(Verb::Change)),
    ("/api/scripts/save", Permission::Team(Verb::Change)),
    ("/api/scripts/remove", Permission::Team(Verb::Change)),
    ("/api/servers/check", Permission::Team(Verb::Power)),
    ("/api/servers/settle", Permission::Team(Verb::Power)),
    ("/api/servers/take_back", Permission::Team(Verb::Power)),
    ("/api/activity/page", Permission::Team(Verb::View)),
    ("/api/activity/operation", Permission::Team(Verb::View)),
    ("/api/credentials/page", Permission::Team(Verb::CredentialView)),
    ("/api/credentials/add", Permission::Team(Verb::CredentialManage)),
    ("/api/credentials/replace", Permission::Team(Verb::CredentialManage)),
    ("/api/credentials/remove", Permission::Team(Verb::CredentialManage)),
    ("/api/credentials/check", Permission::Team(Verb::CredentialManage)),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_server_function_has_exactly_one_row() {
        let declared: BTreeSet<&str> = SERVER_FUNCTIONS.iter().map(|(path, _)| *path).collect();
        assert_eq!(declared.len(), SERVER_FUNCTIONS.len());
        let registered: BTreeSet<&str> =
            leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
        assert_eq!(registered, declared);
    }
}
