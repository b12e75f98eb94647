//! R: the team in which a person acts, and what a role may.

use domain::ErrorKind;
use domain::ids::TeamId;
use domain::policy::{Decision, Membership, Role, Verb, Whose, decide};

use crate::support::{Deck, here};

#[tokio::test]
async fn people_switch_between_their_own_teams_only() {
    let deck = Deck::open_with(|config| config.demo = true).await;
    let accounts = deck.backend.seed_demo(&[]).await.unwrap();
    let viewer = accounts.iter().find(|account| account.role == Role::Viewer).unwrap();
    let owner = accounts.iter().find(|account| account.role == Role::Owner).unwrap();
    let theirs = deck.actor(&deck.sign_in(&owner.email, &owner.password).await).await;
    let foreign = theirs.session.teams.iter().find(|team| team.name == "Olga Brandt's team").unwrap().id;

    let session = deck.sign_in(&viewer.email, &viewer.password).await;
    let actor = deck.actor(&session).await;
    assert_eq!((actor.session.team.name.as_str(), actor.role()), ("Harbour Works", Role::Viewer));
    let own = actor.session.teams.iter().find(|team| team.role == Role::Owner).unwrap().id;
    for team in [foreign, TeamId(uuid::Uuid::nil())] {
        let request = deck.next_request(&session);
        let refused = deck.backend.switch_team(&request, &actor, team).await.unwrap_err();
        assert_eq!(refused.public().kind, ErrorKind::NotFound);
    }
    deck.backend.switch_team(&deck.next_request(&session), &actor, own).await.unwrap();
    assert_eq!(deck.actor(&session).await.team(), own);
    // The next sign-in begins where the last one acted.
    let next = deck.sign_in(&viewer.email, &viewer.password).await;
    assert_eq!(deck.actor(&next).await.team(), own);
}

#[tokio::test]
async fn r2_handles_follow_the_matrix() {
    let deck = Deck::open_with(|config| config.demo = true).await;
    for role in Role::ALL {
        let actor = deck.demo_actor(role).await;
        let access = deck.backend.access(&actor);
        for verb in Verb::ALL {
            let allowed = decide(role, Membership::Active, verb, Whose::OwnTeam) == Decision::Allow;
            match access.require(verb) {
                Ok(scope) => assert!(allowed && scope.team() == actor.team(), "{role:?} {verb:?}"),
                Err(error) => {
                    assert!(!allowed, "{role:?} {verb:?}");
                    assert_eq!(error.public().kind, ErrorKind::Forbidden);
                }
            }
        }
        assert!(access.credentials().is_ok());
        assert_eq!(access.manage_credentials().is_ok(), matches!(role, Role::Owner | Role::Admin));
    }
}

#[tokio::test]
async fn a1_a_refusal_is_written_down() {
    let deck = Deck::open_with(|config| config.demo = true).await;
    let actor = deck.demo_actor(Role::Viewer).await;
    assert!(deck.backend.access(&actor).manage_credentials().is_err());
    let denied = "SELECT COUNT(*) FROM audit WHERE action = 'access.denied' AND target = 'credential.manage'";
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while deck.count(denied).await != 1 {
        assert!(std::time::Instant::now() < deadline);
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn r5_a_request_without_a_session_is_nobody() {
    let deck = Deck::open().await;
    deck.owner().await;
    let nobody = deck.browser(None);
    assert!(deck.backend.actor(&nobody, String::new(), here()).await.unwrap().is_none());
}
