//! Generated projects: one of any size, with policies of about 1,700 words with headings, lists, a table, values and links; and a contract with rows of customers.

#![allow(dead_code, reason = "no benchmark wants both")]
#![expect(clippy::disallowed_methods, reason = "a benchmark makes its own project")]

use std::fs;
use std::io::{self, BufWriter, Write};
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

/// Writes how customers ask for each section of so many policies, and what they ask elsewhere: thirty ways each, of the texts' own words.
pub(crate) fn asked(root: &Path, policies: usize) -> io::Result<()> {
    let mut words = Words(42);
    let mut text = "sections:\n".to_owned();
    for section in (0..policies * 8).map(|at| format!("policy-{:03}#section-{}", at / 8, at % 8)) {
        text.push_str(&format!("  {section}:\n"));
        (0..30).for_each(|way| text.push_str(&format!("    - {}\n", words.sentence(4 + way % 9))));
    }
    text.push_str("elsewhere:\n  Others:\n");
    (0..1_000).for_each(|way| text.push_str(&format!("    - {}\n", words.sentence(4 + way % 9))));
    fs::write(root.join("asked.yaml"), text)
}

fn brand(at: usize) -> String {
    format!(
        "name: Brand {at}\nlegal_name: Brand {at} Ltd\nurl: https://brand-{at}.example\nsite: https://policies.brand-{at}.example\nlocale: en-GB\ncontacts:\n  support: support@brand-{at}.example\n\
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

/// Writes a project of one brand, `acme`, whose contract `dpa` has ten fields and is as long as so many clauses make it. Five fill about five pages.
pub(crate) fn contract(root: &Path, clauses: usize) -> io::Result<()> {
    fs::create_dir_all(root.join("brands"))?;
    fs::create_dir_all(root.join("sources"))?;
    fs::write(root.join("counterpart.yaml"), format!("formats: [pdf]\n{SIGNING}"))?;
    fs::write(
        root.join("brands/acme.yaml"),
        "name: Acme\nlegal_name: Acme Ltd\nurl: https://acme.example\nlocale: en-GB\nsignatories: [{name: Ada Lovelace, title: Director}]\n",
    )?;
    fs::write(root.join("sources/dpa.md"), contract_text(clauses))
}

/// What a project says to sign with the company's key that `dev-cert` makes.
pub(crate) const SIGNING: &str =
    "signing:\n  company:\n    key: {pem: dev-cert/company.key.pem, certificate: dev-cert/company.pem}\n    field: company-1\n";

const FIELDS: &str = "fields:\n  name: {label: Name}\n  form: {label: Legal form}\n  address.street: {label: Street}\n  address.postcode: {label: Postcode}\n  \
                      address.city: {label: City}\n  address.country: {label: Country}\n  contact: {label: Contact, type: email}\n  start: {label: Start, type: date}\n  \
                      people: {label: People concerned, type: integer}\n  \
                      special: {label: Special categories, type: choice, choices: [\"Not intended\", \"Health data\"], default: \"Not intended\"}\n";

fn contract_text(clauses: usize) -> String {
    let mut words = Words(1);
    let mut text = format!(
        "---\ntitle: Data processing addendum\ndescription: How data is processed.\nkind: contract\nversion: '2.0'\neffective: 2026-09-01\nnumbering: clauses\n{FIELDS}---\n\n"
    );
    text.push_str(
        "This addendum is made between **{{brand.legal_name}}** and **{{customer.name}}** ({{customer.form}}), of {{customer.address.street}}, \
         {{customer.address.postcode}} {{customer.address.city}}, {{customer.address.country}}. It takes effect on {{customer.start}}.\n\n",
    );
    for clause in 0..clauses {
        text.push_str(&format!("## {} {{#clause-{clause}}}\n\n", words.title()));
        (0..3).for_each(|_| text.push_str(&format!("1. {} {}\n", words.sentence(22), words.sentence(18))));
        text.push_str(&format!("   1. {}\n   2. {}\n\n", words.sentence(14), words.sentence(16)));
        text.push_str(&format!("{} See [](#clause-{}). {}\n\n", words.sentence(24), (clause + 3) % clauses, words.sentence(20)));
    }
    text.push_str(
        "## Particulars\n\n| Subject | Given |\n|---|---|\n| People | {{customer.people}} |\n| Special | {{customer.special}} |\n\
         | Contact | {{customer.contact}} |\n\n{{signatures}}\n",
    );
    text
}

/// The names of the fields, and a customer's values for them: all of another address and contact, some of the same name, city or start.
pub(crate) fn customer(number: usize) -> [(&'static str, String); 10] {
    let names = ["Nordlicht GmbH", "Café Ολυμπία A.E.", "Brown & Sons Ltd", "Aurora Analytics", "Μέλι και Σία O.E.", "Northwind Traders"];
    [
        ("name", format!("{} {number}", names[number % names.len()])),
        ("form", ["GmbH", "A.E.", "Ltd"][number % 3].to_owned()),
        ("address.street", format!("Long Street {}", number % 300 + 1)),
        ("address.postcode", (10_000 + number % 80_000).to_string()),
        ("address.city", ["Athens", "Hamburg", "Thessaloniki", "Leeds", "Lyon"][number % 5].to_owned()),
        ("address.country", "Greece".to_owned()),
        ("contact", format!("legal{number}@customer.example")),
        ("start", format!("2026-{:02}-{:02}", number % 12 + 1, number % 28 + 1)),
        ("people", (100 + number * 7 % 10_000).to_string()),
        ("special", ["Not intended", "Health data"][number % 2].to_owned()),
    ]
}

/// Writes so many customers as CSV.
pub(crate) fn customers(file: &Path, count: usize) -> io::Result<()> {
    let mut out = BufWriter::new(fs::File::create(file)?);
    writeln!(out, "id,{}", customer(0).map(|(name, _)| name).join(","))?;
    for number in 0..count {
        writeln!(out, "c{number:07},{}", customer(number).map(|(_, value)| value).join(","))?;
    }
    out.flush()
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
