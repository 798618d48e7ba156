//! How pages were answered, in numbers.

use super::fault::Fault;
use super::store::{Filter, Store};
use crate::plain::harmless;

/// The answers about a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) brand: String,
    pub(super) page: String,
    pub(super) language: String,
    pub(super) yes: i64,
    pub(super) no: i64,
    pub(super) comments: i64,
}

/// A table of how many readers found which page helpful, the least helpful of each brand first; empty where nobody answered.
pub fn summary(store: &Store, filter: &Filter) -> Result<String, Fault> {
    let tallies = store.tallies(filter)?;
    if tallies.is_empty() {
        return Ok(String::new());
    }
    let heading = ["brand", "page", "language", "yes", "no", "comments"].map(str::to_owned);
    let rows: Vec<[String; 6]> = std::iter::once(heading).chain(tallies.iter().map(cells)).collect();
    let widths =
        [0, 1, 2, 3, 4, 5].map(|at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or_default());
    let [brands, pages, languages, yes, no, comments] = widths;
    let line = |[a, b, c, d, e, f]: &[String; 6]| format!("{a:<brands$}  {b:<pages$}  {c:<languages$}  {d:>yes$}  {e:>no$}  {f:>comments$}\n");
    Ok(rows.iter().map(line).collect())
}

/// Whoever wrote the file, nothing in it commands a terminal.
fn cells(tally: &Tally) -> [String; 6] {
    let numbers = [tally.yes, tally.no, tally.comments].map(|number| number.to_string());
    let [yes, no, comments] = numbers;
    [harmless(&tally.brand), harmless(&tally.page), harmless(&tally.language), yes, no, comments]
}
