//! The archive that a workbook is, looked through before anything is made of it.

use std::io::{BufReader, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::fault::Trouble;
use super::file::{Bytes, Cursor};
use super::reference::Scan;

/// The most bytes of a file that is held in memory, and of what an archive unpacks to.
pub(super) const LARGE: u64 = 256 << 20;
/// The most files in a workbook.
const FILES: usize = 10_000;
/// What may unpack to any multiple of its size.
const SMALL: u64 = 16 << 20;
/// The multiple of its size that an archive may unpack to.
const RATIO: u64 = 100;

/// The archive, once everything in it has been unpacked into a counter: sizes that an archive states of itself prove nothing.
pub(super) fn checked(bytes: &Bytes) -> Result<ZipArchive<BufReader<Cursor<'_>>>, Trouble> {
    let size = bytes.len()?;
    if size > LARGE {
        return Err(Trouble::Large);
    }
    let mut archive = ZipArchive::new(BufReader::new(bytes.reader())).map_err(trouble)?;
    if archive.len() > FILES {
        return Err(Trouble::Bomb);
    }
    let most = LARGE.min(SMALL.max(size.saturating_mul(RATIO)));
    let mut total: u64 = 0;
    let mut buffer = vec![0; 64 * 1024];
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).map_err(trouble)?;
        let mut scan = entry.name().is_ok_and(|name| name.starts_with("xl/worksheets/")).then(Scan::default);
        loop {
            let read = entry.read(&mut buffer).map_err(|error| Trouble::Broken(error.to_string()))?;
            total = total.saturating_add(read as u64);
            if total > most {
                return Err(Trouble::Bomb);
            }
            if scan.as_mut().is_some_and(|scan| !scan.holds(buffer.get(..read).unwrap_or_default())) {
                return Err(Trouble::Broken("a sheet speaks of a cell that no sheet has".to_owned()));
            }
            if read == 0 {
                break;
            }
        }
    }
    Ok(archive)
}

/// What an archive's reader says.
pub(super) fn trouble(error: ZipError) -> Trouble {
    match error {
        ZipError::Io(error) => Trouble::Broken(error.to_string()),
        other => Trouble::Broken(other.to_string()),
    }
}
