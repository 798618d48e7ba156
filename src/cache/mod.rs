//! The cache: what need not be made again, and why something must.
//!
//! Every output has a [`Key`]: a digest of the compiler and of all its renderer is given. While the key is the same, so are the bytes. A fast path skips even
//! that: while no input and no output has changed since the last build, there is nothing to do.

mod key;
mod state;
mod why;

pub use self::key::{Key, KeyHasher, compiler};
pub use self::state::{Known, State};
pub use self::why::{Change, DocumentTrace, KeyTrace, Traces};
