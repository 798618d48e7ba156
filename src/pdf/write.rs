//! Values as a PDF writes them (ISO 32000-2, 7.3).

use memchr::memmem;

use super::lexer::{is_delimiter, is_white};
use super::object::{Dictionary, Object};

/// Appends a value.
pub fn write_object(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(true) => out.extend_from_slice(b"true"),
        Object::Boolean(false) => out.extend_from_slice(b"false"),
        Object::Integer(integer) => out.extend_from_slice(integer.to_string().as_bytes()),
        Object::Real(real) => out.extend_from_slice(real.text().as_bytes()),
        Object::String(string) => write_string(string, out),
        Object::Name(name) => write_name(name, out),
        Object::Array(array) => {
            out.push(b'[');
            for (index, element) in array.iter().enumerate() {
                if index > 0 {
                    out.push(b' ');
                }
                write_object(element, out);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => write_dictionary(dictionary, out),
        // The bytes of a stream lie elsewhere; this is its dictionary.
        Object::Stream(stream) => write_dictionary(&stream.dictionary, out),
        Object::Reference(reference) => out.extend_from_slice(reference.to_string().as_bytes()),
    }
}

fn write_dictionary(dictionary: &Dictionary, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary.iter() {
        write_name(key, out);
        out.push(b' ');
        write_object(value, out);
    }
    out.extend_from_slice(b">>");
}

/// Appends a name with its slash.
pub fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        if is_white(*byte) || is_delimiter(*byte) || *byte == b'#' || !(0x21..=0x7e).contains(byte) {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        } else {
            out.push(*byte);
        }
    }
}

/// The words by which readers that repair files search for objects (7.3.8, 7.3.10, 7.5): they stand in no string that is written here.
const MARKERS: [&[u8]; 5] = [b"obj", b"stream", b"xref", b"trailer", b"%%EOF"];

/// Appends a string of bytes: between parentheses where it is plain ASCII, in hexadecimal digits where it is not, or could be taken for a part of the file.
pub fn write_string(string: &[u8], out: &mut Vec<u8>) {
    let could_mislead = MARKERS.iter().any(|marker| memmem::find(string, marker).is_some());
    if !could_mislead && string.iter().all(|byte| (0x20..=0x7e).contains(byte)) {
        out.push(b'(');
        for byte in string {
            if matches!(byte, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(*byte);
        }
        out.push(b')');
        return;
    }
    out.push(b'<');
    for byte in string {
        out.extend_from_slice(format!("{byte:02X}").as_bytes());
    }
    out.push(b'>');
}

/// Appends a text string: ASCII as it is, everything else as UTF-16 with its mark (7.9.2.2).
pub fn write_text(text: &str, out: &mut Vec<u8>) {
    if text.bytes().all(|byte| (0x20..=0x7e).contains(&byte)) {
        return write_string(text.as_bytes(), out);
    }
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    let bytes: Vec<u8> = units.flat_map(u16::to_be_bytes).collect();
    write_string(&bytes, out);
}
