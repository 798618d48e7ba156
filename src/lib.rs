//! Counterpart compiles one set of policy sources into every brand's HTML, Markdown and PDF.
//!
//! The way of a document, in the order in which data flows; a module imports only from those before it:
//!
//! 1. [`plain`] says what of a text can be shown, [`source`] keeps the author's files, [`address`] says which addresses are let through, [`diag`] keeps what there is to say; [`world`] is the door
//!    through which a project is read, and `history` the one to its git repository (behind the feature of that name).
//! 2. [`locale`] writes dates, numbers and lists as a language does.
//! 3. [`document`] is the one model that every format is made from.
//! 4. [`yaml`] reads values with their places, [`brand`] folds each brand's `extends` chain; [`project`] loads brands, sources and partials.
//!    [`explain`] says where a value comes from, [`schema`] tells editors what the files may say.
//! 5. [`expand`] runs Handlebars over a source for one brand: values are data, never syntax.
//! 6. [`parse`] turns the expanded Markdown into a [`document::Document`].
//! 7. [`fonts`] knows which characters can be printed.
//! 8. [`resolve`] settles numbers, anchors, references and links across a brand's documents.
//! 9. [`render`] gives HTML, Markdown and PDF; [`site`] puts pages around the HTML.
//! 10. [`snapshot`] holds every input as one moment had it, [`cache`] says what need not be made again, [`output`] writes, [`compile`] drives it all.
//! 11. [`pdf`] reads a PDF and appends to it, [`fields`] places and fills its form fields, `pki` and `net` know certificates and their authorities, `sign`
//!     signs, and `verify` says what a signature proves (the last four behind the feature `sign`).
//! 12. `feedback` keeps what readers say of a page (behind the feature `serve`).
//! 13. `serve` shows every brand's site from memory (behind the feature `serve`).
//! 14. [`cli`] is what people type; [`starter`] is the project it begins with.

pub mod address;
#[cfg(feature = "serve")]
pub mod ask;
#[cfg(feature = "sign")]
pub mod attest;
pub mod batch;
pub mod brand;
pub mod cache;
pub mod cli;
pub mod compile;
pub mod data;
pub mod diag;
pub mod document;
pub mod expand;
pub mod explain;
#[cfg(feature = "serve")]
pub mod feedback;
pub mod fields;
pub mod fonts;
#[cfg(feature = "history")]
pub mod history;
pub mod locale;
#[cfg(feature = "serve")]
pub mod mcp;
#[cfg(feature = "sign")]
pub mod net;
pub mod output;
pub mod parse;
pub mod pdf;
#[cfg(feature = "sign")]
pub mod pki;
pub mod plain;
pub mod project;
pub mod render;
pub mod resolve;
pub mod schema;
#[cfg(feature = "serve")]
pub mod serve;
#[cfg(feature = "sign")]
pub mod sign;
pub mod site;
pub mod snapshot;
pub mod source;
pub mod starter;
pub mod store;
#[cfg(feature = "sign")]
pub mod verify;
pub mod world;
pub mod yaml;
