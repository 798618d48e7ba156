//! Signature blocks.

use super::{Arguments, Complaint};
use crate::expand::shield::SIGNATURES;
use crate::expand::value::Val;

/// How many people may sign for a customer.
const MOST: usize = 8;

/// The mark for signature blocks, as often as people sign for the customer.
pub(super) fn signatures<'a>(given: &Arguments<'_, 'a>) -> Result<Val<'a>, Complaint> {
    let count = match given.option("customer").map(|count| count.text().unwrap_or_default()) {
        None => 1,
        Some(count) => count.parse::<usize>().ok().filter(|count| (1..=MOST).contains(count)).ok_or_else(|| {
            Complaint::call(
                format!("`signatures` cannot have `{count}` people sign for the customer"),
                format!("write a number from 1 to {MOST}: `{{{{signatures customer=2}}}}`"),
            )
        })?,
    };
    Ok(Val::Markdown(String::from(SIGNATURES).repeat(count)))
}
