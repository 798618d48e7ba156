//! The names of a run's own files.

use std::io::{BufReader, Seek as _};

use super::JOURNAL;
use super::ledger::spool;
use super::merge::read_head;
use super::shard::Shard;
use crate::output::digest::Digest;
use crate::output::failure::Failure;
use crate::store::Store;

/// The names of a run's own files, from the output's root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// The list of what was made.
    pub manifest: String,
    /// The bad rows, to be mended and fed back.
    pub failures: String,
}

impl Files {
    /// Those of a share. The `list`th list of failures that was mended, from 1, has files of its own: what lists the rows that were good at once, or were mended
    /// before, stays.
    fn of(shard: Shard, list: Option<u32>) -> Self {
        let suffix = shard.suffix();
        let mended = match list {
            None => String::new(),
            Some(0 | 1) => MENDED.to_owned(),
            Some(list) => format!("{MENDED}.{list}"),
        };
        Self { manifest: format!("manifest{mended}{suffix}.jsonl"), failures: format!("failures{mended}{suffix}.csv") }
    }

    /// Those of a run over data of a digest. Mended data has the files that it had in a run before this one, or else the first that are free.
    pub(super) fn find(out: &Store, shard: Shard, is_mended: bool, data: [u8; 32]) -> Result<Self, Failure> {
        let mut list = 1;
        while is_mended && !is_free(out, &Self::of(shard, Some(list)).manifest, data)? {
            list += 1;
        }
        Ok(Self::of(shard, is_mended.then_some(list)))
    }

    /// The name of a share's journal.
    pub(super) fn journal(shard: Shard) -> String {
        format!("{JOURNAL}{}.jsonl", shard.suffix())
    }
}

/// What tells the files of mended rows from those of the others.
const MENDED: &str = ".mended";

/// Whether a manifest may be written: none is there, or one of the same data. What is there and is no manifest is left alone.
fn is_free(out: &Store, manifest: &str, data: [u8; 32]) -> Result<bool, Failure> {
    let mut file = tempfile::tempfile().map_err(spool)?;
    if !out.fetch(manifest, &mut file)? {
        return Ok(true);
    }
    file.rewind().map_err(spool)?;
    let head = read_head(BufReader::new(file)).map_err(spool)?;
    Ok(head.is_some_and(|head| head.run == run_of(head.project, data)))
}

/// The digest of what all documents of a run follow from: the project and the program, and the data.
pub(super) fn run_of(project: Digest, data: [u8; 32]) -> Digest {
    Digest::of(format!("{project} {data:?}").as_bytes())
}

/// Which manifest a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `manifest.jsonl`.
    Whole,
    /// `manifest.3-of-8.jsonl`.
    Share,
    /// `manifest.mended.jsonl` or `manifest.mended.2.jsonl`, of the whole or of a share.
    Mended,
}

impl Kind {
    /// What a name says of its file; `None` where it is no manifest's.
    pub(super) fn of(name: &str) -> Option<Self> {
        let rest = name.strip_prefix("manifest")?.strip_suffix(".jsonl")?;
        let Some(rest) = rest.strip_prefix(MENDED) else {
            return Some(if Shard::of_suffix(rest)?.is_whole() { Self::Whole } else { Self::Share });
        };
        Shard::of_suffix(behind_number(rest)).map(|_| Self::Mended)
    }
}

/// What stands behind the number of a list, where there is one: `.1-of-2` of `.3.1-of-2`.
fn behind_number(text: &str) -> &str {
    let Some(rest) = text.strip_prefix('.') else { return text };
    let (number, _) = rest.split_once('.').unwrap_or((rest, ""));
    if number.bytes().all(|byte| byte.is_ascii_digit()) { rest.strip_prefix(number).unwrap_or(rest) } else { text }
}

#[cfg(test)]
mod tests {
    use super::{Files, Kind, Shard};

    #[test]
    fn a_manifest_is_known_by_its_name() {
        let share = Shard::read("3/8", |_| None).unwrap();
        for (shard, list, kind) in [
            (Shard::WHOLE, None, Kind::Whole),
            (share, None, Kind::Share),
            (Shard::WHOLE, Some(1), Kind::Mended),
            (share, Some(1), Kind::Mended),
            (Shard::WHOLE, Some(12), Kind::Mended),
            (share, Some(12), Kind::Mended),
        ] {
            let name = Files::of(shard, list).manifest;
            assert_eq!(Kind::of(&name), Some(kind), "{name}");
        }
        for name in ["manifest.json", "manifest.mended.a.jsonl", "manifest.mended.2.a.jsonl", "manifest.9-of-8.jsonl", "manifesto.jsonl"] {
            assert_eq!(Kind::of(name), None, "{name}");
        }
    }
}
