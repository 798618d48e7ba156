//! Signatures whose entries are missing, empty or odd.

use super::{Attack, check, field, filled, gap, ranged, replaced};
use crate::verify::tests::fixture::{AGREES, APPROVES, P2, number, with};

const UNIVERSAL_FORGERY: &[Attack] = &[
    Attack {
        what: "no range",
        signed: &[APPROVES],
        done: |bytes| replaced(bytes, "/ByteRange ", "/BiteRange "),
        said: "does not say, in four whole numbers",
    },
    Attack {
        what: "the range is null",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |_, _| "null".to_owned()),
        said: "does not say, in four whole numbers",
    },
    Attack {
        what: "the range is a reference",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |_, _| "20 0 R".to_owned()),
        said: "does not say, in four whole numbers",
    },
    Attack {
        what: "two numbers",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |[a, ..], _| format!("[0 {a}]")),
        said: "does not say, in four whole numbers",
    },
    Attack {
        what: "six numbers",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |[a, b, c], _| format!("[0 {a} {b} {c} 0 0]")),
        said: "does not say, in four whole numbers",
    },
    Attack {
        what: "numbers with points",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |[a, b, c], _| format!("[0. {a} {b} {c}]")),
        said: "does not say, in four whole numbers",
    },
    Attack {
        what: "an empty range",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |_, _| "[]".to_owned()),
        said: "does not say, in four whole numbers",
    },
    Attack {
        what: "only zeros",
        signed: &[APPROVES],
        done: |bytes| ranged(bytes, |_, _| "[0 0 0 0]".to_owned()),
        said: "outside the file, or some of them twice",
    },
    Attack {
        what: "no contents",
        signed: &[APPROVES],
        done: |bytes| replaced(bytes, "/Contents <", "/Contints <"),
        said: "no value that stands in the file",
    },
    Attack {
        what: "contents of zeros",
        signed: &[APPROVES],
        done: |bytes| filled(bytes, |length| format!("<{}>", "0".repeat(length - 2))),
        said: "value is empty",
    },
    Attack {
        what: "empty contents",
        signed: &[APPROVES],
        done: |bytes| filled(bytes, |length| format!("<>{}", " ".repeat(length - 2))),
        said: "value is empty",
    },
    Attack {
        what: "contents are null",
        signed: &[APPROVES],
        done: |bytes| filled(bytes, |length| format!("null{}", " ".repeat(length - 4))),
        said: "no value that stands in the file",
    },
    Attack {
        what: "contents are a reference",
        signed: &[APPROVES],
        done: |bytes| filled(bytes, |length| format!("20 0 R{}", " ".repeat(length - 6))),
        said: "no value that stands in the file",
    },
    Attack {
        what: "contents between parentheses",
        signed: &[APPROVES],
        done: |bytes| filled(bytes, |length| format!("({})", "x".repeat(length - 2))),
        said: "no value that stands in the file",
    },
    Attack {
        what: "contents twice",
        signed: &[APPROVES],
        done: |bytes| replaced(bytes, "/Filter/Adobe.PPKLite", "/Contents<00>/XX(abc)"),
        said: "gives one property twice",
    },
    Attack {
        what: "contents that are no message",
        signed: &[APPROVES],
        done: |bytes| filled(bytes, |length| format!("<{}>", "ab".repeat(length / 2 - 1))),
        said: "cannot be read as CMS",
    },
    Attack {
        what: "another way of signing",
        signed: &[APPROVES],
        done: |bytes| replaced(bytes, "ETSI.CAdES.detached", "ETSI.CAdES.retached"),
        said: "made in a way that is not known",
    },
    Attack {
        what: "an outdated way of signing",
        signed: &[APPROVES],
        done: |bytes| replaced(bytes, "/ETSI.CAdES.detached", "/adbe.pkcs7.sha1    "),
        said: "outdated way that is not safe",
    },
    Attack {
        what: "the signature becomes a timestamp",
        signed: &[APPROVES],
        done: |bytes| replaced(bytes, "/Type/Sig/SubFilter/ETSI.CAdES.detached", "/SubFilter/ETSI.RFC3161                "),
        said: "signed message of another kind",
    },
    Attack {
        what: "something is put behind the message",
        signed: &[APPROVES],
        done: |bytes| {
            let gap = gap(bytes);
            let mut out = bytes.to_vec();
            out[gap.end - 2] = b'1';
            out
        },
        said: "bytes that nobody signed stand behind",
    },
    Attack {
        what: "the signature is taken out",
        signed: &[APPROVES],
        done: |bytes| with(bytes, number::COMPANY, &[("V", "")]),
        said: "a signature was taken out",
    },
    Attack {
        what: "one of two signatures is taken out",
        signed: &[P2, AGREES],
        done: |bytes| with(bytes, number::COMPANY, &[("V", "")]),
        said: "a signature was taken out",
    },
    Attack {
        what: "the signature moves to another field",
        signed: &[APPROVES],
        done: |bytes| {
            let value = field(bytes, number::COMPANY);
            with(&with(bytes, number::COMPANY, &[("V", "")]), number::CUSTOMER, &[("V", &value)])
        },
        said: "did not hold this signature",
    },
    Attack {
        what: "two fields show the same signature",
        signed: &[APPROVES],
        done: |bytes| {
            let value = field(bytes, number::COMPANY);
            with(bytes, number::CUSTOMER, &[("V", &value)])
        },
        said: "two fields show the same signature",
    },
    Attack {
        what: "the signature is put into the field itself",
        signed: &[APPROVES],
        done: |bytes| with(bytes, number::COMPANY, &[("V", "<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 10 20 30]/Contents<30>>>")]),
        said: "does not stand in the file by itself",
    },
];

#[test]
fn universal_forgery() {
    check(UNIVERSAL_FORGERY);
}
