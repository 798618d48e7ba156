//! What a signing profile may say.

use crate::yaml::{Choice, Form, Key, Shape};

/// A signing profile.
pub(in crate::project) static PROFILE: Form = Form {
    about: "How documents are signed.",
    keys: &[
        Key::required("key", Shape::Map(&KEY), "Where the private key is, and its certificate."),
        Key::optional(
            "algorithm",
            Shape::Choice(ALGORITHMS),
            "How an RSA key signs; `rsa-pkcs1` where it is missing. Other keys sign in one way only.",
        ),
        Key::optional("level", Shape::Choice(LEVELS), "Up to which level of PAdES; `B-B` where it is missing."),
        Key::optional("timestamp", Shape::Map(&TIMESTAMP), "The timestamp authority, which every level but B-B needs."),
        Key::optional("field", Shape::Text, "The signature field that is signed; `company-1` where it is missing."),
        Key::optional("reason", Shape::Text, "Why it is signed, as readers show it."),
        Key::optional("location", Shape::Text, "Where it is signed, as readers show it."),
        Key::optional("contact", Shape::Text, "How the signer can be reached, as readers show it."),
        Key::optional("appearance", Shape::Or(APPEARANCES, &LOOK), "How the signature looks on the page; `visible` where it is missing."),
        Key::optional("certify", Shape::Choice(CERTIFICATIONS), "What may still be changed after a first signature; `none` where it is missing."),
        Key::optional("lock", Shape::Or(LOCKS, &LOCK), "The form fields that nobody may change after this signature."),
        Key::optional("trust", Shape::Text, "A file, or a folder of files, with the roots that the signer's certificate must come from."),
        Key::optional("revocation", Shape::Map(&REVOCATION), "How the levels B-LT and B-LTA learn that no certificate was revoked."),
        Key::optional("brands", Shape::Some(&Shape::Text), "The only brands that may use it; all where it is missing."),
        Key::optional("documents", Shape::Some(&Shape::Text), "The only documents it signs, as patterns over their ids; all where it is missing."),
    ],
    elsewhere: &[
        ("tsa", "timestamp: {url: …}"),
        ("password", "key: {passphrase: {env: NAME}}"),
        ("certification", "certify: form-filling"),
        ("docmdp", "certify: form-filling"),
        ("fieldmdp", "lock: all"),
        ("visible", "appearance: visible"),
        ("invisible", "appearance: invisible"),
        ("roots", "trust: FILE"),
        ("policies", "documents: [contracts/**]"),
    ],
    stray: "`counterpart schema project` prints every key of a profile",
};

static KEY: Form = Form {
    about: "Where a private key is: in PEM or DER files, in a PKCS#12 file, or on a token.",
    keys: &[
        Key::optional("pem", Shape::Text, "A file with the private key, in PEM or DER; it may hold the certificates too."),
        Key::optional("certificate", Shape::Text, "With `pem`: the file with the certificate, where the key's file does not hold it."),
        Key::optional("pkcs12", Shape::Text, "A PKCS#12 file (.p12, .pfx) with key and certificates."),
        Key::optional("alias", Shape::Plain, "With `pkcs12`: the name of the key, where the file holds several."),
        Key::optional("chain", Shape::Text, "A file with the certificates between the signer's and a root."),
        Key::optional("passphrase", Shape::Secret(&SECRET), "Where the passphrase of the file is found."),
        Key::optional("pkcs11", Shape::Map(&TOKEN), "A key on a token: a smart card, a stick or a hardware security module."),
    ],
    elsewhere: &[
        ("password", "passphrase: {env: NAME}"),
        ("p12", "pkcs12: FILE"),
        ("pfx", "pkcs12: FILE"),
        ("der", "pem: FILE"),
        ("file", "pem: FILE"),
    ],
    stray: "a key stands under `pem`, `pkcs12` or `pkcs11`",
};

static TOKEN: Form = Form {
    about: "A key on a token that a PKCS#11 module speaks to.",
    keys: &[
        Key::required("module", Shape::Text, "The module: the path of a shared library, such as /usr/lib/softhsm/libsofthsm2.so."),
        Key::required("token", Shape::Plain, "The token's label, or its serial number."),
        Key::optional("label", Shape::Plain, "The key's label, where the token holds several keys."),
        Key::optional("id", Shape::Plain, "The key's id in hexadecimal, where the token holds several keys."),
        Key::optional("certificate", Shape::Text, "A file with the certificate, where the token does not hold it."),
        Key::optional("chain", Shape::Text, "A file with the certificates between the signer's and a root, where the token does not hold them."),
        Key::optional("pin", Shape::Secret(&SECRET), "Where the PIN is found; missing where it is typed at the token's own keys."),
    ],
    elsewhere: &[("slot", "token: LABEL"), ("serial", "token: NUMBER"), ("passphrase", "pin: {env: NAME}"), ("password", "pin: {env: NAME}")],
    stray: "a token's key has `module`, `token`, `label` or `id`, `certificate`, `chain` and `pin` only",
};

