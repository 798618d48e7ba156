//! Rendering: a document as html.
