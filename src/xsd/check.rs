//! Checks one schema document against the vocabulary of [`super::grammar`] and the constraints on its
//! representation (`src-…` of XSD 1.1 Part 1) that can be seen in one document. The engine lets a number of
//! them through and then validates with less than what was written; here they refuse the schema.
//!
//! Elements that conditional inclusion leaves out (Part 1, 4.2.2) are not looked at.

use std::collections::HashSet;

use super::composition::Component;
use super::describe::{expanded, shortened};
use super::error::{Defect, ExpectedValue as Expected, Mismatch, Place, SchemaError, SchemaLimit};
use super::grammar::{Content, Occurs, Phase, Presence, Shape, Value, shape};
use super::inclusion::{Inclusion, inclusion};
use super::lexical::{collapsed, is_ncname, is_space};
use super::source::Directive;
use crate::limits::xsd::{EXPRESSION_CHARACTERS, OCCURRENCES, SCHEMA_DEPTH, SCHEMA_ERRORS, SCHEMA_NODES};
use crate::xml::{Document, Kind, NodeId};

/// The namespace of schema documents.
pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// What one schema document says about itself.
#[derive(Debug)]
pub(super) struct Checked {
    /// Its defects.
    pub(super) errors: Vec<SchemaError>,
    /// Its references to other documents.
    pub(super) references: Vec<OwnedReference>,
    /// The components it declares itself.
    pub(super) components: Vec<Component>,
    /// Its target namespace.
    pub(super) target_namespace: Option<String>,
}

/// A reference found in a schema document.
#[derive(Debug, Clone)]
pub(super) struct OwnedReference {
    /// The directive.
    pub(super) directive: Directive,
    /// The namespace of an import.
    pub(super) namespace: Option<String>,
    /// `schemaLocation`.
    pub(super) location: Option<String>,
    /// Where the directive stands.
    pub(super) place: Place,
    /// The components that it redefines or overrides.
    pub(super) replaces: Vec<Component>,
}

/// Checks the document called `name`.
pub(super) fn check(name: &str, document: &Document<'_>) -> Checked {
    let mut checker = Checker {
        name,
        document,
        identifiers: HashSet::new(),
        checked: Checked {
            errors: Vec::new(),
            references: Vec::new(),
            components: Vec::new(),
            target_namespace: None,
        },
    };
    checker.document_element();
    checker.checked
}

struct Checker<'d> {
    name: &'d str,
    document: &'d Document<'d>,
    identifiers: HashSet<String>,
    checked: Checked,
}

