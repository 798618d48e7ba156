//! The desk: what all rows share. The contracts and brands that rows may ask for, what the columns mean, and how documents are named.

use std::collections::{BTreeSet, HashMap};

use super::name::NameTemplate;
use super::request::Request;
use super::row::{SPECIAL, Special};
use crate::brand::Brand;
use crate::compile::Copies;
use crate::data::{REASON, WRITTEN};
use crate::diag::{Warned, did_you_mean};
use crate::document::Kind;
use crate::locale::Locale;
use crate::output::failure::Failure;
use crate::project::{Field, Format, Policy, Project};

/// The brands that rows may ask for, each in every locale that rows may ask for.
#[derive(Debug)]
pub struct Brands(Vec<Brand>);

impl Brands {
    /// The brand that is asked for, or all of a project, in its own locale, those of the others and those that are asked for.
    pub fn new(project: &Project, request: &Request) -> Result<Self, Failure> {
        let mut locales: Vec<Locale> = Vec::new();
        let told = request
            .locale
            .as_deref()
            .map(|tag| Locale::parse(tag).ok_or_else(|| Failure::new(format!("`{tag}` is no locale")).hint("write it as `en-GB` or `el`")));
        let others = project.all_editions().map(|brand| brand.locale.clone());
        for locale in told.transpose()?.into_iter().chain(others) {
            if !locales.contains(&locale) {
                locales.push(locale);
            }
        }
        let mut brands = Vec::new();
        for brand in project.brands.iter().filter(|brand| request.only_brand().is_none_or(|id| brand.id == id)) {
            brands.push(brand.clone());
            brands.extend(locales.iter().filter(|locale| **locale != brand.locale).flat_map(|locale| in_locale(project, brand, locale)));
        }
        Ok(Self(brands))
    }
}

/// A brand in a locale that is not its own: the edition in that language, where it publishes one; and where that lacks a contract, or there is none, the main
/// edition with the locale's dates and numbers.
fn in_locale(project: &Project, brand: &Brand, locale: &Locale) -> Vec<Brand> {
    let speaks = |edition: &&Brand| edition.is_edition_of(brand) && edition.tags().iter().any(|tag| locale.tags().contains(tag));
    let edition = project.editions_of(&brand.id).find(speaks);
    let contracts = |brand: &Brand| project.carried(brand).into_iter().filter(|policy| policy.front.kind == Kind::Contract).count();
    let is_whole = edition.is_some_and(|edition| contracts(edition) == contracts(brand));
    let in_edition = edition.map(|edition| Brand { locale: locale.clone(), ..edition.clone() });
    let as_it_is = (!is_whole).then(|| Brand { locale: locale.clone(), ..brand.clone() });
    in_edition.into_iter().chain(as_it_is).collect()
}

/// A contract of a brand in a locale.
#[derive(Debug)]
pub(super) struct Task<'p> {
    /// The brand's position among those that copies are made of.
    pub(super) place: usize,
    pub(super) brand: &'p Brand,
    pub(super) policy: &'p Policy,
    pub(super) fields: &'p [Field],
    /// Where each name of a column leads: to a field, and to a part of it.
    columns: HashMap<String, (usize, &'static str)>,
}

impl<'p> Task<'p> {
    fn new(place: usize, brand: &'p Brand, policy: &'p Policy) -> Self {
        let fields = &policy.front.fields;
        let mut columns = HashMap::new();
        for (at, field) in fields.iter().enumerate() {
            columns.insert(field.name.clone(), (at, ""));
            if field.kind == crate::project::FieldKind::Money {
                columns.extend(["amount", "currency"].map(|part| (format!("{}.{part}", field.name), (at, part))));
            }
        }
        Self { place, brand, policy, fields, columns }
    }

    /// The field that a column is for, and the part of it that it holds.
    pub(super) fn field(&self, column: &str) -> Option<(usize, &'static str)> {
        self.columns.get(column.strip_prefix("customer.").unwrap_or(column)).copied()
    }
}

/// What all rows share.
pub struct Desk<'p> {
    copies: Copies<'p>,
    tasks: Vec<Task<'p>>,
    request: Request,
    /// The brand of rows that name none: the one that is asked for, or a project's only one.
    brand: Option<String>,
    names: NameTemplate,
    /// The column that names rows, where there is one.
    id_column: Option<String>,
    /// The data's columns, where it says them before its rows.
    columns: Vec<String>,
    /// Whether the data is a list of failures that was mended.
    is_mended: bool,
    /// The fields' names of all contracts that rows may ask for.
    fields: BTreeSet<String>,
}

