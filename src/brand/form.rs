//! What a brand's file may say.

use crate::yaml::{Choice, Form, Key, Shape};

/// A brand's file.
pub static BRAND: Form = Form {
    about: "A brand: what the shared policies say in its name.",
    keys: &[
        Key::optional("extends", Shape::Text, "The brand whose values this one takes over where it says nothing itself."),
        Key::required("name", Shape::Text, "The name the company or product trades under."),
        Key::optional("legal_name", Shape::Text, "The name it signs under; `name` where it is missing."),
        Key::optional("url", Shape::Url, "Its website."),
        Key::optional("site", Shape::Url, "Where its policies are published."),
        Key::optional("locale", Shape::Locale, "Its language and region, such as en-GB; `en` where it is missing."),
        Key::optional("languages", Shape::List(&Shape::Locale), "The languages in which it is published beside its own, such as el."),
        Key::optional("contacts", Shape::Named(&Shape::Mail), "Mail addresses, under names of your own."),
        Key::optional("address", Shape::Named(&Shape::Plain), "Its postal address: street, postcode, city, country."),
        Key::optional("theme", Shape::Map(&THEME), "How its documents look."),
        Key::optional("signatories", Shape::List(&Shape::Map(&SIGNATORY)), "Who signs contracts for it."),
        Key::optional("products", Shape::List(&Shape::Text), "Brands whose values the sources may read as `brand.products`."),
        Key::optional("policies", Shape::Map(&SELECTION), "Which policies it carries; all where it is missing."),
        Key::optional("security", Shape::Map(&SECURITY), "Whom to tell of a weakness: what its security.txt says."),
        Key::optional("changes", Shape::List(&Shape::Map(&CHANGE)), "Changes of its facts, for those who follow the policies that speak of them."),
        Key::optional(
            "formerly",
            Shape::List(&Shape::Text),
            "What its file was called before, as in `brands/old-name.yaml`: its earlier versions are then found under that name too. An empty list says that it is new.",
        ),
        Key::optional("navigation", Shape::Navigation, "The order and nesting of its policies, where they differ from the project's."),
        Key::optional("facts", Shape::Facts, "Everything else that the sources say of it."),
    ],
    elsewhere: ELSEWHERE,
    stray: "facts of your own go under `facts:`",
};

/// A file beside a brand's own that says some of its values in another language.
pub static BRAND_IN_ANOTHER_LANGUAGE: Form = Form {
    about: "What a brand's file says otherwise in another language.",
    keys: &[
        Key::optional("name", Shape::Text, "The name the company or product trades under."),
        Key::optional("legal_name", Shape::Text, "The name it signs under."),
        Key::optional("url", Shape::Url, "Its website in the language."),
        Key::optional("contacts", Shape::Named(&Shape::Mail), "Mail addresses for those who write in the language."),
        Key::optional("address", Shape::Named(&Shape::Plain), "Its postal address, as the language writes it."),
        Key::optional(
            "signatories",
            Shape::List(&Shape::Map(&SIGNATORY)),
            "Who signs contracts for it, as the language writes their names and titles.",
        ),
        Key::optional("changes", Shape::List(&Shape::Map(&CHANGE)), "Changes of its facts, for those who follow the policies in the language."),
        Key::optional("facts", Shape::Facts, "Everything else that the sources say of it."),
    ],
    elsewhere: ELSEWHERE,
    stray: "a brand's file in another language has `name`, `legal_name`, `url`, `contacts`, `address`, `signatories`, `changes` and `facts` only; all else is said once, in the brand's own file",
};

const ELSEWHERE: &[(&str, &str)] = &[
    ("color", "theme: {accent: …}"),
    ("colour", "theme: {accent: …}"),
    ("font", "theme: {fonts: {text: …}}"),
    ("email", "contacts: {support: …}"),
    ("legal", "contacts: {legal: …}"),
    ("privacy", "contacts: {privacy: …}"),
    ("support", "contacts: {support: …}"),
    ("street", "address: {street: …}"),
    ("postcode", "address: {postcode: …}"),
    ("city", "address: {city: …}"),
    ("country", "address: {country: …}"),
    ("language", "locale: en-GB"),
];

