//! What holds for every input: no rule panics, what a rule accepts is within its limits, and what it gives
//! back it accepts again.

use proptest::prelude::*;

use super::*;
use crate::provider::Platform;
use crate::rules::cidr::Cidr;
use crate::rules::parameters::{
    NAME_EXPRESSION, PASSWORD_EXPRESSION, TextParameter, USERNAME_EXPRESSION, VmParameters,
};
use crate::rules::pattern::Pattern;
use crate::rules::size::{Bounds, PoolLimits};

/// Texts near what the rules look for, and texts of any kind.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-_.a-zA-Z0-9 ]{0,70}",
        "[0-9./:a-f]{0,45}",
        r#"[\[\]{}(),:"\\a-z0-9 ?*+^$|]{0,60}"#,
        "ssh-(ed25519|rsa) [A-Za-z0-9+/=]{0,90}",
    ]
}

fn within<T: AsRef<str>>(result: Result<T, DomainError>, least: usize, most: usize) {
    match result {
        Ok(text) => {
            let chars = text.as_ref().chars().count();
            assert!((least..=most).contains(&chars), "{} characters", chars);
            assert!(!text.as_ref().chars().any(char::is_control));
        }
        Err(error) => assert!(error.field.is_some() && error.message.ends_with(['.', '$', '/'])),
    }
}

