//! The names that resources have (ISO 32000-1, 7.8.3), for content that uses them.
//!
//! What the resources do not have, viewers replace as each thinks best: by a font of its own, by the resources of another
//! page, by nothing.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::super::document::View;
use super::super::error::Error;
use super::super::object::{Dictionary, Object, Value};

/// The dictionaries of named things inside resources (Table 33).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Category {
    ColorSpace,
    ExtGState,
    Font,
    Pattern,
    Properties,
    Shading,
    XObject,
}

impl Category {
    const ALL: [(Self, &str); 7] = [
        (Self::ColorSpace, "ColorSpace"),
        (Self::ExtGState, "ExtGState"),
        (Self::Font, "Font"),
        (Self::Pattern, "Pattern"),
        (Self::Properties, "Properties"),
        (Self::Shading, "Shading"),
        (Self::XObject, "XObject"),
    ];

    /// Whether the named value is of the kind that the operators of this category want.
    fn takes(self, view: View<'_>, value: &Object) -> bool {
        let object = value.as_reference().and_then(|id| view.object(id));
        let is_stream = object.is_some_and(|object| object.stream.is_some());
        let value = object.map_or(value, |object| &object.object);
        match self {
            Self::ColorSpace => matches!(value.value, Value::Name(_) | Value::Array(_)),
            Self::ExtGState | Self::Font | Self::Properties => value.as_dictionary().is_some() && !is_stream,
            Self::Pattern | Self::Shading => value.as_dictionary().is_some(),
            Self::XObject => is_stream,
        }
    }

    /// Names that need no resources: color spaces without parameters (8.6.3).
    fn is_built_in(self, name: &[u8]) -> bool {
        self == Self::ColorSpace && matches!(name, b"DeviceCMYK" | b"DeviceGray" | b"DeviceRGB" | b"Pattern")
    }
}

type NamesOfOne<'d> = Rc<HashMap<&'d [u8], &'d Object>>;

/// The names that one resource dictionary has.
#[derive(Debug, Default)]
pub(super) struct Names<'d>(BTreeMap<Category, NamesOfOne<'d>>);

impl<'d> Names<'d> {
    pub(super) fn have(&self, category: Category, name: &[u8]) -> bool {
        category.is_built_in(name) || self.0.get(&category).is_some_and(|names| names.contains_key(name))
    }

    /// What is named.
    pub(super) fn value(&self, category: Category, name: &[u8]) -> Option<&'d Object> {
        self.0.get(&category).and_then(|names| names.get(name)).copied()
    }
}

/// Names by the dictionaries that have them: many contents share resources, many resources share fonts.
pub(super) struct ResourceNames<'d> {
    view: View<'d>,
    of_resources: HashMap<*const Dictionary, Rc<Names<'d>>>,
    of_category: HashMap<(Category, *const Dictionary), NamesOfOne<'d>>,
}

impl<'d> ResourceNames<'d> {
    pub(super) fn new(view: View<'d>) -> Self {
        Self { view, of_resources: HashMap::new(), of_category: HashMap::new() }
    }

    /// The names of these resources; none where there are no resources.
    ///
    /// # Errors
    /// When references run in a circle.
    pub(super) fn of(&mut self, resources: Option<&'d Dictionary>) -> Result<Rc<Names<'d>>, Error> {
        let Some(resources) = resources else { return Ok(Rc::default()) };
        if let Some(known) = self.of_resources.get(&std::ptr::from_ref(resources)) {
            return Ok(Rc::clone(known));
        }
        let mut names = Names::default();
        for (category, key) in Category::ALL {
            if let Some(dictionary) = self.view.dictionary(resources, key)? {
                let view = self.view;
                let of_one =
                    self.of_category.entry((category, std::ptr::from_ref(dictionary))).or_insert_with(|| {
                        let entries = dictionary.entries().iter();
                        let sound = entries.filter(|entry| category.takes(view, &entry.value));
                        Rc::new(sound.map(|entry| (entry.key.as_slice(), &entry.value)).collect())
                    });
                names.0.insert(category, Rc::clone(of_one));
            }
        }
        let names = Rc::new(names);
        self.of_resources.insert(std::ptr::from_ref(resources), Rc::clone(&names));
        Ok(names)
    }
}
