//! What is read of a search text, and what is said of what is not.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;

fn is(test: Test) -> Term {
    Term { without: false, test }
}

fn texts(text: Text, values: &[&str]) -> Test {
    Test::Text(text, values.iter().map(|value| (*value).to_owned()).collect())
}

fn figure(figure: Figure, compare: Compare, value: &str, currency: Option<&str>) -> Test {
    let value = value.parse().unwrap();
    Test::Figure { figure, compare, value, currency: currency.map(ToOwned::to_owned) }
}

fn only(search: &str) -> Test {
    let (mut terms, problems) = parse(search);
    assert_eq!(problems, [], "{search}");
    assert_eq!(terms.len(), 1, "{search}");
    terms.remove(0).test
}

#[test]
fn words_and_qualifiers_are_told_apart() {
    let (terms, problems) =
        parse(r#"web Provider:ID -status:running,Stopped name~"front end",db "a:b" - 2001:db8::1"#);
    assert_eq!(
        terms,
        [
            is(Test::Word("web".into())),
            is(texts(Text::Provider, &["id"])),
            Term { without: true, test: texts(Text::Status, &["running", "stopped"]) },
            is(texts(Text::Name, &["front end", "db"])),
            is(Test::Word("a:b".into())),
            is(Test::Word("-".into())),
            is(texts(Text::Ip, &["2001:db8::1"])),
        ]
    );
    assert_eq!(problems, []);
    assert_eq!(only(r#"image:"Debian, 12""#), texts(Text::Image, &["debian, 12"]));
    assert_eq!(only("tag:env:prod,web*"), texts(Text::Tag, &["env:prod", "web*"]));
    assert_eq!(only("is:locked,stale"), Test::Is(vec![Is::Locked, Is::Stale]));
    assert_eq!(only(r#""-x""#), Test::Word("-x".into()));
    assert_eq!(parse("-web").0, [Term { without: true, test: Test::Word("web".into()) }]);
}

#[test]
fn figures_have_units() {
    use Compare::{AtLeast, AtMost, Equal, Less, More};
    for (search, wanted) in [
        ("cost>500000", figure(Figure::Cost, More, "500000", None)),
        ("cost<=5.50eur", figure(Figure::Cost, AtMost, "5.50", Some("EUR"))),
        ("cost>€5", figure(Figure::Cost, More, "5", Some("EUR"))),
        ("cost:>rp500000", figure(Figure::Cost, More, "500000", Some("IDR"))),
        ("price>=tnd4", figure(Figure::Cost, AtLeast, "4", Some("TND"))),
        ("vcpus:4", figure(Figure::Vcpus, Equal, "4", None)),
        ("cpu>=4", figure(Figure::Vcpus, AtLeast, "4", None)),
        ("ram<0.5", figure(Figure::Ram, Less, "0.5", None)),
        ("ram:512MB", figure(Figure::Ram, Equal, "0.5", None)),
        ("disk>1tb", figure(Figure::Disk, More, "1024", None)),
        ("created<30d", figure(Figure::Created, Less, "720", None)),
        ("created>1y", figure(Figure::Created, More, "8760", None)),
        ("created<=1.5w", figure(Figure::Created, AtMost, "252", None)),
    ] {
        assert_eq!(only(search), wanted, "{search}");
    }
}

#[test]
fn what_no_rule_knows_is_said_and_not_applied() {
    for (search, part) in [
        ("colour:red", "There is no qualifier “colour:”. Known ones: status: provider:"),
        ("env:prod", "If it is a tag, write tag:env:prod."),
        ("http://x", "put it in quotes"),
        (">5", "There is no qualifier “>”"),
        ("status:", "after status: – for example status:running,stopped"),
        ("status:\"\"", "after status:"),
        ("status:,", "after status:"),
        ("-tag:", "after tag:"),
        ("status>running", "status: takes no >. Write for example status:running"),
        ("is:open", "is:locked, is:stale or is:pending"),
        ("is>locked", "is:locked"),
        ("tag:a/b", "No tag can be “a/b”"),
        ("ip:web", "“web” begins no address"),
        ("cost>much", "cost needs one number"),
        ("cost>500,000", "without separators"),
        ("cost~5", "within each server's own currency"),
        ("cost>eur5usd", "cost needs"),
        ("cost>99999999999999999999999999999999", "cost needs"),
        ("cost>-5", "cost needs"),
        ("vcpus>two", "vcpus>=4"),
        ("ram>8k", "GiB"),
        ("disk>", "after disk>"),
        ("created<30", "created<30d"),
        ("created:2d", "created<30d"),
        ("created<2m", "hours, days, weeks or years"),
    ] {
        let (terms, problems) = parse(search);
        assert_eq!(terms, [], "{search}");
        assert_eq!(problems.len(), 1, "{search}");
        assert_eq!(problems[0].term, search);
        assert!(problems[0].message.contains(part), "{search}: {}", problems[0].message);
    }
    let (terms, problems) = parse("colour:red web");
    assert_eq!((terms.len(), problems.len()), (1, 1), "the rest goes on");
}

#[test]
fn every_qualifier_has_an_example_that_is_read() {
    for qualifier in QUALIFIERS {
        only(qualifier.example);
        assert!(parse(qualifier.text).1[0].message.contains("for example"), "{}", qualifier.text);
        let name = qualifier.text.trim_end_matches([':', '~', '>', '<']);
        assert!(qualifier.example.starts_with(name), "{}", qualifier.text);
    }
    for text in Text::ALL {
        assert!(QUALIFIERS.iter().any(|qualifier| qualifier.text == text.qualifier()), "{text:?}");
    }
    for figure in Figure::ALL {
        assert!(QUALIFIERS.iter().any(|qualifier| qualifier.text.starts_with(figure.name())), "{figure:?}");
    }
}

fn value() -> impl Strategy<Value = String> {
    "[a-zà-ÿ0-9:~<>,._ -]{1,10}"
        .prop_map(|value| value.to_lowercase())
        .prop_filter("something to look for", |value| !value.trim().is_empty())
}

fn any_test() -> impl Strategy<Value = Test> {
    let plain =
        Text::ALL.into_iter().filter(|text| !matches!(text, Text::Tag | Text::Ip)).collect::<Vec<_>>();
    let number =
        (0_i64..10_000_000, 0_u32..4).prop_map(|(number, scale)| Decimal::new(number, scale).normalize());
    prop_oneof![
        value().prop_map(Test::Word),
        (select(plain), prop::collection::vec(value(), 1..4))
            .prop_map(|(text, values)| Test::Text(text, values)),
        prop::collection::vec("[a-z0-9:_.-]{1,8}[*]?", 1..4).prop_map(|tags| Test::Text(Text::Tag, tags)),
        prop::collection::vec("[0-9a-f:.]{1,8}", 1..4).prop_map(|ips| Test::Text(Text::Ip, ips)),
        subsequence(Is::ALL.to_vec(), 1..=3).prop_map(Test::Is),
        (select(Figure::ALL.to_vec()), select(Compare::ALL.to_vec()), number, any::<bool>()).prop_map(
            |(figure, compare, value, named)| Test::Figure {
                currency: (named && figure == Figure::Cost).then(|| "EUR".to_owned()),
                figure,
                compare: if figure == Figure::Created { Compare::Less } else { compare },
                value,
            }
        ),
    ]
}

proptest! {
    #[test]
    fn any_text_is_read(text in ".{0,80}") {
        let (terms, problems) = parse(&text);
        prop_assert!(terms.len() + problems.len() <= text.chars().count());
        for problem in problems {
            prop_assert!(text.contains(&problem.term) && !problem.message.is_empty());
        }
    }

    #[test]
    fn any_qualifier_with_any_value_is_read(at in 0..QUALIFIERS.len(), rest in ".{0,30}") {
        let (terms, problems) = parse(&format!("{}{rest}", QUALIFIERS[at].text));
        prop_assert!(!terms.is_empty() || !problems.is_empty());
    }

    #[test]
    fn what_was_read_is_written_and_read_again(
        tests in prop::collection::vec((any_test(), any::<bool>()), 0..5)
    ) {
        let terms: Vec<_> = tests.into_iter().map(|(test, without)| Term { without, test }).collect();
        let written: Vec<_> = terms.iter().map(ToString::to_string).collect();
        let (again, problems) = parse(&written.join(" "));
        prop_assert_eq!(problems, []);
        prop_assert_eq!(again, terms);
    }
}

#[test]
fn t5_a_text_without_end_is_read_to_its_limit() {
    let long = "é ".repeat(50_000);
    let (terms, problems) = parse(&long);
    assert_eq!((terms.len(), problems.len()), (super::MAX_SEARCH_CHARS / 2, 0));
}
