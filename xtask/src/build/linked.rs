//! The linked module with its relocations, as the splitter wants it: finding functions in it, and writing over parts of
//! them with as many bytes.

use std::ops::Range;

use anyhow::{Context, Result, ensure};

use super::sections::{self, Reader, Section, custom, write_number};

/// The sections of what the module imports and of its functions' bodies.
pub const IMPORT: u8 = 2;
/// See [`IMPORT`].
pub const CODE: u8 = 10;

/// Instructions.
pub const UNREACHABLE: u8 = 0x00;
/// See [`UNREACHABLE`].
pub const NOP: u8 = 0x01;
/// See [`UNREACHABLE`].
pub const END: u8 = 0x0b;

/// Bytes to put in the place of as many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Where in the code section's content.
    pub range: Range<usize>,
    /// What stands there instead; refers to nothing.
    pub bytes: Vec<u8>,
}

/// The content of the code section.
pub fn code<'a>(sections: &[Section<'a>]) -> Result<&'a [u8]> {
    Ok(sections.iter().find(|section| section.id == CODE).context("the module has no code")?.content)
}

/// Writes over parts of the code. What they referred to is then left out by the splitter, if nothing else does.
pub fn overwrite(linked: &[u8], edits: &[Edit]) -> Result<Vec<u8>> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.range.start);
    let mut out = linked.get(..sections::HEADER).context("not a wasm module")?.to_vec();
    for section in &sections::read(linked)? {
        match custom(section) {
            Some(("reloc.CODE", content)) => out.extend(relocations_outside(&edits, content)?),
            _ if section.id == CODE => {
                let mut whole = section.whole.to_vec();
                let start = whole.len() - section.content.len();
                for edit in &edits {
                    let range = start + edit.range.start..start + edit.range.end;
                    ensure!(range.len() == edit.bytes.len(), "a part would change its length");
                    whole.get_mut(range).context("a body is cut off")?.copy_from_slice(&edit.bytes);
                }
                out.extend(whole);
            }
            _ => out.extend(section.whole),
        }
    }
    Ok(out)
}

/// Each function's index with the place of its body, locals included, in the code section's content.
pub fn bodies(module: &[u8]) -> Result<Vec<(usize, Range<usize>)>> {
    let sections = sections::read(module)?;
    let first = imported_functions(&sections)?;
    let mut reader = Reader { bytes: code(&sections)?, at: 0 };
    let count = reader.number()?;
    let mut bodies = Vec::with_capacity(count);
    for index in first..first + count {
        let length = reader.number()?;
        bodies.push((index, reader.at..reader.at + length));
        reader.skip(length)?;
    }
    Ok(bodies)
}

/// How many functions come before the module's own.
pub fn imported_functions(sections: &[Section<'_>]) -> Result<usize> {
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
pub fn names(module: &[u8]) -> Result<Vec<(usize, &str)>> {
    let sections = sections::read(module)?;
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

/// The section `reloc.CODE` without the entries inside of the edits, which are in order.
fn relocations_outside(edits: &[&Edit], content: &[u8]) -> Result<Vec<u8>> {
    let mut reader = Reader { bytes: content, at: 0 };
    let section = reader.number()?;
    let (mut kept, mut entries) = (0, Vec::with_capacity(content.len()));
    for _ in 0..reader.number()? {
        let start = reader.at;
        let kind = reader.byte()?;
        let offset = reader.number()?;
        reader.number()?;
        if sections::adds_a_number(kind) {
            while reader.byte()? >= 0x80 {}
        }
        let after = edits.partition_point(|edit| edit.range.start <= offset);
        let inside =
            after.checked_sub(1).and_then(|at| edits.get(at)).is_some_and(|edit| offset < edit.range.end);
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

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A module of functions without arguments with these bodies, locals included; `relocations` are of its code.
    pub fn module(bodies: &[&[u8]], relocations: &[u8]) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        let mut add = |id: u8, content: &[u8]| {
            module.push(id);
            write_number(&mut module, content.len());
            module.extend(content);
        };
        add(1, b"\x01\x60\0\0");
        add(3, &[&[bodies.len() as u8], vec![0; bodies.len()].as_slice()].concat());
        let mut code = vec![bodies.len() as u8];
        for body in bodies {
            code.push(body.len() as u8);
            code.extend(*body);
        }
        add(CODE, &code);
        let mut names = b"\x04name\x01".to_vec();
        let mut list = vec![bodies.len() as u8];
        for index in 0..bodies.len() as u8 {
            list.extend([index, 2, b'f', b'0' + index]);
        }
        names.push(list.len() as u8);
        names.extend(&list);
        add(sections::CUSTOM, &names);
        add(sections::CUSTOM, &[b"\x0areloc.CODE\x02", relocations].concat());
        module
    }

    #[test]
    fn functions_are_found_by_name_and_place() -> Result<()> {
        let module = module(&[b"\0\x41\x01\x1a\x01\x0b", b"\0\x0b"], b"\0");
        assert_eq!(bodies(&module)?, [(0, 2..8), (1, 9..11)]);
        assert_eq!(names(&module)?, [(0, "f0"), (1, "f1")]);
        Ok(())
    }

    #[test]
    fn what_is_written_over_refers_to_nothing() -> Result<()> {
        // One entry in the first body, one behind it with a number to add.
        let entries = b"\x02\0\x04\x01\x03\x09\x01\x85\x01";
        let module = module(&[b"\0\x41\x01\x1a\x01\x0b", b"\0\x0b"], entries);
        let edit = Edit { range: 2..8, bytes: vec![0, UNREACHABLE, NOP, NOP, NOP, END] };
        let changed = overwrite(&module, &[edit])?;
        let sections = sections::read(&changed)?;
        assert_eq!(code(&sections)?, b"\x02\x06\0\0\x01\x01\x01\x0b\x02\0\x0b");
        let entries =
            sections.iter().find_map(|section| custom(section).filter(|(name, _)| *name == "reloc.CODE"));
        assert_eq!(entries.context("no relocations")?.1, b"\x02\x01\x03\x09\x01\x85\x01");
        assert!(overwrite(&module, &[Edit { range: 2..8, bytes: vec![NOP] }]).is_err());
        Ok(())
    }
}
