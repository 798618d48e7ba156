//! Findings as a person reads them: the author's own line, what is wrong with it, and what to type.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use super::{Diagnostic, Related, Severity, named};
use crate::source::{SourceFile, Sources, Span};

/// How many columns a line may take; longer ones are cut around the place that matters.
const WIDTH: usize = 140;

/// How many errors, and how many warnings, a person is shown.
const MOST_SHOWN: usize = 200;

/// How many lines apart two places may be to be shown in one picture of the file.
const NEAR: usize = 1_000;

pub(super) fn render(sources: &Sources, findings: &[Diagnostic], colours: bool) -> String {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let (mut errors, mut warnings) = (0, 0);
    let mut shown = Vec::new();
    for finding in findings {
        let count = if finding.is_error() { &mut errors } else { &mut warnings };
        *count += 1;
        if *count <= MOST_SHOWN {
            shown.push(format!("{}\n", renderer.render(&[report(sources, finding)])));
        }
    }
    let rest = [(errors, "error"), (warnings, "warning")].map(|(count, name)| more(count, name));
    shown.extend(rest.into_iter().flatten());
    shown.join("\n")
}

/// What is said of the findings that are not shown.
fn more(count: usize, name: &str) -> Option<String> {
    let more = count.checked_sub(MOST_SHOWN).filter(|more| *more > 0)?;
    let plural = if more == 1 { "" } else { "s" };
    Some(format!("and {more} more {name}{plural}; `--message-format json` shows all\n"))
}

fn report<'a>(sources: &'a Sources, finding: &'a Diagnostic) -> Group<'a> {
    let level = if finding.severity == Severity::Error { Level::ERROR } else { Level::WARNING };
    let title = level.primary_title(normalize_untrusted_str(&finding.message.replace('\n', " "))).id(finding.code.id());
    let mut group = Group::with_title(title);
    match (finding.span, &finding.path) {
        (Some(span), _) => group = group.element(snippet(sources, span, &finding.related)),
        (None, Some(path)) => {
            let origin = Origin::path(path.as_str());
            group = group.element(match finding.line {
                Some(line) => origin.line(line),
                None => origin,
            });
        }
        (None, None) => {}
    }
    let is_apart = |related: &&Related| finding.span.is_none_or(|main| !is_near(sources, main, related.span));
    for related in finding.related.iter().filter(is_apart) {
        group = group.element(window(sources.file(related.span.file), &[related.span]).picture([], &[related]));
    }
    group.elements(notes(finding))
}

/// The author's lines around a finding, with the related places near it in the same file.
fn snippet<'a>(sources: &'a Sources, span: Span, related: &'a [Related]) -> Element<'a> {
    let near: Vec<&Related> = related.iter().filter(|related| is_near(sources, span, related.span)).collect();
    let spans: Vec<Span> = near.iter().map(|related| related.span).chain([span]).collect();
    window(sources.file(span.file), &spans).picture([span], &near)
}

fn is_near(sources: &Sources, one: Span, other: Span) -> bool {
    let line = |span: Span| sources.file(span.file).position(span.range().start).line;
    one.file == other.file && line(one).abs_diff(line(other)) <= NEAR
}

/// The lines of a file that hold all places of a picture. What draws the picture reads all it is given.
struct Window<'a> {
    file: &'a SourceFile,
    /// The number of the first line.
    first: usize,
    range: Range<usize>,
}

fn window<'a>(file: &'a SourceFile, spans: &[Span]) -> Window<'a> {
    let lines = || spans.iter().map(|span| file.position(span.range().start).line);
    let first = lines().min().unwrap_or(1).saturating_sub(1).max(1);
    let last = lines().max().unwrap_or(1) + 1;
    let start = file.line_range(first).map_or(0, |line| line.start);
    let end = file.line_range(last + 1).map_or(file.text().len(), |line| line.start);
    Window { file, first, range: start..end }
}