proptest! {
    #[test]
    fn no_text_makes_a_rule_panic_and_what_is_accepted_is_within_limits(text in texts()) {
        let free = VmParameters::default();
        within(name::warren_server_name(&text, None), 4, 255);
        within(name::warren_server_name(&text, Some(&free)), 1, 255);
        within(name::hostname(&text), 1, 253);
        within(user::existing_username(&text, None), 1, 30);
        within(bucket::bucket_name(&text), 3, 63);
        within(label::display_name("name", &text), 1, 255);
        within(ssh_key::public_key(&text), 80, 8192);
        within(replica::replica_id(&text), 1, 128);
        within(bucket::access_key(&text), 1, 128);
        within(database::service(&text), 1, 64);
        within(database::version(&text), 3, 35);
        within(token::description(&text), 1, 255);
        within(server::virtua_id("plan", &text), 1, 255);
        let _any = (
            cloud_init::cloud_init(&text, Some("x")),
            cloud_init::from_script(&text),
            database::parameters(&text),
            credit::amount("amount", &text, "EUR"),
            balancer::port("port", &text),
            allow_list::add(&[text.as_str()], &text),
            allow_list::remove(&[], &text),
            address::floating_ip(&text),
            disk::guest_device(&text),
            ssh_key::public_keys(&text),
            password::warren_password(&text, None),
            user::new_username(&text, &text, None),
            billing::billing_field("email", &text),
            billing::billing_field("country", &text),
        );
    }

    #[test]
    fn what_a_rule_gives_back_it_accepts_unchanged(text in texts()) {
        type Rule = fn(&str) -> Result<String, DomainError>;
        let rules: [Rule; 5] = [
            |text| name::warren_server_name(text, None),
            name::hostname,
            bucket::bucket_name,
            |text| label::display_name("name", text),
            database::version,
        ];
        for rule in rules {
            if let Ok(once) = rule(&text) {
            prop_assert_eq!(rule(&once), Ok(once));
            }
        }
    }

    /// The hand-written rules and the provider's own expressions agree.
    #[test]
    fn documented_rules_agree_with_documented_expressions(text in "[-_a-zA-Z0-9 é.]{0,34}") {
        let fits = |expression: &str| Pattern::parse(expression).unwrap().matches(&text).unwrap();
        if text.trim() == text {
            prop_assert_eq!(name::warren_server_name(&text, None).is_ok(), fits(NAME_EXPRESSION));
            prop_assert_eq!(user::existing_username(&text, None).is_ok(), fits(USERNAME_EXPRESSION));
        }
        prop_assert_eq!(password::warren_password(&text, None).is_ok(), fits(PASSWORD_EXPRESSION));
    }

    #[test]
    fn no_expression_and_no_text_makes_the_matcher_panic(expression in texts(), text in texts()) {
        if let Some(pattern) = Pattern::parse(&expression) {
            let _answer = pattern.matches(&text);
        }
        let row = || Some(TextParameter { expression: Some(expression.clone()), ..TextParameter::default() });
        let live = VmParameters { name: row(), username: row(), password: row(), ..VmParameters::default() };
        if let Ok(accepted) = name::warren_server_name(&text, Some(&live)) {
            within(Ok(accepted), 1, 255);
        }
        let _any = user::new_username(&text, "", Some(&live));
        let _any = password::warren_password(&text, Some(&live));
    }

    #[test]
    fn blocks_print_and_read_back(bits in any::<u128>(), is_v4 in any::<bool>(), prefix in 0_u8..=128) {
        let address = if is_v4 {
            std::net::IpAddr::from(std::net::Ipv4Addr::from_bits((bits >> 96) as u32))
        } else {
            std::net::IpAddr::from(std::net::Ipv6Addr::from_bits(bits))
        };
        match Cidr::around(address, prefix) {
            None => prop_assert!(is_v4 && prefix > 32),
            Some(block) => {
                prop_assert_eq!(block.to_string().parse::<Cidr>(), Ok(block));
                prop_assert!(block.contains(address) && block.covers(&block));
                prop_assert!(Cidr::around(address, 0).unwrap().covers(&block));
            }
        }
    }

    #[test]
    fn what_reads_as_a_block_prints_as_one(text in "[0-9./:a-f]{0,30}") {
        if let Ok(block) = text.parse::<Cidr>() {
            prop_assert_eq!(block.to_string().parse::<Cidr>(), Ok(block));
        }
    }

    /// The browser's reader takes exactly the JSON that the server's takes.
    #[test]
    fn our_json_reader_agrees_with_serde(text in r#"[\[\]{},:"\\utrefalsn0-9eE+. -]{0,24}"#) {
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        // Numbers beyond a float are the one difference: serde has nowhere to put them.
        let too_large = theirs.as_ref().is_err_and(|e| e.to_string().contains("number out of range"));
        prop_assert_eq!(json::Json::parse(&text).is_ok(), theirs.is_ok() || too_large);
    }

    #[test]
    fn composed_passwords_satisfy_the_rule(draws in prop::collection::vec(any::<usize>(), 400)) {
        let mut draws = draws.into_iter().cycle();
        let text = password::SERVER_PASSWORD.compose(|n| draws.next().unwrap() % n);
        let rule = password::password_rule(Platform::Warren).unwrap();
        let text = text.expect("400 random draws hold a password");
        prop_assert!(password::warren_password(&text, None).is_ok());
        prop_assert!(text.len() >= rule.min_chars && text.len() <= rule.max_chars);
    }

    #[test]
    fn sizes_that_pass_are_inside(
        pool in any::<[Option<u16>; 6]>(),
        (vcpus, memory, disk) in any::<(u16, u32, u16)>(),
        windows in any::<bool>(),
    ) {
        let bounds = |n: usize| Bounds { least: pool[n].map(u32::from), most: pool[n + 1].map(u32::from) };
        let pool = PoolLimits { vcpus: bounds(0), memory_mib: bounds(2), disk_gib: bounds(4) };
        let sizes = size::sizes(Some(&pool), None, if windows { "windows" } else { "debian" });
        if sizes.check(vcpus.into(), memory, Some(disk.into())).is_ok() {
            prop_assert!(pool.vcpus.least.is_none_or(|least| least <= vcpus.into()));
            prop_assert!(pool.vcpus.most.unwrap_or(16) >= vcpus.into());
            prop_assert!(pool.memory_mib.most.unwrap_or(65_536) >= memory);
            prop_assert!(pool.disk_gib.most.unwrap_or(240) >= disk.into());
            prop_assert!(!windows || (vcpus >= 2 && memory >= 1024));
        }
    }

    #[test]
    fn disks_never_shrink(now in any::<u32>(), then in any::<u32>(), most in any::<Option<u32>>()) {
        if disk::grow(now, then, most).is_ok() {
            prop_assert!(then > now && most.is_none_or(|most| then <= most));
        }
    }
}