static THEME: Form = Form {
    about: "How a brand's documents look.",
    keys: &[
        Key::optional("accent", Shape::Colour, "The colour of links and rules; dark enough to be read on white."),
        Key::optional("accent_dark", Shape::Colour, "The same on a dark page; made from `accent` where it is missing."),
        Key::optional("logo", Shape::Text, "The logo's file in the brand's folder: SVG, PNG or JPEG."),
        Key::optional("paper", Shape::Choice(PAPER), "The paper of its PDFs."),
        Key::optional("title_end", Shape::Text, "What ends every page's title: a house style."),
        Key::optional("fonts", Shape::Map(&FONTS), "The font families of its PDFs."),
    ],
    elsewhere: &[],
    stray: "a theme has `accent`, `accent_dark`, `logo`, `paper`, `title_end` and `fonts` only",
};

static FONTS: Form = Form {
    about: "The font families of a brand's PDFs: built in, or from the files in the brand's `fonts` folder.",
    keys: &[
        Key::optional("text", Shape::Text, "The font family of running text."),
        Key::optional("headings", Shape::Text, "The font family of headings; that of the text where it is missing."),
        Key::optional("code", Shape::Text, "The font family of code."),
    ],
    elsewhere: &[],
    stray: "fonts are named for `text`, `headings` and `code`",
};

const PAPER: &[Choice] = &[Choice { name: "a4", about: "210 x 297 mm." }, Choice { name: "us-letter", about: "8.5 x 11 in." }];

static SIGNATORY: Form = Form {
    about: "A person who signs for the company.",
    keys: &[Key::required("name", Shape::Text, "The person's name."), Key::optional("title", Shape::Text, "The person's title or office.")],
    elsewhere: &[],
    stray: "a signatory has `name` and `title` only",
};

static SECURITY: Form = Form {
    about: "Whom to tell of a weakness: the lines of a security.txt (RFC 9116).",
    keys: &[
        Key::optional(
            "contact",
            Shape::List(&Shape::Text),
            "Where reports go, the preferred way first: mail addresses, https:// addresses or tel: numbers.",
        ),
        Key::optional("expires", Shape::Date, "The day on which the file expires, less than a year ahead."),
        Key::optional("languages", Shape::List(&Shape::Text), "The languages of reports, as en; the brand's own where it is missing."),
        Key::optional("policy", Shape::Text, "How reports are dealt with: a policy, as security/response, or an address."),
        Key::optional("encryption", Shape::Text, "Where the key for encrypted reports is found."),
        Key::optional("acknowledgments", Shape::Text, "The page that thanks those who reported."),
        Key::optional("hiring", Shape::Text, "The page that advertises posts in security."),
        Key::optional("canonical", Shape::List(&Shape::Text), "Other addresses at which the file stands."),
    ],
    elsewhere: &[
        ("acknowledgements", "acknowledgments: https://…"),
        ("preferred_languages", "languages: [en]"),
        ("email", "contact: [security@example.com]"),
    ],
    stray: "it has `contact`, `expires`, `languages`, `policy`, `encryption`, `acknowledgments`, `hiring` and `canonical` only",
};

static CHANGE: Form = Form {
    about: "A change of a fact that a policy speaks of.",
    keys: &[
        Key::required("policy", Shape::Text, "The policy that speaks of it, as privacy/subprocessors."),
        Key::required("date", Shape::Date, "The day of the change, or of its announcement, as 2026-09-01."),
        Key::required("summary", Shape::Text, "What changed, in a sentence or two."),
    ],
    elsewhere: &[],
    stray: "a change has `policy`, `date` and `summary` only",
};

static SELECTION: Form = Form {
    about: "Which policies a brand carries: those that an `include` pattern matches and no `exclude` pattern does.",
    keys: &[
        Key::optional("include", Shape::List(&Shape::Text), "Patterns over policy ids; `**` matches all."),
        Key::optional("exclude", Shape::List(&Shape::Text), "Patterns over policy ids."),
    ],
    elsewhere: &[],
    stray: "policies are chosen by `include` and `exclude` only",
};
