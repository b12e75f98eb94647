//! Every page but the server list, in one chunk. A chunk each would be split again into what every two
//! and three of them share: two dozen files, and more bytes than they save.

use leptos::prelude::*;
use leptos_router::hooks::use_matched;
use leptos_router::{LazyRoute, lazy_route};

use super::activity::activity_page;
use super::credentials::credentials_page;
use super::keys::keys_page;
use super::servers::{create_page, server_page};
use super::session::{account_page, setup_page, sign_in_page};
use crate::routes;

/// Which of them is open. Their resources are made in the chunk, which keeps their data's readers out of the main part.
#[derive(Clone, Copy, Debug)]
pub enum RestPage {
    /// One server.
    Server,
    /// Making servers.
    NewServer,
    /// The team's keys of providers.
    Credentials,
    /// The team's SSH keys and scripts.
    Keys,
    /// All operations.
    Activity,
    /// The person's own page.
    Account,
    /// The first account.
    Setup,
    /// Signing in.
    SignIn,
}

#[lazy_route]
impl LazyRoute for RestPage {
    fn data() -> Self {
        match use_matched().get_untracked().as_str() {
            routes::SERVER_NEW => Self::NewServer,
            routes::CREDENTIALS => Self::Credentials,
            routes::KEYS => Self::Keys,
            routes::ACTIVITY => Self::Activity,
            routes::ACCOUNT => Self::Account,
            routes::SIGN_IN => Self::SignIn,
            path if path.starts_with(routes::SETUP) => Self::Setup,
            _ => Self::Server,
        }
    }

    fn view(this: Self) -> AnyView {
        match this {
            RestPage::Server => server_page(),
            RestPage::NewServer => create_page(),
            RestPage::Credentials => credentials_page(),
            RestPage::Keys => keys_page(),
            RestPage::Activity => activity_page(),
            RestPage::Account => account_page(),
            RestPage::Setup => setup_page(),
            RestPage::SignIn => sign_in_page(),
        }
    }
}