impl<'a> Window<'a> {
    fn picture(&self, main: impl IntoIterator<Item = Span>, related: &[&'a Related]) -> Element<'a> {
        let place = |span: Span| {
            let range = on_one_line(self.file, span);
            range.start.saturating_sub(self.range.start)..range.end.saturating_sub(self.range.start)
        };
        let text = self.file.text().get(self.range.clone()).unwrap_or_default();
        let main = main.into_iter().map(|span| AnnotationKind::Primary.span(place(span)));
        let beside = related.iter().map(|related| AnnotationKind::Context.span(place(related.span)).label(related.message.as_str()));
        let path = named(self.file.path());
        Snippet::source(text).line_start(self.first).path(path).fold(true).annotations(main).annotations(beside).into()
    }
}

/// The part of a span on its first line: a whole map would push what matters off the screen.
fn on_one_line(file: &SourceFile, span: Span) -> Range<usize> {
    let text = file.text();
    let start = span.range().start.min(text.len());
    let covered = text.get(start..span.range().end.min(text.len())).unwrap_or_default();
    start..start + covered.find('\n').unwrap_or(covered.len())
}

fn notes(finding: &Diagnostic) -> Vec<Element<'_>> {
    let mut notes: Vec<Element<'_>> = Vec::new();
    match finding.brands.as_slice() {
        [] => {}
        [brand] => notes.push(Level::NOTE.message(format!("for the brand {brand}")).into()),
        brands => notes.push(Level::NOTE.message(format!("for the brands {}", brands.join(", "))).into()),
    }
    if !finding.chain.is_empty() {
        notes.push(Level::NOTE.message(format!("it came by {}", finding.chain.join(" -> "))).into());
    }
    if let Some(hint) = &finding.hint {
        notes.push(Level::HELP.message(normalize_untrusted_str(hint)).into());
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::super::render::example;
    use super::*;

    #[test]
    fn a_person_sees_the_line_and_what_to_type() {
        let (sources, findings) = example::findings();
        assert_eq!(
            render(&sources, &findings, false).lines().collect::<Vec<_>>(),
            [
                "error[unknown-key]: `näme` is not a key that is known here",
                " --> brands/child.yaml:2:1",
                "  |",
                "1 | extends: parent",
                "  | ------- the brand begins here",
                "2 | näme: Child: 100%, α",
                "  | ^^^^",
                "  |",
                " ::: brands/parent.yaml:1:1",
                "  |",
                "1 | name: Parent",
                "  | ---- it is written so",
                "  |",
                "  = note: for the brands child, grandchild",
                "  = note: it came by grandchild.yaml -> child.yaml",
                "  = help: did you mean `name`?",
                "",
                "error[bad-asset]: the file is not a PNG file",
                "--> sources/a b.png",
                "",
                "warning[unused-value]: nobody uses it"
            ]
        );
    }

    #[test]
    fn colours_are_a_flag() {
        let (sources, findings) = example::findings();
        assert!(render(&sources, &findings, true).contains('\u{1b}'));
        assert!(!render(&sources, &findings, false).contains('\u{1b}'));
    }

    #[test]
    fn control_characters_never_reach_the_terminal() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "a\u{1b}[31mb\n");
        let finding = Diagnostic::new(super::super::Code::ControlCharacter, "x\u{1b}[31m").at(Span::new(file, 1..2)).hint("\u{1b}[0m");
        assert!(!render(&sources, &[finding], false).contains('\u{1b}'));
    }

    #[test]
    fn a_picture_holds_the_lines_around_its_places() {
        let mut sources = Sources::default();
        let text: String = (1..=3000).map(|line| format!("line {line}\n")).collect();
        let file = sources.add("a.md", text.as_str());
        let at = |words: &str| Span::new(file, text.find(words).map(|at| at..at + words.len()).unwrap());
        let finding = Diagnostic::new(super::super::Code::ControlCharacter, "x").at(at("line 1500"));
        let finding = finding.with_related(at("line 1498"), "near").with_related(at("line 9\n"), "far");
        let expected = "error[control-character]: x\n    --> a.md:1500:1\n     |\n1498 | line 1498\n     | --------- near\n1499 | line 1499\n1500 | line 1500\n     \
            | ^^^^^^^^^\n     |\n    ::: a.md:9:1\n     |\n   9 | line 9\n     | ------ far\n";
        assert_eq!(render(&sources, &[finding], false), expected);
    }

    #[test]
    fn a_person_is_not_shown_everything() {
        let finding = Diagnostic::new(super::super::Code::ControlCharacter, "x");
        let shown = render(&Sources::default(), &vec![finding; MOST_SHOWN + 2], false);
        assert_eq!(shown.matches("error[").count(), MOST_SHOWN);
        assert!(shown.ends_with("\nand 2 more errors; `--message-format json` shows all\n"));
    }

    #[test]
    fn no_name_of_a_file_reaches_the_terminal_as_more_than_a_name() {
        let mut sources = Sources::default();
        let file = sources.add("a\u{1b}[2J\nb.md", "text\n");
        let code = super::super::Code::BadAsset;
        let findings = [
            Diagnostic::new(code, "a\nb").at(Span::new(file, 0..1)).with_related(Span::new(file, 0..1), "\u{1b}c"),
            Diagnostic::new(code, "x").in_file("c\u{1b}\n.png").for_brand("d\u{9b}\n").by(vec!["e\u{1b}\n".to_owned()]).hint("\u{1b}"),
        ];
        let shown = render(&sources, &findings, false);
        assert!(!shown.contains(['\u{1b}', '\u{9b}']), "{shown}");
        assert!(shown.contains("--> a\u{fffd}[2J\u{fffd}b.md:1:1") && shown.contains("c\u{fffd}\u{fffd}.png\n"), "{shown}");
        assert!(shown.contains("d\u{fffd}\u{fffd}\n") && shown.contains("e\u{fffd}\u{fffd}\n") && shown.contains("]: a b\n"), "{shown}");
    }
}
