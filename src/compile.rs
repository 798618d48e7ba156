//! The driver: a project from load to written files.
