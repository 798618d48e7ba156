//! Clause numbers.
//!
//! In the body, second-level headings are 1, 2, 3 and the lists of clauses below them 1.1, (a), (i). A schedule begins anew: its third-level headings are 1, 2,
//! 3 with 1.1 below; without such headings its lists are 1, (a), (i). Lists below one heading count on, so that no number stands twice.

use crate::document::{Block, Document, Heading, List, ListKind, Number, Numbering};
use crate::locale::Words;

/// Numbers the headings and clauses of a document that asks for it.
pub(super) fn number(document: &mut Document, words: &Words) {
    if document.meta.numbering != Numbering::Clauses {
        return;
    }
    let mut counter = Counter::new(words);
    for block in &mut document.blocks {
        match block {
            Block::Heading(heading) => heading.number = counter.heading(heading),
            Block::List(list) if list.kind == ListKind::Clauses => counter.list(list),
            _ => {}
        }
    }
}

/// How far the numbers have come.
struct Counter<'w> {
    words: &'w Words,
    /// The body's headings.
    heading: usize,
    /// The schedules.
    schedules: usize,
    /// Third-level headings of the schedule.
    subheading: usize,
    /// The clauses directly below the heading.
    clause: usize,
    in_schedule: bool,
}

impl<'w> Counter<'w> {
    fn new(words: &'w Words) -> Self {
        Self { words, heading: 0, schedules: 0, subheading: 0, clause: 0, in_schedule: false }
    }

    fn heading(&mut self, heading: &Heading) -> Option<Number> {
        match heading.level {
            2 => {
                (self.clause, self.subheading, self.in_schedule) = (0, 0, heading.schedule);
                Some(if heading.schedule { self.next_schedule() } else { self.next_heading() })
            }
            3 if self.in_schedule => {
                self.clause = 0;
                self.subheading += 1;
                Some(self.plain(self.subheading.to_string()))
            }
            _ => None,
        }
    }

    fn next_schedule(&mut self) -> Number {
        self.schedules += 1;
        let full = self.schedules.to_string();
        Number { shown: format!("{} {full}", self.words.schedule), full, schedule: None }
    }

    fn next_heading(&mut self) -> Number {
        self.heading += 1;
        self.plain(self.heading.to_string())
    }

    fn plain(&self, full: String) -> Number {
        Number { shown: full.clone(), full, schedule: self.in_schedule.then(|| self.schedules.to_string()) }
    }

    fn list(&mut self, list: &mut List) {
        for item in &mut list.items {
            self.clause += 1;
            let above = if self.in_schedule { self.subheading } else { self.heading };
            let full = if above == 0 { self.clause.to_string() } else { format!("{above}.{}", self.clause) };
            let number = self.plain(full);
            number_below(&mut item.blocks, &number, 0);
            item.number = Some(number);
        }
    }
}

/// Numbers the lists of clauses inside a clause: (a), then (i), (A), (1), and again.
fn number_below(blocks: &mut [Block], above: &Number, depth: usize) {
    let mut count = 0;
    for block in blocks {
        let Block::List(list) = block else { continue };
        if list.kind != ListKind::Clauses {
            continue;
        }
        for item in &mut list.items {
            count += 1;
            let shown = shown(count, depth);
            let number = Number { full: format!("{}{shown}", above.full), shown, schedule: above.schedule.clone() };
            number_below(&mut item.blocks, &number, depth + 1);
            item.number = Some(number);
        }
    }
}

fn shown(count: usize, depth: usize) -> String {
    match depth % 4 {
        0 => format!("({})", letters(count)),
        1 => format!("({})", roman(count)),
        2 => format!("({})", letters(count).to_uppercase()),
        _ => format!("({count})"),
    }
}

/// 1 is `a`, 26 is `z`, 27 is `aa`.
fn letters(mut count: usize) -> String {
    let mut letters = Vec::new();
    while count > 0 {
        count -= 1;
        letters.push(char::from(b'a' + u8::try_from(count % 26).unwrap_or(0)));
        count /= 26;
    }
    letters.iter().rev().collect()
}

fn roman(mut count: usize) -> String {
    const PARTS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut roman = String::new();
    for (value, letters) in PARTS {
        while count >= value {
            roman.push_str(letters);
            count -= value;
        }
    }
    roman
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written() {
        assert_eq!([1, 26, 27, 52, 703].map(letters), ["a", "z", "aa", "az", "aaa"]);
        assert_eq!([1, 4, 9, 14, 40, 90].map(roman), ["i", "iv", "ix", "xiv", "xl", "xc"]);
        assert_eq!([0, 1, 2, 3, 4].map(|depth| shown(2, depth)), ["(b)", "(ii)", "(B)", "(2)", "(b)"]);
    }
}