impl Checker<'_> {
    fn document_element(&mut self) {
        let root = self.document.root_element();
        let nodes =
            self.document.descendants(self.document.root()).take(SCHEMA_NODES.saturating_add(1)).count();
        if nodes > SCHEMA_NODES {
            self.limit(root, SchemaLimit::Nodes, SCHEMA_NODES, nodes);
            return;
        }
        if self.schema_name(root) != Some("schema") {
            self.error(root, Defect::NotASchema { found: self.foreign_name(root) });
            return;
        }
        match inclusion(self.document, root) {
            Inclusion::Included => {}
            // It is a schema document without components, whose attributes stay (Part 1, 4.2.2).
            Inclusion::Excluded => {
                if let Some(shape) = shape("schema", None) {
                    self.attributes(root, "schema", shape);
                }
                self.checked.target_namespace = self.collapsed(root, "targetNamespace");
                return;
            }
            Inclusion::Malformed(attribute) => {
                self.wrong(root, "schema", attribute, Expected::VersionControl);
                return;
            }
        }
        self.checked.target_namespace = self.collapsed(root, "targetNamespace");
        self.checked.components = self.components(root);
        self.element(root, "schema", None, SCHEMA_DEPTH);
    }

    /// One element of the vocabulary and everything in it; `depth` is what is left.
    fn element(&mut self, node: NodeId, local: &str, parent: Option<&str>, depth: usize) {
        let Some(shape) = shape(local, parent) else {
            return;
        };
        self.attributes(node, local, shape);
        self.representation(node, local, parent);
        self.directive(node, local);
        let Content::Rows(rows) = shape.content else {
            return;
        };
        let Some(depth) = depth.checked_sub(1) else {
            self.limit(node, SchemaLimit::Depth, SCHEMA_DEPTH, SCHEMA_DEPTH.saturating_add(1));
            return;
        };
        let children = self.children(node, local);
        self.content(node, local, rows, &children);
        for (child, name) in children {
            if let Some(name) = name {
                self.element(child, name, Some(local), depth);
            }
            if self.checked.errors.len() >= SCHEMA_ERRORS {
                return;
            }
        }
    }

    /// The element children that conditional inclusion leaves in; the name is none for a foreign element.
    fn children(&mut self, node: NodeId, local: &str) -> Vec<(NodeId, Option<&'static str>)> {
        let mut children = Vec::new();
        for child in self.document.children(node) {
            match self.document.kind(child) {
                Kind::Text => {
                    if self.document.text(child).contains(|each| !matches!(each, '\t' | '\n' | '\r' | ' ')) {
                        self.error(child, Defect::TextNotAllowed { element: local.to_owned() });
                    }
                }
                Kind::Element => match inclusion(self.document, child) {
                    Inclusion::Included => {
                        children.push((child, self.schema_name(child).and_then(known)));
                    }
                    Inclusion::Excluded => {}
                    Inclusion::Malformed(attribute) => {
                        self.wrong(child, local, attribute, Expected::VersionControl);
                    }
                },
                Kind::Root | Kind::Comment | Kind::ProcessingInstruction => {}
            }
        }
        children
    }

    /// Matches the children with the row that the first of them chooses.
    fn content(
        &mut self,
        node: NodeId,
        local: &str,
        rows: &'static [&'static [Phase]],
        children: &[(NodeId, Option<&'static str>)],
    ) {
        let choosing = children.iter().filter_map(|(_, name)| *name).find(|name| *name != "annotation");
        let holds = |row: &&&'static [Phase]| {
            row.iter().any(|Phase(names, _)| choosing.is_some_and(|name| names.contains(&name)))
        };
        let Some(row) = rows.iter().find(holds).or_else(|| rows.first()) else {
            return;
        };
        let mut phases = row.iter().map(|phase| (phase, 0_u32)).collect::<Vec<_>>();
        phases.reverse();
        for (child, name) in children {
            let mut expected = Vec::new();
            loop {
                let Some((Phase(names, occurs), count)) = phases.last_mut() else {
                    let found = name.map_or_else(|| self.foreign_name(*child), str::to_owned);
                    // The next place may be in another row: before the first phase all rows are open.
                    self.error(
                        *child,
                        Defect::UnexpectedChild { element: local.to_owned(), found, expected },
                    );
                    return;
                };
                let full = matches!(occurs, Occurs::Once | Occurs::Optional) && *count > 0;
                if !full && name.is_some_and(|name| names.contains(&name)) {
                    *count = count.saturating_add(1);
                    break;
                }
                if !full {
                    expected.extend_from_slice(names);
                }
                if matches!(occurs, Occurs::Once | Occurs::AtLeastOnce) && *count == 0 {
                    let found = name.map_or_else(|| self.foreign_name(*child), str::to_owned);
                    self.error(
                        *child,
                        Defect::UnexpectedChild { element: local.to_owned(), found, expected },
                    );
                    return;
                }
                phases.pop();
            }
        }
        let missing = phases.iter().rev().find_map(|(Phase(names, occurs), count)| {
            (matches!(occurs, Occurs::Once | Occurs::AtLeastOnce) && *count == 0).then_some(*names)
        });
        if let Some(names) = missing {
            self.error(node, Defect::MissingChild { element: local.to_owned(), expected: names.to_vec() });
        }
    }

    fn attributes(&mut self, node: NodeId, local: &str, shape: &'static Shape) {
        for attribute in self.document.attributes(node) {
            match attribute.name.namespace {
                None => {}
                Some(XSD) => {
                    let attribute = attribute.name.local.to_owned();
                    self.error(node, Defect::UnexpectedAttribute { element: local.to_owned(), attribute });
                    continue;
                }
                Some(_) => continue,
            }
            let name = attribute.name.local;
            match shape.attributes.iter().find(|known| known.0 == name) {
                None => self.error(
                    node,
                    Defect::UnexpectedAttribute { element: local.to_owned(), attribute: name.to_owned() },
                ),
                Some(known) => self.value(node, local, name, attribute.value, known.1),
            }
        }
        for known in shape.attributes {
            if known.2 == Presence::Must && self.attribute(node, known.0).is_none() {
                self.error(node, Defect::MissingAttribute { element: local.to_owned(), attribute: known.0 });
            }
        }
    }

    fn value(&mut self, node: NodeId, local: &str, name: &str, value: &str, kind: Value) {
        let mut tokens = value.split(is_space).filter(|token| !token.is_empty());
        let collapsed = value.trim_matches(is_space);
        let expected = match kind {
            // The engine would take them for white space.
            Value::AnyUri | Value::NamespaceName | Value::DefaultNamespace
                if collapsed.trim() != collapsed =>
            {
                Some(Expected::Uri)
            }
            Value::Namespaces | Value::NotNamespaces
                if value.contains(|each: char| each.is_whitespace() && !is_space(each)) =>
            {
                Some(Expected::Uri)
            }
            Value::AnyUri | Value::Text => None,
            Value::Expression => {
                let length = value.chars().take(EXPRESSION_CHARACTERS.saturating_add(1)).count();
                if length > EXPRESSION_CHARACTERS {
                    self.limit(node, SchemaLimit::ExpressionLength, EXPRESSION_CHARACTERS, length);
                }
                // The empty pattern is one, the empty path is none.
                (name != "value" && collapsed.is_empty()).then_some(Expected::XPath)
            }
            Value::Boolean => {
                (!matches!(collapsed, "true" | "false" | "1" | "0")).then_some(Expected::Boolean)
            }
            Value::Bound if collapsed == "unbounded" => None,
            Value::Bound | Value::Number | Value::PositiveNumber => self.number(node, name, collapsed, kind),
            Value::DefaultNamespace => (collapsed.starts_with("##")
                && !matches!(collapsed, "##defaultNamespace" | "##targetNamespace" | "##local"))
            .then_some(Expected::XPathDefaultNamespace),
            Value::Derivations(words) => (collapsed != "#all" && tokens.any(|token| !words.contains(&token)))
                .then_some(Expected::Derivations(words)),
            Value::Identifier => {
                if is_ncname(collapsed) {
                    if !self.identifiers.insert(collapsed.to_owned()) {
                        self.error(node, Defect::DuplicateIdentifier { identifier: collapsed.to_owned() });
                    }
                    None
                } else {
                    Some(Expected::NcName)
                }
            }
            Value::NamespaceName => collapsed.is_empty().then_some(Expected::NamespaceName),
            Value::Namespaces if matches!(collapsed, "##any" | "##other") => None,
            Value::NotNamespaces if collapsed.is_empty() => Some(Expected::Namespaces),
            Value::Namespaces | Value::NotNamespaces => tokens
                .any(|token| token.starts_with("##") && !matches!(token, "##targetNamespace" | "##local"))
                .then_some(Expected::Namespaces),
            Value::NcName => (!is_ncname(collapsed)).then_some(Expected::NcName),
            Value::NotQNames(words) => tokens
                .any(|token| !words.contains(&token) && !self.is_qname(node, token))
                .then_some(Expected::QNamesOr(words)),
            Value::OneOf(words) => (!words.contains(&collapsed)).then_some(Expected::OneOf(words)),
            Value::QName => (!self.is_qname(node, collapsed)).then_some(Expected::QName),
            Value::QNames => tokens.any(|token| !self.is_qname(node, token)).then_some(Expected::QNames),
        };
        if let Some(expected) = expected {
            self.wrong(node, local, name, expected);
        }
    }

    fn number(&mut self, node: NodeId, name: &str, value: &str, kind: Value) -> Option<Expected> {
        let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
        let zero = digits.bytes().all(|digit| digit == b'0');
        let wrong = digits.is_empty()
            || !digits.bytes().all(|digit| digit.is_ascii_digit())
            || (value.starts_with('-') && !zero)
            || (zero && kind == Value::PositiveNumber);
        if wrong {
            return Some(match kind {
                Value::Bound => Expected::Bound,
                Value::PositiveNumber => Expected::PositiveInteger,
                _ => Expected::NonNegativeInteger,
            });
        }
        if matches!(name, "minOccurs" | "maxOccurs")
            && digits.parse::<u64>().unwrap_or(u64::MAX) > OCCURRENCES
        {
            self.checked.errors.push(SchemaError {
                document: self.name.to_owned(),
                place: Some(self.place(node)),
                defect: Defect::LimitReached {
                    limit: SchemaLimit::Occurrences,
                    ceiling: OCCURRENCES,
                    found: digits.parse().unwrap_or(u64::MAX),
                },
            });
        }
        None
    }

    fn is_qname(&self, node: NodeId, text: &str) -> bool {
        match text.split_once(':') {
            None => is_ncname(text),
            Some((prefix, local)) => {
                is_ncname(prefix)
                    && is_ncname(local)
                    && self.document.namespace_of_prefix(node, Some(prefix)).is_some()
            }
        }
    }

    /// The constraints named `src-…` that the tables cannot say.
    fn representation(&mut self, node: NodeId, local: &str, parent: Option<&str>) {
        let has = |name: &str| self.attribute(node, name).is_some();
        let child = |names: &[&str]| {
            self.document.children(node).any(|child| {
                self.schema_name(child).is_some_and(|name| names.contains(&name))
                    && matches!(inclusion(self.document, child), Inclusion::Included)
            })
        };
        let top = matches!(parent, Some("schema" | "redefine" | "override"));
        let mut conflicts: Vec<(&'static str, &'static str)> = Vec::new();
        let mut missing: Option<&'static str> = None;
        let mut missing_test = false;
        match local {
            // src-element, src-attribute
            "element" | "attribute" => {
                if has("default") && has("fixed") {
                    conflicts.push(("default", "fixed"));
                }
                let types =
                    if local == "element" { &["simpleType", "complexType"][..] } else { &["simpleType"][..] };
                if has("type") && child(types) {
                    conflicts.push(("type", "an anonymous type"));
                }
                if !top {
                    match (has("name"), has("ref")) {
                        (true, true) => conflicts.push(("name", "ref")),
                        (false, false) => missing = Some("name or ref"),
                        _ => {}
                    }
                }
                if has("ref") {
                    for other in ["type", "form", "targetNamespace"] {
                        if has(other) {
                            conflicts.push(("ref", other));
                        }
                    }
                    if child(types) {
                        conflicts.push(("ref", "an anonymous type"));
                    }
                    if local == "element" {
                        for other in ["nillable", "default", "fixed", "block"] {
                            if has(other) {
                                conflicts.push(("ref", other));
                            }
                        }
                        if child(&["alternative", "unique", "key", "keyref"]) {
                            conflicts.push(("ref", "alternatives or identity constraints"));
                        }
                    }
                }
                let how = self.attribute(node, "use").map(|text| text.trim_matches(is_space));
                if has("default") && how.is_some_and(|how| how != "optional") {
                    conflicts.push(("default", "a use that is not optional"));
                }
                if has("fixed") && how == Some("prohibited") {
                    conflicts.push(("fixed", "use=prohibited"));
                }
                if has("targetNamespace") && has("form") {
                    conflicts.push(("targetNamespace", "form"));
                }
            }
            // src-simple-type
            "restriction" if parent == Some("simpleType") => {
                choice(
                    has("base"),
                    child(&["simpleType"]),
                    "base",
                    "xs:simpleType",
                    &mut conflicts,
                    &mut missing,
                );
            }
            "list" => {
                choice(
                    has("itemType"),
                    child(&["simpleType"]),
                    "itemType",
                    "xs:simpleType",
                    &mut conflicts,
                    &mut missing,
                );
            }
            "union" => {
                let members = self
                    .attribute(node, "memberTypes")
                    .is_some_and(|text| !text.trim_matches(is_space).is_empty());
                if !members && !child(&["simpleType"]) {
                    missing = Some("memberTypes or xs:simpleType");
                }
            }
            // src-wildcard
            "any" | "anyAttribute" if has("namespace") && has("notNamespace") => {
                conflicts.push(("namespace", "notNamespace"));
            }
            // src-ct.4, src-ct.5; the any of a default open content is in the table
            "openContent" => {
                let mode = self.attribute(node, "mode").map(|text| text.trim_matches(is_space));
                match (mode == Some("none"), child(&["any"])) {
                    (true, true) => conflicts.push(("mode=none", "xs:any")),
                    (false, false) => missing = Some("xs:any"),
                    _ => {}
                }
            }
            // Part 1, 3.12.3; without a test it is the default of 3.3.2.1, after which no other can be reached.
            "alternative" => {
                if !has("test") && self.precedes_its_like(node) {
                    missing_test = true;
                }
                choice(
                    has("type"),
                    child(&["simpleType", "complexType"]),
                    "type",
                    "an anonymous type",
                    &mut conflicts,
                    &mut missing,
                );
            }
            // src-identity-constraint
            "key" | "unique" | "keyref" => {
                match (has("name"), has("ref")) {
                    (true, true) => conflicts.push(("name", "ref")),
                    (false, false) => missing = Some("name or ref"),
                    _ => {}
                }
                if has("ref") && (has("refer") || child(&["selector", "field"])) {
                    conflicts.push(("ref", "a definition of its own"));
                }
                if has("name") && !child(&["selector"]) {
                    missing = Some("xs:selector");
                }
                if local == "keyref" && has("name") && !has("refer") {
                    missing = Some("refer");
                }
            }
            "notation" if !has("public") && !has("system") => missing = Some("public or system"),
            // src-import
            "import" => {
                let target = self.checked.target_namespace.as_deref();
                let namespace = self.collapsed(node, "namespace");
                match namespace.as_deref() {
                    None if target.is_none() => missing = Some("namespace"),
                    Some(namespace) if Some(namespace) == target => {
                        conflicts.push(("namespace", "the same target namespace"));
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        // Part 1, 3.16.6.2: members and items have a variety, which xs:anySimpleType has not, and only the
        // standard's own types are restrictions of it.
        let ur_type = match (local, parent) {
            ("list", _) => self.names_ur_type(node, "itemType"),
            ("restriction", Some("simpleType")) => self.names_ur_type(node, "base"),
            ("union", _) => self.names_ur_type(node, "memberTypes"),
            _ => None,
        };
        if let Some(attribute) = ur_type {
            self.wrong(node, local, attribute, Expected::AtomicListOrUnion);
        }
        // Part 1, 3.16.7.3: xs:error is final for every derivation.
        let derived = match local {
            "list" => Some("itemType"),
            "union" => Some("memberTypes"),
            "restriction" | "extension" => Some("base"),
            _ => None,
        };
        if let Some(attribute) = derived.filter(|attribute| self.names(node, attribute, "error")) {
            self.wrong(node, local, attribute, Expected::Derivable);
        }
        for (first, second) in conflicts {
            self.error(node, Defect::Conflict { element: local.to_owned(), first, second });
        }
        for attribute in missing.into_iter().chain(missing_test.then_some("test")) {
            self.error(node, Defect::MissingAttribute { element: local.to_owned(), attribute });
        }
    }

    /// Whether another element of the same name follows among the siblings.
    fn precedes_its_like(&self, node: NodeId) -> bool {
        let Some(parent) = self.document.parent(node) else {
            return false;
        };
        let name = self.schema_name(node);
        self.document.children(parent).skip_while(|child| *child != node).skip(1).any(|child| {
            self.schema_name(child) == name && matches!(inclusion(self.document, child), Inclusion::Included)
        })
    }

    fn directive(&mut self, node: NodeId, local: &str) {
        let directive = match local {
            "import" => Directive::Import,
            "include" => Directive::Include,
            "override" => Directive::Override,
            "redefine" => Directive::Redefine,
            _ => return,
        };
        let replaces = match directive {
            Directive::Redefine | Directive::Override => self.components(node),
            Directive::Import | Directive::Include => Vec::new(),
        };
        let reference = OwnedReference {
            directive,
            replaces,
            namespace: self.collapsed(node, "namespace"),
            location: self.collapsed(node, "schemaLocation"),
            place: self.place(node),
        };
        self.checked.references.push(reference);
    }

    /// The components that the children of an element declare.
    fn components(&self, node: NodeId) -> Vec<Component> {
        let component = |child: NodeId| {
            let included = inclusion(self.document, child) == Inclusion::Included;
            let element = self.schema_name(child).filter(|_| included)?;
            Component::new(element, &self.collapsed(child, "name")?)
        };
        self.document.children(node).filter_map(component).collect()
    }

    /// The attribute, when it names `xs:anySimpleType`.
    fn names_ur_type(&self, node: NodeId, attribute: &'static str) -> Option<&'static str> {
        self.names(node, attribute, "anySimpleType").then_some(attribute)
    }

    /// Whether the attribute names this type of the standard, alone or among others.
    fn names(&self, node: NodeId, attribute: &str, wanted: &str) -> bool {
        self.attribute(node, attribute).unwrap_or_default().split(is_space).any(|name| {
            let (prefix, local) =
                name.split_once(':').map_or((None, name), |(prefix, local)| (Some(prefix), local));
            local == wanted && self.document.namespace_of_prefix(node, prefix) == Some(XSD)
        })
    }

    fn schema_name(&self, node: NodeId) -> Option<&str> {
        self.document.name(node).filter(|name| name.namespace == Some(XSD)).map(|name| name.local)
    }

    fn foreign_name(&self, node: NodeId) -> String {
        self.document.name(node).map_or_else(String::new, |name| match name.namespace {
            None => name.local.to_owned(),
            Some(namespace) => expanded(namespace, name.local),
        })
    }

    fn collapsed(&self, node: NodeId, name: &str) -> Option<String> {
        self.attribute(node, name).map(|value| collapsed(value).into_owned())
    }

    fn attribute(&self, node: NodeId, name: &str) -> Option<&str> {
        self.document
            .attributes(node)
            .find(|attribute| attribute.name.namespace.is_none() && attribute.name.local == name)
            .map(|attribute| attribute.value)
    }

    fn wrong(&mut self, node: NodeId, local: &str, attribute: &str, expected: Expected) {
        let value = self.document.attributes(node).find(|one| one.name.local == attribute);
        let found = value.map_or_else(String::new, |one| shortened(one.value));
        let (element, attribute) = (local.to_owned(), attribute.to_owned());
        let mismatch = Box::new(Mismatch { found, expected });
        self.error(node, Defect::WrongValue { element, attribute, mismatch });
    }

    fn limit(&mut self, node: NodeId, limit: SchemaLimit, ceiling: usize, found: usize) {
        let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        self.error(node, Defect::LimitReached { limit, ceiling: wide(ceiling), found: wide(found) });
    }

    fn error(&mut self, node: NodeId, defect: Defect) {
        if self.checked.errors.len() < SCHEMA_ERRORS {
            let place = Some(self.place(node));
            self.checked.errors.push(SchemaError { document: self.name.to_owned(), place, defect });
        }
    }

    fn place(&self, node: NodeId) -> Place {
        let position = self.document.position(self.document.span(node).start);
        Place { line: position.line, column: position.column }
    }
}

fn choice(
    first: bool,
    second: bool,
    first_name: &'static str,
    second_name: &'static str,
    conflicts: &mut Vec<(&'static str, &'static str)>,
    missing: &mut Option<&'static str>,
) {
    match (first, second) {
        (true, true) => conflicts.push((first_name, second_name)),
        (false, false) => *missing = Some(first_name),
        _ => {}
    }
}

/// The same name as a constant, so that a table of children does not borrow from the document.
fn known(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|known| **known == name).copied()
}

static NAMES: &[&str] = &[
    "all",
    "alternative",
    "annotation",
    "any",
    "anyAttribute",
    "appinfo",
    "assert",
    "assertion",
    "attribute",
    "attributeGroup",
    "choice",
    "complexContent",
    "complexType",
    "defaultOpenContent",
    "documentation",
    "element",
    "enumeration",
    "explicitTimezone",
    "extension",
    "field",
    "fractionDigits",
    "group",
    "import",
    "include",
    "key",
    "keyref",
    "length",
    "list",
    "maxExclusive",
    "maxInclusive",
    "maxLength",
    "minExclusive",
    "minInclusive",
    "minLength",
    "notation",
    "openContent",
    "override",
    "pattern",
    "redefine",
    "restriction",
    "schema",
    "selector",
    "sequence",
    "simpleContent",
    "simpleType",
    "totalDigits",
    "union",
    "unique",
    "whiteSpace",
];
