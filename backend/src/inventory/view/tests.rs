//! What a search finds, held against reading every row by hand; and groups and orders over any rows.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::Timestamp;
use domain::ids::{CredentialId, ProviderResourceId, ServerKey};
use domain::location::Location;
use domain::money::{Money, Price};
use domain::provider::Brand;
use domain::query::{Column, Figure, GroupBy, Is, PAGE_SIZE, Sort, SortBy, Term, Test, Text, parse};
use domain::server::{Address, AddressScope, Server, ServerState};
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Present, SourceFacts, TeamServers, Wanted};
use crate::inventory::source::Row;
use crate::marks::{Lock, Mark, TeamMarks};

const NOW: Timestamp = Timestamp(1_800_000_000_000);
const HOUR: i64 = 3_600_000;

/// A server with what is kept beside it, and whether a change of it is under way.
type Made = (Server, Mark, bool);

fn some<T: Clone + std::fmt::Debug + 'static>(values: Vec<T>) -> impl Strategy<Value = Option<T>> {
    prop::option::of(select(values))
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

fn made() -> impl Strategy<Value = Made> {
    let named = (
        select(vec!["web-1", "Web-2", "db", "Straße", "front end"]),
        select(vec![ServerState::Running, ServerState::Stopped, ServerState::Other("on hold".to_owned())]),
        select(vec![("jkt01", "Jakarta"), ("lu", "Luxembourg"), ("jkt01", "SouthJKT")]),
        some(texts(&["Debian 12", "Ubuntu, 24"])),
        some(texts(&["VCS-2", "pool-a"])),
        some(texts(&["web.example.com", "Db"])),
    );
    let sized = (some(vec![1, 2, 4]), some(vec![512, 1024, 4096]), some(vec![20, 100]));
    let rest = (
        some(vec![("EUR", "5.00"), ("EUR", "4.99"), ("IDR", "500000"), ("IDR", "4")]),
        some(vec![NOW.0 - HOUR, NOW.0 - 24 * HOUR, NOW.0 - 9000 * HOUR]),
        prop::collection::vec(select(vec!["10.0.0.1", "10.1.2.3", "2001:db8::1"]), 0..3),
        prop::sample::subsequence(texts(&["web", "env:prod", "env:test"]), 0..=3),
        any::<(bool, bool)>(),
    );
    (named, sized, rest).prop_map(|(named, (vcpus, memory_mib, disk_gib), rest)| {
        let (name, state, (slug, place), image, plan, hostname) = named;
        let (price, created, ips, tags, (locked, pending)) = rest;
        let address = |ip: &str| Address { ip: ip.parse().unwrap(), scope: AddressScope::Public };
        let money = |(code, amount): (&str, &str)| Money::new(amount.parse().unwrap(), code);
        let server = Server {
            id: ProviderResourceId(String::new()),
            name: name.to_owned(),
            state,
            location: Location {
                slug: slug.to_owned(),
                name: place.to_owned(),
                country: None,
                is_default: false,
            },
            plan,
            vcpus,
            memory_mib,
            disk_gib,
            image,
            addresses: ips.into_iter().map(address).collect(),
            price: price.map(|price| Price { hour: money(price), month: money(price) }),
            created_at: created.map(Timestamp),
            hostname,
            backups: None,
            note: None,
            details: Box::default(),
        };
        let lock = locked.then(|| Lock {
            by: "Ana".to_owned(),
            at: NOW,
            reason: String::new(),
            of_another_team: false,
        });
        (server, Mark { tags, note: String::new(), lock }, pending)
    })
}

/// The first source is live, the second was read long ago.
const SOURCES: [(Brand, &str, i64); 2] =
    [(Brand::Elastis, "Main", 0), (Brand::Virtua, "Second key", 200_000)];

/// Servers in turn behind the one key and the other.
fn view(made: &[Made]) -> TeamServers {
    let credential = |at: usize| CredentialId(Uuid::from_u128(at as u128));
    let sources = SOURCES.into_iter().enumerate().map(|(at, (brand, label, age))| SourceFacts {
        credential: credential(at),
        label: label.to_owned(),
        brand,
        location: None,
        taken_at: Some(Timestamp(NOW.0 - age)),
        problem: None,
    });
    let (mut rows, mut marks) = (Vec::new(), TeamMarks::default());
    for (n, (server, mark, _)) in made.iter().enumerate() {
        let id = ProviderResourceId(format!("s{n}"));
        let key = ServerKey { credential: credential(n % 2), location: "x".to_owned(), id: id.clone() };
        let server = Arc::new(Server { id, ..server.clone() });
        rows.push((u32::try_from(n % 2).unwrap(), key.clone(), Row { server, read_at: None }));
        marks.put(key, Arc::new(mark.clone()));
    }
    TeamServers::new(sources.collect(), rows, true).with_marks(Arc::new(marks), None)
}

