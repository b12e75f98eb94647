//! A panic ends in its trap where it begins. What leads up to one, its words and the place in the source, goes nowhere
//! in the browser: the page has no panic hook, and the target's standard error is nothing.

use std::collections::BTreeSet;

use anyhow::Result;
use wasmparser::{BinaryReader, FunctionBody, Operator};

use super::linked::{self, Edit};
use super::sections;

/// Parts of the names of what throws an exception of JavaScript. The page outlives one, say for an event that comes after
/// what it was meant for has gone, and does not outlive a trap.
const THROWS: [&str; 3] = ["9throw_str17h", "9throw_val17h", "__wbindgen_throw"];

/// Cuts out of every function what does nothing but prepare a trap: the call that never returns, the compiler's
/// `unreachable` behind it, and the values and stores before it. With it goes the code that writes messages.
pub fn early(linked: &[u8]) -> Result<Vec<u8>> {
    let sections = sections::read(linked)?;
    let code = linked::code(&sections)?;
    let throws = |(_, name): &(usize, &str)| THROWS.iter().any(|part| name.contains(part));
    let throws: BTreeSet<usize> =
        linked::names(linked)?.into_iter().filter(throws).map(|(index, _)| index).collect();
    let mut edits = Vec::new();
    for (_, range) in linked::bodies(linked)? {
        let offset = range.start;
        let body = FunctionBody::new(BinaryReader::new(code.get(range).unwrap_or_default(), offset as u64));
        let mut operators = body.get_operators_reader()?;
        // Where the instructions begin of which none does anything but compute and store.
        let mut silent = None;
        // The same for those before a call, which lasts until it is known that the call does not return.
        let mut called = None;
        while !operators.eof() {
            let (operator, at) = operators.read_with_offset()?;
            let at = usize::try_from(at)?;
            match operator {
                Operator::Unreachable => {
                    let start = called.or(silent).unwrap_or(at);
                    let end = usize::try_from(operators.original_position())?;
                    if start < at {
                        let mut bytes = vec![linked::NOP; end - start];
                        bytes.iter_mut().take(1).for_each(|first| *first = linked::UNREACHABLE);
                        edits.push(Edit { range: start..end, bytes });
                    }
                    (silent, called) = (None, None);
                }
                Operator::Call { function_index } if throws.contains(&(function_index as usize)) => {
                    (silent, called) = (None, None);
                }
                Operator::Call { .. } => (called, silent) = (Some(silent.unwrap_or(at)), None),
                _ if is_silent(&operator) => {
                    silent = silent.or(Some(at));
                    called = None;
                }
                _ => (silent, called) = (None, None),
            }
        }
    }
    linked::overwrite(linked, &edits)
}

/// Whether nobody notices that an instruction is missing when a trap follows. One that may trap itself is silent too.
fn is_silent(operator: &Operator<'_>) -> bool {
    use Operator as O;
    matches!(
        operator,
        O::Nop
            | O::Drop
            | O::Select
            | O::LocalGet { .. }
            | O::LocalSet { .. }
            | O::LocalTee { .. }
            | O::GlobalGet { .. }
            | O::I32Const { .. }
            | O::I64Const { .. }
            | O::I32Load { .. }
            | O::I64Load { .. }
            | O::I32Load8U { .. }
            | O::I32Load8S { .. }
            | O::I32Load16U { .. }
            | O::I32Store { .. }
            | O::I64Store { .. }
            | O::I32Store8 { .. }
            | O::I32Store16 { .. }
            | O::I32Add
            | O::I32Sub
            | O::I32And
            | O::I32Or
            | O::I32Shl
            | O::I32Eq
            | O::I32Eqz
            | O::I32Ne
            | O::I64ExtendI32U
            | O::I64Or
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The code that is left of a function with these instructions.
    fn left(instructions: &[u8]) -> Result<Vec<u8>> {
        let body = [&[0], instructions, &[linked::END]].concat();
        let module = early(&linked::tests::module(&[&body, b"\0\x0b"], b"\0"))?;
        let code = linked::code(&sections::read(&module)?)?.to_vec();
        Ok(code[3..3 + instructions.len()].to_vec())
    }

    #[test]
    fn what_leads_up_to_a_trap_goes() -> Result<()> {
        // (i32.const 7) (drop) (call 1) (unreachable)
        assert_eq!(left(b"\x41\x07\x1a\x10\x01\x00")?, b"\x00\x01\x01\x01\x01\x01");
        // (i32.const 7) (drop) (unreachable)
        assert_eq!(left(b"\x41\x07\x1a\x00")?, b"\x00\x01\x01\x01");
        Ok(())
    }

    #[test]
    fn an_exception_is_thrown() -> Result<()> {
        // (i32.const 7) (drop) (call 1) (unreachable), where the second function is known by its name.
        let body = b"\0\x41\x07\x1a\x10\x01\x00\x0b";
        let mut module = linked::tests::module(&[body, b"\0\x0b"], b"\0");
        let found = |part: &[u8]| module.windows(part.len()).position(|window| window == part);
        let (section, name) = (found(b"\x04name").unwrap_or(0), found(b"\x02f1").unwrap_or(0));
        let called = b"_ZN12wasm_bindgen9throw_str17haaaf4827c397f3d1E";
        let longer = called.len() as u8 - 2;
        for length in [section - 1, section + 6, name] {
            module[length] += longer;
        }
        module.splice(name + 1..name + 3, *called);
        let code = early(&module)?;
        assert_eq!(linked::code(&sections::read(&code)?)?.get(2..10), Some(&body[..]));
        Ok(())
    }

    #[test]
    fn calls_that_return_and_branches_stay() -> Result<()> {
        // (call 1) (call 1) (unreachable): only the second is known not to return.
        assert_eq!(left(b"\x10\x01\x10\x01\x00")?, b"\x10\x01\x00\x01\x01");
        // (call 1) (i32.const 7) (drop) (unreachable)
        assert_eq!(left(b"\x10\x01\x41\x07\x1a\x00")?, b"\x10\x01\x00\x01\x01\x01");
        // (block (i32.const 7) (br_if 0) (i32.const 8) (drop) (call 1) (unreachable))
        let branch = b"\x02\x40\x41\x07\x0d\x00\x41\x08\x1a\x10\x01\x00\x0b";
        assert_eq!(left(branch)?, b"\x02\x40\x41\x07\x0d\x00\x00\x01\x01\x01\x01\x01\x0b");
        // Nothing traps.
        assert_eq!(left(b"\x41\x07\x1a\x10\x01")?, b"\x41\x07\x1a\x10\x01");
        Ok(())
    }
}
