//! Counterpart compiles one set of policy sources into every brand's HTML, Markdown and PDF.
//!
//! The way of a document, in the order in which data flows:
//!
//! 1. [`plain`] says what of a text can be shown, [`source`] keeps the author's files, [`address`] says which addresses are let through, [`diag`] keeps what there
//!    is to say; [`world`] is the door through which a project is read, and `history` the one to its git repository.
//! 2. [`snapshot`] holds every input as one moment had it; [`starter`] is the project that one begins with.
//! 3. [`locale`] writes dates, numbers and lists as a language does.
//! 4. [`yaml`] reads values with their places, [`brand`] folds each brand's `extends` chain; [`project`] loads brands, sources and partials.
//!    [`explain`] says where a value comes from, [`schema`] tells editors what the files may say.
//! 5. [`expand`] runs Handlebars over a source for one brand: values are data, never syntax.
//! 6. [`parse`] turns the expanded Markdown into a [`document::Document`], the one model that every format is made from.
//! 7. [`resolve`] settles numbers, anchors, references and links across a brand's documents.
//! 8. [`fonts`] knows which characters can be printed; [`render`] gives HTML, Markdown and PDF; [`site`] puts pages around the HTML.
//! 9. [`pdf`] reads a PDF and appends to it, [`fields`] places and fills its form fields, `pki` and `net` know certificates and their authorities, `sign` signs,
//!    and `verify` says what a signature proves.
//! 10. [`cache`] says what need not be made again, [`output`] writes, [`compile`] drives it all; `attest` states what was made from what.
//!
//! [`batch`] goes that way once for each row that [`data`] reads, and [`store`] keeps what it makes. `serve` shows every brand's site from memory: `ask` answers
//! questions from its policies, `mcp` lets agents read them, `feedback` keeps what readers say of a page, and `room` bounds what is done at once. [`cli`] is what people type.
//!
//! The features `sign` (`attest`, `net`, `pki`, `sign`, `verify`), `history` and `serve` (`ask`, `feedback`, `mcp`, `room`, `serve`) can be left out. A module imports only
//! from those before it in the order that `ARCHITECTURE.md` gives.

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
#[cfg(feature = "serve")]
pub mod room;
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
