//! Empties functions that nobody ever sees anything of, where no linker can tell.

use std::ops::Range;

use anyhow::{Context, Result, ensure};

use super::sections::{self, Section};

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

/// Parts of the names of what writes a panic's message. In the browser it goes nowhere: the page has no panic hook, and
/// the target's standard error is nothing. A panic ends in the same trap without it.
const PANIC_WORDS: [&str; 2] = ["_4core9panicking9panic_fmt", "_4core3str16slice_error_fail"];

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
        if is_never_called(name) || PANIC_WORDS.iter().any(|part| name.contains(part)) {
            Some(Self::Trap)
        } else if FRACTIONS.iter().any(|part| name.contains(part)) {
            Some(Self::Written)
        } else {
            None
        }
    }

    /// A body without locals that is as long as `body`.
    fn write(self, body: &mut [u8]) {
        body.fill(NOP);
        match (self, body) {
            (Self::Trap, [locals, trap, .., end]) => (*locals, *trap, *end) = (0, UNREACHABLE, END),
            (Self::Written, [locals, constant, ok, .., end]) => {
                (*locals, *constant, *ok, *end) = (0, CONSTANT, OK, END);
            }
            _ => {}
        }
    }

    /// The shortest body that it fits into.
    const fn length(self) -> usize {
        match self {
            Self::Trap => 3,
            Self::Written => 4,
        }
    }
}

const IMPORT: u8 = 2;
const CODE: u8 = 10;

/// Instructions: `unreachable`, `nop`, `end`, `i32.const`; and `fmt::Result::Ok` as that constant.
const UNREACHABLE: u8 = 0x00;
const NOP: u8 = 0x01;
const END: u8 = 0x0b;
const CONSTANT: u8 = 0x41;
const OK: u8 = 0;

/// Replaces the bodies of such functions by ones of the same length, so that nothing else moves; what only they
/// referred to is then left out by the splitter.
pub fn unseen(linked: &[u8]) -> Result<Vec<u8>> {
    let sections = sections::read(linked)?;
    let code = sections.iter().find(|section| section.id == CODE).context("the module has no code")?;
    let imported = imported_functions(&sections)?;
    let names = names(&sections)?;
    let mut found = Vec::new();
    for (body, index) in bodies(code.content)?.into_iter().zip(imported..) {
        let name = names.binary_search_by_key(&index, |(index, _)| *index).ok().and_then(|at| names.get(at));
        let instead = name.and_then(|(_, name)| Instead::of(name));
        if let Some(instead) = instead.filter(|instead| body.len() >= instead.length()) {
            found.push((body, instead));
        }
    }
    if found.is_empty() {
        // A compiler that writes names in another way costs size, not the build; the limit on size still holds.
        eprintln!("nothing was left out of the bundle: no function is called {NEVER_CALLED}, see `prune.rs`");
        return Ok(linked.to_vec());
    }

    let mut out = linked.get(..sections::HEADER).context("not a wasm module")?.to_vec();
    for section in &sections {
        match custom(section) {
            Some(("reloc.CODE", content)) => out.extend(relocations_outside(&found, content)?),
            _ if section.id == CODE => {
                let mut whole = section.whole.to_vec();
                let start = whole.len() - section.content.len();
                for (body, instead) in &found {
                    let range = start + body.start..start + body.end;
                    instead.write(whole.get_mut(range).context("a body is cut off")?);
                }
                out.extend(whole);
            }
            _ => out.extend(section.whole),
        }
    }
    Ok(out)
}

/// Where each function's body, locals included, lies in the code section.
fn bodies(code: &[u8]) -> Result<Vec<Range<usize>>> {
    let mut reader = Reader { bytes: code, at: 0 };
    let count = reader.number()?;
    let mut bodies = Vec::with_capacity(count);
    for _ in 0..count {
        let length = reader.number()?;
        bodies.push(reader.at..reader.at + length);
        reader.skip(length)?;
    }
    Ok(bodies)
}

/// How many functions come before the module's own.
fn imported_functions(sections: &[Section<'_>]) -> Result<usize> {
    let Some(imports) = sections.iter().find(|section| section.id == IMPORT) else { return Ok(0) };
    let mut reader = Reader { bytes: imports.content, at: 0 };
    let mut functions = 0;
    for _ in 0..reader.number()? {
        reader.text()?;
        reader.text()?;
        match reader.byte()? {
            0 => {
                functions += 1;
                reader.number()?;
            }
            1 => {
                reader.byte()?;
                reader.limits()?;
            }
            2 => reader.limits()?,
            _ => reader.skip(2)?,
        }
    }
    Ok(functions)
}

/// Functions' names by index, in order.
fn names<'a>(sections: &[Section<'a>]) -> Result<Vec<(usize, &'a str)>> {
    let content = sections
        .iter()
        .find_map(|section| custom(section).filter(|(name, _)| *name == "name"))
        .context("the module has no names")?
        .1;
    let mut reader = Reader { bytes: content, at: 0 };
    while reader.at < content.len() {
        let (kind, length) = (reader.byte()?, reader.number()?);
        if kind != 1 {
            reader.skip(length)?;
            continue;
        }
        return (0..reader.number()?).map(|_| Ok((reader.number()?, reader.text()?))).collect();
    }
    Ok(Vec::new())
}