/// Whether a server meets a term, by reading it.
fn by_hand(term: &Term, n: usize, (server, mark, pending): &Made) -> bool {
    let (brand, label, age) = SOURCES[n % 2];
    let lower = |text: &Option<String>| text.as_deref().unwrap_or_default().to_lowercase();
    let ips = || server.addresses.iter().map(|address| address.ip.to_string());
    let met = match &term.test {
        Test::Word(word) => {
            let mut all =
                vec![server.name.clone(), server.location.slug.clone(), server.location.name.clone()];
            all.extend(
                [&server.image, &server.plan, &server.hostname].into_iter().skip(1).flatten().cloned(),
            );
            all.extend(texts(&[brand.slug(), brand.name(), brand.monogram(), label]));
            all.extend(ips());
            all.extend(mark.tags.iter().cloned());
            all.iter().any(|text| text.to_lowercase().contains(word))
        }
        Test::Text(text, values) => values.iter().any(|value| match text {
            Text::Name => server.name.to_lowercase().contains(value),
            Text::Provider => {
                let capitals: String = brand.name().chars().filter(char::is_ascii_uppercase).collect();
                let names = [brand.slug(), brand.name(), brand.monogram(), &capitals];
                names.iter().any(|name| name.to_lowercase().starts_with(value))
            }
            Text::Location => {
                let names = [&server.location.slug, &server.location.name];
                names.iter().any(|name| name.to_lowercase().starts_with(value))
            }
            Text::Status => server.state.word().starts_with(value.as_str()),
            Text::Tag => mark.tags.iter().any(|tag| match value.strip_suffix('*') {
                Some(start) => tag.starts_with(start),
                None => tag == value,
            }),
            Text::Image => server.image.is_some() && lower(&server.image).contains(value),
            Text::Plan => server.plan.is_some() && lower(&server.plan).contains(value),
            Text::Host => server.hostname.is_some() && lower(&server.hostname).contains(value),
            Text::Ip => ips().any(|ip| ip.starts_with(value)),
            Text::Key => label.to_lowercase().starts_with(value),
        }),
        Test::Is(values) => values.iter().any(|is| match is {
            Is::Locked => mark.lock.is_some(),
            Is::Stale => age > 120_000,
            Is::Pending => *pending,
        }),
        Test::Figure { figure, compare, value, currency } => {
            let price = server.price.as_ref().map(|price| &price.month);
            let known = match figure {
                Figure::Cost => price
                    .filter(|price| currency.as_ref().is_none_or(|code| *code == price.currency))
                    .map(|price| price.amount),
                Figure::Vcpus => server.vcpus.map(Decimal::from),
                Figure::Ram => server.memory_mib.map(|mib| Decimal::from(mib) / Decimal::from(1024)),
                Figure::Disk => server.disk_gib.map(Decimal::from),
                Figure::Created => {
                    server.created_at.map(|at| Decimal::from(NOW.0 - at.0) / Decimal::from(HOUR))
                }
            };
            known.is_some_and(|known| compare.holds(&known, value))
        }
    };
    met != term.without
}

/// Terms that mean something for these rows.
const TERMS: [&str; 34] = [
    "web",
    "straße",
    "10.0",
    "prod",
    "main",
    "jak",
    "\"env:prod\"",
    "name~web,db",
    "provider:el",
    "provider:v",
    "location:jkt01",
    "location:lux,south",
    "status:r",
    "status:\"on hold\",stopped",
    "tag:web",
    "tag:env*",
    "tag:*",
    "tag:web,env:test",
    "image:debian",
    "image:\"ubuntu, 24\"",
    "plan:vcs",
    "ip:10.,2001:db8:",
    "host:web",
    "key:sec",
    "is:locked",
    "is:stale,pending",
    "cost>4.99",
    "cost<=5eur",
    "cost:500000idr",
    "vcpus>=2",
    "ram<1",
    "ram:512mb",
    "disk>20",
    "created<24h",
];

fn terms() -> impl Strategy<Value = Vec<Term>> {
    let term = (select(TERMS.to_vec()), any::<bool>()).prop_map(|(text, without)| {
        let (mut terms, problems) = parse(text);
        assert_eq!(problems, [], "{text}");
        Term { without, ..terms.remove(0) }
    });
    prop::collection::vec(term, 0..4)
}

