//! Places in the source, which panics name. Nobody reads them in the browser, so all are made one: the others, and the
//! paths of the machine that built the bundle, are then left out by the splitter.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::linked::CODE;
use super::sections::{self, Reader, custom, write_number};

const DATA: u8 = 11;

/// The part of the section `linking` that lists symbols.
const SYMBOLS: u8 = 8;

/// The relocation of a constant that is an address.
const ADDRESS_CONSTANT: u8 = 4;

/// How long a place is: the address and the length of the file's name, line, column.
const LENGTH: usize = 16;

/// How long the linker writes every constant that it may change.
const CONSTANT_LENGTH: usize = 5;

/// Makes one of all places that functions pass on.
pub fn one(linked: &[u8]) -> Result<Vec<u8>> {
    let places = places(linked)?;
    let Some((&first, &address)) = places.first_key_value() else { return Ok(linked.to_vec()) };
    let sections = sections::read(linked)?;
    let named = |wanted| sections.iter().find_map(|s| custom(s).filter(|(name, _)| *name == wanted));
    let Some((_, relocations)) = named("reloc.CODE") else { return Ok(linked.to_vec()) };

    let mut reader = Reader { bytes: relocations, at: 0 };
    let mut entries = b"\x0areloc.CODE".to_vec();
    write_number(&mut entries, reader.number()?);
    let count = reader.number()?;
    write_number(&mut entries, count);
    let mut changed = Vec::new();
    for _ in 0..count {
        let start = reader.at;
        let (kind, offset, symbol) = (reader.byte()?, reader.number()?, reader.number()?);
        let added = reader.at;
        if sections::adds_a_number(kind) {
            while reader.byte()? >= 0x80 {}
        }
        let addend = relocations.get(added..reader.at).context("an entry is cut off")?;
        if kind == ADDRESS_CONSTANT && addend == [0] && places.contains_key(&symbol) {
            changed.push(offset);
            entries.push(kind);
            write_number(&mut entries, offset);
            write_number(&mut entries, first);
            entries.extend(addend);
        } else {
            entries.extend(relocations.get(start..reader.at).context("an entry is cut off")?);
        }
    }

    let mut out = linked.get(..sections::HEADER).context("not a wasm module")?.to_vec();
    for section in &sections {
        if section.id == CODE {
            let mut whole = section.whole.to_vec();
            let start = whole.len() - section.content.len();
            for offset in &changed {
                let at = start + offset..start + offset + CONSTANT_LENGTH;
                whole.get_mut(at).context("a constant is cut off")?.copy_from_slice(&constant(address));
            }
            out.extend(whole);
        } else if custom(section).is_some_and(|(name, _)| name == "reloc.CODE") {
            out.push(sections::CUSTOM);
            write_number(&mut out, entries.len());
            out.extend(&entries);
        } else {
            out.extend(section.whole);
        }
    }
    Ok(out)
}

/// An address, which is positive and far below the half of what 32 bits hold, as the linker writes constants.
fn constant(address: usize) -> [u8; CONSTANT_LENGTH] {
    std::array::from_fn(|at| {
        let low = (address >> (7 * at)) as u8 & 0x7f;
        if at + 1 == CONSTANT_LENGTH { low } else { low | 0x80 }
    })
}

/// The addresses of all places by their symbols.
fn places(linked: &[u8]) -> Result<BTreeMap<usize, usize>> {
    let sections = sections::read(linked)?;
    let memory = sections.iter().find(|section| section.id == DATA);
    let memory = memory.map(|section| memory_of(section.content)).transpose()?.unwrap_or_default();
    let mut places = BTreeMap::new();
    let Some((_, linking)) = sections.iter().find_map(|s| custom(s).filter(|(name, _)| *name == "linking"))
    else {
        return Ok(places);
    };
    let mut reader = Reader { bytes: linking, at: 0 };
    reader.number()?;
    while reader.at < linking.len() {
        let (kind, length) = (reader.byte()?, reader.number()?);
        if kind != SYMBOLS {
            reader.skip(length)?;
            continue;
        }
        for symbol in 0..reader.number()? {
            let Some((segment, offset, LENGTH)) = data_symbol(&mut reader)? else { continue };
            let Some((start, content)) = memory.get(segment) else { continue };
            if content.get(offset..offset + LENGTH).is_some_and(|bytes| is_place(bytes, &memory)) {
                places.insert(symbol, start + offset);
            }
        }
    }
    Ok(places)
}

