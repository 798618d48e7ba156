//! A generated project of any size: policies of about 1,500 words with headings, lists, a table, values and links.

#![expect(clippy::disallowed_methods, reason = "a benchmark makes its own project")]

use std::fs;
use std::io;
use std::path::Path;

/// Words the texts are made of: common ones of the field, so that lines break as in real policies.
const WORDS: [&str; 48] = [
    "account",
    "address",
    "agreement",
    "amount",
    "answer",
    "backup",
    "before",
    "behalf",
    "charge",
    "clause",
    "confidential",
    "consent",
    "contract",
    "copy",
    "country",
    "customer",
    "data",
    "deletion",
    "documented",
    "evidence",
    "fee",
    "however",
    "incident",
    "information",
    "invoice",
    "keep",
    "law",
    "liability",
    "limit",
    "measure",
    "notice",
    "obligation",
    "order",
    "party",
    "payment",
    "period",
    "person",
    "personal",
    "processing",
    "provider",
    "reasonable",
    "request",
    "right",
    "security",
    "service",
    "subject",
    "term",
    "within",
];

/// Writes a project of so many brands and policies.
pub(crate) fn write(root: &Path, brands: usize, policies: usize) -> io::Result<()> {
    fs::create_dir_all(root.join("brands"))?;
    fs::create_dir_all(root.join("sources"))?;
    (0..brands).try_for_each(|at| fs::write(root.join(format!("brands/brand-{at:03}.yaml")), brand(at)))?;
    (0..policies).try_for_each(|at| fs::write(root.join(format!("sources/policy-{at:03}.md")), policy(at, policies)))
}

fn brand(at: usize) -> String {
    format!(
        "name: Brand {at}\nlegal_name: Brand {at} Ltd\nurl: https://brand-{at}.example\nlocale: en-GB\ncontacts:\n  support: support@brand-{at}.example\n\
         facts:\n  days: {days}\n  service: the Brand {at} service\n  processors:\n    - {{name: Stripe, country: United States}}\n    \
         - {{name: Postmark, country: United States}}\n    - {{name: Hosting {at}, country: Ireland}}\n",
        days = 10 + at
    )
}

/// A policy's source.
fn policy(at: usize, policies: usize) -> String {
    let mut words = Words(at as u64 * 7_919 + 1);
    let mut text = format!(
        "---\ntitle: Policy {at}\ndescription: What policy {at} holds for {{{{brand.name}}}}.\nversion: \"1.{at}\"\neffective: 2026-01-01\nnumbering: clauses\n---\n\n"
    );
    text.push_str(&format!("{} {{{{brand.facts.service}}}}. {}\n\n", words.sentence(20), words.sentence(25)));
    for section in 0..8 {
        text.push_str(&section_text(&mut words, section, (at + section + 1) % policies));
    }
    text.push_str("## Processors\n\n| Name | Country |\n|---|---|\n{{#each brand.facts.processors}}\n| {{name}} | {{country}} |\n{{/each}}\n");
    text
}

fn section_text(words: &mut Words, section: usize, other: usize) -> String {
    let mut text = format!("## {} {{#section-{section}}}\n\n", words.title());
    for item in 0..3 {
        let lead = words.sentence(22);
        let value = if item == 1 { "{{brand.name}} answers within {{plural brand.facts.days \"day\" \"days\"}}." } else { "" };
        text.push_str(&format!("1. {lead} {value} {}\n", words.sentence(18)));
    }
    text.push_str(&format!("   1. {}\n   2. {}\n\n", words.sentence(14), words.sentence(16)));
    text.push_str(&format!("{} See [](policy-{other:03}.md#section-0). {}\n\n", words.sentence(24), words.sentence(20)));
    text
}

/// Words in an order that a seed decides.
struct Words(u64);

impl Words {
    fn next(&mut self) -> &'static str {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        WORDS[(self.0 >> 33) as usize % WORDS.len()]
    }

    fn sentence(&mut self, length: usize) -> String {
        let words: Vec<&str> = (0..length).map(|_| self.next()).collect();
        format!("{}.", capitalised(&words.join(" ")))
    }

    fn title(&mut self) -> String {
        capitalised(&format!("{} {}", self.next(), self.next()))
    }
}

fn capitalised(text: &str) -> String {
    text[..1].to_uppercase() + &text[1..]
}
