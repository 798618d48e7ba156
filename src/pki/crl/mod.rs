//! Lists of revoked certificates (RFC 5280, 5).

mod fault;
mod issue;
mod list;
mod scope;

#[cfg(test)]
mod tests;

pub use self::fault::Fault;
pub use self::issue::issue;
pub use self::list::List;
