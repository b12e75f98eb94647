//! A finished module written again: in short numbers, without what only tools read and without what follows a trap; and
//! then with its functions in the order that compresses best, alike ones once.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, anyhow};
use wasm_encoder::reencode::{self, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, ImportSection, Imports, Module};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, FunctionBody, FunctionSectionReader, Operator, Parser, Payload,
    TypeRef, Validator,
};

/// New names of imports by their old ones; the JavaScript beside the module must be given the same.
pub type Names = BTreeMap<String, String>;

/// Writes `module` again. It does the same.
///
/// # Errors
/// When the result is no valid module: a step of the build went wrong that looks for functions by their names, and every
/// browser would refuse the page.
pub fn module(module: &[u8], names: &Names) -> Result<Vec<u8>> {
    let plain = rewritten(module, &mut Plain { names, depth: 0 })?;
    let order = Order::of(&plain)?;
    let written = rewritten(&plain, &mut Ordered(order))?;
    Validator::new().validate_all(&written).context("a module of the bundle is not valid")?;
    Ok(written)
}

fn rewritten<T: Reencode>(module: &[u8], how: &mut T) -> Result<Vec<u8>>
where
    T::Error: std::fmt::Display,
{
    let mut out = Module::new();
    how.parse_core_module(&mut out, Parser::new(0), module)
        .map_err(|e| anyhow!("a module cannot be read: {e}"))?;
    Ok(out.finish())
}

/// Shortens what a module is written in.
struct Plain<'a> {
    names: &'a Names,
    /// How many blocks deep the code is that a trap keeps from ever being reached; 0 where it is reached.
    depth: usize,
}

impl Reencode for Plain<'_> {
    type Error = std::convert::Infallible;

    fn parse_custom_section(
        &mut self,
        _out: &mut Module,
        _section: CustomSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        Ok(())
    }

    fn parse_imports(
        &mut self,
        out: &mut ImportSection,
        imports: wasmparser::Imports<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        let wasmparser::Imports::Single(_, import) = imports else {
            return utils::parse_imports(self, out, imports);
        };
        let name = self.names.get(import.name).map_or(import.name, String::as_str);
        let ty = self.entity_type(import.ty)?;
        out.imports(Imports::Single(wasm_encoder::Import { module: import.module, name, ty }));
        Ok(())
    }

    fn parse_function_body(
        &mut self,
        out: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        self.depth = 0;
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let operator = operators.read()?;
            let opens =
                matches!(operator, Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. });
            match (self.depth, &operator) {
                (0, _) => {}
                (1, Operator::End | Operator::Else) => self.depth = 0,
                (_, Operator::End) => self.depth -= 1,
                _ if opens => self.depth += 1,
                _ => {}
            }
            if self.depth == 0 {
                self.depth = usize::from(matches!(operator, Operator::Unreachable));
                function.instruction(&self.instruction(operator)?);
            }
        }
        out.function(&function);
        Ok(())
    }
}

/// Which functions are left, in which order.
struct Order {
    /// Places in the code of the functions that are left.
    kept: Vec<usize>,
    /// Every function's new index by its old one.
    index: Vec<u32>,
}

/// Stands between pieces of a function; no instruction begins with it.
const GAP: u8 = 0xff;

/// One function, as it compares with others.
struct Shape<'a> {
    /// Its type's index.
    kind: u32,
    /// Its code between the indices of functions that it names.
    pieces: Vec<&'a [u8]>,
    /// Those indices.
    named: Vec<u32>,
}

impl Order {
    /// Functions of one type side by side and sorted by their instructions: most code is many times the same generic
    /// code, and a copy costs the less the nearer it is. Those that are equal but for their names, and for names of
    /// equal functions, become one.
    fn of(module: &[u8]) -> Result<Self> {
        let (mut imported, mut kinds, mut shapes) = (0, Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(section) => kinds = section.into_iter().collect::<Result<_, _>>()?,
                Payload::CodeSectionEntry(body) => {
                    let kind = *kinds.get(shapes.len()).context("a function has no type")?;
                    shapes.push(Shape::of(kind, module, &body)?);
                }
                _ => {}
            }
        }
        let same = same(imported, &shapes)?;
        let mut kept: Vec<usize> = Vec::new();
        for (at, index) in (imported..).take(shapes.len()).enumerate() {
            if same.get(index as usize) == Some(&index) {
                kept.push(at);
            }
        }
        kept.sort_by(|a, b| {
            let key = |at: &usize| shapes.get(*at).map(|shape| (shape.kind, shape.pieces.join(&GAP)));
            key(a).cmp(&key(b))
        });
        let mut index: Vec<u32> = (0..imported + u32::try_from(shapes.len())?).collect();
        for (new, at) in (imported..).zip(&kept) {
            *index.get_mut(imported as usize + at).context("a function is missing")? = new;
        }
        let index =
            same.iter().map(|first| index.get(*first as usize).copied().context("a function is missing"));
        let index = index.collect::<Result<_>>()?;
        Ok(Self { kept, index })
    }
}