impl<'p> Desk<'p> {
    /// Compiles what the rows refer to. `columns` are those that the data has, where it says so before its rows. A request that no row could follow is refused.
    pub fn set_up(project: &'p Project, brands: &'p Brands, request: &Request, columns: &[String]) -> Result<Warned<Self>, Failure> {
        let Warned { value: copies, diagnostics } = Copies::new(project, &brands.0);
        let contracts = |brand: &'p Brand| project.carried(brand).into_iter().filter(|policy| policy.front.kind == Kind::Contract);
        let tasks: Vec<Task<'p>> =
            brands.0.iter().enumerate().flat_map(|(place, brand)| contracts(brand).map(move |policy| Task::new(place, brand, policy))).collect();
        let of_contract = |task: &&Task<'_>| request.contract.as_deref().is_none_or(|name| is_called(task.policy, name));
        if let Some(id) = request.brand.as_deref().filter(|id| project.brand(id).is_none()) {
            let known: Vec<&str> = project.brands.iter().map(|brand| brand.id.as_str()).collect();
            return Err(Failure::unknown("brand", id, &known));
        }
        if let Some(name) = request.contract.as_deref().filter(|_| !tasks.iter().any(|task| of_contract(&task))) {
            return Err(no_contract(project, name, &tasks));
        }
        let meant: Vec<&Task<'_>> = tasks.iter().filter(of_contract).collect();
        let fields: BTreeSet<String> = meant.iter().flat_map(|task| task.fields).map(|field| field.name.clone()).collect();
        let names = NameTemplate::read(&request.name, &fields.iter().map(String::as_str).collect::<Vec<_>>()).map_err(Failure::new)?;
        if let Some(unknown) = request.recorded.iter().find(|field| !fields.contains(*field)) {
            let near = did_you_mean(unknown, fields.iter().map(String::as_str)).map_or_else(
                || format!("there are: {}", fields.iter().cloned().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            return Err(Failure::new(format!("--record: the contract has no field `{unknown}`")).hint(near));
        }
        let id_column = match &request.id {
            Some(column) if !columns.is_empty() && !columns.contains(column) => return Err(no_column(column, columns)),
            Some(column) => Some(column.clone()),
            None => columns.iter().find(|column| matches!(column.as_str(), "id" | "row.id")).cloned(),
        };
        let is_mended = columns.iter().any(|column| column == REASON) && !fields.contains(REASON);
        let brand = request.brand.clone().or_else(|| only_brand(project));
        let desk = Self { columns: columns.to_vec(), is_mended, copies, tasks, request: request.clone(), brand, names, id_column, fields };
        Ok(Warned { value: desk, diagnostics })
    }

    /// Whether the data is a list of failures that was mended.
    pub fn is_mended(&self) -> bool {
        self.is_mended
    }

    pub(super) fn copies(&self) -> &Copies<'p> {
        &self.copies
    }

    pub(super) fn request(&self) -> &Request {
        &self.request
    }

    pub(super) fn names(&self) -> &NameTemplate {
        &self.names
    }

    pub(super) fn id_column(&self) -> Option<&str> {
        self.id_column.as_deref()
    }

    /// A task by its position.
    pub(super) fn task_at(&self, at: usize) -> &Task<'p> {
        &self.tasks[at]
    }

    /// What a column is for, where it is not for a customer's field.
    pub(super) fn special(&self, column: &str) -> Option<Special> {
        if self.id_column.as_deref() == Some(column) {
            return Some(Special::Id);
        }
        let (name, is_certain) = column.strip_prefix("row.").map_or((column, false), |name| (name, true));
        let (_, special) = SPECIAL.iter().find(|(known, _)| *known == name)?;
        (is_certain || !self.fields.contains(column)).then_some(*special)
    }

    /// What is wrong with the columns as a whole: then every row would be wrong in the same way. Nothing where rows may ask for several contracts.
    pub(super) fn column_faults(&self) -> Vec<String> {
        let [task] = self.tasks.iter().filter(|task| self.is_own(task) && self.may_be_asked_for(task)).collect::<Vec<_>>()[..] else {
            return Vec::new();
        };
        if self.columns.is_empty() || self.columns.iter().any(|column| matches!(self.special(column), Some(Special::Contract | Special::Brand))) {
            return Vec::new();
        }
        let unknown = self.columns.iter().filter(|column| self.special(column).is_none() && !self.is_ignored(column) && task.field(column).is_none());
        let unknown = unknown.map(|column| format!("the column `{column}`: {}", super::row::unknown(task, column)));
        let is_there = |name: &str| self.columns.iter().any(|column| task.field(column).is_some_and(|(at, _)| task.fields[at].name == name));
        let missing = task.fields.iter().filter(|field| field.required && field.default.is_none() && !is_there(&field.name));
        let missing = missing.map(|field| format!("there is no column `{}`, which the contract requires: {}", field.name, field.label));
        unknown.chain(missing).collect()
    }

    /// Whether a row that says nothing asks for it.
    fn may_be_asked_for(&self, task: &Task<'_>) -> bool {
        self.request.contract.as_deref().is_some_and(|name| is_called(task.policy, name))
            && self.brand.as_deref().is_some_and(|id| task.brand.id == id)
    }

    /// Whether a column is passed over.
    pub(super) fn is_ignored(&self, column: &str) -> bool {
        let is_of_failures = matches!(column, REASON | WRITTEN) && !self.fields.contains(column);
        is_of_failures || self.request.ignored.as_ref().is_some_and(|names| names.matches(column))
    }

