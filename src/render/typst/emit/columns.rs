//! How wide a table's columns are: computed from what stands in them, so that no table leaves the page.

use std::fmt;

use typst::layout::Abs;
use typst::text::{FontInstance, FontVariant, FontVariations};

use crate::brand::{Paper, TEXT_FAMILY};
use crate::document::{Alignment, Inline, Length, Table};
use crate::fonts::Fonts;
use crate::render::typst::literal::longest_run;

use super::inline::{blank_alone, blank_width, printed_address};

/// The width of running text in points: `measure` in the template.
const MEASURE: f64 = 340.0;
/// The width between the template's outer margins, for tables too wide for the text's: 170 mm.
const WIDE: f64 = 481.5;
/// How far the left outer margin lies from the text: 26 mm.
const OUTDENT: f64 = 73.7;
/// The space between columns.
const GUTTER: f64 = 10.0;
/// What a list, quotation or note takes of the width for each level.
const NESTED: f64 = 26.0;
/// How much wider bold type is than regular.
const BOLD: f64 = 1.1;
/// The longest word that is never broken, in characters.
const WORD: usize = 24;
/// The longest figure with its unit that stays on one line, in ems.
const FIGURE: f64 = 9.0;
/// The size that tables are about set in, by which what is given in points is given in ems.
const SIZE: f64 = 9.0;
/// The size of a printed address beside that of the text.
const ADDRESS: f64 = 0.82;

/// Measures text in the font of running text.
pub(crate) struct Ruler {
    font: Option<FontInstance>,
    /// Whether links that lead out of the project are followed by their addresses.
    addresses: bool,
}

/// What a table needs, in ems of its type.
#[derive(Debug, Clone, Copy, Default)]
struct Need {
    /// Its longest line, unbroken.
    natural: f64,
    /// Its longest word.
    word: f64,
}

impl Need {
    /// The same in a column: in one of figures, a figure and its unit are one word.
    fn of(self, column: Alignment) -> Self {
        let is_figure = column == Alignment::End && self.natural <= FIGURE;
        Self { word: if is_figure { self.natural } else { self.word }, ..self }
    }
}

/// A table's place and form.
#[derive(Debug)]
pub(super) struct Plan {
    /// The columns' widths in points.
    pub(super) widths: Vec<f64>,
    alignments: Vec<Alignment>,
    /// The type's size in points.
    pub(super) size: f64,
    /// How far it begins to the left of the text, and ends to the right of it.
    shift: (f64, f64),
    /// Whether no row is ever divided between pages.
    whole: bool,
    /// Whether its page is turned.
    pub(super) turned: bool,
}

/// A room that a table may be given.
struct Room {
    width: f64,
    size: f64,
    shift: (f64, f64),
    turned: bool,
    /// How many lines the highest row may have.
    lines: f64,
}

impl Ruler {
    /// A ruler for a family, or for the one that stands in for it.
    pub(crate) fn new(fonts: &Fonts, family: &str, addresses: bool) -> Self {
        let variant = FontVariant::default();
        let font = fonts.select(family, variant).or_else(|| fonts.select(TEXT_FAMILY, variant));
        Self { font: font.map(|font| font.clone().instantiate(variant, Abs::pt(10.0), &FontVariations::default())), addresses }
    }

    /// The width of a text in ems.
    pub(super) fn width(&self, text: &str) -> f64 {
        text.chars().map(|c| self.advance(c)).sum()
    }

    fn advance(&self, c: char) -> f64 {
        let advance = |font: &FontInstance| font.x_advance(font.ttf().glyph_index(c)?.0);
        self.font.as_ref().and_then(advance).map_or(0.55, typst::layout::Em::get)
    }

    /// Finds the room in which a table is best read.
    pub(super) fn plan(&self, table: &Table, paper: Paper, depth: usize) -> Plan {
        let needs = self.needs(table);
        let rooms = rooms(paper, depth);
        let fitting = rooms.iter().find_map(|room| room.plan(table, &needs, false));
        let last = || rooms.last().and_then(|room| room.plan(table, &needs, true));
        fitting.or_else(last).unwrap_or_else(|| Plan::empty(table))
    }

    fn needs(&self, table: &Table) -> Vec<Vec<Need>> {
        let header = table.header.iter().map(|cell| self.need(cell, BOLD)).collect();
        let rows = table.rows.iter().map(|row| row.iter().zip(&table.columns).map(|(cell, column)| self.need(cell, 1.0).of(*column)).collect());
        std::iter::once(header).chain(rows).collect()
    }

    fn need(&self, cell: &[Inline], weight: f64) -> Need {
        if let Some((blank, length)) = blank_alone(cell) {
            let width = |length| float(blank_width(blank.label, length)) / SIZE;
            return Need { natural: width(length), word: width(Length::Figure) };
        }
        let mut need = Need::default();
        let mut run = 0.0;
        self.add(cell, weight, &mut run, &mut need);
        need.natural = need.natural.max(run);
        need
    }

