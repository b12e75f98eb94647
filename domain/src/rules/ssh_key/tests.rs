//! The keys were made for these tests; nobody holds their private halves.

use super::*;

const ED25519: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKUUhZFqIhGUDP9HQ54wmf2sacPQgH14pCRYUjbZgERj";

const RSA2048: &str = concat!(
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDOOWwNTqxMdh+F1nsrm1KpXH9tu+VwXJQiAr1wk5ooGSbHDHOPi/1E3UlE",
    "DIqXLj6XHsj5ymrxkwByELvBmTbd+6wJLTwqEiTRJpBEBhpMWgWpo8zu6abYiGHpkaVo2vL4Ql3vvriCSorWP/cJvXnDYAjB",
    "TlYmXQ7Ag6xUjAHHkMn15qayX/MpjNsYV/+khEmtwETmU40Ylv4Q0C7/a/2rql4m3K1C5NsG6TeJxUft/9rr0S+YU+FhhVAY",
    "rN9D7NJvzsTTsh8wEF7Flky6h4sMOaOa6bUYqdA0ElX04HXxmvoogDWCjoCQ3FglDLLTdTh/KzCmv3BISQpauVju3UbB",
);

const RSA1024: &str = concat!(
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCXOONY0pgRdCcWsBX4SFOD+uImOFJaScmzqU1k0Zzcy7Uu3C0eEkr5BhvN",
    "3cdEoKuQRg8rGWNBrHUrZS0oQZeh8F0ESUs6jJDsRW7VTK0p4jAVcO82ZqAh+QnxptG2LtrfBy/yhb30MPXke2ZsvkL/yHGQ",
    "3jByX3icckbnWEbrdQ==",
);

const ECDSA256: &str = concat!(
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBD7eIIvAI2rLFNZ9g+gK40pZ",
    "4Ci7jOfjOX4EPC4Glre9VQOhtJ2DL1yjHjvlVh7Bp9WF2zKekIi15MNU0zuuMQo=",
);

const ECDSA384: &str = concat!(
    "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBI3tPQrwLnSY2E97aHuzA0jR",
    "lFTlMS2YboLHJseQY82XCavOnMzCT4Yqz8rdu8vfu/6Yr152ofAF/o9Pl/w4XaIa5wxxzsm0W2oU3b0118A8rFAZwViD1gcJ",
    "mfiuYJTC4w==",
);

const ECDSA521: &str = concat!(
    "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBABnDL5th97FrrfZEm+U39ih",
    "inNlJbaZXCjJL1pTMCG477ghHWXLsKaQNgWJRiCbHc43pGZW8Sn/J9b/0Hg1XtoylwD8jaOi5j1Hb7imKUyAvVAfmhvPU0mJ",
    "43KhEksMdgOmxCzodoyN5CJJI98IHBxL/Mlf9bA7re6fG2WucotQ92jq4g==",
);

#[test]
fn every_kind_that_openssh_makes() {
    for key in [ED25519, RSA2048, ECDSA256, ECDSA384, ECDSA521] {
        assert_eq!(public_key(key).unwrap(), key);
        assert_eq!(public_key(&format!(" {key}\tana  laptop \n")).unwrap(), format!("{key} ana laptop"));
    }
}

#[test]
fn security_keys_have_an_application() {
    let mut body = Vec::new();
    for field in [b"sk-ssh-ed25519@openssh.com".as_slice(), &[7; 32], b"ssh:"] {
        body.extend(u32::try_from(field.len()).unwrap().to_be_bytes());
        body.extend(field);
    }
    let parts = ALGORITHMS.iter().find(|(name, _)| *name == "sk-ssh-ed25519@openssh.com").unwrap().1;
    assert!(matches!(parts_fit(&body, "sk-ssh-ed25519@openssh.com", parts), Fit::Yes));
    body.truncate(body.len() - 8);
    assert!(matches!(parts_fit(&body, "sk-ssh-ed25519@openssh.com", parts), Fit::No));
}

#[test]
fn what_is_no_public_key_is_told_apart() {
    let (kind, body) = ED25519.split_once(' ').unwrap();
    for (text, part) in [
        ("", "Paste a public key"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END", "private key"),
        ("PuTTY-User-Key-File-3: ssh-ed25519", "private key"),
        ("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA", "another format"),
        (&format!("{ED25519}\n{RSA2048}"), "one line"),
        (RSA1024, "too short"),
        ("ssh-dss AAAA", "DSA"),
        (&format!("from=\"1.2.3.4\" {ED25519}"), "begins with its type"),
        (body, "begins with its type"),
        (kind, "part after the type"),
        (&format!("{kind} {}", &body[..body.len() - 1]), "damaged"),
        (&format!("{kind} {}", &body[..body.len() - 4]), "do not belong together"),
        (&format!("ssh-rsa {body}"), "do not belong together"),
        (&format!("{kind} {body} a\u{7}"), "not a public key"),
        (&format!("{ED25519} {}", "x".repeat(LINE_MAX_CHARS)), "not a public key"),
    ] {
        let error = public_key(text).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("public_key"));
        assert!(error.message.contains(part), "{text:?}: {}", error.message);
    }
}

#[test]
fn several_keys_one_a_line() {
    assert_eq!(public_keys(" \n# none\n").unwrap(), Vec::<String>::new());
    assert_eq!(public_keys(&format!("# mine\n{ED25519} a\n\n{RSA2048}\n")).unwrap().len(), 2);
    assert_eq!(public_keys(ED25519).unwrap(), [ED25519]);
    let error = public_keys(&format!("{ED25519} a\n\n{ED25519} b")).unwrap_err();
    assert_eq!(error.message, "Line 3: This key is there already.");
    assert!(public_keys(&format!("{ED25519}\nnonsense")).unwrap_err().message.starts_with("Line 2: "));
    let private = "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----";
    assert!(public_keys(private).unwrap_err().message.starts_with("This is a private key."));
}

#[test]
fn a_private_key_is_known_wherever_it_stands() {
    assert!(is_private("see below\n-----BEGIN OPENSSH PRIVATE KEY-----\n"));
    assert!(is_private("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n"));
    assert!(!is_private(ED25519));
    for private in ["PuTTY-User-Key-File-3: ssh-ed25519", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA=="]
    {
        for text in [format!("{private}\n{ED25519}"), format!("{ED25519}\n{private}\n")] {
            let error = public_keys(&text).unwrap_err();
            assert!(
                error.message.starts_with("This is a private key."),
                "said once, and not of a line: {error:?}"
            );
        }
    }
}
