//! Sizes of a schema that must be bounded before the engine compiles it: what a content model becomes when its
//! group references are replaced by the groups, and how many pairs of particles may follow each other, which is
//! what checking Unique Particle Attribution costs (1.7 µs a pair: 8,000 alternatives that repeat took 110 s).
//!
//! Groups are found by local name in all documents; where several have the same, the largest counts. The
//! estimate may be too high by that, never too low.

use std::collections::HashMap;

use super::check::XSD;
use super::error::{Defect, Place, SchemaError, SchemaLimit};
use super::source::SchemaDocument;
use crate::limits::xsd::{FOLLOWING_PAIRS, FOLLOWING_PAIRS_OF_A_SCHEMA, PARTICLES, SCHEMA_DEPTH};
use crate::xml::{Document, Kind, NodeId};

/// The content models of all documents of a schema.
#[derive(Debug, Default)]
pub(super) struct Sizes {
    asserts: bool,
    groups: HashMap<String, Vec<Model>>,
    models: Vec<(usize, Place, Model)>,
}

/// A content model as it is written.
#[derive(Debug)]
enum Model {
    All(Vec<Self>),
    Choice(Vec<Self>),
    Group(String),
    Particle,
    Repeated(Box<Self>),
    Optional(Box<Self>),
    Sequence(Vec<Self>),
}

/// What the automaton of a content model has (Glushkov's construction).
#[derive(Debug, Clone, Copy)]
struct Size {
    particles: u64,
    first: u64,
    last: u64,
    pairs: u64,
    emptiable: bool,
}

const EMPTY: Size = Size { particles: 0, first: 0, last: 0, pairs: 0, emptiable: true };

