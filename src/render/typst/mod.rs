//! Rendering: a document as typst.
