//! What the project file and a source's front matter may say.

use super::publishing::PUBLISHING;
use super::reserve::RESERVE;
use super::signing::PROFILE;
use crate::yaml::{Choice, Form, Key, Shape};

const FORMATS: Shape = Shape::Some(&Shape::Choice(&[
    Choice { name: "html", about: "A page of a site." },
    Choice { name: "markdown", about: "A Markdown file." },
    Choice { name: "pdf", about: "A PDF file." },
]));

/// The project file, `counterpart.yaml`.
pub static PROJECT: Form = Form {
    about: "What all brands of a project share.",
    keys: &[
        Key::optional("title", Shape::Text, "The project's title."),
        Key::optional("brands", Shape::Some(&Shape::Text), "The brands that are built; all that have a file where it is missing."),
        Key::optional("formats", FORMATS, "The formats that are built; all where it is missing."),
        Key::optional("language", Shape::Locale, "The language of sources whose names say none; that of each brand where it is missing."),
        Key::optional("navigation", Shape::Navigation, "The order and nesting of policies; those it does not name follow by path."),
        Key::optional("publishing", Shape::Map(&PUBLISHING), "How sites are published."),
        Key::optional("reserve", Shape::Map(&RESERVE), "What PDFs keep ready for signatures to come."),
        Key::optional("signing", Shape::Named(&Shape::Map(&PROFILE)), "How documents are signed: profiles, under names of your own."),
    ],
    elsewhere: &[],
    stray: "the project file has `title`, `brands`, `formats`, `language`, `navigation`, `publishing`, `reserve` and `signing` only",
};

/// A file beside the project's own that says some of its words in another language: `counterpart.el.yaml`.
pub static PROJECT_IN_ANOTHER_LANGUAGE: Form = Form {
    about: "What the project file says otherwise in another language.",
    keys: &[
        Key::optional("title", Shape::Text, "The project's title."),
        Key::optional("headings", Shape::Named(&Shape::Text), "The headings in navigations, each under what it is called there."),
    ],
    elsewhere: &[("navigation", "headings: {Contracts: …}")],
    stray: "the project's file in another language has `title` and `headings` only",
};

/// The file beside the project's own that says how customers ask: `asked.yaml`.
pub static ASKED: Form = Form {
    about: "How customers put the questions that the policies answer, and those that they do not.",
    keys: &[
        Key::optional(
            "sections",
            Shape::Named(&Shape::List(&Shape::Text)),
            "Ways of asking for a section, by its policy and anchor: `refunds#cases: [money back after the first month]`.",
        ),
        Key::optional(
            "elsewhere",
            Shape::Named(&Shape::List(&Shape::Text)),
            "Questions that people put and the policies do not answer, by what they are about: `Prices: [how much is a year]`.",
        ),
    ],
    elsewhere: &[("asked", "sections: {refunds#cases: [money back after the first month]}")],
    stray: "asked.yaml has `sections` and `elsewhere` only",
};

/// The front matter of a source in another language.
pub static TRANSLATION: Form = Form {
    about: "What a policy or contract says otherwise in another language; everything else is taken from the source it translates.",
    keys: &[
        Key::required("title", Shape::Text, "The title; it may use values."),
        Key::optional("description", Shape::Text, "One sentence that says what the page is about; it may use values."),
        Key::optional("version", Shape::Text, "The version that is translated, between quotes: \"3.1\"."),
        Key::optional("status", Shape::Choice(STATUSES), "Whether the translation is in force."),
        Key::optional("effective", Shape::Date, "The day on which what is translated comes into force."),
        Key::optional("updated", Shape::Date, "The day the translation last changed."),
        Key::optional(
            "changes",
            Shape::List(&Shape::Map(&CHANGE)),
            "What changed and when, with the day and the version that the source gives; what is missing is told in the source's words.",
        ),
        Key::optional("fields", Shape::Named(&Shape::Map(&LABEL)), "The labels of a contract's fields."),
    ],
    elsewhere: &[],
    stray: "a translation takes all else from the source it translates: say it there",
};

static LABEL: Form = Form {
    about: "What a field is called in another language.",
    keys: &[Key::required("label", Shape::Text, "What to fill in, as it is printed beneath a blank.")],
    elsewhere: &[],
    stray: "a field has only its `label` in another language; all else stands in the source that is translated",
};

