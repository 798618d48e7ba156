//! Comments that hide nothing (ISO 32000-2, 12.5.6.2): they draw nothing of their own and do nothing, and what a reader draws for them leaves the page readable.

use crate::pdf::{Dictionary, Object};

/// The largest icon of a note, in points to a side.
const ICON: f64 = 32.0;
/// The tallest line of text that is marked, in points: the lines that a reader draws are as thick as the text is tall.
const TALLEST: f64 = 36.0;
/// How many lines of text one comment may mark.
const MOST_LINES: usize = 128;
/// How far a comment's rectangle may reach beyond the lines that it marks, in points.
const BEYOND: f64 = 12.0;
/// By how much numbers differ that were rounded, in points.
const ROUNDED: f64 = 0.1;
/// How light the colour of a highlight is at least, of 1: it is laid over the page as by a marker pen, and black text must stand out.
const LIGHT: f64 = 0.6;
/// From where on a colour cannot be told from paper, in each of its parts.
const WHITE: f64 = 0.8;

/// What a comment may say of itself.
const HARMLESS: [&[u8]; 20] = [
    b"Type",
    b"Subtype",
    b"Rect",
    b"Contents",
    b"P",
    b"NM",
    b"M",
    b"F",
    b"C",
    b"T",
    b"Popup",
    b"CA",
    b"CreationDate",
    b"IRT",
    b"Subj",
    b"RT",
    b"Open",
    b"Parent",
    b"QuadPoints",
    b"Name",
];

/// How much of its page a comment marks, in square points; `None` where it may hide something.
pub(super) fn covered(annotation: &Dictionary) -> Option<f64> {
    if !annotation.iter().all(|(key, _)| HARMLESS.contains(&key)) {
        return None;
    }
    let colour = Colour::of(annotation)?;
    match annotation.get("Subtype")?.as_name()? {
        b"Text" => note(annotation).filter(|_| !colour.is_white()),
        b"Popup" => annotation.get("Open").is_none_or(|open| *open == Object::Boolean(false)).then_some(0.0),
        b"Highlight" => lines(annotation).filter(|_| colour.is_light()),
        b"Underline" | b"Squiggly" | b"StrikeOut" => lines(annotation).filter(|_| !colour.is_white()),
        _ => None,
    }
}

/// The size of a note's icon.
fn note(annotation: &Dictionary) -> Option<f64> {
    let [left, bottom, right, top] = rectangle(annotation)?;
    (right - left <= ICON && top - bottom <= ICON).then_some((right - left) * (top - bottom))
}

/// The size of the lines of text that are marked, each by its corners.
fn lines(annotation: &Dictionary) -> Option<f64> {
    let frame = rectangle(annotation)?;
    let numbers = numbers(annotation.get("QuadPoints")?)?;
    let (lines, rest) = numbers.as_chunks::<8>();
    if lines.is_empty() || lines.len() > MOST_LINES || !rest.is_empty() {
        return None;
    }
    let mut whole = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    let mut area = 0.0;
    for [x1, y1, x2, y2, x3, y3, x4, y4] in lines {
        // Readers take the corners in the order of a Z, so that the text's height lies between the first and the third.
        if (x1 - x3).hypot(y1 - y3) > TALLEST || (x2 - x4).hypot(y2 - y4) > TALLEST {
            return None;
        }
        let (left, right) = (x1.min(*x2).min(*x3).min(*x4), x1.max(*x2).max(*x3).max(*x4));
        let (bottom, top) = (y1.min(*y2).min(*y3).min(*y4), y1.max(*y2).max(*y3).max(*y4));
        area += (right - left) * (top - bottom);
        whole = [whole[0].min(left), whole[1].min(bottom), whole[2].max(right), whole[3].max(top)];
    }
    // Where the lines reach out of the rectangle, a reader may mark all that the rectangle holds instead (table 182).
    let [left, bottom, right, top] = [whole[0] - frame[0], whole[1] - frame[1], frame[2] - whole[2], frame[3] - whole[3]];
    [left, bottom, right, top].iter().all(|margin| (-ROUNDED..=BEYOND).contains(margin)).then_some(area)
}

fn rectangle(annotation: &Dictionary) -> Option<[f64; 4]> {
    let [one, two, three, four] = numbers(annotation.get("Rect")?)?.try_into().ok()?;
    Some([one.min(three), two.min(four), one.max(three), two.max(four)])
}

/// Numbers that stand there themselves, and of which any reader could say what they are.
fn numbers(array: &Object) -> Option<Vec<f64>> {
    array.as_array()?.iter().map(|number| number.as_number().filter(|number| number.abs() < 1e9)).collect()
}

/// The colour of a comment, in red, green and blue; `None` where each reader takes its own.
struct Colour(Option<[f64; 3]>);

impl Colour {
    /// That of an annotation (table 166); `None` where it is none.
    fn of(annotation: &Dictionary) -> Option<Self> {
        let Some(colour) = annotation.get("C") else { return Some(Self(None)) };
        let parts: Vec<f64> = numbers(colour)?.into_iter().map(|part| part.clamp(0.0, 1.0)).collect();
        Some(Self(match parts[..] {
            [] => None,
            [gray] => Some([gray; 3]),
            [red, green, blue] => Some([red, green, blue]),
            [cyan, magenta, yellow, black] => Some([cyan, magenta, yellow].map(|part| (1.0 - part) * (1.0 - black))),
            _ => return None,
        }))
    }

    /// Whether text shows through it. What has no colour some readers draw black.
    fn is_light(&self) -> bool {
        self.0.is_some_and(|[red, green, blue]| 0.299 * red + 0.587 * green + 0.114 * blue >= LIGHT)
    }

    /// Whether it cannot be told from paper.
    fn is_white(&self) -> bool {
        self.0.is_some_and(|parts| parts.iter().all(|part| *part >= WHITE))
    }
}
