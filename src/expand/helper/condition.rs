//! Comparing values.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::{Comparison, Complaint, Helper};
use crate::expand::value::Val;
use crate::locale::day;

/// Whether a comparison holds. What is missing is like nothing: neither the same as, nor less or more than anything.
pub(in crate::expand) fn compare(comparison: Comparison, left: &Val<'_>, right: &Val<'_>) -> Result<bool, Complaint> {
    if matches!(left, Val::Missing) || matches!(right, Val::Missing) {
        return Ok(comparison == Comparison::Ne);
    }
    let order = order(comparison, left, right)?;
    Ok(match comparison {
        Comparison::Eq => order.is_eq(),
        Comparison::Ne => order.is_ne(),
        Comparison::Lt => order.is_lt(),
        Comparison::Lte => order.is_le(),
        Comparison::Gt => order.is_gt(),
        Comparison::Gte => order.is_ge(),
    })
}

/// How two values of one kind are ordered. Texts are ordered when they are days.
fn order(comparison: Comparison, left: &Val<'_>, right: &Val<'_>) -> Result<Ordering, Complaint> {
    let same_or_not = matches!(comparison, Comparison::Eq | Comparison::Ne);
    if let (Some(left), Some(right)) = (number(left), number(right)) {
        return Ok(left.total_cmp(&right));
    }
    if let (Some(left), Some(right), true) = (left.bool(), right.bool(), same_or_not) {
        return Ok(left.cmp(&right));
    }
    if let (Some(left), Some(right)) = (words(left), words(right))
        && (same_or_not || (day(&left).is_some() && day(&right).is_some()))
    {
        return Ok(left.cmp(&right));
    }
    let name = Helper::Compare(comparison).signature().name;
    let message = format!("`{name}` cannot compare {} with {}", left.kind(), right.kind());
    let hint = if same_or_not { "compare a number with a number and a text with a text" } else { "compare numbers, or days such as 2026-09-01" };
    Err(Complaint::argument(0, message, hint))
}

fn number(val: &Val<'_>) -> Option<f64> {
    if val.is_number() { val.text()?.parse().ok() } else { None }
}

fn words<'v>(val: &'v Val<'_>) -> Option<Cow<'v, str>> {
    if val.is_number() { None } else { val.text() }
}

/// Whether a list has an item, or a text a part.
pub(in crate::expand) fn contains(whole: &Val<'_>, part: &Val<'_>) -> Result<bool, Complaint> {
    if matches!(whole, Val::Missing) || matches!(part, Val::Missing) {
        return Ok(false);
    }
    let Some(wanted) = part.text() else { return Err(Complaint::kind(Helper::Contains, 1, "a text to look for", part)) };
    if let Some(items) = whole.items() {
        return Ok(items.iter().any(|(_, item)| item.text().is_some_and(|text| text == wanted)));
    }
    match whole.text() {
        Some(text) => Ok(text.contains(wanted.as_ref())),
        None => Err(Complaint::kind(Helper::Contains, 0, "a list or a text", whole)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Val<'static> {
        Val::Text(text.to_owned())
    }

    #[test]
    fn values_of_one_kind_compare() {
        assert_eq!(compare(Comparison::Lt, &Val::Count(9), &Val::Count(10)), Ok(true));
        assert_eq!(compare(Comparison::Eq, &text("a"), &text("a")), Ok(true));
        assert_eq!(compare(Comparison::Gte, &text("2026-09-01"), &text("2026-08-31")), Ok(true));
        assert_eq!(compare(Comparison::Ne, &Val::Missing, &text("a")), Ok(true));
        assert_eq!(compare(Comparison::Gt, &Val::Missing, &Val::Count(0)), Ok(false));
    }

    #[test]
    fn values_of_two_kinds_do_not() {
        assert!(compare(Comparison::Eq, &text("1"), &Val::Count(1)).is_err());
        assert!(compare(Comparison::Eq, &text("true"), &Val::Bool(true)).is_err());
        assert!(compare(Comparison::Lt, &text("a"), &text("b")).is_err());
        assert!(compare(Comparison::Lt, &Val::Bool(false), &Val::Bool(true)).is_err());
    }

    #[test]
    fn a_part_of_a_text_is_found() {
        assert_eq!(contains(&text("PCI, ISO"), &text("ISO")), Ok(true));
        assert_eq!(contains(&Val::Missing, &text("ISO")), Ok(false));
        assert!(contains(&Val::Bool(true), &text("ISO")).is_err());
    }
}
