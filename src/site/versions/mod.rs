//! Earlier versions of a brand's policies, and the files of a site that show them.

mod earlier;
mod standing;
mod version;

pub use self::earlier::{Earlier, Versions};
pub use self::version::{Label, Version};

pub(super) use self::earlier::VersionsInput;
pub(super) use self::standing::Standing;
pub(super) use self::version::{BeforeView, VersionView};
