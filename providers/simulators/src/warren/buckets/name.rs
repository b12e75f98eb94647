//! What a bucket may be called: the naming rules of S3, which the document refers to.

/// The complaint about a name; the words are a guess.
pub(super) fn check(name: &str) -> Result<(), &'static str> {
    let bytes = name.as_bytes();
    let inner =
        |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-' || *byte == b'.';
    let outer =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if bytes.len() < 3 || bytes.len() > 63 {
        return Err("Bucket name must be between 3 and 63 characters long");
    }
    if !bytes.iter().all(inner) {
        return Err("Bucket name can consist only of lowercase letters, numbers, dots and hyphens");
    }
    if !outer(bytes.first()) || !outer(bytes.last()) {
        return Err("Bucket name must begin and end with a letter or number");
    }
    if name.contains("..") || name.contains(".-") || name.contains("-.") {
        return Err("Bucket name must not contain adjacent dots and hyphens");
    }
    if name.split('.').count() == 4
        && name.split('.').all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return Err("Bucket name must not be formatted as an IP address");
    }
    if name.starts_with("xn--") || name.ends_with("-s3alias") {
        return Err("Bucket name is reserved");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn names_follow_the_rules_of_s3() {
        for fine in ["abc", "pang1", "a.b-c.9", "1.2.3.4.5", &"a".repeat(63)] {
            assert!(check(fine).is_ok(), "{fine}");
        }
        let long = "a".repeat(64);
        for wrong in [
            "", "ab", "Abc", "a_b", "a b", "-abc", "abc-", ".abc", "a..b", "a.-b", "10.0.0.1", "xn--a", &long,
        ] {
            assert!(check(wrong).is_err(), "{wrong}");
        }
    }
}
