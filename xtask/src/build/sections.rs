//! The sections of a wasm module, as far as this tool looks into them.

use anyhow::{Context, Result, ensure};

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

/// A custom section's name and content.
pub fn custom<'a>(section: &Section<'a>) -> Option<(&'a str, &'a [u8])> {
    if section.id != CUSTOM {
        return None;
    }
    let mut reader = Reader { bytes: section.content, at: 0 };
    let name = reader.text().ok()?;
    Some((name, section.content.get(reader.at..)?))
}

/// Whether a relocation of this kind adds a number to the address that it refers to.
pub fn adds_a_number(kind: u8) -> bool {
    matches!(kind, 3 | 4 | 5 | 8 | 9 | 11 | 14..=17 | 21..=23 | 25)
}

/// Writes an unsigned LEB128 number.
pub fn write_number(out: &mut Vec<u8>, mut value: usize) {
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
#[derive(Debug)]
pub struct Reader<'a> {
    /// What is read.
    pub bytes: &'a [u8],
    /// Where the next value begins.
    pub at: usize,
}

impl<'a> Reader<'a> {
    /// The next byte.
    pub fn byte(&mut self) -> Result<u8> {
        let byte = *self.bytes.get(self.at).context("a section is cut off")?;
        self.at += 1;
        Ok(byte)
    }

    /// An unsigned LEB128 number.
    pub fn number(&mut self) -> Result<usize> {
        let rest = self.bytes.get(self.at..).context("a section is cut off")?;
        let (value, after) = number(rest).context("a number is cut off")?;
        self.at = self.bytes.len() - after.len();
        Ok(value)
    }

    /// Passes over some bytes.
    pub fn skip(&mut self, length: usize) -> Result<()> {
        ensure!(self.bytes.len() - self.at >= length, "a section is cut off");
        self.at += length;
        Ok(())
    }

    /// A name: its length, then its letters.
    pub fn text(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        let start = self.at;
        self.skip(length)?;
        Ok(std::str::from_utf8(self.bytes.get(start..self.at).context("a text is cut off")?)?)
    }

    /// Passes over the limits of a memory or a table.
    pub fn limits(&mut self) -> Result<()> {
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
    fn a_module_that_is_cut_off_is_an_error() {
        assert!(read(&MODULE[..MODULE.len() - 1]).is_err());
        assert!(read(b"\0as").is_err());
    }
}
