//! The names that resources have (ISO 32000-1, 7.8.3), for content that uses them.
//!
//! What the resources do not have, viewers replace as each thinks best: by a font of its own, by the resources of another
//! page, by nothing.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::super::document::View;
use super::super::error::Error;
use super::super::object::{Dictionary, Object, Value};
use super::colors;
use super::resource_values::{Meaning, ResourceValues};

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
        self == Self::ColorSpace && colors::built_in(name).is_some()
    }
}

/// The names of one category.
#[derive(Debug, Default)]
struct NamesOfOne<'d> {
    /// What each stands for, whether viewers take it for the same, and what it means.
    named: HashMap<&'d [u8], (&'d Object, bool, Meaning)>,
    /// Whether something takes the place of what is named by nobody: a color space of devices.
    replaces: bool,
}

/// The names that one resource dictionary has.
#[derive(Debug, Default)]
pub(super) struct Names<'d>(BTreeMap<Category, Rc<NamesOfOne<'d>>>);

impl<'d> Names<'d> {
    pub(super) fn have(&self, category: Category, name: &[u8]) -> bool {
        category.is_built_in(name) || self.find(category, name).is_some()
    }

    /// What is named.
    pub(super) fn value(&self, category: Category, name: &[u8]) -> Option<&'d Object> {
        self.find(category, name).map(|(value, _, _)| value)
    }

    /// Whether viewers take what is named for the same.
    pub(super) fn are_sound(&self, category: Category, name: &[u8]) -> bool {
        self.find(category, name).is_none_or(|(_, is_sound, _)| is_sound)
    }

    /// What is named means to operators; nothing where it is missing.
    pub(super) fn meaning(&self, category: Category, name: &[u8]) -> Option<Meaning> {
        self.find(category, name).map(|(_, _, meaning)| meaning)
    }

    /// Whether something takes the place of color spaces that need no resources, other than viewers do it alike.
    pub(super) fn replace_devices(&self) -> bool {
        self.0.get(&Category::ColorSpace).is_some_and(|names| names.replaces)
    }

    fn find(&self, category: Category, name: &[u8]) -> Option<(&'d Object, bool, Meaning)> {
        self.0.get(&category).and_then(|names| names.named.get(name)).copied()
    }
}

/// Names by the dictionaries that have them: many contents share resources, many resources share fonts.
pub(super) struct ResourceNames<'d> {
    view: View<'d>,
    of_resources: HashMap<*const Dictionary, Rc<Names<'d>>>,
    of_category: HashMap<(Category, *const Dictionary), Rc<NamesOfOne<'d>>>,
    values: ResourceValues<'d>,
}

impl<'d> ResourceNames<'d> {
    pub(super) fn new(view: View<'d>) -> Self {
        Self {
            view,
            of_resources: HashMap::new(),
            of_category: HashMap::new(),
            values: ResourceValues::new(view),
        }
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
                let key = (category, std::ptr::from_ref(dictionary));
                let of_one = match self.of_category.get(&key) {
                    Some(known) => Rc::clone(known),
                    None => {
                        let read = Rc::new(self.of_one(category, dictionary)?);
                        self.of_category.insert(key, Rc::clone(&read));
                        read
                    }
                };
                names.0.insert(category, of_one);
            }
        }
        let names = Rc::new(names);
        self.of_resources.insert(std::ptr::from_ref(resources), Rc::clone(&names));
        Ok(names)
    }

    fn of_one(&mut self, category: Category, dictionary: &'d Dictionary) -> Result<NamesOfOne<'d>, Error> {
        let mut names = NamesOfOne::default();
        for entry in dictionary.entries() {
            if category.takes(self.view, &entry.value) {
                let (is_sound, meaning) = self.values.judge(category, &entry.value)?;
                let components = match entry.key.as_slice() {
                    b"DefaultGray" => 1,
                    b"DefaultRGB" => 3,
                    b"DefaultCMYK" => 4,
                    _ => 0,
                };
                names.replaces |= match components {
                    0 => is_of_devices(&entry.key),
                    _ => !self.values.is_default(&entry.value, components)?,
                };
                names.named.insert(&entry.key, (&entry.value, is_sound, meaning));
            }
        }
        Ok(names)
    }
}

/// Names of color spaces and families that content may use without resources (8.6.3, Table 94). Of a resource of such a name it is
/// not said alike which of the two is meant.
const fn is_of_devices(name: &[u8]) -> bool {
    matches!(
        name,
        b"CMYK"
            | b"DeviceCMYK"
            | b"DeviceGray"
            | b"DeviceRGB"
            | b"G"
            | b"I"
            | b"Indexed"
            | b"Pattern"
            | b"RGB"
    )
}
