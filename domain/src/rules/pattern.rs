//! The part of regular expressions that providers use in their VM parameters, without a regex engine in the
//! bundle.

mod parse;
mod run;

pub use parse::Pattern;

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(expression: &str, text: &str) -> Option<bool> {
        Pattern::parse(expression)?.matches(text)
    }

    #[test]
    fn the_documented_expressions_work() {
        let name = "^[0-9a-zA-Z][-0-9a-zA-Z]{2,}[0-9a-zA-Z]$";
        for (text, fits) in
            [("web1", true), ("web", false), ("web-", false), ("-web1", false), ("we b1", false)]
        {
            assert_eq!(matches(name, text), Some(fits), "{text}");
        }
        let password = r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{8,}$";
        for (text, fits) in [("Password1234", true), ("password1234", false), ("Passw0r", false)] {
            assert_eq!(matches(password, text), Some(fits), "{text}");
        }
        let user = "^(?=.{1,30}$)[a-zA-Z_][0-9a-zA-Z_-]*$";
        let longest = "a".repeat(30);
        let too_long = "a".repeat(31);
        for (text, fits) in
            [("_x", true), ("1x", false), ("", false), (longest.as_str(), true), (too_long.as_str(), false)]
        {
            assert_eq!(matches(user, text), Some(fits), "{text}");
        }
    }

    #[test]
    fn the_common_syntax_works() {
        for (expression, text, fits) in [
            ("^(foo|ba+r)?$", "baaar", true),
            ("^(foo|ba+r)?$", "", true),
            ("^(foo|ba+r)?$", "br", false),
            ("^(?:ab){2}$", "abab", true),
            ("^(?:ab){2}$", "ab", false),
            ("^(?!root$)[a-z]+$", "root", false),
            ("^(?!root$)[a-z]+$", "roots", true),
            (r"^[^\s/]+$", "a b", false),
            (r"^\w+\.\d{1,3}$", "x_1.123", true),
            ("b", "abc", true),
            ("^a{0}b$", "b", true),
            ("^[]a]$", "]", true),
            ("^a{,3}$", "a{,3}", true),
            ("^.$", "\n", false),
            ("^x*?y$", "xxy", true),
            ("^(?:(?=a)a*){2}$", "a", true),
            ("^(?:a*)*$", "aa", true),
        ] {
            assert_eq!(matches(expression, text), Some(fits), "{expression} on {text:?}");
        }
    }

    #[test]
    fn what_is_not_understood_is_no_answer() {
        for expression in
            [r"\p{L}", "(?<=a)b", r"(a)\1", "(", "a)", "[z-a]", "*a", r"\b", "a{3,1}", "(?i)a", "["]
        {
            assert_eq!(Pattern::parse(expression), None, "{expression}");
        }
        assert_eq!(Pattern::parse(&"(".repeat(5000)), None);
        assert_eq!(matches("^a+$", &"a".repeat(5000)), None, "longer than any name");
    }

    #[test]
    fn hopeless_expressions_give_up_instead_of_hanging() {
        assert_eq!(matches("^(a|aa|a*)*(a|aa|a*)*b$", &"a".repeat(200)), None);
    }
}
