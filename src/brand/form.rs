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
        Key::optional("contacts", Shape::Named(&Shape::Mail), "Mail addresses, under names of your own."),
        Key::optional("address", Shape::Named(&Shape::Plain), "Its postal address: street, postcode, city, country."),
        Key::optional("theme", Shape::Map(&THEME), "How its documents look."),
        Key::optional("signatories", Shape::List(&Shape::Map(&SIGNATORY)), "Who signs contracts for it."),
        Key::optional("products", Shape::List(&Shape::Text), "Brands whose values the sources may read as `brand.products`."),
        Key::optional("policies", Shape::Map(&SELECTION), "Which policies it carries; all where it is missing."),
        Key::optional("navigation", Shape::Navigation, "The order and nesting of its policies, where they differ from the project's."),
        Key::optional("facts", Shape::Facts, "Everything else that the sources say of it."),
    ],
    elsewhere: ELSEWHERE,
    stray: "facts of your own go under `facts:`",
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
        Key::optional("logo", Shape::Text, "The logo's file in the brand's folder: SVG, PNG or JPEG."),
        Key::optional("paper", Shape::Choice(PAPER), "The paper of its PDFs."),
        Key::optional("title_end", Shape::Text, "What ends every page's title: a house style."),
        Key::optional("fonts", Shape::Map(&FONTS), "The font families of its PDFs."),
    ],
    elsewhere: &[],
    stray: "a theme has `accent`, `logo`, `paper`, `title_end` and `fonts` only",
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

static SELECTION: Form = Form {
    about: "Which policies a brand carries: those that an `include` pattern matches and no `exclude` pattern does.",
    keys: &[
        Key::optional("include", Shape::List(&Shape::Text), "Patterns over policy ids; `**` matches all."),
        Key::optional("exclude", Shape::List(&Shape::Text), "Patterns over policy ids."),
    ],
    elsewhere: &[],
    stray: "policies are chosen by `include` and `exclude` only",
};
