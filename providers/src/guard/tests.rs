use std::net::IpAddr;

use super::resolve::check_addresses;
use super::{AllowedTarget, Blocked, check_base_url};

fn check(text: &str) -> Result<String, Blocked> {
    check_base_url(text, &[]).map(String::from)
}

#[test]
fn f1_only_plain_https_addresses_pass() {
    assert_eq!(check("https://API.Example.com/v1/"), Ok("https://api.example.com/v1".to_owned()));
    assert_eq!(check("https://api.example.com:443"), Ok("https://api.example.com/".to_owned()));
    assert_eq!(check("https://bücher.example/v1"), Ok("https://xn--bcher-kva.example/v1".to_owned()));
    for (text, why) in [
        ("http://api.example.com/v1", Blocked::NotHttps),
        ("ftp://api.example.com/v1", Blocked::NotHttps),
        ("file:///etc/passwd", Blocked::Malformed),
        ("api.example.com", Blocked::Malformed),
        ("https://me:pw@api.example.com/v1", Blocked::UserInfo),
        ("https://me@api.example.com/v1", Blocked::UserInfo),
        ("https://api.example.com/v1#x", Blocked::Extra),
        ("https://api.example.com/v1?x=1", Blocked::Extra),
        ("https://api.example.com:8443/v1", Blocked::Port),
        ("https://api.example.com\\@127.0.0.1/", Blocked::Malformed),
        ("https://api.exa\tmple.com/", Blocked::Malformed),
        ("https://api.example.com/%2e%2e/x", Blocked::Malformed),
    ] {
        let got = check(text);
        // `file:` has no host; either reason is a refusal.
        assert!(got == Err(why) || (why == Blocked::Malformed && got.is_err()), "{text}: {got:?}");
    }
}

#[test]
fn f2_no_spelling_of_a_private_address_passes() {
    for host in [
        // Plain.
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "198.18.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.88.99.1",
        // Decimal, octal, hexadecimal, short, and mixtures.
        "2130706433",
        "0177.0.0.1",
        "017700000001",
        "0x7f.0.0.1",
        "0x7f000001",
        "127.1",
        "127.0.1",
        "0",
        "0x7f.1",
        "127.0.0.1.",
        "0300.0250.1.1",
        "3232235777",
        // The same spellings of public ones: what a person reads must be what is called.
        "134744072",
        "0x08080808",
        "010.8.8.8",
        "8.526344",
        // Full-width digits and circled ones.
        "１２７.0.0.1",
        "①②⑦.0.0.1",
        // IPv6.
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fc00::1]",
        "[fd12:3456::1]",
        "[ff02::1]",
        "[fec0::1]",
        "[2001:db8::1]",
        // IPv4 inside IPv6: mapped, compatible, translated, NAT64, local NAT64, 6to4, Teredo.
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::ffff:8.8.8.8]",
        "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b::a9fe:a9fe]",
        "[64:ff9b:1::a00:1]",
        "[2002:7f00:1::]",
        "[2002:808:808::1]",
        "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        // Zone ids.
        "[fe80::1%25eth0]",
        "[fe80::1%eth0]",
        // Names of this machine and the local network.
        "localhost",
        "LOCALHOST",
        "localhost.",
        "x.localhost",
        "printer.local",
        "vault.internal",
        "intranet",
        "router.lan",
        "metadata.google.internal",
    ] {
        let got = check(&format!("https://{host}/v1"));
        assert!(got.is_err(), "{host}: {got:?}");
    }
    assert!(check("https://8.8.8.8/v1").is_ok());
    assert!(check("https://[2606:4700::1111]/v1").is_ok());
}

#[test]
fn f3_one_private_answer_spoils_a_name() {
    let ips = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<IpAddr>>();
    assert_eq!(check_addresses("a.example", &ips(&["93.184.216.34", "2606:4700::1"]), &[]), Ok(()));
    for answers in [
        &["127.0.0.1"][..],
        &["93.184.216.34", "10.0.0.1"],
        &["::1"],
        &["::ffff:10.0.0.1"],
        &["169.254.169.254"],
    ] {
        assert_eq!(check_addresses("a.example", &ips(answers), &[]), Err(Blocked::Private), "{answers:?}");
    }
}

#[test]
fn f5_the_operator_can_allow_targets_but_no_metadata() {
    let allowed: Vec<AllowedTarget> =
        ["10.0.0.0/8:443", "127.0.0.1:8080", "cloud.lan:8443", "[fd00::1]:443", "0.0.0.0/0:9000"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
    let check = |text: &str| check_base_url(text, &allowed).map(String::from);
    for fine in [
        "https://10.1.2.3/v1",
        "http://127.0.0.1:8080/v1",
        "https://cloud.lan:8443/v1",
        "https://[fd00::1]/v1",
    ] {
        assert_eq!(check(fine), Ok(fine.to_owned()));
    }
    for bad in [
        "https://11.0.0.1:8443/v1",
        "http://127.0.0.1:8081/v1",
        "https://127.0.0.2/v1",
        "https://cloud.lan/v1",
        "https://169.254.169.254:9000/",
        "http://100.100.100.200:9000/",
        "https://[fd00::2]/v1",
        "https://[::ffff:10.0.0.1]/v1",
    ] {
        assert!(check(bad).is_err(), "{bad}");
    }
    let private = ["10.0.0.9".parse().unwrap()];
    assert_eq!(check_addresses("cloud.lan", &private, &allowed), Ok(()));
    assert_eq!(check_addresses("evil.example", &private, &allowed), Err(Blocked::Private));
    assert!(check_addresses("cloud.lan", &["169.254.169.254".parse().unwrap()], &allowed).is_err());
}

#[test]
fn targets_read_from_text() {
    for bad in ["", "10.0.0.1", "10.0.0.1:x", "10.0.0.0/x:1", "name/8:1", "a b:1", "x:99999"] {
        assert!(bad.parse::<AllowedTarget>().is_err(), "{bad}");
    }
}
