//! Signatures over other bytes than they seem to cover.

use super::{Attack, check, filled, gap, ranged};
use crate::verify::tests::fixture::APPROVES;

const SIGNATURE_WRAPPING: &[Attack] = &[
    Attack {
        what: "the second part begins later",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |[a, b, c], _| format!("[0 {a} {} {}]", b + 8, c - 8)),
        said: "other content could stand in the gap",
    },
    Attack {
        what: "the first part ends earlier",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |[a, b, c], _| format!("[0 {} {b} {c}]", a - 8)),
        said: "other content could stand in the gap",
    },
    Attack {
        what: "the second part is moved away and other content put between",
        signed: &[APPROVES],
        done: |bytes| {
            let gap = gap(bytes);
            let second = &bytes[gap.end..];
            let moved = ranged(bytes, |[a, b, c], _| format!("[0 {a} {} {c}]", b + c));
            [&moved[..], second].concat()
        },
        said: "other content could stand in the gap",
    },
    Attack {
        what: "the range stops before the end of the version",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |[a, b, c], _| format!("[0 {a} {b} {}]", c - 20)),
        said: "does not cover the file up to the end of one of its versions",
    },
    Attack {
        what: "the first part is empty",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |[_, b, c], _| format!("[0 0 {b} {c}]")),
        said: "other content could stand in the gap",
    },
    Attack {
        what: "the first part begins late",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |[a, b, c], _| format!("[9 {} {b} {c}]", a - 9)),
        said: "does not cover the beginning",
    },
    Attack {
        what: "the parts overlap",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |[a, _, _], length| format!("[0 {a} {} {}]", a - 10, length - a + 10)),
        said: "outside the file, or some of them twice",
    },
    Attack {
        what: "the range leads out of the file",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |[a, b, c], _| format!("[0 {a} {b} {}]", c + 1)),
        said: "outside the file",
    },
    Attack {
        what: "a huge number",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |[a, b, _], _| format!("[0 {a} {b} 999999999999999]")),
        said: "outside the file",
    },
    Attack {
        what: "a negative number",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |[a, b, _], _| format!("[0 {a} {b} -1]")),
        said: "outside the file",
    },
    Attack {
        what: "the digits are padded",
        signed: &[APPROVES],
        done: |bytes| filled(bytes, |length| format!("<{} >", "0".repeat(length - 3))),
        said: "no value that stands in the file as hexadecimal digits",
    },
    Attack {
        what: "a string ends early, and something hides behind it",
        signed: &[APPROVES],
        done: |bytes| filled(bytes, |length| format!("<30>/X({})", "x".repeat(length - 8))),
        said: "other content could stand in the gap",
    },
];

#[test]
fn signature_wrapping() {
    check(SIGNATURE_WRAPPING);
}