/// A source's front matter.
pub static SOURCE: Form = Form {
    about: "What a policy or contract says of itself.",
    keys: &[
        Key::required("title", Shape::Text, "The title; it may use values, as \"{{brand.name}} subprocessors\"."),
        Key::optional("description", Shape::Text, "One sentence that says what the page is about; it may use values."),
        Key::optional("kind", Shape::Choice(KINDS), "Whether it is published or signed."),
        Key::optional("version", Shape::Text, "The version, between quotes: \"3.1\"."),
        Key::optional("status", Shape::Choice(STATUSES), "Whether it is in force."),
        Key::optional("effective", Shape::Date, "The day it comes into force, as 2026-09-01."),
        Key::optional("updated", Shape::Date, "The day its text last changed, as 2026-08-14."),
        Key::optional("numbering", Shape::Choice(NUMBERINGS), "How headings and lists are numbered."),
        Key::optional("number", Shape::Text, "A document number, printed on a contract's cover."),
        Key::optional("brands", Shape::Some(&Shape::Text), "The only brands that carry it; all where it is missing."),
        Key::optional("formats", FORMATS, "The only formats it is built in; the project's where it is missing."),
        Key::optional(
            "languages",
            Shape::Some(&Shape::Locale),
            "The only languages it is published in; all that a brand publishes where it is missing.",
        ),
        Key::optional("redirects", Shape::List(&Shape::Text), "Addresses under which the page stood before, as `old/name`."),
        Key::optional("changes", Shape::List(&Shape::Map(&CHANGE)), "What changed and when, for those who follow the policies."),
        Key::optional("feed", Shape::Flag, "Whether its changes have a feed of their own beside that of all policies; false where it is missing."),
        Key::optional("fields", Shape::Named(&Shape::Map(&FIELD)), "What a contract asks of a customer, under the names its text uses."),
    ],
    elsewhere: &[],
    stray: "`counterpart schema source` lists the keys; facts about a brand stand in the brand's file",
};

const KINDS: &[Choice] =
    &[Choice { name: "policy", about: "A text the company publishes." }, Choice { name: "contract", about: "A text two parties sign." }];

const STATUSES: &[Choice] =
    &[Choice { name: "published", about: "In force, or about to be." }, Choice { name: "draft", about: "Not in force; carries a watermark." }];

const NUMBERINGS: &[Choice] = &[
    Choice { name: "none", about: "Headings carry no numbers." },
    Choice { name: "clauses", about: "Headings are 1, 2, 3; the ordered lists below them 1.1, (a), (i)." },
];

static CHANGE: Form = Form {
    about: "A change of a policy.",
    keys: &[
        Key::required("date", Shape::Date, "The day of the change, or of its announcement, as 2026-08-14."),
        Key::optional("version", Shape::Text, "The version it made, between quotes: \"3.1\"."),
        Key::required("summary", Shape::Text, "What changed, in a sentence or two."),
    ],
    elsewhere: &[],
    stray: "a change has `date`, `version` and `summary` only",
};

static FIELD: Form = Form {
    about: "A field that a contract asks of a customer.",
    keys: &[
        Key::required("label", Shape::Text, "What to fill in, as it is printed beneath a blank."),
        Key::optional("type", Shape::Choice(TYPES), "What its values are; `text` where it is missing."),
        Key::optional("required", Shape::Flag, "Whether every customer must give it; true where it is missing."),
        Key::optional("default", Shape::Default, "Its value where a customer gives none."),
        Key::optional("choices", Shape::List(&Shape::Text), "The texts that `type: choice` allows."),
    ],
    elsewhere: &[],
    stray: "a field has `label`, `type`, `required`, `default` and `choices` only",
};

const TYPES: &[Choice] = &[
    Choice { name: "text", about: "Any text of one line." },
    Choice { name: "date", about: "A day." },
    Choice { name: "money", about: "An amount with its currency." },
    Choice { name: "email", about: "A mail address." },
    Choice { name: "integer", about: "A whole number." },
    Choice { name: "choice", about: "One of several texts." },
];
