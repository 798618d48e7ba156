//! Encodings: found where bytes tell them, told where they do not, guessed never.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
use encoding_rs::{UTF_16BE, UTF_16LE};

use super::fault::Trouble;

/// How bytes become text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    encoding: &'static Encoding,
    /// The bytes of the byte order mark.
    mark: usize,
}

impl Found {
    /// The encoding that the first bytes tell, else the one that the user told, else UTF-8.
    pub(super) fn find(head: &[u8], told: Option<&str>) -> Result<Self, Trouble> {
        let told = told.map(|name| {
            let known = Encoding::for_label(name.as_bytes()).filter(|encoding| *encoding != encoding_rs::REPLACEMENT);
            known.ok_or_else(|| Trouble::UnknownEncoding(name.to_owned()))
        });
        let told = told.transpose()?;
        let (encoding, mark) = Encoding::for_bom(head).unwrap_or((told.unwrap_or(UTF_8), 0));
        Ok(Self { encoding, mark })
    }

    /// Whether the bytes are text already.
    fn is_utf8(self) -> bool {
        self.encoding == UTF_8
    }

    /// The bytes as UTF-8. Bytes that claim to be UTF-8 are passed on as they are, for who knows the number of the row to check.
    pub(super) fn decode<R: Read>(self, mut reader: R) -> io::Result<Decoded<R>> {
        let mut mark = vec![0; self.mark];
        reader.read_exact(&mut mark)?;
        let decoder = (!self.is_utf8()).then(|| self.encoding.new_decoder_without_bom_handling());
        Ok(Decoded { reader, decoder, raw: Vec::new(), taken: 0, text: Vec::new(), given: 0, line: 1, has_ended: false })
    }

    /// What it is called.
    pub(super) fn name(self) -> &'static str {
        if self.encoding == UTF_16LE || self.encoding == UTF_16BE { "UTF-16" } else { self.encoding.name() }
    }
}

/// How many bytes are decoded at once.
const CHUNK: usize = 32 * 1024;

/// A reader that gives UTF-8.
pub(super) struct Decoded<R> {
    reader: R,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    taken: usize,
    text: Vec<u8>,
    given: usize,
    line: u64,
    has_ended: bool,
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.decoder.is_none() {
            return self.reader.read(into);
        }
        while self.given == self.text.len() && !self.has_ended {
            self.fill()?;
        }
        let rest = self.text.get(self.given..).unwrap_or_default();
        let count = rest.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}

impl<R: Read> Decoded<R> {
    /// Decodes the next bytes into the empty `text`.
    fn fill(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        if self.taken == self.raw.len() {
            self.raw.clear();
            self.taken = 0;
            (&mut self.reader).take(CHUNK as u64).read_to_end(&mut self.raw)?;
        }
        let is_last = self.raw.is_empty();
        self.text.resize(CHUNK * 3, 0);
        let rest = self.raw.get(self.taken..).unwrap_or_default();
        let (result, taken, written) = decoder.decode_to_utf8_without_replacement(rest, &mut self.text, is_last);
        self.text.truncate(written);
        self.given = 0;
        self.taken += taken;
        self.line += memchr::memchr_iter(b'\n', &self.text).count() as u64;
        match result {
            DecoderResult::Malformed(..) => Err(Trouble::NotOfEncoding { encoding: decoder.encoding().name(), line: self.line }.into()),
            DecoderResult::InputEmpty => {
                self.has_ended = is_last;
                Ok(())
            }
            DecoderResult::OutputFull => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::Found;

    fn decoded(bytes: &[u8], told: Option<&str>) -> Result<String, String> {
        let found = Found::find(bytes, told).map_err(|trouble| trouble.to_string())?;
        let mut text = String::new();
        let read = found.decode(bytes).and_then(|mut reader| reader.read_to_string(&mut text));
        read.map(|_| text).map_err(|error| error.to_string())
    }

    #[test]
    fn encodings_are_found_or_told() {
        assert_eq!(decoded(b"\xef\xbb\xbfa", None).as_deref(), Ok("a"));
        assert_eq!(decoded(b"\xff\xfea\0\xb1\x03", None).as_deref(), Ok("aα"));
        assert_eq!(decoded(b"\xfe\xff\0a", Some("windows-1253")).as_deref(), Ok("a"));
        assert_eq!(decoded(b"\xe1", Some("windows-1253")).as_deref(), Ok("α"));
        assert_eq!(Found::find(b"\xff\xfe", None).unwrap().name(), "UTF-16");
    }

    #[test]
    fn what_is_not_of_the_encoding_is_refused_with_its_line() {
        assert!(decoded(b"a\nb\xff", Some("windows-1253")).unwrap_err().contains("line 2 is not windows-1253"));
        assert!(decoded(b"\xff\xfea\0b", None).unwrap_err().contains("line 1 is not UTF-16LE"));
        assert!(decoded(b"", Some("klingon")).unwrap_err().contains("no encoding is called `klingon`"));
    }
}
