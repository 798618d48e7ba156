//! The names of the columns, from the first row.

use std::collections::HashSet;
use std::sync::Arc;

use super::fault::Trouble;
use super::{Cell, Record, Row, Why, characters, shown};

/// The most columns that an input may have.
pub(super) const MOST: usize = 1_000;
/// The most bytes of a name.
const LENGTH: usize = 256;

/// Names that fit together.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub(super) names: Vec<String>,
    shared: Vec<Arc<str>>,
}

impl Columns {
    /// The columns that a header names, blank ones behind the last name left aside.
    pub(super) fn of_header<'t>(header: impl Iterator<Item = &'t str>) -> Result<Self, Trouble> {
        let mut names: Vec<String> = Vec::new();
        let mut blanks = 0;
        for cell in header {
            let name = cell.trim();
            if name.is_empty() {
                blanks += 1;
                continue;
            }
            if blanks > 0 {
                return Err(Trouble::Unnamed(names.len() + 1));
            }
            check(name, names.len() + 1)?;
            names.push(name.to_owned());
        }
        match clash(names.iter().map(String::as_str)) {
            Some(_) if names.len() > MOST => Err(Trouble::ManyColumns(names.len())),
            Some(why) => Err(Trouble::Header(why)),
            None if names.is_empty() => Err(Trouble::NoHeader),
            None if names.len() > MOST => Err(Trouble::ManyColumns(names.len())),
            None => Ok(Self { shared: names.iter().map(|name| Arc::from(name.as_str())).collect(), names }),
        }
    }

    /// The record of a row of texts; `None` for a blank one. Blank cells behind the last column count for nothing.
    pub(super) fn record(&self, number: u64, row: csv::StringRecord, cell: impl Fn(usize, &str) -> Cell) -> Option<Record> {
        let cells: Vec<_> = self.shared.iter().zip(row.iter()).enumerate().map(|(at, (name, text))| (name.clone(), cell(at, text))).collect();
        let surplus = row.iter().skip(self.names.len()).any(|text| !text.trim().is_empty());
        if !surplus && cells.iter().all(|(_, cell)| *cell == Cell::Empty) {
            return None;
        }
        let fault = (surplus || row.len() < self.names.len()).then(|| Why::Ragged { cells: row.len(), columns: self.names.len() });
        Some(Record { number, line: None, cells, row: Row { texts: row, names: Vec::new() }, fault })
    }
}

fn check(name: &str, column: usize) -> Result<(), Trouble> {
    let hidden = name.chars().find(|c| c.is_control() || characters::is_refused(*c));
    if let Some(c) = hidden {
        return Err(Trouble::NameCharacter { column, c });
    }
    if name.len() > LENGTH || name.split('.').any(|step| step.trim().is_empty()) {
        return Err(Trouble::Name { column, name: shown(name) });
    }
    Ok(())
}

/// Two names of which only one can be meant: the same name twice, be it in other letters, and a name that would have to be a value and hold others.
pub(super) fn clash<'n>(names: impl Iterator<Item = &'n str> + Clone) -> Option<Why> {
    let mut seen: HashSet<String> = HashSet::new();
    for name in names.clone() {
        if !seen.insert(name.to_lowercase()) {
            return Some(Why::Repeated(shown(name)));
        }
    }
    for name in names {
        let lower = name.to_lowercase();
        let outer = lower.match_indices('.').map(|(at, _)| lower.get(..at).unwrap_or_default()).find(|outer| seen.contains(*outer));
        if let Some(outer) = outer {
            return Some(Why::Nested { outer: shown(outer), inner: shown(name) });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Columns;

    fn told(header: &[&str]) -> String {
        Columns::of_header(header.iter().copied()).map_or_else(|trouble| trouble.to_string(), |columns| columns.names.join("|"))
    }

    #[test]
    fn names_are_trimmed_and_blank_ends_left_aside() {
        assert_eq!(told(&[" name ", "address.city", "", " "]), "name|address.city");
    }

    #[test]
    fn names_that_do_not_fit_together_are_refused() {
        for (header, part) in [
            (&["a", "", "b"][..], "column 2 has no name"),
            (&["Name", "name"], "`name` is there twice"),
            (&["price.amount", "price"], "`price.amount`"),
            (&["a..b"], "column 1"),
            (&["a\0"], "NUL"),
            (&["", ""], "no names"),
        ] {
            assert!(told(header).contains(part), "{header:?}: {}", told(header));
        }
    }
}