/// Segment, offset and length of a symbol, if it is one of data that is defined.
fn data_symbol(reader: &mut Reader<'_>) -> Result<Option<(usize, usize, usize)>> {
    const UNDEFINED: usize = 0x10;
    const NAMED: usize = 0x40;
    let (kind, flags) = (reader.byte()?, reader.number()?);
    let undefined = flags & UNDEFINED != 0;
    match kind {
        1 => {
            reader.text()?;
            if !undefined {
                return Ok(Some((reader.number()?, reader.number()?, reader.number()?)));
            }
        }
        3 => {
            reader.number()?;
        }
        _ => {
            reader.number()?;
            if !undefined || flags & NAMED != 0 {
                reader.text()?;
            }
        }
    }
    Ok(None)
}

/// Whether these bytes point to the name of a source file and then give its length, a line and a column.
fn is_place(bytes: &[u8], memory: &[(usize, &[u8])]) -> bool {
    let words: Vec<usize> = bytes
        .chunks_exact(4)
        .filter_map(|word| word.try_into().ok().map(u32::from_le_bytes))
        .map(|word| word as usize)
        .collect();
    let &[file, length, line, column] = words.as_slice() else { return false };
    let name = memory.iter().find_map(|(start, content)| {
        let at = file.checked_sub(*start)?;
        content.get(at..at.checked_add(length)?)
    });
    (1..100_000).contains(&line) && (1..1_000).contains(&column) && name.is_some_and(|n| n.ends_with(b".rs"))
}

/// Each segment's address and content.
fn memory_of(data: &[u8]) -> Result<Vec<(usize, &[u8])>> {
    const CONSTANT: u8 = 0x41;
    let mut reader = Reader { bytes: data, at: 0 };
    let mut memory = Vec::new();
    for _ in 0..reader.number()? {
        let mut start = 0;
        if reader.number()? == 0 && reader.byte()? == CONSTANT {
            // Addresses are small enough to be written alike with a sign and without.
            start = reader.number()?;
            reader.byte()?;
        }
        let length = reader.number()?;
        memory.push((start, data.get(reader.at..reader.at + length).context("a segment is cut off")?));
        reader.skip(length)?;
    }
    Ok(memory)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::linked;

    /// A symbol of data in the first segment.
    fn symbol(offset: u8, length: u8) -> Vec<u8> {
        vec![1, 0, 1, b's', 0, offset, length]
    }

    /// A function that takes the addresses of two places and of what is none, and the data and symbols of those.
    fn module() -> Vec<u8> {
        let body = [b"\0".as_slice(), b"\x41\x86\x88\x80\x80\x00\x1a".repeat(3).as_slice(), b"\x0b"].concat();
        // Three relocations of constants, each with its symbol and without a number to add.
        let entries = b"\x03\x04\x04\x00\x00\x04\x0b\x01\x00\x04\x12\x02\x00";
        let mut module = linked::tests::module(&[&body], entries);
        let mut data = b"a/b.rs\0\0".to_vec();
        for words in [[1024_u32, 6, 7, 8], [1024, 6, 9, 10], [1024, 5, 9, 10]] {
            data.extend(words.into_iter().flat_map(u32::to_le_bytes));
        }
        let mut section = b"\x01\x00\x41\x80\x08\x0b".to_vec();
        write_number(&mut section, data.len());
        section.extend(&data);
        module.push(DATA);
        write_number(&mut module, section.len());
        module.extend(section);
        let symbols = [vec![3], symbol(8, 16), symbol(24, 16), symbol(40, 16)].concat();
        let mut linking = b"\x07linking\x02\x08".to_vec();
        write_number(&mut linking, symbols.len());
        linking.extend(symbols);
        module.push(sections::CUSTOM);
        write_number(&mut module, linking.len());
        module.extend(linking);
        module
    }

    #[test]
    fn places_are_known_by_the_name_that_they_point_to() -> Result<()> {
        assert_eq!(places(&module())?, BTreeMap::from([(0, 1032), (1, 1048)]));
        Ok(())
    }

    #[test]
    fn every_place_becomes_the_first() -> Result<()> {
        let module = one(&module())?;
        let sections = sections::read(&module)?;
        let (first, other) = (b"\x41\x88\x88\x80\x80\x00\x1a", b"\x41\x86\x88\x80\x80\x00\x1a");
        let body = [b"\x01\x17\0".as_slice(), first, first, other, b"\x0b"].concat();
        assert_eq!(linked::code(&sections)?, body);
        let entries = sections.iter().find_map(|s| custom(s).filter(|(name, _)| *name == "reloc.CODE"));
        let expected = b"\x02\x03\x04\x04\x00\x00\x04\x0b\x00\x00\x04\x12\x02\x00";
        assert_eq!(entries.context("no relocations")?.1, expected);
        Ok(())
    }

    #[test]
    fn constants_are_as_long_as_the_linker_writes_them() {
        assert_eq!(constant(1032), *b"\x88\x88\x80\x80\x00");
        assert_eq!(constant(0x7fff_ffff), *b"\xff\xff\xff\xff\x07");
    }
}
