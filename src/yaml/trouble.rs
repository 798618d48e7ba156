//! What the YAML scanner stumbled over, in plain words.

use serde_yaml::granit_parser::ErrorKind;

use crate::diag::{Code, Diagnostic};

/// What is wrong and what to type.
type Words = (&'static str, &'static str);

const QUOTE: &str = "put the whole value between double quotes";
const UNCLOSED_BRACKET: Words = ("a bracket is opened and never closed", "close every `[` with `]` and every `{` with `}`");
const COMMENT: Words = ("a `#` after a space begins a comment, and hides the rest of the line", "put a colour between quotes: \"#1f6f4a\"");
const TEMPLATE: Words = ("a value that starts with `{{` needs quotes", "write it as \"{{…}}\", between double quotes");

/// The finding for an error of the scanner, and the byte offset it is best shown at.
///
/// The scanner stops at `at`, often long behind the mistake: `bracket` is where the innermost bracket stands that is still open there.
pub(super) fn explain(kind: &ErrorKind, text: &str, at: usize, bracket: Option<usize>) -> (usize, Diagnostic) {
    let before = text.get(..at).unwrap_or_default();
    if *kind == ErrorKind::RecursionLimitExceeded {
        let message = "maps and lists are nested too deeply";
        return (before.len(), Diagnostic::new(Code::TooLarge, message).hint("keep to fewer than 64 levels"));
    }
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let on_earlier_line = |start: &usize| before.get(*start..).is_some_and(|between| between.contains('\n'));
    let (at, (message, hint)) = match bracket.filter(on_earlier_line) {
        _ if line.contains(": {{") || line.contains("- {{") => (before.len(), TEMPLATE),
        Some(bracket) => (bracket, UNCLOSED_BRACKET),
        None if is_in_quotes(kind) => (before.rfind(['"', '\'']).unwrap_or(before.len()), words(kind)),
        None if before.ends_with('\t') => (before.len() - 1, words(kind)),
        None => (before.len(), words(kind)),
    };
    let comment = if (message, hint) == UNCLOSED_BRACKET { comment_behind(text, at) } else { None };
    let (at, (message, hint)) = comment.map_or((at, (message, hint)), |comment| (comment, COMMENT));
    (at, Diagnostic::new(Code::Yaml, message).hint(hint))
}

/// Where a comment begins behind an open bracket, on its line.
fn comment_behind(text: &str, bracket: usize) -> Option<usize> {
    let line = text.get(bracket..)?.lines().next()?;
    line.find(" #").map(|at| bracket + at + 1)
}

/// Whether a quotation mark was opened and the scanner ran on into the lines below.
fn is_in_quotes(kind: &ErrorKind) -> bool {
    matches!(kind, ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar | ErrorKind::InvalidQuotedScalarIndent)
}

fn words(kind: &ErrorKind) -> Words {
    use ErrorKind as E;
    match kind {
        E::TabNotAllowed | E::TabInBlockIndentation | E::TabInIndentation | E::TabAtBlockScalarStart | E::TabInPlainScalar => {
            ("a tab stands where YAML knows only spaces", "indent with two spaces for each level")
        }
        _ if is_in_quotes(kind) => ("a quotation mark is opened and never closed", "close it on the same line"),
        E::UnclosedFlowCollection { .. } | E::UnexpectedEofFlowSequence | E::UnexpectedEofFlowMapping | E::UnexpectedEofImplicitFlowMapping => {
            UNCLOSED_BRACKET
        }
        E::MisplacedFlowCollectionEnd | E::MismatchedFlowCollectionEnd { .. } => {
            ("a bracket is closed that was not opened", "close every `[` with `]` and every `{` with `}`")
        }
        E::ExpectedFlowMappingSeparator | E::ExpectedFlowSequenceSeparator | E::FlowMappingValueAdjacentCollection => (
            "a comma or a closing bracket is missing",
            "separate what stands between brackets by commas, and quote values that hold commas or brackets",
        ),
        E::UnknownQuotedScalarEscape | E::InvalidQuotedScalarHexEscape | E::InvalidUnicodeEscape => {
            ("a backslash starts an escape that YAML does not know", "write `\\\\` for a backslash, or use single quotes")
        }
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            ("text follows a closing quotation mark", "put the whole value between one pair of quotes; inside them write \\\" for a quotation mark")
        }
        E::UnknownAnchor | E::MissingAnchorOrAliasName => ("a value that starts with `*` or `&` stands for another one, and there is none", QUOTE),
        E::UnexpectedCharacter { .. } | E::PlainScalarStartsWithDashFlowIndicator => ("a value cannot start with this character", QUOTE),
        E::MappingValueNotAllowed | E::InvalidColonPlacement => {
            ("a colon stands where none can be", "put a value that holds `: ` between double quotes")
        }
        E::DirectiveDisallowed => ("a line starts with `%`", "take the line away"),
        _ => structure(kind),
    }
}

fn structure(kind: &ErrorKind) -> Words {
    use ErrorKind as E;
    match kind {
        E::SimpleKeyExpected | E::InvalidSimpleKey | E::ExpectedBlockMappingKey | E::MappingKeyNotAllowed => {
            ("this line is neither a key with its value nor a part of the line above", "write `key: value`, indented like the lines around it")
        }
        E::ExpectedBlockSequenceEntry | E::BlockSequenceEntryNotAllowed | E::BlockEntryInFlowCollection => {
            ("a list's `-` stands where no list can begin", "start each item on a line of its own, all indented alike")
        }
        E::InvalidBlockScalarHeader | E::InvalidBlockScalarIndent | E::ZeroBlockScalarIndent => {
            ("a text of several lines is indented unevenly", "indent all its lines alike, deeper than the key")
        }
        E::CommentNotSeparated | E::CommentInterceptedScalar => {
            ("a comment is in the way", "put a space before `#`, or quote a value that holds ` #`")
        }
        E::InvalidIndentation | E::InvalidFlowScalarIndent => {
            ("this line is indented differently from those around it", "indent the keys of one map alike, with spaces")
        }
        _ => ("this is not YAML", "write `key: value`, each on a line of its own, and put a value with odd characters between double quotes"),
    }
}
