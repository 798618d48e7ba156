//! Readers' feedback: whether a page was helpful, and what was not.
//!
//! A page's form posts to the server that serves the site. What is kept is the page, the answer, the comment, the brand, the language, the policy's version and
//! the day; who answered is not. [`router`] takes answers in, [`Store`] keeps them in one `SQLite` file, [`csv()`] and [`json()`] give them out, and [`summary`]
//! counts them.
//!
//! All of it comes from anyone: answers about pages that do not exist, posts that another site's page makes, bodies over 8 KiB and a sender's eleventh answer in
//! a row are refused, a brand gets [so many](Desk::new) answers a day, and the file never grows beyond a gigabyte.

mod answer;
mod comment;
mod desk;
mod export;
mod fault;
mod form;
mod limit;
mod origin;
mod proxies;
mod refusal;
mod reply;
mod sender;
mod store;
mod tally;
mod visit;

pub use self::answer::Answer;
pub use self::desk::{Desk, router};
pub use self::export::{csv, json};
pub use self::fault::Fault;
pub use self::proxies::{Network, Proxies};
pub use self::store::{Filter, Store};
pub use self::tally::summary;
pub use self::visit::{Page, Site, Visit};
/// Where answers are posted to, from a site's root.
pub use crate::site::FEEDBACK as PATH;

#[cfg(test)]
mod tests;
