//! Tags: the states of a project that were published.

use gix::ObjectId;
use gix::objs::tree::EntryKind;

use super::fault::Fault;
use super::repository::Repository;

/// How many tags are looked at: a repository with more has them for something else.
const MOST_TAGS: usize = 50_000;

/// A tag and the state of the project that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name, without `refs/tags/`.
    pub name: String,
    /// The commit.
    pub(super) commit: ObjectId,
    /// When it was committed, in seconds since 1970: tags stand in this order.
    pub(super) seconds: i64,
    /// The project's folder as it was then; `None` where there was none.
    pub(super) tree: Option<ObjectId>,
}

/// The tags that are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags {
    /// The oldest commit first.
    pub tags: Vec<Tag>,
    /// The names of those that lead to no commit that can be read.
    pub unreadable: Vec<String>,
}

impl Tag {
    /// A word for the state itself: two tags with the same word name the same files.
    pub fn state(&self) -> String {
        self.tree.map_or_else(|| format!("nothing in {}", self.commit), |tree| tree.to_string())
    }
}

impl Repository {
    /// The tags that are meant, by their names.
    pub fn tags(&self, is_meant: impl Fn(&str) -> bool) -> Result<Tags, Fault> {
        let read = |error: &gix::Error| Fault::reading("the list of tags", error);
        let platform = self.inner.references().map_err(|error| read(&error))?;
        let references = platform.tags().map_err(|error| read(&error))?;
        let mut found = Tags::default();
        for (count, reference) in references.enumerate() {
            if count >= MOST_TAGS {
                return Err(Fault::TooLarge { what: format!("the repository has more than {MOST_TAGS} tags") });
            }
            let Ok(mut reference) = reference else { continue };
            let name = String::from_utf8_lossy(reference.name().shorten()).into_owned();
            if is_meant(&name) {
                match reference.peel_to_commit().and_then(|commit| self.tag(name.clone(), &commit)) {
                    Ok(tag) => found.tags.push(tag),
                    Err(_) => found.unreadable.push(name),
                }
            }
        }
        found.tags.sort_by(|a, b| (a.seconds, &a.name).cmp(&(b.seconds, &b.name)));
        Ok(found)
    }

    fn tag(&self, name: String, commit: &gix::Commit<'_>) -> gix::Result<Tag> {
        let seconds = commit.time()?.seconds;
        let found = self.find(commit.tree_id()?.detach(), &self.folder)?;
        let tree = found.filter(|found| found.kind == EntryKind::Tree).map(|found| found.id);
        Ok(Tag { name, commit: commit.id, seconds, tree })
    }
}