    fn add(&self, inlines: &[Inline], weight: f64, run: &mut f64, need: &mut Need) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.add_text(text, weight, run, need),
                Inline::Code(text) => add_code(text, run, need),
                Inline::Strong(content) | Inline::Term { content, .. } => self.add(content, BOLD, run, need),
                Inline::Emphasis(content) | Inline::Strike(content) => self.add(content, weight, run, need),
                Inline::Link(link) => {
                    self.add(&link.content, weight, run, need);
                    if let Some(address) = printed_address(link).filter(|_| self.addresses) {
                        *run += (self.width(&address) + 1.5) * ADDRESS;
                    }
                }
                Inline::Break => need.natural = need.natural.max(std::mem::take(run)),
                Inline::Footnote(_) => *run += 0.6,
                Inline::Image(_) => *run += 2.0,
                Inline::Blank { label, length, .. } => {
                    let width = float(blank_width(label, *length)) / SIZE;
                    need.word = need.word.max(width);
                    *run += width;
                }
            }
        }
    }

    fn add_text(&self, text: &str, weight: f64, run: &mut f64, need: &mut Need) {
        *run += self.width(text) * weight;
        for word in text.split([' ', '-', '/']) {
            need.word = need.word.max(self.width(word) * weight * breaking(word));
        }
    }
}

fn add_code(text: &str, run: &mut f64, need: &mut Need) {
    let em = 0.55;
    *run += float(text.chars().count()) * em;
    need.word = need.word.max(float(longest_run(text).min(14)) * em);
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// The part of a word that stays in one piece: all of it, unless it is longer than any word that is left whole.
fn breaking(word: &str) -> f64 {
    let count = word.chars().count();
    if count <= WORD { 1.0 } else { float(WORD) / float(count) }
}

fn rooms(paper: Paper, depth: usize) -> Vec<Room> {
    let room = |width: f64, size: f64, lines: f64| Room { width, size, shift: (0.0, 0.0), turned: false, lines };
    if depth > 0 {
        let nested = float(depth) * NESTED;
        let width = (MEASURE - nested).max(MEASURE / 3.0);
        return vec![room(width, 9.5, 14.0), room(width, 8.5, f64::INFINITY), room(width, 7.5, f64::INFINITY)];
    }
    let shift = (OUTDENT, WIDE - MEASURE - OUTDENT);
    let turned = if paper == Paper::A4 { 728.0 } else { 678.0 };
    vec![
        room(MEASURE, 9.5, 5.0),
        Room { shift, ..room(WIDE, 9.5, 7.0) },
        Room { shift, ..room(WIDE, 8.5, 9.0) },
        Room { turned: true, ..room(turned, 9.0, 20.0) },
        Room { turned: true, ..room(turned, 7.5, f64::INFINITY) },
    ]
}

impl Room {
    /// The plan of a table in this room; `None` where it does not fit and nothing forces it.
    fn plan(&self, table: &Table, needs: &[Vec<Need>], forced: bool) -> Option<Plan> {
        let columns = column_needs(needs, table.columns.len());
        let gutters = GUTTER * float(columns.len().saturating_sub(1));
        let widths = share(&columns, self.size, self.width - gutters, forced)?;
        let highest = needs.iter().map(|row| lines(row, &widths, self.size)).fold(0.0, f64::max);
        let (left, right) = self.shift;
        let used = widths.iter().sum::<f64>() + gutters;
        // A table that fits the text's own width after all begins where the text begins.
        let shift = if used <= MEASURE { (0.0, 0.0) } else { (left, right) };
        (forced || highest <= self.lines).then(|| Plan {
            widths,
            alignments: table.columns.clone(),
            size: self.size,
            shift,
            whole: highest <= 12.0,
            turned: self.turned,
        })
    }
}

fn column_needs(needs: &[Vec<Need>], columns: usize) -> Vec<Need> {
    let widest = |at: usize, of: fn(&Need) -> f64| needs.iter().filter_map(|row| row.get(at)).map(of).fold(0.5, f64::max);
    (0..columns).map(|at| Need { natural: widest(at, |need| need.natural), word: widest(at, |need| need.word) }).collect()
}

fn lines(row: &[Need], widths: &[f64], size: f64) -> f64 {
    row.iter().zip(widths).map(|(need, width)| (need.natural * size * 1.1 / width).ceil()).fold(0.0, f64::max)
}

/// Widths in points: what each column would like where all fits, else its longest word and a share of the rest.
fn share(columns: &[Need], size: f64, width: f64, forced: bool) -> Option<Vec<f64>> {
    // Kerning and tabular figures move the sum of the advances a little.
    let natural: Vec<f64> = columns.iter().map(|need| need.natural * size * 1.03 + 1.0).collect();
    let word: Vec<f64> = columns.iter().map(|need| need.word * size * 1.03 + 1.0).collect();
    let (naturals, words) = (natural.iter().sum::<f64>(), word.iter().sum::<f64>());
    if naturals <= width {
        return Some(natural);
    }
    if words <= width {
        let part = (width - words) / (naturals - words);
        return Some(natural.iter().zip(&word).map(|(natural, word)| word + (natural - word).max(0.0) * part).collect());
    }
    forced.then(|| word.iter().map(|word| word * width / words).collect())
}

impl Plan {
    fn empty(table: &Table) -> Self {
        let widths = vec![MEASURE / 2.0; table.columns.len()];
        Self { widths, alignments: table.columns.clone(), size: 9.5, shift: (0.0, 0.0), whole: false, turned: false }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        for width in &self.widths {
            write!(f, "{width:.1}pt,")?;
        }
        f.write_str("),(")?;
        for alignment in &self.alignments {
            f.write_str(match alignment {
                Alignment::Start => "start,",
                Alignment::Center => "center,",
                Alignment::End => "end,",
            })?;
        }
        let (left, right) = self.shift;
        write!(f, "),{}pt,(left:-{left}pt,right:-{right}pt),{}", self.size, self.whole)
    }
}
