//! The sections of a wasm module, as far as this tool looks into them.

use anyhow::{Context, Result};

/// Magic number and version.
pub const HEADER: usize = 8;

/// The identifier of sections that do not change what a module does: names, producers, features.
pub const CUSTOM: u8 = 0;

/// One section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section<'a> {
    /// What it is, see the specification's "Modules".
    pub id: u8,
    /// With identifier and length.
    pub whole: &'a [u8],
    /// Without them.
    pub content: &'a [u8],
}

/// All sections in order.
pub fn read(module: &[u8]) -> Result<Vec<Section<'_>>> {
    let mut sections = Vec::new();
    let mut rest = module.get(HEADER..).context("not a wasm module")?;
    while let Some((&id, after)) = rest.split_first() {
        let (length, content) = number(after).context("a section has no length")?;
        let (content, next) = content.split_at_checked(length).context("a section is cut off")?;
        let (whole, _) = rest.split_at(rest.len() - next.len());
        sections.push(Section { id, whole, content });
        rest = next;
    }
    Ok(sections)
}

/// The module without what only people and tools read: in a chunk, names are more than half of it.
pub fn without_custom(module: &[u8]) -> Result<Vec<u8>> {
    let mut kept = module.get(..HEADER).context("not a wasm module")?.to_vec();
    for section in read(module)? {
        if section.id != CUSTOM {
            kept.extend(section.whole);
        }
    }
    Ok(kept)
}

/// Reads an unsigned LEB128 number and gives what follows it.
pub fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0_usize;
    for (index, &byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte < 0x80 {
            return Some((value, bytes.get(index + 1..)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &[u8] = b"\0asm\x01\0\0\0\x01\x03abc\0\x05\x04name\x0b\x81\x00d";

    #[test]
    fn sections_are_told_apart() -> Result<()> {
        let sections = read(MODULE)?;
        let found: Vec<_> = sections.iter().map(|section| (section.id, section.content)).collect();
        assert_eq!(found, [(1, &b"abc"[..]), (0, &b"\x04name"[..]), (11, &b"d"[..])]);
        assert_eq!(sections[2].whole, b"\x0b\x81\x00d");
        Ok(())
    }

    #[test]
    fn custom_sections_go_and_the_rest_stays() -> Result<()> {
        assert_eq!(without_custom(MODULE)?, b"\0asm\x01\0\0\0\x01\x03abc\x0b\x81\x00d");
        Ok(())
    }

    #[test]
    fn a_module_that_is_cut_off_is_an_error() {
        assert!(read(&MODULE[..MODULE.len() - 1]).is_err());
        assert!(read(b"\0as").is_err());
    }
}
