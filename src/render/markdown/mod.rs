//! Rendering: a document as markdown.
