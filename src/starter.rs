//! The starter: a small project that builds clean, for `init`.

/// The starter's files: their paths from the new project's folder, and their texts.
pub const FILES: &[(&str, &str)] = &[
    ("counterpart.yaml", include_str!("../templates/starter/counterpart.yaml")),
    ("asked.yaml", include_str!("../templates/starter/asked.yaml")),
    ("brands/example.yaml", include_str!("../templates/starter/brands/example.yaml")),
    ("sources/terms.md", include_str!("../templates/starter/sources/terms.md")),
    ("sources/privacy.md", include_str!("../templates/starter/sources/privacy.md")),
    ("sources/agreement.md", include_str!("../templates/starter/sources/agreement.md")),
    (".gitignore", include_str!("../templates/starter/gitignore")),
];
