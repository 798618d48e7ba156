//! Words of a question that say nothing of its subject.

/// English: what asks, what joins, what stands for somebody, and verbs that go with everything.
const ENGLISH: &str = "a about after again all almost already also always am an and another any anybody anyone anything are as at be because been before being \
    both but by can cannot could did do does doing done dont else even ever every everything exactly few for from further get gets getting give given \
    go goes going got had happen happened happens has have having he hello help her here hers hey hi him his how i id if ill im in into is it its itself ive \
    just kind know let like ll long lot made make makes many may me mean means might mine more most much must my myself near need needs never no not \
    now of off often ok on one ones only onto or other others our ours out over own per perhaps please possible put quite rather re really said same say \
    says see seem shall she should since so some somebody someone something soon sort still such sure t take taken takes tell than thank thanks that the their \
    theirs them then there these they thing things think this those though through to together too try trying under until up upon us use used using ve very \
    want wants was way we well were what whatever when whenever where whether which while who whoever whom whose why will with within without wonder \
    would yes yet you your yours yourself s d m o don doesn didn isn won couldn wasn aren haven hasn wouldn shouldn big fast quick quickly little two three look looks looking find found against please ask asked come comes coming bring brings work works working able handle handles handling deal deals dealing concern involve allow way ways kind would sure cant wont \
    something show shows";

/// Greek, with and without accents as its stems have them.
const GREEK: &str = "ο η το οι τα του της των τον την τους τις ένας μία μια ένα και ή να θα δεν μη μην με σε για από ως προς κατά μετά παρά αντί χωρίς μέχρι στο \
    στη στην στον στους στις στα πώς πως πότε πού που τι ποιος ποια ποιο ποιοι ποιες ποιους ποιων πόσο πόση πόσα πόσοι πόσες γιατί αν εάν όταν όπου όπως \
    ότι είναι ήταν είμαι είμαστε είστε έχω έχει έχετε έχουμε έχουν είχα είχε μπορώ μπορεί μπορείτε μπορούμε μπορούν κάνω κάνει κάνετε κάνουμε γίνεται γίνει \
    εγώ εσύ εσείς εμείς αυτός αυτή αυτό αυτοί αυτές μου σου μας σας τους κάποιος κάποιο κάτι όλα όλοι όλες κάθε πολύ πιο μόνο ακόμα ακόμη επίσης πρέπει \
    θέλω θέλουμε θέλετε παρακαλώ ναι όχι εδώ εκεί τότε τώρα πριν λοιπόν αλλά ούτε είτε";

/// The words of a language that say nothing of a question's subject; none where the language is not known.
pub(super) fn light(language: &str) -> impl Iterator<Item = &'static str> {
    let words = match language {
        "en" => ENGLISH,
        "el" => GREEK,
        _ => "",
    };
    words.split_whitespace()
}

/// How questions begin in a language that ask how much or how long.
pub(super) fn figures(language: &str) -> &'static [&'static str] {
    match language {
        "en" => &[
            "how long",
            "how soon",
            "how fast",
            "how quick",
            "how much",
            "how many",
            "how big",
            "how large",
            "how old",
            "how often",
            "when ",
            "what age",
            "biggest",
        ],
        "el" => &["πόσο", "πόσα", "πόσες", "πόσοι", "πόση", "πότε"],
        _ => &[],
    }
}
