//! What frames a field: its background and the lines along its edges (ISO 32000-2, 8.5), which say nothing by themselves.

use super::content::Reader;
use crate::pdf::parse_value;

/// How far from the edge of a field a frame may reach, in points.
const WIDEST: f64 = 4.0;
/// How many lines may be drawn: a background, a border, and the two sides of a bevel.
const MOST_LINES: usize = 24;

/// The lines of a drawing, as long as they are those of a frame.
#[derive(Debug)]
pub(super) struct Frame {
    /// The corners of the box, left, bottom, right, top; `None` where nobody can say.
    edges: Option<[f64; 4]>,
    start: [f64; 2],
    at: [f64; 2],
    lines: usize,
    /// Whether the path that is being made has parts that no frame has.
    strays: bool,
}

impl Frame {
    /// The frame of a drawing within a box.
    pub(super) fn of(edges: Option<[f64; 4]>) -> Self {
        Self { edges, start: [0.0; 2], at: [0.0; 2], lines: 0, strays: false }
    }

    /// Takes in one operator; whether it draws something that is no frame.
    pub(super) fn is_left(&mut self, content: &[u8], start: usize, operator: &[u8]) -> bool {
        match operator {
            b"m" => self.start(numbers(content, start)),
            b"l" => self.line(numbers(content, start)),
            b"h" => self.close(),
            b"re" => self.rectangle(numbers(content, start)),
            b"c" | b"v" | b"y" => self.strays = true,
            // What is moved or turned is not where its numbers say.
            b"cm" if numbers(content, start) != Some([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]) => self.edges = None,
            b"n" => self.strays = false,
            b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"s" | b"S" => {
                if operator != b"S" {
                    self.close();
                }
                return self.strays || self.lines > MOST_LINES;
            }
            _ => {}
        }
        false
    }

    fn start(&mut self, point: Option<[f64; 2]>) {
        // A part that is filled is closed first.
        self.close();
        self.strays |= point.is_none();
        self.start = point.unwrap_or_default();
        self.at = self.start;
    }

    fn line(&mut self, to: Option<[f64; 2]>) {
        let Some(to) = to else {
            self.strays = true;
            return;
        };
        self.lines += 1;
        self.strays |= !self.is_along_an_edge(self.at, to);
        self.at = to;
    }

    fn close(&mut self) {
        #[expect(clippy::float_cmp, reason = "a path that ends where it began is closed already")]
        if self.at != self.start {
            self.line(Some(self.start));
        }
    }

    fn rectangle(&mut self, corner: Option<[f64; 4]>) {
        let Some([x, y, width, height]) = corner else {
            self.strays = true;
            return;
        };
        self.start(Some([x, y]));
        for to in [[x + width, y], [x + width, y + height], [x, y + height], [x, y]] {
            self.line(Some(to));
        }
    }

    /// Whether both ends of a line are near the same edge.
    fn is_along_an_edge(&self, from: [f64; 2], to: [f64; 2]) -> bool {
        let Some([left, bottom, right, top]) = self.edges else { return false };
        let near = WIDEST.min((right - left).min(top - bottom) / 4.0);
        let is_near = |axis: usize, edge: f64| [from, to].iter().all(|point| (point[axis] - edge).abs() <= near);
        is_near(0, left) || is_near(0, right) || is_near(1, bottom) || is_near(1, top)
    }
}

/// The operands of an operator, which must be so many numbers.
fn numbers<const COUNT: usize>(content: &[u8], start: usize) -> Option<[f64; COUNT]> {
    let mut reader = Reader { content, at: start };
    let mut found = [0.0; COUNT];
    for number in &mut found {
        reader.skip_space();
        let (value, next) = parse_value(content, reader.at).ok()?;
        *number = value.as_number()?;
        reader.at = next;
    }
    Some(found)
}
