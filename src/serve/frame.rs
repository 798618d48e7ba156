//! The frame of a brand's pages, around what is made when it is asked for.
//!
//! The page for addresses at which nothing stands is the one whose links hold at any depth: they begin with the path at which the brand's site lies. So it is the one
//! to be shown anywhere, and to be filled with something else.

/// A page whose links begin with one path, with links that begin with another. Both are without a slash at their end.
pub(super) fn rebased(page: &str, from: &str, to: &str) -> String {
    if from == to { page.to_owned() } else { page.replace(&format!("=\"{from}/"), &format!("=\"{to}/")) }
}

/// What a page's own `<main>` has that stays behind other words: the field for a question.
const KEPT: (&str, &str) = ("<form class=\"asking\"", "</form>\n");

/// A page with another title and other words in its `<main>`, both of them HTML; `None` where a project's own layout has no such places. The page's field for a question
/// stays, unless the words have one of their own.
pub(super) fn filled(page: &str, title: &str, body: &str) -> Option<String> {
    let (before, rest) = page.split_once("<title>")?;
    let (old, rest) = rest.split_once("</title>")?;
    // What follows the page's own title, such as the brand's name, follows this one too.
    let end = old.rsplit_once(" · ").map(|(_, end)| format!(" · {end}")).unwrap_or_default();
    let at = rest.find("<main")?;
    let begin = at + rest.get(at..)?.find('>')? + 1;
    let close = rest.rfind("</main>").filter(|close| *close >= begin)?;
    let kept = if body.contains(KEPT.0) { "" } else { kept(&rest[begin..close]) };
    Some(format!("{before}<title>{title}{end}</title>{}\n{body}\n{kept}{}", &rest[..begin], &rest[close..]))
}

fn kept(main: &str) -> &str {
    let Some(from) = main.find(KEPT.0).map(|at| &main[at..]) else { return "" };
    from.find(KEPT.1).map_or("", |end| &from[..end + KEPT.1.len()])
}

#[cfg(test)]
mod tests {
    use super::{filled, rebased};

    const PAGE: &str = "<title>Not found · Acme</title><a href=\"/legal/style.css\"></a><main id=\"x\">\nNothing\n</main><footer></footer>";

    #[test]
    fn a_page_is_filled_and_moved() {
        let page = filled(PAGE, "Fees", "<p>Five.</p>").unwrap();
        assert_eq!(page, "<title>Fees · Acme</title><a href=\"/legal/style.css\"></a><main id=\"x\">\n<p>Five.</p>\n</main><footer></footer>");
        assert_eq!(rebased("<a href=\"/legal/a\">/legal/a</a>", "/legal", "/acme"), "<a href=\"/acme/a\">/legal/a</a>");
        assert_eq!(rebased("<a href=\"/a\">", "", "/acme"), "<a href=\"/acme/a\">");
        let asking = filled("<title></title><main><h1></h1><form class=\"asking\" a>\n</form>\n</main>", "a", "b").unwrap();
        assert_eq!(asking, "<title>a</title><main>\nb\n<form class=\"asking\" a>\n</form>\n</main>");
        let again = filled("<title></title><main><form class=\"asking\" a>\n</form>\n</main>", "a", "<form class=\"asking\" b></form>").unwrap();
        assert_eq!(again.matches("<form").count(), 1, "{again}");
        assert_eq!(filled("<p>no such places</p>", "a", "b"), None);
        assert_eq!(filled("<title></title></main><main>", "a", "b"), None);
    }
}
