//! What a published file says at its end: how to ask what it does not answer.

use crate::locale::Words;
use crate::parse::ASKING;

/// Appends how to put a question at an address. What is appended begins with a mark behind which nothing is the document's.
pub(super) fn push(out: &mut String, address: &str, words: &Words) {
    let words = &words.machines;
    out.push_str(ASKING);
    out.push_str(&format!("\n---\n\n## {}\n\n{}\n\n{}\n\n{}\n", words.ask_title, words.ask_page, question(address), words.ask_answer));
}

/// The request that puts a question at an address, as a block of code.
pub fn question(address: &str) -> String {
    format!("```http\nGET {address}?ask=<question>\n```")
}
