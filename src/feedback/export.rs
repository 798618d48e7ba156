//! Answers for other programs.

use super::answer::Answer;

/// The answers as CSV (RFC 4180, UTF-8 with the mark by which spreadsheet programs know it), every cell in quotes.
///
/// No cell is a formula to a spreadsheet program, whichever character it takes for the end of a cell: an apostrophe stands before what would begin one. JSON has the
/// texts as they are.
pub fn csv(answers: &[Answer]) -> String {
    let heading = "\"day\",\"brand\",\"language\",\"page\",\"version\",\"helpful\",\"comment\"\r\n";
    let rows: String = answers.iter().map(row).collect();
    format!("\u{feff}{heading}{rows}")
}

fn row(answer: &Answer) -> String {
    let helpful = if answer.helpful { "yes" } else { "no" };
    let day = answer.day.to_string();
    let cells = [&day, &answer.brand, &answer.language, &answer.page, answer.version.as_deref().unwrap_or_default(), helpful, &answer.comment];
    let quoted = cells.map(|cell| format!("\"{}\"", inert(cell).replace('"', "\"\"")));
    format!("{}\r\n", quoted.join(","))
}

/// A text with an apostrophe before what would begin a formula: at its start, and after what some program takes for the end of a cell or of a row.
fn inert(text: &str) -> String {
    let mut inert = String::with_capacity(text.len());
    let mut begins = true;
    for c in text.chars() {
        if begins && matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') {
            inert.push('\'');
        }
        // Blanks and quotation marks may be taken away before a cell is read.
        begins = matches!(c, ';' | ',' | '|') || c.is_control() || (begins && (c.is_whitespace() || matches!(c, '"' | '\'')));
        inert.push(c);
    }
    inert
}

/// The answers as a JSON array.
pub fn json(answers: &[Answer]) -> String {
    // Texts, days and flags always have a form in JSON.
    let mut text = serde_json::to_string_pretty(answers).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn no_text_is_a_formula() {
        for (text, expected) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("  \"+1", "  \"'+1"),
            ("good; =cmd|' /C calc'!A0", "good; '=cmd|' /C calc'!A0"),
            ("a\n-b", "a\n'-b"),
            ("@SUM(1)", "'@SUM(1)"),
            ("＝1", "'＝1"),
            ("1-2 = a@b.example + well-known", "1-2 = a@b.example + well-known"),
        ] {
            assert_eq!(inert(text), expected);
        }
    }
}
