//! Writing: staging, renaming, the manifest.
