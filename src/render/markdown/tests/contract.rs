//! A contract as a whole, as a reader of the file sees it.

use super::super::write;
use crate::parse::sample::{Sample, messages};
use crate::resolve::resolve;

const FRONT: &str = "title: \"Services: {{brand.name}}\"\ndescription: What \"we\" do.\nkind: contract\nversion: '1.0'\nstatus: draft\neffective: 2026-09-01\nnumbering: clauses\n\
    number: MSA-1\nfields:\n  name: {label: Customer}";

const TEXT: &str = r#"This is between {{brand.legal_name}} (the "**Provider**") and **{{customer.name}}**.

> [!NOTE]
> See [](#security) and [](/terms.md#due).

## Payment {#payment}

1. The Provider is *paid*, as {{brand.facts.odd}} says.[^1]
   1. Monthly, see [](#payment).
   2. In `a|b` | cash.

      ![A coin](coin.svg "Money")
2. Late:

   - first
   - [x] second

## Schedule: Security {#security}

| What | How many |
|---|---:|
| Doors | 2 |
| Keys<br>and locks | {{brand.facts.odd}} |

### Doors

1. Locked.

## Signatures

{{signatures}}

[^1]: In euros.
"#;

#[test]
fn a_contract_is_written_whole() {
    let sample = Sample::new().fact("odd", "**Acme** | <b>1. #x</b>").image("contracts/coin.svg").policy("contracts/msa.md", FRONT, TEXT);
    let parsed = sample.policy("terms.md", "title: Terms\nnumbering: clauses", "## Fees\n\n1. Due. {#due}\n").parse();
    let resolved = resolve(&parsed.project, &parsed.brand, parsed.documents.value, &[]);
    assert_eq!(messages(&resolved.diagnostics), []);
    let contract = resolved.value.iter().find(|document| document.meta.id == "contracts/msa").unwrap();
    insta::assert_snapshot!(write(contract));
}
