//! What holds for every read of every provider.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::capability::Family;
use proptest::prelude::*;
use tokio::net::TcpListener;
use tokio::time::timeout;

use super::*;
use crate::error::{NoAnswer, ProviderError, Refusal, Unread};
use crate::family::Result;

fn canned(brand: Brand, status: u16, body: &str) -> (Arc<dyn Provider>, Credential) {
    let url = address(1).unwrap();
    let canned = Canned { status, body: Bytes::copy_from_slice(body.as_bytes()) };
    (provider(brand, &url, |http| http.with(canned)).unwrap(), credential(brand, url))
}

/// What each read says to an answer.
async fn told(brand: Brand, status: u16, body: &str) -> Vec<(String, Result<()>)> {
    let (provider, credential) = canned(brand, status, body);
    let mut all = Vec::new();
    for read in reads(&*provider, &credential) {
        all.push((format!("{brand:?} {:?}.{}: {status} {body}", read.family, read.what), read.outcome.await));
    }
    all
}

#[test]
fn every_family_that_is_offered_is_read_here() {
    for brand in Brand::ALL {
        let (provider, credential) = canned(brand, 200, "");
        let read: BTreeSet<_> = reads(&*provider, &credential).iter().map(|read| read.family).collect();
        let offered: BTreeSet<_> = Family::ALL
            .iter()
            .copied()
            .filter(|family| provider.capabilities().family(*family).is_yes())
            .collect();
        assert_eq!(read, offered, "{brand:?}");
    }
}

#[tokio::test]
async fn every_class_of_refusal_is_told_apart() {
    let route = r#"{"message":"no route and no API found with those values"}"#;
    for brand in Brand::ALL {
        for (status, body, class) in [
            (401, "", Refusal::BadKey),
            (404, route, Refusal::UnknownRoute),
            (405, "", Refusal::UnknownRoute),
            (409, "", Refusal::Conflict),
            (422, "", Refusal::Invalid),
            (418, "<html>", Refusal::Other),
        ] {
            // Virtua's documents know no route error.
            if brand == Brand::Virtua && body == route {
                continue;
            }
            for (what, outcome) in told(brand, status, body).await {
                let error = outcome.expect_err(&what);
                assert_eq!(error.refusal(), Some(class), "{what}: {error:?}");
                assert_eq!(error.status(), Some(status), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_no_answer_is_no_empty_list() {
    for brand in Brand::ALL {
        for (status, body) in [(200, "<html>"), (200, "[{"), (200, "\"text\""), (200, "7"), (302, "")] {
            for (what, outcome) in told(brand, status, body).await {
                let error = outcome.expect_err(&what);
                let unread = matches!(
                    error,
                    ProviderError::Unreadable {
                        why: Unread::NotJson | Unread::Shape(_) | Unread::Redirect,
                        ..
                    }
                );
                assert!(unread, "{what}: {error:?}");
            }
        }
        for (what, outcome) in told(brand, 503, "").await {
            let error = outcome.expect_err(&what);
            assert!(matches!(error, ProviderError::ServerFailure { status: 503, .. }), "{what}: {error:?}");
        }
        for (what, outcome) in told(brand, 429, "").await {
            let error = outcome.expect_err(&what);
            assert!(matches!(error, ProviderError::RateLimited { .. }), "{what}: {error:?}");
        }
    }
}

#[tokio::test]
async fn every_read_ends_in_its_time_when_nobody_answers() {
    let silent = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = address(silent.local_addr().unwrap().port()).unwrap();
    for brand in Brand::ALL {
        let provider = provider(brand, &url, |http| http).unwrap();
        let credential = credential(brand, url.clone());
        let all = reads(&*provider, &credential).into_iter().map(|read| async move {
            let ended = timeout(Duration::from_secs(30), read.outcome).await;
            let error = ended.expect("the limit did not hold").expect_err(read.what);
            assert_eq!(
                error,
                ProviderError::NoAnswer { reason: NoAnswer::Timeout },
                "{brand:?} {}",
                read.what
            );
        });
        futures::future::join_all(all).await;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_json_panics(body in crate::wire::json(), status in prop_oneof![Just(200_u16), 200..600_u16]) {
        for brand in Brand::ALL {
            answer(brand, status, body.as_bytes());
        }
    }

    #[test]
    fn no_bytes_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
        for brand in Brand::ALL {
            answer(brand, 200, &body);
        }
    }
}
