//! Flate, with the predictors that cross-reference streams use (ISO 32000-2, 7.4.4).

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::object::Dictionary;

/// The most bytes that one stream may come to.
pub(super) const MOST_BYTES: usize = 64 << 20;

/// Data that was compressed; `None` where it is damaged or comes to more than `most` bytes.
pub(super) fn inflate(data: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut decoded = Vec::new();
    let bound = u64::try_from(most).ok()?.checked_add(1)?;
    ZlibDecoder::new(data).take(bound).read_to_end(&mut decoded).ok()?;
    (decoded.len() <= most).then_some(decoded)
}

/// Compresses data as a stream with `/Filter /FlateDecode` holds it.
pub fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(data.len() / 2), Compression::default());
    // Writing to memory does not fail; were it to, the stream would come out empty and no reader would take it for something else.
    encoder.write_all(data).and_then(|()| encoder.finish()).unwrap_or_default()
}

/// Undoes a predictor; `None` where the parameters or the data do not fit.
pub(super) fn unpredict(data: Vec<u8>, parameters: &Dictionary) -> Option<Vec<u8>> {
    let number = |key: &str, default: i64| parameters.get(key).map_or(Some(default), super::object::Object::as_integer);
    let predictor = number("Predictor", 1)?;
    if predictor == 1 {
        return Some(data);
    }
    let columns = usize::try_from(number("Columns", 1)?).ok().filter(|columns| (1..=65_536).contains(columns))?;
    let plain = number("Colors", 1)? == 1 && number("BitsPerComponent", 8)? == 8;
    if !plain || !(10..=15).contains(&predictor) || !data.len().is_multiple_of(columns + 1) {
        return None;
    }
    let mut rows: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0; columns];
    for line in data.chunks_exact(columns + 1) {
        let (kind, coded) = line.split_first()?;
        let mut row = coded.to_vec();
        undo(*kind, &mut row, &above)?;
        rows.extend_from_slice(&row);
        above = row;
    }
    Some(rows)
}

/// Undoes one row's PNG filter, with one byte to a pixel.
fn undo(kind: u8, row: &mut [u8], above: &[u8]) -> Option<()> {
    let (mut left, mut corner) = (0_u8, 0_u8);
    for (byte, up) in row.iter_mut().zip(above) {
        let guess = match kind {
            0 => 0,
            1 => left,
            2 => *up,
            3 => u8::midpoint(left, *up),
            4 => paeth(left, *up, corner),
            _ => return None,
        };
        *byte = byte.wrapping_add(guess);
        (left, corner) = (*byte, *up);
    }
    Some(())
}

/// The neighbour that lies nearest to left + up - corner.
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, up, corner].map(i16::from);
    let guess = a + b - c;
    let (to_left, to_up, to_corner) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if to_left <= to_up && to_left <= to_corner {
        left
    } else if to_up <= to_corner {
        up
    } else {
        corner
    }
}
