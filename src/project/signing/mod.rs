//! The signing profiles of a project's file.

mod form;
#[cfg(feature = "sign")]
mod hidden;
#[cfg(feature = "sign")]
mod key;
#[cfg(feature = "sign")]
mod level;
#[cfg(feature = "sign")]
mod profile;
#[cfg(all(test, feature = "sign"))]
mod tests;

pub(super) use self::form::PROFILE;
#[cfg(feature = "sign")]
pub(super) use self::hidden::hide;
#[cfg(feature = "sign")]
pub(super) use self::profile::{Known, profiles};
