//! How layouts include one another: never in a circle, and neither deep nor often enough to matter.

use std::collections::{BTreeMap, HashMap};

use crate::diag::{Code, Diagnostic};
use crate::expand::outline::Include;
use crate::source::{FileId, Span};

/// How deep layouts may include one another.
const DEEPEST: usize = 16;
/// How many layouts a page may be put together from, each counted as often as it is included.
const MOST: usize = 1_000;

/// What every layout includes.
#[derive(Debug, Default)]
pub(super) struct Includes {
    layouts: BTreeMap<String, (Option<FileId>, Vec<Include>)>,
}

impl Includes {
    /// Adds a layout, with its file where it is a project's own.
    pub(super) fn add(&mut self, name: &str, file: Option<FileId>, mut includes: Vec<Include>) {
        let mut descents = 0;
        // One way down the list of policies is counted; a second would double with each level.
        includes.retain(|include| {
            let is_descent = include.descends && include.name == name && descents == 0;
            descents += usize::from(is_descent);
            !is_descent
        });
        self.layouts.insert(name.to_owned(), (file, includes));
    }

    /// What is wrong: the first circle, or else each layout of the project's own that costs too much.
    pub(super) fn faults(&self) -> Vec<Diagnostic> {
        let mut walk = Walk { includes: self, known: HashMap::new(), open: Vec::new() };
        let costs = self.layouts.keys().map(|name| walk.cost(name)).collect::<Result<Vec<_>, _>>();
        let costs = match costs {
            Ok(costs) => costs,
            Err(circle) => return vec![*circle],
        };
        let dear = self.layouts.values().zip(costs).filter(|(_, cost)| cost.layouts > MOST || cost.levels > DEEPEST);
        let finding = |(file, includes): &(Option<FileId>, Vec<Include>)| {
            let place = Span::new((*file)?, includes.first()?.range.clone());
            let message = format!("layouts include one another deeper than {DEEPEST} levels, or more than {MOST} times on a page");
            Some(Diagnostic::new(Code::TooLarge, message).at(place).hint("put what they share into fewer files"))
        };
        dear.filter_map(|(layout, _)| finding(layout)).take(1).collect()
    }
}

/// What it costs to put a layout together.
#[derive(Debug, Clone, Copy)]
struct Cost {
    /// From how many layouts, itself among them.
    layouts: usize,
    /// In how many levels.
    levels: usize,
}

impl Cost {
    /// Of a layout that includes none.
    const LEAST: Self = Self { layouts: 1, levels: 1 };
    /// Of what stands too deep to be looked at: its level is all that matters, since it keeps the page from being made.
    const TOO_DEEP: Self = Self { layouts: 0, levels: DEEPEST };

    fn and(self, below: Self) -> Self {
        Self { layouts: self.layouts.saturating_add(below.layouts), levels: self.levels.max(below.levels + 1) }
    }
}

/// A walk through all layouts, each once.
struct Walk<'i> {
    includes: &'i Includes,
    known: HashMap<&'i str, Cost>,
    /// The layouts on the way to the one that is looked at.
    open: Vec<&'i str>,
}

impl<'i> Walk<'i> {
    /// What a layout costs; a circle where it leads into one.
    fn cost(&mut self, name: &'i str) -> Result<Cost, Box<Diagnostic>> {
        if let Some(known) = self.known.get(name) {
            return Ok(*known);
        }
        let Some((file, includes)) = self.includes.layouts.get(name) else { return Ok(Cost::LEAST) };
        self.open.push(name);
        let mut cost = Cost::LEAST;
        for include in includes {
            if let Some(at) = self.open.iter().position(|open| *open == include.name) {
                return Err(Box::new(circle(&self.open[at..], *file, include)));
            }
            cost = cost.and(if self.open.len() > DEEPEST { Cost::TOO_DEEP } else { self.cost(&include.name)? });
        }
        self.open.pop();
        self.known.insert(name, cost);
        Ok(cost)
    }
}

fn circle(layouts: &[&str], file: Option<FileId>, include: &Include) -> Diagnostic {
    let names: Vec<String> = layouts.iter().chain(layouts.first()).map(|name| format!("{name}.hbs")).collect();
    let found = Diagnostic::new(Code::TemplateSyntax, format!("the layouts include one another in a circle: {}", names.join(" -> ")));
    let found = found.at(file.map(|file| Span::new(file, include.range.clone())));
    found.hint("take one of the includes out; a list of policies goes down with `{{> policies policies=below}}` in `{{#each policies}}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(layouts: &[(&str, &str)]) -> Vec<String> {
        let mut includes = Includes::default();
        for (name, named) in layouts {
            let list = named.split_ascii_whitespace().map(|word| {
                let descends = word.ends_with('!');
                Include { name: word.trim_end_matches('!').to_owned(), range: 0..1, descends }
            });
            includes.add(name, Some(FileId(0)), list.collect());
        }
        includes.faults().into_iter().map(|found| found.message).collect()
    }

    #[test]
    fn circles_are_named() {
        assert_eq!(
            faults(&[("page", "bb layout"), ("layout", ""), ("bb", "cc"), ("cc", "bb")]),
            ["the layouts include one another in a circle: bb.hbs -> cc.hbs -> bb.hbs"]
        );
        assert_eq!(faults(&[("a", "a!"), ("b", "a a")]), [""; 0]);
        assert_eq!(faults(&[("a", "a! a!")]).len(), 1);
        assert_eq!(faults(&[("a", "a")]).len(), 1);
        assert_eq!(faults(&[("a", "b!"), ("b", "a!")]).len(), 1);
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let names: Vec<(String, String)> = (0..40).map(|at| (format!("l{at:02}"), format!("l{:02}", at + 1))).collect();
        let deep: Vec<(&str, &str)> = names.iter().map(|(name, next)| (name.as_str(), next.as_str())).collect();
        assert!(faults(&deep)[0].contains("deeper than"));
        let many = ["a b", "b c", "c d", "d e", "e f"].map(|pair| pair.split_once(' ').unwrap());
        let eightfold: Vec<(&str, String)> = many.iter().map(|(name, next)| (*name, format!("{next} ").repeat(8))).collect();
        assert!(faults(&eightfold.iter().map(|(name, next)| (*name, next.as_str())).collect::<Vec<_>>())[0].contains("more than 1000"));
    }
}