fn sorts() -> impl Strategy<Value = Sort> {
    let by: Vec<_> = Column::ALL.map(SortBy::Column).into_iter().chain([SortBy::Name]).collect();
    (select(by), any::<bool>()).prop_map(|(by, descending)| Sort { by, descending })
}

fn number(key: &ServerKey) -> usize {
    key.id.0.trim_start_matches('s').parse().unwrap()
}

proptest! {
    #[test]
    fn a_search_finds_what_reading_finds(
        made in prop::collection::vec(made(), 0..40), terms in terms(), sort in sorts()
    ) {
        let view = view(&made);
        let pending = |key: &ServerKey| made[number(key)].2;
        let present = Present { now: NOW, pending: &pending };
        let wanted = Wanted { terms: &terms, sort, group: GroupBy::Nothing, page: 1, present };
        let found: Vec<usize> = view.every(&wanted).map(|entry| number(&entry.key)).collect();
        let set: BTreeSet<usize> = found.iter().copied().collect();
        prop_assert_eq!(set.len(), found.len(), "each once");
        let by_hand = |n: &usize| terms.iter().all(|term| by_hand(term, *n, &made[*n]));
        prop_assert_eq!(set, (0..made.len()).filter(by_hand).collect::<BTreeSet<_>>());
        let selection = view.select(&wanted);
        prop_assert_eq!(selection.matched, found.len());
        let page: Vec<usize> = selection.rows.iter().map(|entry| number(&entry.key)).collect();
        prop_assert_eq!(&page[..], &found[..found.len().min(PAGE_SIZE)]);
    }

    #[test]
    fn groups_hold_every_row_in_its_order(
        made in prop::collection::vec(made(), 0..70), sort in sorts(), group in select(GroupBy::ALL.to_vec())
    ) {
        let view = view(&made);
        let pending = |_: &ServerKey| false;
        let wanted = |group, page| {
            Wanted { terms: &[], sort, group, page, present: Present { now: NOW, pending: &pending } }
        };
        let order: Vec<usize> = view.every(&wanted(group, 1)).map(|entry| number(&entry.key)).collect();
        let place = |n: usize| order.iter().position(|other| *other == n);
        let (mut seen, mut labels, mut totals) = (Vec::new(), Vec::<String>::new(), 0);
        for page in 1..=view.select(&wanted(group, 1)).pages {
            let selection = view.select(&wanted(group, page));
            prop_assert_eq!(selection.matched, made.len());
            let mut heading = selection.groups.iter().peekable();
            for (at, entry) in selection.rows.iter().enumerate() {
                while let Some(next) = heading.next_if(|group| group.first as usize <= at) {
                    if labels.last() != Some(&next.label) {
                        prop_assert!(!labels.contains(&next.label), "a group is in one piece");
                        labels.push(next.label.clone());
                        totals += next.count as usize;
                    }
                }
                seen.push((labels.last().cloned().unwrap_or_default(), number(&entry.key)));
            }
        }
        let tags = |n: usize| made[n].1.tags.len().max(1);
        let wanted_rows = if group == GroupBy::Tag { (0..made.len()).map(tags).sum() } else { made.len() };
        prop_assert_eq!(seen.len(), wanted_rows);
        if group != GroupBy::Nothing {
            prop_assert_eq!(totals, wanted_rows);
            let named: Vec<_> = labels.iter().filter(|label| !label.is_empty()).collect();
            prop_assert!(named.is_sorted_by_key(|label| label.to_lowercase()), "{:?}", labels);
            let untagged = labels.iter().position(String::is_empty);
            prop_assert!(untagged.is_none_or(|at| at == labels.len() - 1), "what has no tag comes last");
        }
        for pair in seen.windows(2) {
            if pair[0].0 == pair[1].0 {
                prop_assert!(place(pair[0].1) < place(pair[1].1));
            }
        }
    }

    #[test]
    fn a_completion_is_a_search_without_problems(
        made in prop::collection::vec(made(), 1..20), typed in select(vec!["", "w", "-tag:", "tag:env", "status:", "d", "cost", "created<", "is:", "plan:", "ip:", "name~", "host:", "key:"])
    ) {
        let view = view(&made);
        let pending = |_: &ServerKey| false;
        let found = view.complete(typed, &Present { now: NOW, pending: &pending });
        prop_assert!(found.len() <= 12);
        for completion in found {
            let (terms, problems) = parse(&completion.search);
            let unfinished = completion.term.ends_with([':', '~', '<', '>']);
            prop_assert!(unfinished || (terms.len() == 1 && problems.is_empty()), "{:?}", completion);
        }
    }
}
