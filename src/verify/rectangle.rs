//! Rectangles on pages (ISO 32000-2, 7.9.5).

use crate::pdf::{File, Object};

/// A rectangle, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rectangle {
    left: f64,
    bottom: f64,
    right: f64,
    top: f64,
}

impl Rectangle {
    /// A sheet of US letter: what readers take a page for that does not say how large it is.
    pub(super) const LETTER: Self = Self { left: 0.0, bottom: 0.0, right: 612.0, top: 792.0 };

    /// The rectangle between two corners; `None` where they are not four numbers, or so large that no reader could say where they are.
    pub(super) fn read(file: &File<'_>, value: &Object) -> Option<Self> {
        let value = file.resolve(value).ok()?;
        let corners = value.as_array()?.iter().map(|corner| file.resolve(corner).ok()?.as_number().filter(|number| number.abs() < 1e9));
        let corners: [f64; 4] = corners.collect::<Option<Vec<f64>>>()?.try_into().ok()?;
        let [one, two, three, four] = corners;
        Some(Self { left: one.min(three), bottom: two.min(four), right: one.max(three), top: two.max(four) })
    }

    /// The part of it that lies within another.
    pub(super) fn within(self, other: Self) -> Self {
        let (left, bottom) = (self.left.max(other.left), self.bottom.max(other.bottom));
        Self { left, bottom, right: self.right.min(other.right).max(left), top: self.top.min(other.top).max(bottom) }
    }

    /// Its size, in square points.
    pub(super) fn area(self) -> f64 {
        (self.right - self.left) * (self.top - self.bottom)
    }

    /// Whether nothing can be seen in it.
    pub(super) fn is_empty(self) -> bool {
        self.area() <= 0.0
    }
}