/// The section `reloc.CODE` without the entries inside of `emptied`.
fn relocations_outside(emptied: &[(Range<usize>, Instead)], content: &[u8]) -> Result<Vec<u8>> {
    let mut reader = Reader { bytes: content, at: 0 };
    let section = reader.number()?;
    let (mut kept, mut entries) = (0, Vec::with_capacity(content.len()));
    for _ in 0..reader.number()? {
        let start = reader.at;
        let kind = reader.byte()?;
        let offset = reader.number()?;
        reader.number()?;
        // These add a number to the address that they refer to.
        if matches!(kind, 3 | 4 | 5 | 8 | 9 | 11 | 14..=17 | 21..=23 | 25) {
            while reader.byte()? >= 0x80 {}
        }
        let after = emptied.partition_point(|(body, _)| body.start <= offset);
        let inside =
            after.checked_sub(1).and_then(|at| emptied.get(at)).is_some_and(|(body, _)| offset < body.end);
        if !inside {
            kept += 1;
            entries.extend_from_slice(content.get(start..reader.at).context("an entry is cut off")?);
        }
    }
    let mut body = vec![10];
    body.extend(b"reloc.CODE");
    write_number(&mut body, section);
    write_number(&mut body, kept);
    body.extend(entries);
    let mut out = vec![sections::CUSTOM];
    write_number(&mut out, body.len());
    out.extend(body);
    Ok(out)
}

/// A custom section's name and content.
fn custom<'a>(section: &Section<'a>) -> Option<(&'a str, &'a [u8])> {
    if section.id != sections::CUSTOM {
        return None;
    }
    let mut reader = Reader { bytes: section.content, at: 0 };
    let name = reader.text().ok()?;
    Some((name, section.content.get(reader.at..)?))
}

fn write_number(out: &mut Vec<u8>, mut value: usize) {
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            return out.push(low);
        }
        out.push(low | 0x80);
    }
}

/// Reads one value after the other.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8> {
        let byte = *self.bytes.get(self.at).context("a section is cut off")?;
        self.at += 1;
        Ok(byte)
    }

    fn number(&mut self) -> Result<usize> {
        let rest = self.bytes.get(self.at..).context("a section is cut off")?;
        let (value, after) = sections::number(rest).context("a number is cut off")?;
        self.at = self.bytes.len() - after.len();
        Ok(value)
    }

    fn skip(&mut self, length: usize) -> Result<()> {
        ensure!(self.bytes.len() - self.at >= length, "a section is cut off");
        self.at += length;
        Ok(())
    }

    fn text(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        let start = self.at;
        self.skip(length)?;
        Ok(std::str::from_utf8(self.bytes.get(start..self.at).context("a text is cut off")?)?)
    }

    fn limits(&mut self) -> Result<()> {
        let has_maximum = self.byte()? & 1 == 1;
        self.number()?;
        if has_maximum {
            self.number()?;
        }
        Ok(())
    }
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
        assert_eq!(of("_RNvNtCsgX_4core9panicking9panic_fmt"), Some(Instead::Trap));
        let fraction = "_RINvNtNtCsgX_4core3fmt5float29float_to_decimal_common_exactdEB6_";
        assert_eq!(of(fraction), Some(Instead::Written));
        assert_eq!(of("_RNvNtCsgX_4core3fmt5write"), None);
        let mut body = [9; 6];
        Instead::Written.write(&mut body);
        assert_eq!(body, [0, CONSTANT, OK, NOP, NOP, END]);
    }

    #[test]
    fn a_body_becomes_a_trap_of_the_same_length_without_relocations() -> Result<()> {
        let name = "_ZN7IntoAny8into_any13hydrate_async17hcd1E";
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        let mut add = |id: u8, content: &[u8]| {
            module.push(id);
            write_number(&mut module, content.len());
            module.extend(content);
        };
        // Two functions without arguments; the first body is (i32.const 1) (drop) (nop), the second empty.
        add(1, b"\x01\x60\0\0");
        add(3, b"\x02\0\0");
        add(CODE, b"\x02\x06\0\x41\x01\x1a\x01\x0b\x02\0\x0b");
        let mut names = b"\x04name\x01".to_vec();
        let mut list = vec![2, 0, name.len() as u8];
        list.extend(name.as_bytes());
        list.extend(b"\x01\x01f");
        names.push(list.len() as u8);
        names.extend(&list);
        add(sections::CUSTOM, &names);
        // One entry in the first body, one behind it with a number to add.
        add(sections::CUSTOM, b"\x0areloc.CODE\x02\x02\0\x04\x01\x03\x09\x01\x85\x01");

        let pruned = unseen(&module)?;
        let sections = sections::read(&pruned)?;
        let code = sections.iter().find(|section| section.id == CODE).context("no code")?;
        assert_eq!(code.content, b"\x02\x06\0\0\x01\x01\x01\x0b\x02\0\x0b");
        let entries =
            sections.iter().find_map(|section| custom(section).filter(|(name, _)| *name == "reloc.CODE"));
        assert_eq!(entries.context("no relocations")?.1, b"\x02\x01\x03\x09\x01\x85\x01");
        Ok(())
    }
}
