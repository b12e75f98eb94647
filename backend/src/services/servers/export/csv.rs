//! RFC 4180, safe to open: a spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and what a server
//! is called is anybody's choice. Where the list separator is a semicolon, as in most of Europe, the file is split there and
//! quotes in the middle of a line hold nothing together; so an apostrophe stands before everything that would begin a formula
//! in whichever cell a semicolon, a tab or the end of a line could make (OWASP, "CSV Injection": mind the separators too).

use super::cells::Value;

/// A file of one line of names and one line a row.
pub(super) fn write(names: &[&str], rows: impl Iterator<Item = Vec<Value>>) -> String {
    let mut file = String::new();
    line(&mut file, names.iter().map(|name| (*name).to_owned()));
    for row in rows {
        line(&mut file, row.iter().map(cell));
    }
    file
}

fn line(file: &mut String, cells: impl Iterator<Item = String>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            file.push(',');
        }
        file.push_str(&cell);
    }
    file.push_str("\r\n");
}

fn cell(value: &Value) -> String {
    match value {
        Value::Unknown => String::new(),
        Value::Text(text) => text_cell(text),
        Value::List(list) => text_cell(&list.join(" ")),
        Value::Whole(number) => number.to_string(),
        // As it stands: a negative amount is a number and no formula.
        Value::Amount(amount) => amount.to_string(),
        Value::Truth(truth) => truth.to_string(),
    }
}

fn text_cell(text: &str) -> String {
    let text = harmless(text);
    // Readers that split at more than commas keep together what is in quotes.
    if text.contains(['"', ',', ';', '\t', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// The text with an apostrophe wherever a cell could begin with a formula.
fn harmless(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 1);
    // Readers may take these off, with what they then find behind them.
    if text.starts_with(['\t', '\r', '\n', '\0']) {
        safe.push('\'');
    }
    // Where the cell begins that nothing but blanks and quotes was seen of.
    let mut begins = Some(safe.len());
    for c in text.chars() {
        if let Some(place) = begins.filter(|_| is_formula_sign(c)) {
            safe.insert(place, '\'');
        }
        safe.push(c);
        begins = match c {
            ';' | '\t' | '\r' | '\n' => Some(safe.len()),
            c if c == '"' || c.is_whitespace() || c.is_control() => begins,
            _ => None,
        };
    }
    safe
}

/// Also in the wide forms, which East Asian editions take for the narrow ones.
const fn is_formula_sign(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> String {
        cell(&Value::Text(text.to_owned()))
    }

    #[test]
    fn nothing_in_a_cell_is_a_formula() {
        for (written, expected) in [
            ("web-1", "web-1"),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "\"'\tx\""),
            ("\rx", "\"'\rx\""),
            ("=cmd|' /C calc'!A0,\"x\"", "\"'=cmd|' /C calc'!A0,\"\"x\"\"\""),
            ("a,b", "\"a,b\""),
            ("a\nb", "\"a\nb\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("", ""),
            // In a spreadsheet that splits at semicolons or tabs these begin cells of their own.
            ("web;=1+1", "\"web;'=1+1\""),
            ("a;+1;-1;@x", "\"a;'+1;'-1;'@x\""),
            ("a;;= 1; b", "\"a;;'= 1; b\""),
            ("a\t=1", "\"a\t'=1\""),
            ("a\n=1", "\"a\n'=1\""),
            ("a\r\n@x", "\"a\r\n'@x\""),
            // Blanks and quotes before it may be taken off.
            (" =1", "' =1"),
            ("a; \"=1\"", "\"a;' \"\"=1\"\"\""),
            ("＝1", "'＝1"),
            ("a=1;b-c", "\"a=1;b-c\""),
        ] {
            assert_eq!(text(written), expected);
        }
        assert_eq!(cell(&Value::List(vec!["-x".to_owned(), "y".to_owned()])), "'-x y");
    }

    #[test]
    fn numbers_stay_numbers() {
        assert_eq!(cell(&Value::Amount("-12.3400".parse().unwrap())), "-12.3400");
        assert_eq!(cell(&Value::Whole(4)), "4");
        assert_eq!(cell(&Value::Unknown), "");
        assert_eq!(cell(&Value::Truth(true)), "true");
    }

    /// A reader of RFC 4180.
    fn read(file: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
        let mut chars = file.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(std::mem::take(&mut cell)),
                '\r' if !quoted && chars.peek() == Some(&'\n') => {
                    chars.next();
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                c => cell.push(c),
            }
        }
        assert!(row.is_empty() && cell.is_empty() && !quoted, "the file ends with its last line");
        rows
    }

    /// What a spreadsheet that splits at `separators` makes of a file, when it takes quotes for text.
    fn split<'f>(file: &'f str, separators: &[char]) -> impl Iterator<Item = &'f str> {
        file.split(separators).flat_map(str::lines)
    }

    fn is_formula(cell: &str) -> bool {
        let bare = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '"');
        bare.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
    }

    proptest! {
        #[test]
        fn any_text_comes_back_and_begins_no_formula(
            rows in prop::collection::vec(prop::collection::vec("[ -&(-~\r\n\t;\"=＝é]{0,8}", 3), 0..5)
        ) {
            let values = |row: &Vec<String>| row.iter().cloned().map(Value::Text).collect();
            let file = write(&["a", "b", "c"], rows.iter().map(values));
            let back = read(&file);
            prop_assert_eq!(back.len(), rows.len() + 1);
            for (written, row) in rows.iter().zip(back.iter().skip(1)) {
                for (text, cell) in written.iter().zip(row) {
                    prop_assert!(!cell.starts_with(['\t', '\r', '\n']), "{:?}", cell);
                    for part in cell.split([';', '\t', '\r', '\n']) {
                        prop_assert!(!is_formula(part), "{:?} in {:?}", part, cell);
                    }
                    prop_assert_eq!(&cell.replace('\'', ""), text);
                }
            }
            for separators in [&[';'][..], &['\t'], &[';', '\t', '\r']] {
                for cell in split(&file, separators) {
                    prop_assert!(!is_formula(cell), "{:?} in {:?}", cell, file);
                }
            }
        }
    }
}
