//! Changing a dictionary without touching the bytes of what stays.

use std::ops::Range;

use super::fault::{Fault, FaultKind};
use super::parser::Parser;
use super::write::write_name;

/// A dictionary's bytes with some of its values replaced, added, or (with `None`) taken out; every other byte of it is as it was.
pub fn edited(raw: &[u8], changes: &[(&str, Option<Vec<u8>>)]) -> Result<Vec<u8>, Fault> {
    let entries = entries(raw)?;
    let mut out = b"<<".to_vec();
    for (key, whole) in &entries {
        if !changes.iter().any(|(name, _)| name.as_bytes() == key) {
            out.extend_from_slice(raw.get(whole.clone()).unwrap_or_default());
            out.push(b'\n');
        }
    }
    for (key, value) in changes {
        if let Some(value) = value {
            write_name(key.as_bytes(), &mut out);
            out.push(b' ');
            out.extend_from_slice(value);
            out.push(b'\n');
        }
    }
    out.extend_from_slice(b">>");
    Ok(out)
}

/// An entry's key, and where the entry lies.
type Entry = (Vec<u8>, Range<usize>);

fn entries(raw: &[u8]) -> Result<Vec<Entry>, Fault> {
    let mut parser = Parser::new(raw, 0);
    parser.lexer().skip_space();
    if !parser.lexer().eat(b"<<") {
        return Err(parser.lexer().fault(FaultKind::Syntax("a dictionary")));
    }
    let mut entries = Vec::new();
    loop {
        parser.lexer().skip_space();
        let start = parser.at();
        let Some(key) = parser.key()? else { return Ok(entries) };
        parser.value()?;
        entries.push((key, start..parser.at()));
    }
}
