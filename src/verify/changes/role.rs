//! What an object is for, where something of it may be changed; and that nothing leads to it as to something else.

use crate::pdf::{Fault, Object, Reference};

use super::walk::Walk;
use crate::verify::place::{Place, places};

/// What an object is, where something of it may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The catalog.
    Catalog,
    /// The form.
    Form,
    /// The list of the form's fields.
    FieldList,
    /// A field, or a widget of one.
    Field(usize),
    /// A page.
    Page(u32),
    /// The list of what lies on a page.
    Annotations(u32),
    /// The document's properties.
    Information,
    /// The document's properties as XMP.
    Metadata,
    /// Nothing of it may be changed.
    Fixed,
}

impl Role {
    /// Whether a reader that comes to an object at a place takes it for what it is.
    fn stands_at(self, place: Place) -> bool {
        match self {
            Self::Catalog => place == Place::Catalog,
            Self::Form => place == Place::Form,
            Self::FieldList => place == Place::FieldList,
            Self::Field(_) => place == Place::Widget,
            Self::Page(_) => matches!(place, Place::Page | Place::Listed),
            Self::Annotations(_) => place == Place::AnnotationList,
            Self::Information => place == Place::Information,
            Self::Metadata => place == Place::Metadata,
            Self::Fixed => true,
        }
    }
}

impl Walk<'_> {
    /// Finds out what each object is; what is reached, in either version, as something else than it is may not be changed at all.
    pub(super) fn assign_roles(&mut self) -> Result<(), Fault> {
        self.name_roles()?;
        let mut roles = std::mem::take(&mut self.roles);
        for file in [self.signed, self.now] {
            places(file, self.glances, &mut |reference, place| {
                if let Some(role) = roles.get_mut(&reference).filter(|role| !role.stands_at(place)) {
                    *role = Role::Fixed;
                }
            })?;
        }
        self.roles = roles;
        Ok(())
    }

    /// Names what each object is in the signed version, whatever else leads to it.
    fn name_roles(&mut self) -> Result<(), Fault> {
        let (root, catalog) = self.signed.catalog()?;
        self.assign(root, Role::Catalog);
        if let Some(information) = self.signed.trailer().get("Info").and_then(Object::as_reference) {
            self.assign(information, Role::Information);
        }
        if let Some(metadata) = catalog.get("Metadata").and_then(Object::as_reference) {
            self.assign(metadata, Role::Metadata);
        }
        if let Some(form) = catalog.get("AcroForm").and_then(Object::as_reference) {
            self.assign(form, Role::Form);
        }
        if let Some(list) = self.signed.get(&catalog, "AcroForm")?.as_dictionary().and_then(|form| form.get("Fields")).and_then(Object::as_reference)
        {
            self.assign(list, Role::FieldList);
        }
        let nodes: Vec<(Reference, usize)> = self.form.nodes.iter().filter_map(|(node, index)| Some((*node, (*index)?))).collect();
        for (node, index) in nodes {
            self.assign(node, Role::Field(index));
        }
        for (number, page) in (1..).zip(self.pages.all.clone()) {
            self.assign(page, Role::Page(number));
            if let Some(list) = self.signed.object(page)?.as_dictionary().and_then(|page| page.get("Annots")).and_then(Object::as_reference) {
                self.assign(list, Role::Annotations(number));
            }
        }
        Ok(())
    }

    /// An object that would be two things at once may not be changed at all.
    fn assign(&mut self, reference: Reference, role: Role) {
        self.roles.entry(reference).and_modify(|known| *known = Role::Fixed).or_insert(role);
    }
}
