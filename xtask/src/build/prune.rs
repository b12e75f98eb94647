//! Empties functions that nobody ever sees anything of, where no linker can tell.

use anyhow::Result;

use super::linked::{self, Edit};

/// Every erased view carries a second, asynchronous way to take over the server's page, for chunks that arrive in the
/// middle of it: a tenth of the module. The bundle's entry loads the page's chunk first and takes the page over in one
/// go. Names are as the compiler writes them, each part after its length.
const NEVER_CALLED: &str = "13hydrate_async";
const CLOSURE: &str = "28_$u7b$$u7b$closure$u7d$$u7d$";
const HASH: &str = "17h";

/// Whether a function of this name is such a way, or a future or an effect that it makes. Functions inside of it are
/// not: the compiler makes one of two that are alike, and theirs are like those that are called.
fn is_never_called(name: &str) -> bool {
    name.split_once(NEVER_CALLED).is_some_and(|(_, rest)| rest.trim_start_matches(CLOSURE).starts_with(HASH))
}

/// Parts of the names of what writes values for developers: texts in quotation marks, fields in brackets, what an object of
/// JavaScript is. Only panics and errors that nobody prints do so. Those of further types stay: one that writes the same
/// words for developers and for people is one function, under either name.
const DEBUG: [&str; 3] = [
    "_4core3fmteNtB5_5Debug3fmt",
    "9Formatter25debug_tuple_field1_finish",
    "wasm_bindgen..JsValue$u20$as$u20$core..fmt..Debug$GT$3fmt",
];

/// Parts of the names of what writes fractions. No page shows one; the reader of JSON has it for errors that name a
/// number that does not fit, and those errors are never shown.
const FRACTIONS: [&str; 2] = ["29float_to_decimal_common_exact", "32float_to_decimal_common_shortest"];

/// What stands in a function's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Instead {
    /// A trap.
    Trap,
    /// It says that it wrote what it should have written.
    Written,
}

impl Instead {
    /// What a function of this name is replaced by, if by anything.
    fn of(name: &str) -> Option<Self> {
        if is_never_called(name) {
            Some(Self::Trap)
        } else if FRACTIONS.iter().chain(&DEBUG).any(|part| name.contains(part)) {
            Some(Self::Written)
        } else {
            None
        }
    }

    /// A body without locals that is `length` bytes long.
    fn body(self, length: usize) -> Vec<u8> {
        let mut body = vec![linked::NOP; length];
        match (self, body.as_mut_slice()) {
            (Self::Trap, [locals, trap, .., end]) => {
                (*locals, *trap, *end) = (0, linked::UNREACHABLE, linked::END);
            }
            (Self::Written, [locals, constant, ok, .., end]) => {
                (*locals, *constant, *ok, *end) = (0, CONSTANT, OK, linked::END);
            }
            _ => {}
        }
        body
    }

    /// The shortest body that it fits into.
    const fn length(self) -> usize {
        match self {
            Self::Trap => 3,
            Self::Written => 4,
        }
    }
}

/// The instruction `i32.const`, and `fmt::Result::Ok` as its number.
const CONSTANT: u8 = 0x41;
const OK: u8 = 0;

/// Replaces the bodies of such functions by ones of the same length, so that nothing else moves; what only they
/// referred to is then left out by the splitter.
pub fn unseen(linked: &[u8]) -> Result<Vec<u8>> {
    let names = linked::names(linked)?;
    let mut edits = Vec::new();
    for (index, range) in linked::bodies(linked)? {
        let name = names.binary_search_by_key(&index, |(index, _)| *index).ok().and_then(|at| names.get(at));
        let instead = name.and_then(|(_, name)| Instead::of(name));
        if let Some(instead) = instead.filter(|instead| range.len() >= instead.length()) {
            edits.push(Edit { bytes: instead.body(range.len()), range });
        }
    }
    if edits.is_empty() {
        // A compiler that writes names in another way costs size, not the build; the limit on size still holds.
        eprintln!("nothing was left out of the bundle: no function is called {NEVER_CALLED}, see `prune.rs`");
    }
    linked::overwrite(linked, &edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_asynchronous_way_itself_is_emptied() {
        assert!(is_never_called("_ZN7IntoAny8into_any13hydrate_async17hcd1E"));
        assert!(is_never_called("_ZN4Html13hydrate_async28_$u7b$$u7b$closure$u7d$$u7d$17hcd1E"));
        assert!(!is_never_called("_ZN4Html13hydrate_async28_$u7b$$u7b$closure$u7d$$u7d$7inner_117hcd1E"));
        assert!(!is_never_called("_ZN7IntoAny8into_any19hydrate_from_server17hcd1E"));
    }

    #[test]
    fn words_that_nobody_sees_are_written_by_nobody() {
        let of = Instead::of;
        assert_eq!(of("_RNvXsh_NtCsgX_4core3fmteNtB5_5Debug3fmt"), Some(Instead::Written));
        assert_eq!(of("_RNvXsi_NtCsgX_4core3fmteNtB5_7Display3fmt"), None);
        let fraction = "_RINvNtNtCsgX_4core3fmt5float29float_to_decimal_common_exactdEB6_";
        assert_eq!(of(fraction), Some(Instead::Written));
        assert_eq!(of("_RNvNtCsgX_4core3fmt5write"), None);
        let nop = linked::NOP;
        assert_eq!(Instead::Written.body(6), [0, CONSTANT, OK, nop, nop, linked::END]);
    }
}
