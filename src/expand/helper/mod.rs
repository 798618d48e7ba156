//! The helpers that sources may call, and what each takes.

mod condition;
mod figure;
mod link;
mod phrase;
mod signatories;

use std::ops::RangeInclusive;

pub(super) use self::condition::{compare, contains};
use super::value::Val;
use crate::diag::Code;
use crate::locale::Formats;

/// A helper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Helper {
    /// Writes a day.
    Date,
    /// Writes an amount of money.
    Money,
    /// Writes a number.
    Number,
    /// Writes a number of hundredths.
    Percent,
    /// Writes a number with the form of a word that goes with it.
    Plural,
    /// Writes texts as one list in words.
    List,
    /// Counts a list.
    Count,
    /// Writes in capitals.
    Upper,
    /// Writes in small letters.
    Lower,
    /// Writes the first letter as a capital.
    Capitalize,
    /// Makes a link.
    Link,
    /// Makes a link that opens a mail.
    Mailto,
    /// Stands for the signature blocks.
    Signatures,
    /// Compares.
    Compare(Comparison),
    /// Whether all are true.
    And,
    /// Whether one is true.
    Or,
    /// Whether it is false.
    Not,
    /// Whether a list has an item, or a text a part.
    Contains,
    /// Whether the brand carries a policy.
    Policy,
}

/// A comparison of two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    /// The same.
    Eq,
    /// Not the same.
    Ne,
    /// Less.
    Lt,
    /// Less or the same.
    Lte,
    /// More.
    Gt,
    /// More or the same.
    Gte,
}

/// What a helper takes.
#[derive(Debug)]
pub(super) struct Signature {
    /// The helper.
    pub(super) helper: Helper,
    /// What sources call it.
    pub(super) name: &'static str,
    /// An example that says how it is written.
    pub(super) usage: &'static str,
    /// How many values it takes.
    pub(super) arguments: RangeInclusive<usize>,
    /// The options it knows.
    pub(super) options: &'static [&'static str],
}

const fn signature(
    helper: Helper,
    name: &'static str,
    usage: &'static str,
    arguments: RangeInclusive<usize>,
    options: &'static [&'static str],
) -> Signature {
    Signature { helper, name, usage, arguments, options }
}

const PLURAL_FORMS: &[&str] = &["zero", "one", "two", "few", "many", "other"];

/// Every helper.
pub(super) static SIGNATURES: &[Signature] = &[
    signature(Helper::Date, "date", "{{date policy.effective style=\"medium\"}}", 1..=1, &["style"]),
    signature(Helper::Money, "money", "{{money 1200 \"EUR\"}}", 1..=2, &["cents"]),
    signature(Helper::Number, "number", "{{number 10000}}", 1..=1, &[]),
    signature(Helper::Percent, "percent", "{{percent 99.9}}", 1..=1, &[]),
    signature(Helper::Plural, "plural", "{{plural 30 \"day\" \"days\"}}", 1..=3, PLURAL_FORMS),
    signature(Helper::List, "list", "{{list brand.facts.processors \"name\"}}", 1..=2, &["join"]),
    signature(Helper::Count, "count", "{{count brand.facts.processors}}", 1..=1, &[]),
    signature(Helper::Upper, "upper", "{{upper brand.name}}", 1..=1, &[]),
    signature(Helper::Lower, "lower", "{{lower brand.name}}", 1..=1, &[]),
    signature(Helper::Capitalize, "capitalize", "{{capitalize brand.facts.service}}", 1..=1, &[]),
    signature(Helper::Link, "link", "{{link brand.url \"our site\"}}", 1..=2, &[]),
    signature(Helper::Mailto, "mailto", "{{mailto brand.contacts.support}}", 1..=2, &[]),
    signature(Helper::Signatures, "signatures", "{{signatures customer=2}}", 0..=0, &["customer"]),
    signature(Helper::Compare(Comparison::Eq), "eq", "(eq brand.facts.plan \"yearly\")", 2..=2, &[]),
    signature(Helper::Compare(Comparison::Ne), "ne", "(ne brand.facts.plan \"yearly\")", 2..=2, &[]),
    signature(Helper::Compare(Comparison::Lt), "lt", "(lt brand.facts.trial_days 30)", 2..=2, &[]),
    signature(Helper::Compare(Comparison::Lte), "lte", "(lte brand.facts.trial_days 30)", 2..=2, &[]),
    signature(Helper::Compare(Comparison::Gt), "gt", "(gt brand.facts.trial_days 0)", 2..=2, &[]),
    signature(Helper::Compare(Comparison::Gte), "gte", "(gte brand.facts.trial_days 1)", 2..=2, &[]),
    signature(Helper::And, "and", "(and brand.facts.trial brand.facts.plans)", 1..=usize::MAX, &[]),
    signature(Helper::Or, "or", "(or brand.facts.trial brand.facts.plans)", 1..=usize::MAX, &[]),
    signature(Helper::Not, "not", "(not brand.facts.trial)", 1..=1, &[]),
    signature(Helper::Policy, "policy", "(policy \"refunds\")", 1..=1, &[]),
    signature(Helper::Contains, "contains", "(contains brand.facts.regions \"EU\")", 2..=2, &[]),
];

