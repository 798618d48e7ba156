//! Paths in links, from a source's folder.

/// Where a path leads, seen from a folder below `sources/`; both without slashes at their ends. `None` where it leaves `sources/`.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let (folder, path) = path.strip_prefix('/').map_or((folder, path), |rooted| ("", rooted));
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// A path that is written as Windows writes paths, as links are written; none where it begins with a drive, which no link can name.
pub(super) fn with_slashes(path: &str) -> Option<String> {
    (path.contains('\\') && !path.contains(':')).then(|| path.replace('\\', "/"))
}

/// A source's folder below `sources/`, from its path in the project: its brand's own sources count like the shared ones.
pub(super) fn folder(file: &str) -> &str {
    let below = file.strip_prefix("sources/").or_else(|| file.split_once("/sources/").map(|(_, below)| below)).unwrap_or(file);
    below.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined() {
        assert_eq!(join("terms", "limits.md").as_deref(), Some("terms/limits.md"));
        assert_eq!(join("terms", "../privacy/").as_deref(), Some("privacy"));
        assert_eq!(join("terms", "/refunds.md").as_deref(), Some("refunds.md"));
        assert_eq!(join("terms", "../../etc/passwd"), None);
        assert_eq!(with_slashes("images\\logo.png").as_deref(), Some("images/logo.png"));
        assert_eq!((with_slashes("images/logo.png"), with_slashes("C:\\logo.png")), (None, None));
        assert_eq!(folder("sources/terms/limits.md"), "terms");
        assert_eq!(folder("brands/a/sources/terms/limits.md"), "terms");
        assert_eq!(folder("sources/refunds.md"), "");
    }
}