impl<'a> Shape<'a> {
    fn of(kind: u32, module: &'a [u8], body: &FunctionBody<'_>) -> Result<Self> {
        let range = body.range();
        let (mut from, end) = (usize::try_from(range.start)?, usize::try_from(range.end)?);
        let (mut pieces, mut named) = (Vec::new(), Vec::new());
        let mut operators = body.get_operators_reader()?;
        while !operators.eof() {
            let (operator, at) = operators.read_with_offset()?;
            if let Operator::Call { function_index }
            | Operator::ReturnCall { function_index }
            | Operator::RefFunc { function_index } = operator
            {
                // The instruction is one byte.
                let number = usize::try_from(at)? + 1;
                pieces.push(module.get(from..number).context("a body is cut off")?);
                named.push(function_index);
                from = usize::try_from(operators.original_position())?;
            }
        }
        pieces.push(module.get(from..end).context("a body is cut off")?);
        Ok(Self { kind, pieces, named })
    }
}

/// For every function the first one that is like it.
fn same(imported: u32, shapes: &[Shape<'_>]) -> Result<Vec<u32>> {
    let mut same: Vec<u32> = (0..imported + u32::try_from(shapes.len())?).collect();
    // Two that name functions that turn out to be equal are equal in the next round.
    loop {
        let mut firsts = HashMap::new();
        let mut next = same.clone();
        for (shape, index) in shapes.iter().zip(imported..) {
            let named: Vec<_> = shape.named.iter().map(|named| same.get(*named as usize)).collect();
            let first = *firsts.entry((shape.kind, &shape.pieces, named)).or_insert(index);
            *next.get_mut(index as usize).context("a function is missing")? = first;
        }
        if next == same {
            return Ok(same);
        }
        same = next;
    }
}

/// Writes the functions that are left in their new order.
struct Ordered(Order);

impl Reencode for Ordered {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, index: u32) -> Result<u32, reencode::Error<Self::Error>> {
        // Every index in a module that was read is one of its functions.
        Ok(self.0.index.get(index as usize).copied().unwrap_or(index))
    }

    fn parse_function_section(
        &mut self,
        out: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        let kinds = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for kind in self.0.kept.iter().filter_map(|at| kinds.get(*at)) {
            out.function(*kind);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        out: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), reencode::Error<Self::Error>> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for at in self.0.kept.clone() {
            if let Some(body) = bodies.get(at) {
                self.parse_function_body(out, body.clone())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::linked;

    /// The bodies of a module made of these, in their new order.
    fn left(bodies: &[&[u8]]) -> Result<Vec<Vec<u8>>> {
        let written = module(&linked::tests::module(bodies, b"\0"), &Names::new())?;
        let sections = super::super::sections::read(&written)?;
        let code = linked::code(&sections)?;
        let ranges = linked::bodies(&written)?.into_iter().map(|(_, range)| range);
        Ok(ranges.map(|range| code[range].to_vec()).collect())
    }

    #[test]
    fn equal_functions_are_written_once_and_those_that_call_them_too() -> Result<()> {
        // Two that are equal, two that call one of them each, and one that calls both of those.
        let (leaf, top): (&[u8], &[u8]) = (b"\0\x41\x07\x1a\x0b", b"\0\x10\x02\x10\x03\x0b");
        let left = left(&[leaf, leaf, b"\0\x10\x00\x0b", b"\0\x10\x01\x0b", top])?;
        assert_eq!(left, [b"\0\x10\x02\x0b".to_vec(), b"\0\x10\x00\x10\x00\x0b".to_vec(), leaf.to_vec()]);
        Ok(())
    }

    #[test]
    fn numbers_become_short_and_what_follows_a_trap_goes() -> Result<()> {
        let long = b"\0\x41\x87\x80\x00\x1a\x0b";
        assert_eq!(left(&[long])?, [b"\0\x41\x07\x1a\x0b"]);
        // (block (unreachable) (nop) (block (nop)) (nop)) (nop)
        let trap = b"\0\x02\x40\x00\x01\x02\x40\x01\x0b\x01\x0b\x01\x0b";
        assert_eq!(left(&[trap])?, [b"\0\x02\x40\x00\x0b\x01\x0b"]);
        // (i32.const 1) (if (unreachable) (nop) (else (nop)))
        let either = b"\0\x41\x01\x04\x40\x00\x01\x05\x01\x0b\x0b";
        assert_eq!(left(&[either])?, [b"\0\x41\x01\x04\x40\x00\x05\x01\x0b\x0b"]);
        Ok(())
    }

    #[test]
    fn what_no_browser_would_take_is_no_bundle() {
        // A function that leaves a number behind and says that it leaves nothing, as one does that was replaced by mistake.
        let error = left(&[b"\0\x41\x00\x0b"]).expect_err("it is not valid");
        assert!(error.to_string().contains("not valid"), "{error}");
    }

    #[test]
    fn imports_get_their_new_names() -> Result<()> {
        // One import, `a.b`, and nothing else.
        let import = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01a\x01b\0\0";
        let written = module(import, &Names::from([("b".into(), "$0".into())]))?;
        assert!(written.ends_with(b"\x02\x08\x01\x01a\x02$0\0\0"));
        Ok(())
    }
}
