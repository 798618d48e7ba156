//! Text strings (ISO 32000-2, 7.9.2.2).

/// The text of a string: UTF-16 or UTF-8 after their marks, `PDFDocEncoding` otherwise. What is not a character comes out as U+FFFD.
pub fn read_text(bytes: &[u8]) -> String {
    if let Some(units) = bytes.strip_prefix(b"\xfe\xff") {
        let units: Vec<u16> = units.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect();
        return String::from_utf16_lossy(&units);
    }
    if let Some(utf8) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8_lossy(utf8).into_owned();
    }
    bytes.iter().map(|byte| document_encoding(*byte)).collect()
}

/// A character of `PDFDocEncoding` (annex D.3).
fn document_encoding(byte: u8) -> char {
    const LOW: [char; 8] = ['\u{2d8}', '\u{2c7}', '\u{2c6}', '\u{2d9}', '\u{2dd}', '\u{2db}', '\u{2da}', '\u{2dc}'];
    const HIGH: [char; 33] = [
        '\u{2022}', '\u{2020}', '\u{2021}', '\u{2026}', '\u{2014}', '\u{2013}', '\u{192}', '\u{2044}', '\u{2039}', '\u{203a}', '\u{2212}',
        '\u{2030}', '\u{201e}', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{201a}', '\u{2122}', '\u{fb01}', '\u{fb02}', '\u{141}', '\u{152}',
        '\u{160}', '\u{178}', '\u{17d}', '\u{131}', '\u{142}', '\u{153}', '\u{161}', '\u{17e}', '\u{fffd}', '\u{20ac}',
    ];
    match byte {
        0x18..=0x1f => LOW.get(usize::from(byte - 0x18)).copied().unwrap_or('\u{fffd}'),
        0x80..=0xa0 => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{fffd}'),
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::read_text;

    #[test]
    fn all_encodings_are_read() {
        assert_eq!(read_text(b"\xfe\xff\x03\x91\xd8\x3d\xde\x00"), "\u{391}\u{1f600}");
        assert_eq!(read_text("\u{feff}é".as_bytes()), "é");
        assert_eq!(read_text(b"a\xe9\x80\xa0\xfe"), "aé\u{2022}\u{20ac}þ");
        assert_eq!(read_text(b"\xfe\xff\x00"), "\0");
    }
}