    /// Whether some contract that rows may ask for has such a field.
    pub(super) fn is_field_of_any(&self, column: &str) -> bool {
        self.tasks.iter().any(|task| task.field(column).is_some())
    }

    /// What a row is made as: as it says, as is asked for, or as PDF.
    pub(super) fn formats(&self, text: Option<&str>) -> Result<Vec<Format>, String> {
        let Some(text) = text else { return Ok(self.request.formats.clone()) };
        let one = |word: &str| [Format::Html, Format::Markdown, Format::Pdf].into_iter().find(|format| format.name() == word);
        let words = text.split([',', ';', ' ']).map(str::trim).filter(|word| !word.is_empty());
        let formats: BTreeSet<Format> =
            words.map(|word| one(word).ok_or_else(|| format!("`{word}` is no format: write pdf, html or markdown"))).collect::<Result<_, _>>()?;
        Ok(formats.into_iter().collect())
    }

    /// Which contract of which brand a row asks for; else the column that is wrong, and why.
    pub(super) fn task(&self, contract: Option<&str>, brand: Option<&str>, locale: Option<&str>) -> Result<usize, (&'static str, String)> {
        let contract = contract
            .or(self.request.contract.as_deref())
            .ok_or(("contract", "the row does not say which contract it asks for, and nor does the command".to_owned()))?;
        let brand = brand
            .or(self.brand.as_deref())
            .ok_or(("brand", "the row does not say for which brand it is, and nor does the command: --brand".to_owned()))?;
        let locale = locale.or(self.request.locale.as_deref());
        let own = |task: &Task<'_>| locale.map_or_else(|| self.is_own(task), |locale| task.brand.locale.to_string().eq_ignore_ascii_case(locale));
        let fits = |task: &Task<'_>| task.brand.id == brand && is_called(task.policy, contract);
        let found = self.tasks.iter().position(|task| fits(task) && own(task));
        found.ok_or_else(|| self.no_task(contract, brand, locale))
    }

    /// Whether a task is in its brand's own locale, which comes first.
    fn is_own(&self, task: &Task<'_>) -> bool {
        self.tasks.iter().find(|other| other.brand.id == task.brand.id).is_some_and(|first| first.place == task.place)
    }

    fn no_task(&self, contract: &str, brand: &str, locale: Option<&str>) -> (&'static str, String) {
        let brands: BTreeSet<&str> = self.tasks.iter().map(|task| task.brand.id.as_str()).collect();
        let near = |wrong: &str, known: &BTreeSet<&str>| {
            did_you_mean(wrong, known.iter().copied()).map_or_else(
                || format!("there are: {}", known.iter().copied().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean `{near}`?"),
            )
        };
        if !brands.contains(brand) {
            return ("brand", format!("there is no brand of this name; {}", near(brand, &brands)));
        }
        let contracts: BTreeSet<&str> = self.tasks.iter().filter(|task| task.brand.id == brand).map(|task| task.policy.id.as_str()).collect();
        if !self.tasks.iter().any(|task| task.brand.id == brand && is_called(task.policy, contract)) {
            return ("contract", format!("`{brand}` has no contract of this name; {}", near(contract, &contracts)));
        }
        let locales: BTreeSet<String> = self.tasks.iter().map(|task| task.brand.locale.to_string()).collect();
        (
            "locale",
            format!(
                "`{}` is no locale of this project; there are: {}",
                locale.unwrap_or_default(),
                locales.into_iter().collect::<Vec<_>>().join(", ")
            ),
        )
    }
}

/// The brand of a project that has no other.
fn only_brand(project: &Project) -> Option<String> {
    let [only] = project.brands.as_slice() else { return None };
    Some(only.id.clone())
}

/// Whether a name means a policy: its id, or the last step of it.
pub fn is_called(policy: &Policy, name: &str) -> bool {
    policy.id == name || policy.id.rsplit('/').next() == Some(name)
}

fn no_contract(project: &Project, name: &str, tasks: &[Task<'_>]) -> Failure {
    if let Some(policy) = project.all_policies().find(|policy| is_called(policy, name)) {
        let why = if policy.front.kind == Kind::Contract {
            "no brand that is asked for carries it"
        } else {
            "it is a policy, which is the same for every customer"
        };
        return Failure::new(format!("`{name}` cannot be made for customers: {why}")).hint("a contract says `kind: contract` in its front matter");
    }
    let known: BTreeSet<&str> =
        tasks.iter().flat_map(|task| [task.policy.id.as_str(), task.policy.id.rsplit('/').next().unwrap_or_default()]).collect();
    let near = did_you_mean(name, known.iter().copied())
        .map_or_else(|| "name a contract below sources/, without `.md`".to_owned(), |near| format!("did you mean `{near}`?"));
    Failure::new(format!("there is no contract `{name}`")).hint(near)
}

fn no_column(column: &str, columns: &[String]) -> Failure {
    let near = did_you_mean(column, columns.iter().map(String::as_str))
        .map_or_else(|| format!("there are: {}", columns.join(", ")), |near| format!("did you mean `{near}`?"));
    Failure::new(format!("--id: the data has no column `{column}`")).hint(near)
}
