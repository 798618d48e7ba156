//! What is left out of what came back, because it is another in every run.
//!
//! Always: the project's folder, and how long it took (`… in [time]`) and at what pace. The address of an authority (`[authority]`). Where a case has keys,
//! also digests and other long digits (`[digits]`), sizes that follow from keys (`[size]`), times (`[time]`) and the dates that certificates have: `[today]`, and
//! `[today+10]` for the tenth day after it.

use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// So many hexadecimal digits are a digest, or the beginning of one by which a certificate is told.
const DIGEST: usize = 16;
/// The days, counted from today, that certificates begin and end on.
const DAYS: [i64; 8] = [-900, -400, -1, 0, 1, 10, 365, 730];

/// A text without the project's folder, and without how long something took.
pub(crate) fn plain(text: &str, place: &Path) -> String {
    let text = text.replace(&place.display().to_string(), "[project]");
    text.lines().map(|line| format!("{}\n", without_duration(line).trim_end())).collect()
}

/// A text without what differs between two signings, and between two certificates.
pub(crate) fn signing(text: &str) -> String {
    let mut text = text.to_owned();
    for (day, name) in days() {
        text = text.replace(&day, &name);
    }
    let line = |line: &str| format!("{}\n", without_size(&without_digits(&without_time(line))));
    text.lines().map(line).collect()
}

fn days() -> Vec<(String, String)> {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let name = |days: i64| if days == 0 { "[today]".to_owned() } else { format!("[today{days:+}]") };
    DAYS.iter().filter_map(|days| Some((today.checked_add(Span::new().days(*days)).ok()?.to_string(), name(*days)))).collect()
}

/// A line with every time in `… in 1.2 s` left out.
fn without_duration(line: &str) -> String {
    let mut parts = line.split(" in ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let figure = part.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(part.len());
        let (figure, rest) = part.split_at(figure);
        let after = rest.strip_prefix(" ms").or_else(|| rest.strip_prefix(" s")).filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
        match after.filter(|_| !figure.is_empty()) {
            Some(after) => out.extend([" in [time]", after]),
            None => out.extend([" in ", part]),
        }
    }
    without_pace(out)
}

/// A line without `, 51 a second` at its end, which only a slow run says.
fn without_pace(mut line: String) -> String {
    if let Some(at) = line.strip_suffix(" a second").and_then(|rest| rest.rfind(", ")) {
        line.truncate(at);
    }
    line
}

/// A line without times of day: `04:05`, `04:05:31`, `04:05:31.25`.
fn without_time(line: &str) -> String {
    let is_clock =
        |word: &str| word.split(':').all(|part| part.len() == 2 && part.bytes().all(|c| c.is_ascii_digit())) && matches!(word.len(), 5 | 8);
    let is_time = |word: &str| match word.split_once('.') {
        Some((clock, fraction)) => is_clock(clock) && fraction.bytes().all(|c| c.is_ascii_digit()),
        None => is_clock(word),
    };
    by_words(line, |c| c.is_ascii_digit() || matches!(c, ':' | '.'), |word| is_time(word).then_some("[time]"))
}

/// A line without digests, and whatever else is written in many hexadecimal digits.
fn without_digits(line: &str) -> String {
    let is_long =
        |word: &str| word.len() >= DIGEST && word.contains(|c: char| c.is_ascii_digit()) && word.bytes().all(|c| c.is_ascii_hexdigit() || c == b':');
    by_words(line, |c| c.is_ascii_alphanumeric() || c == ':', |word| is_long(word).then_some("[digits]"))
}

/// A line without sizes: `"room": 9000`, `9000 bytes`, and `, and 9000 were left`.
fn without_size(line: &str) -> String {
    let is_size = line.contains("\"room\": ") || line.contains("\"size\": ") || line.contains(" bytes");
    let is_large = |word: &str| word.len() >= 4 && word.bytes().all(|c| c.is_ascii_digit());
    if is_size { by_words(line, |c| c.is_ascii_alphanumeric() || c == '.', |word| is_large(word).then_some("[size]")) } else { line.to_owned() }
}

/// A line with some of its words replaced; a word is a run of some characters.
fn by_words(line: &str, is_of_a_word: impl Fn(char) -> bool, replace: impl Fn(&str) -> Option<&'static str>) -> String {
    let mut out = String::new();
    let mut rest = line;
    while !rest.is_empty() {
        let (word, after) = rest.split_at(rest.find(|c| !is_of_a_word(c)).unwrap_or(rest.len()));
        out.push_str(replace(word).unwrap_or(word));
        let (between, after) = after.split_at(after.find(&is_of_a_word).unwrap_or(after.len()));
        out.push_str(between);
        rest = after;
    }
    out
}
