//! Blocks.

use super::escape::longest_run;
use super::inline::{Line, anchor_tag, line};
use crate::document::{Alignment, Block, Cell, Heading, Item, List, ListKind, Note, NoteKind, Table};

/// Blocks, with a blank line between them.
pub(super) fn blocks(all: &[Block]) -> String {
    joined(all, false, None)
}

/// A footnote, with its number.
pub(super) fn footnote(number: usize, content: &[Block]) -> String {
    prefixed(&blocks(content), &format!("[^{number}]: "), "    ")
}

/// Blocks inside an item whose list is tight or loose. `around` is the sign before that item: a list that begins the item takes another, since `- - -` is a rule.
fn joined(all: &[Block], tight: bool, around: Option<char>) -> String {
    let mut out = String::new();
    let mut sign = around;
    for (at, block) in all.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).map(|at| &all[at]) {
            out.push_str(if tight && can_touch(before, block) { "\n" } else { "\n\n" });
        }
        sign = match block {
            Block::List(list) => {
                let free = free_sign(list.kind, sign);
                out.push_str(&self::list(list, free));
                Some(free)
            }
            block => {
                out.push_str(&self::block(block));
                None
            }
        };
    }
    out
}

/// A sign for a list's items that is not the one given: two lists with one sign are one list.
fn free_sign(kind: ListKind, taken: Option<char>) -> char {
    match (kind, taken) {
        (ListKind::Ordered { .. }, Some('.')) => ')',
        (ListKind::Ordered { .. }, _) => '.',
        (_, Some('-')) => '+',
        _ => '-',
    }
}

/// Whether two blocks need no blank line between them.
pub(super) fn can_touch(before: &Block, after: &Block) -> bool {
    match (before, after) {
        (Block::Paragraph(_), Block::List(list)) => {
            let counts_from_one = matches!(list.kind, ListKind::Bullet | ListKind::Clauses | ListKind::Ordered { start: 1 });
            counts_from_one && list.items.first().is_some_and(|item| !item.blocks.is_empty())
        }
        (Block::Paragraph(_), Block::Code { .. } | Block::Quote(_) | Block::Note(_))
        | (Block::Code { .. }, Block::Paragraph(_) | Block::List(_) | Block::Code { .. })
        | (Block::List(_), Block::List(_)) => true,
        _ => false,
    }
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(heading) => self::heading(heading),
        Block::Paragraph(content) => line(content, Line::Paragraph),
        Block::List(list) => self::list(list, free_sign(list.kind, None)),
        Block::Table(table) => self::table(table),
        Block::Code { language, text } => code(language.as_deref().unwrap_or_default(), text),
        Block::Quote(inner) => prefixed(&blocks(inner), "> ", "> "),
        Block::Note(note) => self::note(note),
        Block::Rule => "___".to_owned(),
        Block::Signatures(_) => String::new(),
    }
}

fn heading(heading: &Heading) -> String {
    let anchor = heading.anchor.as_ref().map(|anchor| anchor_tag(&anchor.id)).unwrap_or_default();
    format!("{} {anchor}{}", "#".repeat(usize::from(heading.level)), line(&heading.content, Line::Heading))
}

fn list(list: &List, sign: char) -> String {
    let between = if list.tight { "\n" } else { "\n\n" };
    let start = if let ListKind::Ordered { start } = list.kind { start } else { 1 };
    let items = list.items.iter().zip(start..).map(|(item, count)| {
        let marker = if matches!(sign, '.' | ')') { format!("{}{sign} ", count.min(999_999_999)) } else { format!("{sign} ") };
        self::item(item, &marker, list.tight, sign)
    });
    items.collect::<Vec<_>>().join(between)
}

fn item(item: &Item, marker: &str, tight: bool, sign: char) -> String {
    let task = item.task.map_or("", |done| if done { "[x] " } else { "[ ] " });
    let anchor = item.anchor.as_ref().map(|anchor| anchor_tag(&anchor.id)).unwrap_or_default();
    let content = joined(&item.blocks, tight, Some(sign));
    prefixed(&format!("{task}{anchor}{content}"), marker, &" ".repeat(marker.len()))
}

fn table(table: &Table) -> String {
    let rule = table.columns.iter().map(|alignment| match alignment {
        Alignment::Start => "---",
        Alignment::Center => ":-:",
        Alignment::End => "--:",
    });
    let rule = format!("| {} |", rule.collect::<Vec<_>>().join(" | "));
    let rows = table.rows.iter().map(|cells| row(cells));
    [row(&table.header), rule].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

fn row(cells: &[Cell]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| line(cell, Line::Cell)).collect();
    format!("| {} |", cells.join(" | "))
}

fn code(language: &str, text: &str) -> String {
    let sign = if language.contains('`') { '~' } else { '`' };
    let fence = sign.to_string().repeat((longest_run(text, sign) + 1).max(3));
    let end = if text.is_empty() { "" } else { "\n" };
    // A language that begins with the fence's own sign would make the fence longer than the one that closes it.
    let gap = if language.starts_with(sign) { " " } else { "" };
    format!("{fence}{gap}{}\n{text}{end}{fence}", language.replace('\\', "\\\\").replace('&', "&amp;"))
}

fn note(note: &Note) -> String {
    let kind = match note.kind {
        NoteKind::Note => "NOTE",
        NoteKind::Tip => "TIP",
        NoteKind::Important => "IMPORTANT",
        NoteKind::Warning => "WARNING",
        NoteKind::Caution => "CAUTION",
    };
    prefixed(&format!("[!{kind}]\n{}", blocks(&note.blocks)), "> ", "> ")
}

/// A text with something before its first line and something before each other; blank lines carry no blanks at their ends.
fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (at, line) in text.split('\n').enumerate() {
        let prefix = if at == 0 { first } else { rest };
        if at > 0 {
            out.push('\n');
        }
        out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        out.push_str(line);
    }
    out
}
