//! The JavaScript between the browser and the module: what the generators write for people to read, made short.

use super::tidy::Names;

/// How a name ends that `wasm-bindgen` makes unique.
const HASH: usize = 16;

/// Short names for the functions that the module gets from `script`. They are long for people and end in a hash; a
/// fortieth of all that a browser loads first is these.
pub fn short_names(script: &str) -> Names {
    let mut names = Names::new();
    for word in script.split(|c| !is_in_word(c)) {
        let hash = word.rsplit_once('_').map_or("", |(_, hash)| hash);
        let unique = hash.len() == HASH && hash.chars().all(|c| c.is_ascii_hexdigit());
        if unique && word.starts_with("__wb") && !names.contains_key(word) {
            names.insert(word.to_owned(), format!("${}", names.len()));
        }
    }
    names
}

/// The script with those names, and without indentation, empty lines and comments that have lines of their own.
pub fn short(script: &str, names: &Names) -> String {
    let mut out = String::with_capacity(script.len());
    let mut comment = false;
    for line in script.lines().map(str::trim) {
        comment |= line.starts_with("/*");
        if !comment && !line.is_empty() && !line.starts_with("//") {
            let mut rest = line;
            while !rest.is_empty() {
                let end = rest.find(|c| !is_in_word(c)).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                out.push_str(names.get(word).map_or(word, String::as_str));
                let end = after.find(is_in_word).unwrap_or(after.len());
                let (between, after) = after.split_at(end);
                out.push_str(between);
                rest = after;
            }
            out.push('\n');
        }
        comment &= !line.ends_with("*/");
    }
    out
}

fn is_in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "/**\n * Words\n */\nexport function go() {\n    // Why.\n    wasm.go(`${a} // b`);\n\n}\n\
                          const it = {\n    __wbg_log_0123456789abcdef: function(a) { /* b */\n    },\n};\n\
                          /* one line */\nit.__wbg_log_0123456789abcdef();\n";

    #[test]
    fn what_people_read_goes_and_the_rest_stays() {
        let names = short_names(SCRIPT);
        assert_eq!(names, Names::from([("__wbg_log_0123456789abcdef".into(), "$0".into())]));
        let expected = "export function go() {\nwasm.go(`${a} // b`);\n}\nconst it = {\n$0: function(a) { /* b */\n},\n};\n\
                        it.$0();\n";
        assert_eq!(short(SCRIPT, &names), expected);
    }
}
