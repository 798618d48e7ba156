//! Whether certificates were revoked: a judgement apart from trust (RFC 5280, 6.3; RFC 6960; ETSI EN 319 102-1, 5.2.5).

mod evidence;
mod judge;
mod standing;
mod times;

#[cfg(test)]
mod tests;

pub use self::evidence::Evidence;
pub use self::judge::{judge, judge_path};
pub use self::standing::{Source, Standing};
pub use self::times::Times;
