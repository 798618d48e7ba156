//! Policies that were moved: what their old names mean now.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Project;

/// The present ids of policies by those that they had before, as `redirects` in their front matter names them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moved(BTreeMap<String, String>);

impl Moved {
    /// Of a project's policies. An id that a policy has now means that one, and so does none that leads to two.
    pub(crate) fn of(project: &Project) -> Self {
        let mut moved: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for policy in project.all_policies() {
            for from in policy.front.redirects.iter().map(|from| from.value.as_str()).filter(|from| !project.exists(from)) {
                let to = moved.entry(from).or_insert(Some(&policy.id));
                *to = to.filter(|to| *to == policy.id);
            }
        }
        Self(moved.into_iter().filter_map(|(from, to)| Some((from.to_owned(), to?.to_owned()))).collect())
    }

    /// What a policy, or a section of one such as `refunds#cases`, is called now.
    pub(crate) fn section<'k>(&self, key: &'k str) -> Cow<'k, str> {
        let (policy, anchor) = key.split_at(key.find('#').unwrap_or(key.len()));
        self.0.get(policy).map_or(Cow::Borrowed(key), |now| Cow::Owned(format!("{now}{anchor}")))
    }
}

#[cfg(test)]
mod tests {
    use crate::project::load;
    use crate::world::Memory;

    use super::Moved;

    #[test]
    fn ways_of_asking_follow_a_policy_that_was_moved() {
        let world = Memory::from([
            ("brands/acme.yaml", "name: Acme\n"),
            ("sources/legal/taxes.md", "---\ntitle: Taxes\nredirects: [taxes, both, terms]\n---\n"),
            ("sources/terms.md", "---\ntitle: Terms\nredirects: [both]\nbrands: [acme]\n---\n"),
            ("asked.yaml", "sections: {taxes: [who pays], 'taxes#vat': [vat], 'legal/taxes#vat': [sales tax], 'terms#a': [b], both: [x]}\n"),
        ]);
        let project = load(&world).value;
        let asked = &project.publishing.asked.sections;
        assert_eq!(asked.keys().collect::<Vec<_>>(), ["both", "legal/taxes", "legal/taxes#vat", "terms#a"]);
        assert_eq!(asked["legal/taxes#vat"], ["sales tax", "vat"]);
        assert_eq!(Moved::of(&project).section("taxes#vat"), "legal/taxes#vat");
    }
}
