//! Characters that no value may hold.

/// The first character of a text that must not be in a value; tabs and the ends of lines are left to who asks for one line.
pub(super) fn refused(text: &str) -> Option<char> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    text.chars().find(|c| is_refused(*c))
}

/// Control characters, those that turn the direction of text about (Unicode's property `Bidi_Control`), the ends of lines that no editor shows, what a wrong
/// encoding leaves behind, what nobody sees, and private-use characters, which mean something else to everybody.
pub(super) fn is_refused(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let hides = matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffd}'..='\u{ffff}');
    turns || hides || is_unseen(c) || is_private(c) || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// Characters without a shape that join, part or tag others. Two joiners are let through that words of some languages are spelt with.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// Whether a text has nothing in it that is seen: blanks, joiners and letters that are drawn as blanks.
pub(super) fn is_blank(text: &str) -> bool {
    let is_drawn_blank = |c| matches!(c, '\u{115f}' | '\u{1160}' | '\u{200c}' | '\u{200d}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}');
    text.chars().all(|c| c.is_whitespace() || is_drawn_blank(c))
}

/// A character that is not seen, in words.
pub(super) fn named(c: char) -> String {
    let words = match c {
        '\0' => "a NUL character",
        '\t' => "a tab",
        '\n' | '\r' => "a line break",
        '\u{61c}' | '\u{200e}' | '\u{200f}' => "a direction mark",
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "a character that turns the direction of text",
        '\u{2028}' | '\u{2029}' => "a line separator",
        '\u{feff}' => "a byte order mark",
        c if is_private(c) => "a private-use character, which every font draws in its own way",
        c if is_unseen(c) => "a character that nobody sees",
        '\u{fffd}' => "a character that was lost by a wrong encoding",
        _ => "a control character",
    };
    format!("{words} (U+{:04X})", u32::from(c))
}
