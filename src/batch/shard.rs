//! One machine's share of the rows.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// A part of all rows: that of index `index` (from 0) among `count`. Which rows belong to it follows from their ids alone and not from their order, so that
/// the parts are disjoint and their union is the whole, whoever computes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: u32,
    count: u32,
}

/// Where engines that run a task many times say which of the tasks this is, and with what the first one begins.
const ENGINES: [(&str, Begin); 4] = [
    ("JOB_COMPLETION_INDEX", Begin::At(0)),
    ("SLURM_ARRAY_TASK_ID", Begin::Told { least: "SLURM_ARRAY_TASK_MIN", most: "SLURM_ARRAY_TASK_MAX" }),
    ("AWS_BATCH_JOB_ARRAY_INDEX", Begin::At(0)),
    ("CI_NODE_INDEX", Begin::At(1)),
];

/// What the first task of an engine is called.
enum Begin {
    At(u32),
    /// By another variable, where those from it to the third are as many as there are shares. A part of an array that is submitted again begins elsewhere, and
    /// which share a task has is in doubt then.
    Told {
        least: &'static str,
        most: &'static str,
    },
}

impl Shard {
    /// All rows.
    pub const WHOLE: Self = Self { index: 0, count: 1 };

    /// Reads `K/N`, with K from 1 to N, or `auto/N`, where the engine that runs the task says K in one of its variables: a Kubernetes Indexed Job, a Slurm array, an
    /// AWS Batch array, GitLab's `parallel`. N is never taken from the engine: a part of an array that is run again has another count there.
    pub fn read(text: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no share of the rows: write K/N, as 3/8, or auto/8");
        let (index, count) = text.split_once('/').ok_or_else(wrong)?;
        let count: u32 = count.parse().ok().filter(|count| *count > 0).ok_or_else(wrong)?;
        let index = match index {
            "auto" => told(&variable, count)?,
            index => index.parse::<u32>().ok().and_then(|index| index.checked_sub(1)).ok_or_else(wrong)?,
        };
        if index >= count {
            return Err(format!("`{text}` asks for share {} of {count}", u64::from(index) + 1));
        }
        Ok(Self { index, count })
    }

    /// Its number among all shares, from 0.
    pub fn index(self) -> u32 {
        self.index
    }

    /// How many shares there are.
    pub fn count(self) -> u32 {
        self.count
    }

    /// The share of another number, from 0, among as many.
    #[must_use]
    pub fn sibling(self, index: u32) -> Self {
        Self { index, ..self }
    }

    /// Whether it is all rows.
    pub fn is_whole(self) -> bool {
        self.count == 1
    }

    /// Whether it is the first: it answers for what belongs to no share.
    pub fn is_first(self) -> bool {
        self.index == 0
    }

    /// Whether the row of an id belongs to it.
    pub fn holds(self, id: &str) -> bool {
        self.is_whole() || {
            let digest = Sha256::digest(id.as_bytes());
            let head = digest.iter().take(8).fold(0_u64, |head, byte| head << 8 | u64::from(*byte));
            head % u64::from(self.count) == u64::from(self.index)
        }
    }

    /// Reads what [`Shard::suffix`] adds to names: nothing for the whole, `.3-of-8` for a share.
    pub(super) fn of_suffix(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::WHOLE);
        }
        let (index, count) = text.strip_prefix('.')?.split_once("-of-")?;
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        (is_number(index) && is_number(count)).then(|| Self::read(&format!("{index}/{count}"), |_| None).ok()).flatten()
    }

    /// What runs of this share and of its siblings make, in words.
    pub(super) fn split(self) -> String {
        if self.is_whole() { "all rows".to_owned() } else { format!("shares of {}", self.count) }
    }

    /// What is added to the names of a run's own files: nothing for the whole, `.3-of-8` for a share.
    pub fn suffix(self) -> String {
        if self.is_whole() { String::new() } else { format!(".{}-of-{}", self.index + 1, self.count) }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index + 1, self.count)
    }
}

/// The index that an engine tells.
fn told(variable: &impl Fn(&str) -> Option<String>, count: u32) -> Result<u32, String> {
    let number = |name: &str| variable(name).map(|value| value.parse::<u32>().map_err(|_| format!("{name} is `{value}` and no number")));
    let mut found = Vec::new();
    for (name, begin) in ENGINES {
        let Some(index) = number(name).transpose()? else { continue };
        let first = match begin {
            Begin::At(first) => first,
            Begin::Told { least, most } => {
                let (first, last) = (number(least).transpose()?.unwrap_or(0), number(most).transpose()?);
                if last.is_some_and(|last| last.checked_sub(first) != Some(count - 1)) {
                    return Err(format!(
                        "auto/{count} is in doubt: {least} to {most} are not {count} tasks, but a part of an array; write K/{count}"
                    ));
                }
                first
            }
        };
        let index = index.checked_sub(first).ok_or_else(|| format!("{name} is {index}, and tasks are counted from {first}"))?;
        found.push((name, index));
    }
    match found.as_slice() {
        [(_, index)] => Ok(*index),
        [] => Err(format!("auto/N needs one of {}: none is set", ENGINES.map(|(name, _)| name).join(", "))),
        several => {
            Err(format!("auto/N is in doubt: {} are all set; write K/N", several.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" and ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, variables: &[(&str, &str)]) -> Result<String, String> {
        let variable = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Shard::read(text, variable).map(|shard| shard.to_string())
    }

    #[test]
    fn a_share_is_told_or_found() {
        assert_eq!(read("3/8", &[]).as_deref(), Ok("3/8"));
        assert_eq!(read("auto/8", &[("JOB_COMPLETION_INDEX", "7")]).as_deref(), Ok("8/8"));
        assert_eq!(read("auto/8", &[("SLURM_ARRAY_TASK_ID", "5"), ("SLURM_ARRAY_TASK_MIN", "1")]).as_deref(), Ok("5/8"));
        assert_eq!(read("auto/8", &[("CI_NODE_INDEX", "1")]).as_deref(), Ok("1/8"));
        let part = |least, most| read("auto/8", &[("SLURM_ARRAY_TASK_ID", "5"), ("SLURM_ARRAY_TASK_MIN", least), ("SLURM_ARRAY_TASK_MAX", most)]);
        assert_eq!(part("0", "7").as_deref(), Ok("6/8"));
        assert_eq!(part("1", "8").as_deref(), Ok("5/8"));
        assert!(part("2", "5").is_err(), "sbatch --array=2,5");
        for text in ["0/8", "9/8", "3", "a/8", "1/0", "auto/8"] {
            assert!(read(text, &[]).is_err(), "{text}");
        }
        assert!(read("auto/8", &[("CI_NODE_INDEX", "1"), ("JOB_COMPLETION_INDEX", "0")]).is_err());
        assert!(read("auto/8", &[("CI_NODE_INDEX", "0")]).is_err());
        assert!(read("auto/2", &[("JOB_COMPLETION_INDEX", "2")]).is_err());
    }

    #[test]
    fn every_row_belongs_to_one_share() {
        let shares: Vec<Shard> = (1..=5).map(|index| Shard::read(&format!("{index}/5"), |_| None).unwrap()).collect();
        let mut sizes = [0; 5];
        for row in 0..1_000 {
            let id = format!("customer-{row}");
            let holding: Vec<usize> = (0..5).filter(|at| shares[*at].holds(&id)).collect();
            assert_eq!(holding.len(), 1);
            sizes[holding[0]] += 1;
        }
        assert!(sizes.iter().all(|size| (120..280).contains(size)), "{sizes:?}");
    }
}
