//! How a program puts a question to the policies, where a server answers it.

use crate::locale::Words;
use crate::project::Format;
use crate::render::href;
use crate::render::markdown::{self, Online};

use crate::site::address::Root;
use crate::site::{MCP, Published, Site};

impl Site<'_> {
    /// What the Markdown copy beside a page says beyond the document: where the page stands, and how to ask what it does not say.
    pub(super) fn online(&self, page: &Published<'_>) -> Online {
        let id = &page.document.meta.id;
        let address = |format| self.frame.root.whole(&href::file_path(id, format));
        let ask = address(Format::Markdown).filter(|_| self.material.publishing.answers);
        Online { canonical: address(Format::Html), ask, base: None }
    }

    /// All that the Markdown copy beside a page shows, apart from the document itself.
    pub fn markdown_input(&self, page: &Published<'_>) -> Online {
        self.online(page)
    }

    /// The Markdown copy beside a page.
    pub fn markdown(&self, page: &Published<'_>) -> String {
        markdown::write_online(page.document, &self.online(page))
    }

    /// How a question is put to the site as a whole; `None` where no server answers, or where it stands is not known.
    pub(super) fn how_to_ask(&self) -> Option<String> {
        let site = self.frame.root.whole("").filter(|_| self.material.publishing.answers)?;
        let words = self.words();
        let mcp = words.machines.mcp.replace("{address}", &Root::of_main(self.material.brand).whole(MCP)?);
        Some(format!("{}\n\n{}\n\n{mcp}\n", words.machines.ask, markdown::question(&site)))
    }

    /// The words of the brand's language.
    pub(super) fn words(&self) -> &'static Words {
        self.material.brand.locale.words()
    }
}
