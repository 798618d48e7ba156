//! `_redirects`: the addresses under which pages stood before, and what each language shows where nothing stands, in the list that Netlify and Cloudflare Pages read.

use crate::project::Format;
use crate::render::href::{file_path, signed_path};

use crate::site::{NOT_FOUND, Published, Site};

impl Site<'_> {
    /// The list of moved pages; `None` where none has moved.
    ///
    /// Each old address stands in the list as people link to it, with and without `.html`. At each of them lies a page, too, which Netlify would show
    /// rather than redirect: the mark `!` prevents that. Cloudflare passes over lines with the mark and takes those without. Where a copy of the page lay nothing does
    /// any more, and one line is enough.
    pub(super) fn moved(&self) -> Option<String> {
        let lines: String = self.pages.iter().map(|page| self.ways_to(page)).collect::<String>() + &self.missing();
        (!lines.is_empty()).then_some(lines)
    }

    /// What Netlify shows where nothing stands below a language's folder. Cloudflare passes over these lines, and finds the nearest `404.html` by itself.
    fn missing(&self) -> String {
        let folders = self.material.languages.all_prefixes().into_iter().filter(|folder| is_plain(folder) && !folder.is_empty());
        folders.map(|folder| format!("/{folder}* /{folder}{NOT_FOUND} 404\n")).collect()
    }

    /// The lines of one page, in every language that it is there in: hosts read one list for all of them.
    fn ways_to(&self, page: &Published<'_>) -> String {
        let from = page.announced.redirects.iter().map(|from| from.value.as_str()).filter(|from| is_plain(from)).collect::<Vec<_>>();
        let prefixes = self.material.languages.prefixes(&page.document.meta.id);
        let to = &page.document.meta.id;
        let lines = |prefix: &str| from.iter().map(|from| lines(page, &format!("{prefix}{from}"), &format!("{prefix}{to}"))).collect::<String>();
        prefixes.into_iter().map(lines).collect()
    }
}

/// The lines that lead from an old address of a page to its present one, both without an ending; and so for its copies.
fn lines(page: &Published<'_>, from: &str, to: &str) -> String {
    let stands = file_path(to, Format::Html);
    let ways = [from.to_owned(), file_path(from, Format::Html)];
    let of_page = ways.iter().flat_map(|from| ["301!", "301"].map(|status| format!("/{from} /{stands} {status}\n")));
    let of_copies = copies(page, from).into_iter().zip(copies(page, to)).map(|(from, to)| format!("/{from} /{to} 301\n"));
    of_page.chain(of_copies).collect()
}

/// The paths of what lies beside a page in other formats, if the page stood at an address.
fn copies(page: &Published<'_>, address: &str) -> Vec<String> {
    let other = page.formats.iter().filter(|format| **format != Format::Html).map(|format| file_path(address, *format));
    other.chain(page.signed.then(|| signed_path(&file_path(address, Format::Pdf)))).collect()
}

/// Whether an address has no character that means something in the list: a space, a line's end, `#`, `*`, `:` or `%`. Loading lets none through; the list
/// does not rely on it.
fn is_plain(address: &str) -> bool {
    address.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn nothing_gets_into_the_list_but_addresses() {
        assert!(is_plain("legal/terms-of_service.v2"));
        for address in ["a b", "a\n/* /x 301", "a#b", "*", ":a", "a%0ab", "é"] {
            assert!(!is_plain(address), "{address}");
        }
    }
}