static SECRET: Form = Form {
    about: "Where a secret is found. It never stands in the project's file itself.",
    keys: &[
        Key::optional("env", Shape::Text, "The environment variable it stands in."),
        Key::optional("file", Shape::Text, "The file it stands in, which only its owner should be able to read."),
        Key::optional("prompt", Shape::Flag, "Whether a person types it."),
    ],
    elsewhere: &[],
    stray: "a secret is found by `env`, `file` or `prompt`",
};

const ALGORITHMS: &[Choice] = &[
    Choice { name: "rsa-pkcs1", about: "RSA by PKCS#1 v1.5 with SHA-256, which every reader knows." },
    Choice { name: "rsa-pss", about: "RSA-PSS with SHA-256." },
];

const LEVELS: &[Choice] = &[
    Choice { name: "B-B", about: "The signature alone." },
    Choice { name: "B-T", about: "With a timestamp, which proves that it was there then." },
    Choice { name: "B-LT", about: "With all that is needed to check it when the authorities answer no more." },
    Choice { name: "B-LTA", about: "With a timestamp over all of that, which can be renewed for decades." },
];

static TIMESTAMP: Form = Form {
    about: "A timestamp authority (RFC 3161).",
    keys: &[
        Key::required("url", Shape::Url, "Its address."),
        Key::optional("fallback", Shape::Choice(FALLBACKS), "What to do when it does not answer; `fail` where it is missing."),
        Key::optional("retries", Shape::Whole(0, 10), "How many times it is asked again; 3 where it is missing."),
        Key::optional("timeout", Shape::Whole(1, 300), "How many seconds an answer is waited for; 20 where it is missing."),
        Key::optional("user", Shape::Plain, "The name it knows the company by."),
        Key::optional("password", Shape::Secret(&SECRET), "Where the password of `user` is found."),
        Key::optional(
            "trust",
            Shape::Text,
            "A file, or a folder of files, with the roots its own certificate must come from; the profile's where it is missing.",
        ),
    ],
    elsewhere: &[],
    stray: "a timestamp authority has `url`, `fallback`, `retries`, `timeout`, `user`, `password` and `trust` only",
};

const FALLBACKS: &[Choice] = &[
    Choice { name: "fail", about: "Nothing is signed." },
    Choice { name: "b-b", about: "The document is signed to B-B, and the manifest notes that it must be extended." },
];

const APPEARANCES: &[Choice] = &[
    Choice { name: "visible", about: "It stands in the field's box." },
    Choice { name: "invisible", about: "It stands in the file and not on the page." },
];

static LOOK: Form = Form {
    about: "What a visible signature shows beside the signer's name.",
    keys: &[
        Key::optional("mark", Shape::Flag, "The brand's logo; true where it is missing."),
        Key::optional("reason", Shape::Flag, "The reason, where the profile gives one; true where it is missing."),
        Key::optional("time", Shape::Flag, "The time of signing; true where it is missing."),
        Key::optional("zone", Shape::Text, "The offset from UTC that the time is shown with, as \"+02:00\"; `UTC` where it is missing."),
    ],
    elsewhere: &[],
    stray: "an appearance has `mark`, `reason`, `time` and `zone` only",
};

const CERTIFICATIONS: &[Choice] = &[
    Choice { name: "none", about: "The signature approves, and certifies nothing." },
    Choice { name: "no-changes", about: "Nothing may be changed, not even by a countersignature." },
    Choice { name: "form-filling", about: "Forms may be filled in and signed." },
    Choice { name: "annotations", about: "Forms may be filled in and signed, and comments written." },
    Choice { name: "1", about: "The same as `no-changes`." },
    Choice { name: "2", about: "The same as `form-filling`." },
    Choice { name: "3", about: "The same as `annotations`." },
];

const LOCKS: &[Choice] = &[Choice { name: "all", about: "All fields." }];

static LOCK: Form = Form {
    about: "The form fields that are locked by a signature.",
    keys: &[
        Key::optional("include", Shape::Some(&Shape::Text), "These and no others."),
        Key::optional("exclude", Shape::Some(&Shape::Text), "All but these."),
    ],
    elsewhere: &[],
    stray: "fields are locked by `all`, `include` or `exclude`",
};

static REVOCATION: Form = Form {
    about: "How it is learnt that no certificate was revoked.",
    keys: &[
        Key::optional("prefer", Shape::Choice(SOURCES), "What is asked first, where a certificate names both; `ocsp` where it is missing."),
        Key::optional("files", Shape::Some(&Shape::Text), "Files of revocation lists and OCSP responses, used before anybody is asked."),
    ],
    elsewhere: &[],
    stray: "revocation has `prefer` and `files` only",
};

const SOURCES: &[Choice] = &[
    Choice { name: "ocsp", about: "The authority's answer about one certificate." },
    Choice { name: "crl", about: "The authority's list of revoked certificates." },
];