impl Helper {
    /// What the helper called so takes.
    pub(super) fn find(name: &str) -> Option<&'static Signature> {
        SIGNATURES.iter().find(|signature| signature.name == name)
    }

    /// What this helper takes.
    pub(super) fn signature(self) -> &'static Signature {
        SIGNATURES.iter().find(|signature| signature.helper == self).unwrap_or(&SIGNATURES[0])
    }

    /// Whether it answers yes or no, and takes what is missing for an answer.
    pub(super) fn is_test(self) -> bool {
        matches!(self, Self::Compare(_) | Self::And | Self::Or | Self::Not | Self::Contains | Self::Policy)
    }

    /// Whether it makes Markdown, which no other helper can work with.
    pub(super) fn makes_markdown(self) -> bool {
        matches!(self, Self::Link | Self::Mailto | Self::Signatures)
    }
}

/// What a helper has to say about what it was given.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    /// The rule.
    pub(super) code: Code,
    /// What is wrong.
    pub(super) message: String,
    /// What to type.
    pub(super) hint: String,
    /// Which of its values is wrong, counted from zero; past the last one where it is the whole call.
    pub(super) argument: usize,
}

impl Complaint {
    /// A value that the helper cannot work with.
    fn argument(argument: usize, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code: Code::HelperArgument, message: message.into(), hint: hint.into(), argument }
    }

    /// A call that lacks something, all its values being well.
    fn call(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::argument(usize::MAX, message, hint)
    }

    /// A value of the wrong kind.
    fn kind(helper: Helper, argument: usize, wanted: &str, got: &Val<'_>) -> Self {
        let signature = helper.signature();
        let message = format!("`{}` takes {wanted} and was given {}", signature.name, got.kind());
        Self::argument(argument, message, format!("write it so: `{}`", signature.usage))
    }
}

/// What a call gives a helper: every value is there.
#[derive(Debug)]
pub(super) struct Arguments<'v, 'a> {
    /// The values, in order.
    pub(super) values: &'v [Val<'a>],
    /// The options, by name.
    pub(super) options: &'v [(&'v str, Val<'a>)],
}

impl<'v, 'a> Arguments<'v, 'a> {
    fn first(&self) -> &'v Val<'a> {
        self.values.first().unwrap_or(&Val::Missing)
    }

    fn second(&self) -> Option<&'v Val<'a>> {
        self.values.get(1)
    }

    fn option(&self, name: &str) -> Option<&'v Val<'a>> {
        self.options.iter().find(|(key, _)| *key == name).map(|(_, val)| val)
    }
}

/// What a helper that writes makes of what it is given.
pub(super) fn apply<'a>(helper: Helper, given: &Arguments<'_, 'a>, formats: &Formats) -> Result<Val<'a>, Complaint> {
    match helper {
        Helper::Date => figure::date(given, formats),
        Helper::Money => figure::money(given, formats),
        Helper::Number => figure::number(given, formats),
        Helper::Percent => figure::percent(given, formats),
        Helper::Plural => figure::plural(given, formats),
        Helper::List => phrase::list(given, formats),
        Helper::Count => figure::count(given),
        Helper::Upper => phrase::recase(Helper::Upper, given, str::to_uppercase),
        Helper::Lower => phrase::recase(Helper::Lower, given, str::to_lowercase),
        Helper::Capitalize => phrase::recase(Helper::Capitalize, given, phrase::capitalize),
        Helper::Link => link::link(given),
        Helper::Mailto => link::mailto(given),
        Helper::Signatures => signatories::signatures(given),
        Helper::Compare(_) | Helper::And | Helper::Or | Helper::Not | Helper::Contains | Helper::Policy => Ok(Val::Failed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_helper_has_one_signature() {
        for signature in SIGNATURES {
            assert_eq!(signature.helper.signature().name, signature.name);
        }
    }
}
