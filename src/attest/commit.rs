//! The commit that a project was checked out at.

use serde_json::{Value, json};

/// A commit of a git repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The address of the repository, where it is known; credentials in it are left out.
    pub repository: Option<String>,
    /// The commit's id in hexadecimal.
    pub id: String,
}

impl Commit {
    /// The commit as a resource descriptor, with its address as SPDX writes it (SPDX 2.3, 7.7).
    pub(super) fn descriptor(&self) -> Value {
        let digest = json!({"gitCommit": self.id});
        match self.repository.as_deref().and_then(address) {
            Some(address) => json!({"uri": format!("git+{address}@{}", self.id), "digest": digest}),
            None => json!({"name": "the project's repository", "digest": digest}),
        }
    }
}

/// The address of a repository; `None` for a folder on this computer.
fn address(repository: &str) -> Option<String> {
    if repository.starts_with("file:") {
        return None;
    }
    if repository.contains("://") {
        return Some(without_credentials(repository));
    }
    // What git takes for ssh: `git@example.com:team/policies.git`.
    let (host, path) = repository.split_once(':')?;
    let host = host.rsplit('@').next()?;
    let is_host = host.len() > 1 && !host.contains(['/', '\\']);
    is_host.then(|| format!("ssh://{host}/{}", path.trim_start_matches('/')))
}

/// An address without what may be secret in it: who asks, and what stands behind the path.
pub(super) fn without_credentials(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let host = authority.rsplit('@').next().unwrap_or_default();
    format!("{scheme}://{host}{path}")
}

/// How many references may point at one another before there is a commit.
const MOST_STEPS: usize = 5;

/// The id of the commit that is checked out. `read` gives the bytes of a file of the repository's `.git`, by its path in there.
///
/// `None` before the first commit, and where the files are not as git writes them.
pub fn head(read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Option<String> {
    let text = |path: &str| String::from_utf8(read(path)?).ok();
    let mut name = "HEAD".to_owned();
    for _ in 0..MOST_STEPS {
        let said = text(&name).or_else(|| packed(&text("packed-refs")?, &name))?;
        match said.trim().strip_prefix("ref: ") {
            // Nothing leads out of the folder.
            Some(next) if next.starts_with("refs/") && !next.contains("..") => next.clone_into(&mut name),
            Some(_) => return None,
            None => return id(said.trim()),
        }
    }
    None
}

/// The id beside a name in `packed-refs`.
fn packed(refs: &str, name: &str) -> Option<String> {
    refs.lines().filter_map(|line| line.split_once(' ')).find(|(_, called)| *called == name).map(|(id, _)| id.to_owned())
}

/// The id that a text is: SHA-1 or SHA-256 in hexadecimal.
pub(super) fn id(text: &str) -> Option<String> {
    let is_id = matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef01234567";

    fn head_of(files: &[(&str, &str)]) -> Option<String> {
        head(&|path| files.iter().find(|(name, _)| *name == path).map(|(_, text)| text.as_bytes().to_vec()))
    }

    #[test]
    fn the_head_is_found_wherever_git_keeps_it() {
        let line = format!("{ID}\n");
        assert_eq!(head_of(&[("HEAD", &line)]).as_deref(), Some(ID));
        assert_eq!(head_of(&[("HEAD", "ref: refs/heads/main\n"), ("refs/heads/main", &line)]).as_deref(), Some(ID));
        let packed = format!("# pack-refs with: peeled fully-peeled sorted\n{} refs/heads/other\n{ID} refs/heads/main\n^{ID}\n", "f".repeat(40));
        assert_eq!(head_of(&[("HEAD", "ref: refs/heads/main\n"), ("packed-refs", &packed)]).as_deref(), Some(ID));
    }

    #[test]
    fn what_is_no_head_gives_none() {
        for files in [
            &[][..],
            &[("HEAD", "ref: refs/heads/main\n")],
            &[("HEAD", "ref: refs/heads/a\n"), ("refs/heads/a", "ref: refs/heads/a\n")],
            &[("HEAD", "ref: ../../secret\n"), ("../../secret", ID)],
            &[("HEAD", "ref: refs/../secret\n"), ("refs/../secret", ID)],
            &[("HEAD", "not an id\n")],
        ] {
            assert_eq!(head_of(files), None, "{files:?}");
        }
    }

    #[test]
    fn an_address_keeps_no_credentials() {
        let uri = |repository: &str| Commit { repository: Some(repository.into()), id: "1".into() }.descriptor()["uri"].as_str().map(str::to_owned);
        assert_eq!(uri("https://user:token@example.com/team/policies.git").as_deref(), Some("git+https://example.com/team/policies.git@1"));
        assert_eq!(uri("https://a@b@example.com").as_deref(), Some("git+https://example.com@1"));
        assert_eq!(uri("git@example.com:team/policies.git").as_deref(), Some("git+ssh://example.com/team/policies.git@1"));
        for here in ["/home/ada/policies", "file:///home/ada/policies", "../policies", r"C:\policies", "./a:b"] {
            assert_eq!(uri(here), None, "{here}");
        }
    }
}
