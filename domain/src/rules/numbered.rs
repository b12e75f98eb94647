//! Names of several servers that are made at once: one base with a number that goes up.

/// Most servers that are made by one order of ours. The providers make one a request and name no limit; this is ours.
pub const MOST_AT_ONCE: u32 = 20;

/// Digits of a number that begins with us: `web-01`.
const DIGITS: usize = 2;

/// `count` names from a base: `web` gives `web-01`, `web-02`. A base that ends in a hyphen and up to three digits is
/// counted on from there, in as many digits: `web-08` gives `web-08`, `web-09`. One alone is the base as it stands.
#[must_use]
pub fn names(base: &str, count: u32) -> Vec<String> {
    let base = base.trim();
    if count <= 1 {
        return vec![base.to_owned()];
    }
    let (stem, first, width) = counted(base).unwrap_or((base, 1, DIGITS));
    (0..count).map(|n| format!("{stem}-{:0width$}", first + n)).collect()
}

/// As [`names`], for host names: the number goes to the first part, before the domain.
#[must_use]
pub fn hostnames(base: &str, count: u32) -> Vec<String> {
    match base.trim().split_once('.') {
        Some((host, domain)) => {
            names(host, count).into_iter().map(|host| format!("{host}.{domain}")).collect()
        }
        None => names(base, count),
    }
}

/// The stem, the number and the digits of a base that is numbered already.
fn counted(base: &str) -> Option<(&str, u32, usize)> {
    let (stem, digits) = base.rsplit_once('-')?;
    let fits = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| fits && !stem.is_empty())?;
    Some((stem, number, digits.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_keeps_its_name_and_several_are_numbered() {
        assert_eq!(names(" web ", 1), ["web"]);
        assert_eq!(names("web", 0), ["web"]);
        assert_eq!(names("web", 3), ["web-01", "web-02", "web-03"]);
        assert_eq!(names("web-08", 3), ["web-08", "web-09", "web-10"]);
        assert_eq!(names("node-9", 2), ["node-9", "node-10"]);
        assert_eq!(names("ubuntu-2404", 2), ["ubuntu-2404-01", "ubuntu-2404-02"]);
        assert_eq!(names("-7", 2), ["-7-01", "-7-02"]);
    }

    #[test]
    fn host_names_are_numbered_before_their_domain() {
        assert_eq!(hostnames("web.example.com", 2), ["web-01.example.com", "web-02.example.com"]);
        assert_eq!(hostnames("web.example.com", 1), ["web.example.com"]);
        assert_eq!(hostnames("web", 2), ["web-01", "web-02"]);
    }

    #[test]
    fn no_name_comes_twice() {
        for base in ["web", "web-99", "a.b", "", "x-999"] {
            let mut all = names(base, MOST_AT_ONCE);
            all.sort();
            all.dedup();
            assert_eq!(all.len(), MOST_AT_ONCE as usize, "{base}");
        }
    }
}
