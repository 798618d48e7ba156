//! PDFs that are written by hand: no program makes such files, except to do harm.

use std::fmt::Write as _;

/// A PDF of objects and a trailer.
///
/// An object begins with a line `NUMBER 0 obj`, and the trailer with a line `trailer`. The header, the table of where the objects stand and the end are added;
/// in the trailer, `[table]` stands for the place of the table.
pub(crate) fn pdf(text: &str) -> Vec<u8> {
    let (objects, trailer) = text.split_at(text.find("\ntrailer\n").map_or(text.len(), |at| at + 1));
    let mut pdf = format!("%PDF-1.7\n{objects}");
    let table = pdf.len();
    let places = places(&pdf);
    let _ = write!(pdf, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1);
    for number in 1..=places.len() {
        let at = places.iter().find(|(other, _)| *other == number).map_or(0, |(_, at)| *at);
        let _ = writeln!(pdf, "{at:010} 00000 n ");
    }
    let _ = write!(pdf, "{}\nstartxref\n{table}\n%%EOF\n", trailer.trim_end().replace("[table]", &table.to_string()));
    pdf.into_bytes()
}

/// The numbers of the objects, and where they begin.
fn places(pdf: &str) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut places = Vec::new();
    for line in pdf.split_inclusive('\n') {
        places.extend(line.trim_end().strip_suffix(" 0 obj").and_then(|number| Some((number.parse().ok()?, at))));
        at += line.len();
    }
    places
}