impl Sizes {
    /// Takes down the content models of one checked document.
    pub(super) fn note(&mut self, index: usize, document: &Document<'_>) {
        for node in document.descendants(document.root()) {
            let Some(name) = document.name(node).filter(|name| name.namespace == Some(XSD)) else {
                continue;
            };
            self.asserts |= matches!(name.local, "assert" | "assertion" | "alternative");
            let definition = attribute(document, node, "name");
            match (name.local, definition) {
                ("group", Some(definition)) => {
                    let model = Model::Sequence(particles(document, node, SCHEMA_DEPTH));
                    self.groups.entry(definition.to_owned()).or_default().push(model);
                }
                ("complexType" | "extension" | "restriction", _) => {
                    let model = Model::Sequence(particles(document, node, SCHEMA_DEPTH));
                    if !matches!(&model, Model::Sequence(parts) if parts.is_empty()) {
                        let position = document.position(document.span(node).start);
                        let place = Place { line: position.line, column: position.column };
                        self.models.push((index, place, model));
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether XPath expressions decide about values.
    pub(super) const fn asserts(&self) -> bool {
        self.asserts
    }

    /// What is above a ceiling.
    pub(super) fn finish(self, documents: &[SchemaDocument]) -> Vec<SchemaError> {
        let mut known = HashMap::new();
        let mut total = 0_u64;
        for (index, place, model) in &self.models {
            let size = self.size(model, &mut known, SCHEMA_DEPTH.saturating_mul(2));
            total = total.saturating_add(size.pairs);
            let above = [
                (size.particles, PARTICLES),
                (size.pairs, FOLLOWING_PAIRS),
                (total, FOLLOWING_PAIRS_OF_A_SCHEMA),
            ]
            .into_iter()
            .find(|(found, ceiling)| found > ceiling);
            if let Some((found, ceiling)) = above {
                let document =
                    documents.get(*index).map_or_else(String::new, |document| document.name().to_owned());
                let defect = Defect::LimitReached { limit: SchemaLimit::Particles, ceiling, found };
                return vec![SchemaError { document, place: Some(*place), defect }];
            }
        }
        Vec::new()
    }

    fn size<'s>(&'s self, model: &'s Model, known: &mut HashMap<&'s str, Size>, depth: usize) -> Size {
        let Some(depth) = depth.checked_sub(1) else {
            return EMPTY;
        };
        match model {
            Model::Particle => Size { particles: 1, first: 1, last: 1, pairs: 0, emptiable: false },
            Model::Optional(inner) => Size { emptiable: true, ..self.size(inner, known, depth) },
            Model::Repeated(inner) => {
                let size = self.size(inner, known, depth);
                Size { pairs: size.pairs.saturating_add(size.last.saturating_mul(size.first)), ..size }
            }
            // An all group is counted, not written out: its cost was measured as linear.
            Model::All(parts) => {
                let size = parts.iter().fold(EMPTY, |sum, part| either(sum, self.size(part, known, depth)));
                Size { emptiable: parts.iter().all(|part| self.size(part, known, depth).emptiable), ..size }
            }
            Model::Choice(parts) => {
                let none = Size { emptiable: false, ..EMPTY };
                parts.iter().fold(none, |sum, part| either(sum, self.size(part, known, depth)))
            }
            Model::Sequence(parts) => {
                parts.iter().fold(EMPTY, |sum, part| then(sum, self.size(part, known, depth)))
            }
            Model::Group(name) => {
                if let Some(size) = known.get(name.as_str()) {
                    return *size;
                }
                // A group inside itself is refused by the engine; here it counts as empty while it is open.
                known.insert(name, EMPTY);
                let sizes = self.groups.get(name).into_iter().flatten();
                let size = sizes
                    .map(|model| self.size(model, known, depth))
                    .max_by_key(|size| (size.particles, size.pairs))
                    .unwrap_or(EMPTY);
                known.insert(name, size);
                size
            }
        }
    }
}

fn either(one: Size, other: Size) -> Size {
    Size {
        particles: one.particles.saturating_add(other.particles),
        first: one.first.saturating_add(other.first),
        last: one.last.saturating_add(other.last),
        pairs: one.pairs.saturating_add(other.pairs),
        emptiable: one.emptiable || other.emptiable,
    }
}

fn then(one: Size, other: Size) -> Size {
    let across = one.last.saturating_mul(other.first);
    Size {
        particles: one.particles.saturating_add(other.particles),
        first: if one.emptiable { one.first.saturating_add(other.first) } else { one.first },
        last: if other.emptiable { one.last.saturating_add(other.last) } else { other.last },
        pairs: one.pairs.saturating_add(other.pairs).saturating_add(across),
        emptiable: one.emptiable && other.emptiable,
    }
}

/// The particles directly inside an element; `depth` is what is left.
fn particles(document: &Document<'_>, node: NodeId, depth: usize) -> Vec<Model> {
    let Some(depth) = depth.checked_sub(1) else {
        return Vec::new();
    };
    let children = document.children(node).filter(|child| document.kind(*child) == Kind::Element);
    children
        .filter_map(|child| {
            let name = document.name(child).filter(|name| name.namespace == Some(XSD))?;
            let model = match name.local {
                "element" | "any" => Model::Particle,
                "all" => Model::All(particles(document, child, depth)),
                "choice" => Model::Choice(particles(document, child, depth)),
                "sequence" => Model::Sequence(particles(document, child, depth)),
                "group" => {
                    let name = attribute(document, child, "ref")?;
                    Model::Group(name.rsplit(':').next().unwrap_or(name).to_owned())
                }
                _ => return None,
            };
            let several =
                attribute(document, child, "maxOccurs").is_some_and(|most| !matches!(most, "0" | "1"));
            let model = if several { Model::Repeated(Box::new(model)) } else { model };
            let optional = attribute(document, child, "minOccurs") == Some("0");
            Some(if optional { Model::Optional(Box::new(model)) } else { model })
        })
        .collect()
}

fn attribute<'d>(document: &'d Document<'_>, node: NodeId, name: &str) -> Option<&'d str> {
    document
        .attribute(node, None, name)
        .map(|attribute| attribute.value.trim_matches(['\t', '\n', '\r', ' ']))
}
