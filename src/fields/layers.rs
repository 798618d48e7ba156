//! Whether a content stream draws something that belongs to a layer (ISO 32000-2, 8.11.3.2), which a reader may show or hide.

use super::content::Reader;
use crate::pdf::{is_delimiter, is_white, parse_value};

/// Whether any part of a content stream belongs to a layer; what cannot be read may belong to one where it speaks of layers at all.
#[must_use]
pub fn uses_layers(content: &[u8]) -> bool {
    let mut reader = Reader { content, at: 0 };
    loop {
        match reader.instruction() {
            Ok(None) => return false,
            Ok(Some((start, b"BDC" | b"DP"))) if names_layer(content, start) => return true,
            Ok(Some(_)) => {}
            Err(_) => return memchr::memmem::find_iter(content, b"BDC").any(|at| is_word(content, at, 3)),
        }
    }
}

/// Whether what stands there ends on both sides.
fn is_word(content: &[u8], at: usize, length: usize) -> bool {
    let ends = |byte: Option<&u8>| byte.is_none_or(|byte| is_white(*byte) || is_delimiter(*byte));
    ends(at.checked_sub(1).and_then(|at| content.get(at))) && ends(content.get(at + length))
}

fn names_layer(content: &[u8], at: usize) -> bool {
    parse_value(content, at).is_ok_and(|(tag, _)| tag.is_name("OC"))
}

#[cfg(test)]
mod tests {
    use super::uses_layers;

    #[test]
    fn only_marks_of_layers_count() {
        assert!(uses_layers(b"/OC /L BDC (x) Tj EMC"));
        assert!(uses_layers(b"q BI /W 1 /H 1 ID x EI Q /O#43 <</A 1>> BDC EMC"));
        assert!(!uses_layers(b"/Tx BMC (/OC /L BDC) Tj EMC /P <</MCID 0>> BDC EMC"));
    }
}
