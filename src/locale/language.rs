//! Languages by their tags: how a file's name says its language, what a language calls itself, and which way it runs.

use super::Locale;

/// The two-letter codes of languages (ISO 639-1).
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi \
    fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li \
    ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl \
    sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// What languages call themselves.
const NAMES: [(&str, &str); 42] = [
    ("ar", "العربية"),
    ("bg", "Български"),
    ("bs", "Bosanski"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gl", "Galego"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("id", "Bahasa Indonesia"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mk", "Македонски"),
    ("mt", "Malti"),
    ("nb", "Norsk bokmål"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("sq", "Shqip"),
    ("sv", "Svenska"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
];

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 9] = ["ar", "dv", "fa", "he", "ks", "ps", "sd", "ur", "yi"];

/// Which way a text runs, as HTML's `dir` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Locale {
    /// What the language calls itself, with its region where the tag names one and `with_region` asks for it; the tag where no name is known.
    pub fn own_name(&self, with_region: bool) -> String {
        let Some((_, name)) = NAMES.iter().find(|(code, _)| *code == self.language()) else { return self.to_string() };
        match self.region().filter(|_| with_region) {
            Some(region) => format!("{name} ({region})"),
            None => (*name).to_owned(),
        }
    }

    /// Its own tag, then that of its language alone: `el-GR` and `el`.
    pub fn tags(&self) -> Vec<String> {
        let (whole, language) = (self.to_string(), self.language().to_owned());
        if whole == language { vec![whole] } else { vec![whole, language] }
    }

    /// Which way its texts run.
    pub fn direction(&self) -> Direction {
        if RIGHT_TO_LEFT.contains(&self.language()) { Direction::Rtl } else { Direction::Ltr }
    }
}

/// The tag of a language that may stand in names of files, as it is written best: `el`, `pt-BR`. `None` for what is none: a language has a two-letter
/// code of ISO 639-1 first, and behind it may have a script and a region (BCP 47).
pub fn language_tag(text: &str) -> Option<String> {
    let locale = Locale::parse(text)?;
    let tag = locale.to_string();
    let is_plain = tag.split('-').count() <= 3 && tag.len() == text.len() && !tag.contains("-u-") && !tag.contains("-x-");
    (is_plain && CODES.split_ascii_whitespace().any(|code| code == locale.language())).then_some(tag)
}

/// A name without its ending, divided before the language that it ends with: `terms.el` is `terms` and `el`. The language is given as it is written.
pub fn split_language(name: &str) -> Option<(&str, &str)> {
    let (rest, tag) = name.rsplit_once('.')?;
    (!rest.is_empty() && !rest.ends_with('/') && language_tag(tag).is_some()).then_some((rest, tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_with_languages() {
        assert_eq!(split_language("terms/index.el"), Some(("terms/index", "el")));
        assert_eq!(split_language("terms.pt-BR"), Some(("terms", "pt-BR")));
        assert_eq!(split_language("terms.EL"), Some(("terms", "EL")));
        for name in ["terms", "terms.1", "terms.old", "release.2-el", ".el", "a/.el", "terms.el-u-nu-latn", "terms.", "terms.x-el"] {
            assert_eq!(split_language(name), None, "{name}");
        }
        assert_eq!(language_tag("PT-br").as_deref(), Some("pt-BR"));
    }

    #[test]
    fn languages_name_themselves_and_run_their_way() {
        let locale = |tag| Locale::parse(tag).unwrap();
        assert_eq!(locale("el-GR").own_name(false), "Ελληνικά");
        assert_eq!(locale("en-GB").own_name(true), "English (GB)");
        assert_eq!(locale("fo").own_name(true), "fo");
        assert_eq!((locale("el").direction(), locale("he").direction()), (Direction::Ltr, Direction::Rtl));
    }
}
