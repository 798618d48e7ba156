//! What may be changed in the document's properties: the dates of the last change, which every program that appends to a file may set.

use crate::pdf::{Dictionary, Object, Reference, Stream};

use super::area::{Area, Key};
use super::change::{Change, ChangeKind};
use super::walk::Walk;

/// The XMP properties that change with every saving: dates of changes, and the name of this very copy (ISO 16684-1).
const PER_SAVING: [&str; 3] = ["xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:InstanceID"];
/// How XMP begins, so that no reader takes it for anything else.
const BEGINNINGS: [&str; 2] = ["<?xpacket", "<x:xmpmeta"];
/// How long such a value may be.
const LONGEST: usize = 128;

impl Walk<'_> {
    pub(super) fn information(&mut self, holder: Reference, signed: &Dictionary, now: &Dictionary) {
        self.entries(
            holder,
            (signed, now),
            |key| Area::Property(Key::of(key)),
            |walk, key, signed, now| {
                let is_date = key == b"ModDate"
                    && now.as_string().is_some_and(|date| date.len() <= LONGEST)
                    && matches!(signed, Object::Null | Object::String(_));
                if is_date && signed != now {
                    walk.date_changed();
                }
                is_date
            },
        );
    }

    pub(super) fn metadata(&mut self, holder: Reference, signed: &Stream, now: &Stream) {
        let text = |file: &crate::pdf::File<'_>, stream: &Stream| file.data(stream).ok().and_then(|data| without_dates(&data));
        let plain = |stream: &Stream| {
            let mut dictionary = stream.dictionary.clone();
            for key in ["Length", "Filter", "DecodeParms"] {
                dictionary.remove(key);
            }
            dictionary
        };
        let is_equal = text(self.signed, signed).is_some_and(|signed| text(self.now, now) == Some(signed)) && plain(signed) == plain(now);
        if !is_equal {
            return self.violation(Area::Information, holder);
        }
        self.date_changed();
        self.follow(&Object::Stream(now.clone()), Area::Information);
    }

    fn date_changed(&mut self) {
        self.note(Change::allowed(ChangeKind::ChangeDate, "the date of the last change was set in the document's properties"));
    }
}

/// XMP without the values that change with every saving; `None` where it is not such a text.
fn without_dates(data: &[u8]) -> Option<String> {
    let mut text = std::str::from_utf8(data).ok()?.trim_end().to_owned();
    if !BEGINNINGS.iter().any(|beginning| text.trim_start_matches('\u{feff}').starts_with(beginning)) {
        return None;
    }
    for property in PER_SAVING {
        let (open, close) = (format!("<{property}>"), format!("</{property}>"));
        // A property that stands twice is not understood.
        if text.matches(&open).count() > 1 {
            return None;
        }
        if let Some(start) = text.find(&open).map(|at| at + open.len()) {
            let length = text.get(start..)?.find(&close)?;
            let value = text.get(start..start + length)?;
            if length > LONGEST || value.contains(|one: char| !one.is_ascii_graphic() || matches!(one, '<' | '&')) {
                return None;
            }
            text.replace_range(start..start + length, "");
        }
    }
    Some(text)
}
