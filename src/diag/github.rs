//! Findings as GitHub's workflow commands, which show them beside the lines of a pull request.

use super::Diagnostic;
use super::json::word;
use super::place::Place;
use crate::source::Sources;

pub(super) fn render(sources: &Sources, findings: &[Diagnostic]) -> String {
    findings.iter().map(|finding| command(sources, finding)).collect()
}

fn command(sources: &Sources, finding: &Diagnostic) -> String {
    let place = Place::of(finding, sources).map(|place| properties(&place)).unwrap_or_default();
    let brands = if finding.brands.is_empty() { String::new() } else { format!("\nBrands: {}", finding.brands.join(", ")) };
    let chain = if finding.chain.is_empty() { String::new() } else { format!("\nBy: {}", finding.chain.join(" -> ")) };
    let hint = finding.hint.as_ref().map(|hint| format!("\n{hint}")).unwrap_or_default();
    let message = data(&format!("{}{hint}{brands}{chain}", finding.message));
    format!("::{} {place}title={}::{message}\n", word(finding.severity), property(finding.code.id()))
}

fn properties(place: &Place<'_>) -> String {
    let file = format!("file={},", property(place.path));
    let Some((start, end)) = place.range else {
        return place.line.map_or_else(|| file.clone(), |line| format!("{file}line={line},"));
    };
    // GitHub marks columns only where a range stays on one line.
    let columns = if start.line == end.line { format!("col={},endColumn={},", start.column, end.column) } else { String::new() };
    // A range that takes in a line's end stops before the first character of the next line, which is not marked.
    let last = if end.column == 1 && end.line > start.line { end.line - 1 } else { end.line };
    format!("{file}line={},endLine={last},{columns}", start.line)
}

/// A command's text: one line, so line ends travel as `%0A`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A command's property, in which commas and colons mean something.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::render::example;
    use super::*;
    use crate::source::Position;

    #[test]
    fn a_command_is_one_line() {
        let (sources, findings) = example::findings();
        assert_eq!(
            render(&sources, &findings).lines().collect::<Vec<_>>(),
            [
                "::error file=brands/child.yaml,line=2,endLine=2,col=1,endColumn=5,title=unknown-key::`näme` is not a key that is known here%0Adid you mean `name`?%0ABrands: child, grandchild%0ABy: grandchild.yaml -> child.yaml",
                "::error file=sources/a b.png,title=bad-asset::the file is not a PNG file",
                "::warning title=unused-value::nobody uses it"
            ]
        );
    }

    #[test]
    fn a_range_ends_with_its_last_line() {
        let range = |end: (usize, usize)| {
            let [start, end] = [(2, 3), end].map(|(line, column)| Position { line, column });
            properties(&Place { path: "a.md", line: None, range: Some((start, end)) })
        };
        assert_eq!(range((2, 5)), "file=a.md,line=2,endLine=2,col=3,endColumn=5,");
        assert_eq!(range((4, 5)), "file=a.md,line=2,endLine=4,");
        assert_eq!(range((3, 1)), "file=a.md,line=2,endLine=2,");
    }

    #[test]
    fn a_line_is_marked_where_no_more_is_known() {
        assert_eq!(properties(&Place { path: "a.csv", range: None, line: Some(7) }), "file=a.csv,line=7,");
        assert_eq!(properties(&Place { path: "a.xlsx", range: None, line: None }), "file=a.xlsx,");
    }

    #[test]
    fn nothing_breaks_out_of_a_command() {
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25%0A");
        assert_eq!(data("a,b:c\r\n::error::x"), "a,b:c%0D%0A::error::x");
    }
}
