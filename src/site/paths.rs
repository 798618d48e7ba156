//! Where the files of a site stand, from the site's root.

/// The list of all policies.
pub const INDEX: &str = "index.html";
/// All policies on one page.
pub const ALL: &str = "all.html";
/// The list of all earlier versions.
pub const VERSIONS: &str = "versions.html";
/// The page for an address at which there is none: where GitHub Pages, Netlify and others look for it.
pub const NOT_FOUND: &str = "404.html";
/// The book of all policies.
pub const BOOK: &str = "book.pdf";

/// The stylesheet.
pub const STYLESHEET: &str = "style.css";
/// What runs before a page is drawn: it sets the appearance that the reader chose.
pub const THEME_SCRIPT: &str = "theme.js";
/// The script that all pages share.
pub const SCRIPT: &str = "site.js";
/// The drawn icon.
pub const ICON: &str = "icon.svg";
/// The icon for home screens.
pub const TOUCH_ICON: &str = "icon.png";
/// The card that is shown where a page's address is shared.
pub const CARD: &str = "card.png";

/// What a browser searches.
pub const SEARCH: &str = "search.json";
/// The script that searches.
pub const SEARCH_SCRIPT: &str = "search.js";
/// The library that the script searches with.
pub const SEARCH_LIBRARY: &str = "minisearch.js";

/// The list of pages for search engines.
pub const SITEMAP: &str = "sitemap.xml";
/// What search engines may read.
pub const ROBOTS: &str = "robots.txt";
/// The list of moved pages for hosts that redirect.
pub const MOVED: &str = "_redirects";
/// The feed of all changes.
pub const FEED: &str = "feed.xml";
/// What says whom to tell of a weakness (RFC 9116, section 3).
pub const SECURITY: &str = ".well-known/security.txt";
/// The list of pages for programs that read.
pub const LLMS: &str = "llms.txt";
/// The text of all pages.
pub const LLMS_FULL: &str = "llms-full.txt";

/// Where a server answers by the Model Context Protocol. No policy has such a name.
pub const MCP: &str = "~mcp";
/// Where a server takes what readers say of a page.
pub const FEEDBACK: &str = "~feedback";
