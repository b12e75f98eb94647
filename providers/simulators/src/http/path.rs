//! Matching a path, already split into segments, against a route's pattern.

/// The values of the pattern's `{…}` parts, or none when the path is another one.
pub(crate) fn captures(pattern: &str, segments: &[&str]) -> Option<Vec<String>> {
    let wanted: Vec<&str> = pattern.split('/').collect();
    if wanted.len() != segments.len() {
        return None;
    }
    let mut found = Vec::new();
    for (want, have) in wanted.into_iter().zip(segments) {
        if want.starts_with('{') {
            found.push((*have).to_owned());
        } else if want != *have {
            return None;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_capture_one_segment() {
        assert_eq!(captures("a/{id}/b", &["a", "7", "b"]), Some(vec!["7".to_owned()]));
        assert_eq!(captures("a/{id}/b", &["a", "7"]), None);
        assert_eq!(captures("a/b", &["a", "c"]), None);
    }
}
