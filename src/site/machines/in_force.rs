//! What is in force of a brand's policies, which is what is told to search engines and to programs that read.

use crate::document::Status;

use crate::site::{Earlier, Published, Version};

/// What is in force of a policy: what its page says or, while that is a draft, the version that was published last.
#[derive(Debug)]
pub(in crate::site) struct InForce<'a> {
    /// The policy's id.
    pub(super) policy: &'a str,
    /// The page that says it.
    pub(super) page: Published<'a>,
    /// The version, where the policy's own page shows the draft of another.
    pub(super) version: Option<&'a Version>,
}

impl<'a> InForce<'a> {
    /// What is in force of the policies that some pages show.
    pub(in crate::site) fn of(pages: &[&'a Published<'a>], earlier: Earlier<'a>) -> Vec<Self> {
        pages.iter().filter_map(|page| Self::of_page(page, earlier)).collect()
    }

    /// What is in force of the policy that a page shows; `None` where nothing of it was published yet.
    pub(in crate::site) fn of_page(page: &Published<'a>, earlier: Earlier<'a>) -> Option<Self> {
        let policy = page.document.meta.id.as_str();
        if page.document.meta.status == Status::Published {
            return Some(Self { policy, page: *page, version: None });
        }
        let version = earlier.latest(policy)?;
        Some(Self { policy, page: version.published(), version: Some(version) })
    }
}
