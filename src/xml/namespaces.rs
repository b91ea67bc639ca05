//! Which namespace a prefix stands for at the place that is being read (Namespaces in XML 1.0, 3 and 6).
//!
//! Prefixes and namespace names are numbered once; each prefix remembers its present binding, and each
//! declaration what it shadowed. Every step is then of constant cost, however the declarations are nested.

use std::collections::HashMap;

use super::{Defect, XML_NAMESPACE, XMLNS_NAMESPACE};
use crate::limits::xml::{MAX_NAMESPACE_LENGTH, MAX_NAMESPACES_IN_SCOPE};

/// Number of a prefix; the empty prefix, that of the default namespace, is one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PrefixId(u32);

/// Number of a namespace name; "no namespace" is one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct UriId(u32);

impl PrefixId {
    pub(super) const DEFAULT: Self = Self(0);
    pub(super) const XML: Self = Self(1);

    pub(super) fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl UriId {
    pub(super) const NONE: Self = Self(0);
    pub(super) const XML: Self = Self(1);

    pub(super) fn index(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// One namespace declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Declaration {
    pub(super) prefix: PrefixId,
    pub(super) uri: UriId,
}

/// Strings numbered in the order of their first appearance.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbered {
    strings: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
}

impl Numbered {
    /// So few are found faster by looking at each.
    const FEW: usize = 6;

    fn with(known: &[&str]) -> Self {
        let mut numbered = Self::default();
        for string in known {
            numbered.number(string);
        }
        numbered
    }

    #[inline]
    fn number(&mut self, string: &str) -> u32 {
        let few = self.strings.iter().take(Self::FEW).position(|known| **known == *string);
        if let Some(found) = few {
            return u32::try_from(found).unwrap_or(u32::MAX);
        }
        if self.strings.len() > Self::FEW
            && let Some(found) = self.numbers.get(string)
        {
            return *found;
        }
        let number = u32::try_from(self.strings.len()).unwrap_or(u32::MAX);
        self.strings.push(string.into());
        if self.strings.len() > Self::FEW {
            self.numbers.insert(string.into(), number);
        }
        number
    }

    pub(super) fn get(&self, index: usize) -> &str {
        self.strings.get(index).map_or("", |string| string)
    }

    pub(super) fn find(&self, string: &str) -> Option<u32> {
        let few = self.strings.iter().take(Self::FEW).position(|known| **known == *string);
        few.and_then(|found| u32::try_from(found).ok()).or_else(|| self.numbers.get(string).copied())
    }
}

/// All prefixes and namespace names that a document mentions.
#[derive(Debug, Clone)]
pub(super) struct Vocabulary {
    prefixes: Numbered,
    uris: Numbered,
}

impl Vocabulary {
    pub(super) fn prefix(&self, prefix: PrefixId) -> &str {
        self.prefixes.get(prefix.index())
    }

    pub(super) fn uri(&self, uri: UriId) -> &str {
        self.uris.get(uri.index())
    }

    pub(super) fn find_prefix(&self, prefix: &str) -> Option<PrefixId> {
        self.prefixes.find(prefix).map(PrefixId)
    }
}

/// The declarations in scope while a document is read.
#[derive(Debug, Clone)]
pub(super) struct Namespaces {
    vocabulary: Vocabulary,
    /// By prefix: what it stands for now, if it is declared, and the number of the tag that declared it last.
    bindings: Vec<Binding>,
    /// Everything in scope, shadowed or not, in document order.
    in_scope: Vec<Scoped>,
    /// Number of the start tag that is being read.
    tag: u64,
    relative: RelativeNames,
}

/// What becomes of namespace names that are relative references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum RelativeNames {
    /// They are refused: what has them has no canonical form (Canonical XML 1.0, 1.3).
    #[default]
    Refused,
    /// They are accepted, and none was seen.
    Accepted,
    /// They are accepted, and one was seen.
    Seen,
}

#[derive(Debug, Clone, Copy, Default)]
struct Binding {
    uri: Option<UriId>,
    tag: u64,
}

#[derive(Debug, Clone, Copy)]
struct Scoped {
    declaration: Declaration,
    shadowed: Option<UriId>,
}

impl Namespaces {
    pub(super) fn new() -> Self {
        let vocabulary =
            Vocabulary { prefixes: Numbered::with(&["", "xml"]), uris: Numbered::with(&["", XML_NAMESPACE]) };
        let bindings =
            vec![Binding { uri: Some(UriId::NONE), tag: 0 }, Binding { uri: Some(UriId::XML), tag: 0 }];
        Self { vocabulary, bindings, in_scope: Vec::new(), tag: 0, relative: RelativeNames::Refused }
    }

    pub(super) fn accepting_relative_names() -> Self {
        Self { relative: RelativeNames::Accepted, ..Self::new() }
    }

    pub(super) const fn relative_names(&self) -> RelativeNames {
        self.relative
    }

    pub(super) const fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    pub(super) fn into_vocabulary(self) -> Vocabulary {
        self.vocabulary
    }

    /// How many declarations are in scope; given back to [`Self::leave`] when the element ends.
    pub(super) fn enter(&mut self) -> usize {
        self.tag = self.tag.saturating_add(1);
        self.in_scope.len()
    }

    /// Takes back every declaration behind `mark`.
    #[inline]
    pub(super) fn leave(&mut self, mark: usize) {
        while self.in_scope.len() > mark {
            let Some(Scoped { declaration, shadowed }) = self.in_scope.pop() else { return };
            if let Some(binding) = self.bindings.get_mut(declaration.prefix.index()) {
                binding.uri = shadowed;
            }
        }
    }

    /// Declares `prefix` (empty for the default namespace) on the element whose tag is being read.
    pub(super) fn declare(&mut self, prefix: &str, uri: &str) -> Result<Declaration, Defect> {
        let reserved =
            prefix == "xmlns" || (prefix == "xml") != (uri == XML_NAMESPACE) || uri == XMLNS_NAMESPACE;
        if reserved {
            return Err(Defect::NamespaceReserved);
        }
        if uri.is_empty() {
            if !prefix.is_empty() {
                return Err(Defect::PrefixUnbound);
            }
        } else if uri.len() > MAX_NAMESPACE_LENGTH {
            return Err(Defect::NamespaceTooLong { limit: MAX_NAMESPACE_LENGTH });
        } else if !has_scheme(uri) {
            match self.relative {
                RelativeNames::Refused => return Err(Defect::NamespaceRelative),
                RelativeNames::Accepted | RelativeNames::Seen => self.relative = RelativeNames::Seen,
            }
        }
        if self.in_scope.len() >= MAX_NAMESPACES_IN_SCOPE {
            return Err(Defect::NamespacesTooMany { limit: MAX_NAMESPACES_IN_SCOPE });
        }
        let declaration =
            Declaration { prefix: self.prefix(prefix), uri: UriId(self.vocabulary.uris.number(uri)) };
        let tag = self.tag;
        let Some(binding) = self.bindings.get_mut(declaration.prefix.index()) else {
            return Err(Defect::NamespacesTooMany { limit: MAX_NAMESPACES_IN_SCOPE });
        };
        if binding.tag == tag {
            return Err(Defect::AttributeRepeated);
        }
        let shadowed = binding.uri.replace(declaration.uri);
        binding.tag = tag;
        self.in_scope.push(Scoped { declaration, shadowed });
        Ok(declaration)
    }

    /// What `prefix` stands for here; the empty prefix stands for no namespace when nothing else is declared.
    #[inline]
    pub(super) fn resolve(&mut self, prefix: &str) -> Result<(PrefixId, UriId), Defect> {
        if prefix == "xmlns" {
            return Err(Defect::NamespaceReserved);
        }
        let number = if prefix.is_empty() { PrefixId::DEFAULT } else { self.prefix(prefix) };
        match self.binding(number) {
            Some(uri) => Ok((number, uri)),
            None => Err(Defect::PrefixUndeclared),
        }
    }

    /// What a prefix stands for here, if it is declared.
    pub(super) fn binding(&self, prefix: PrefixId) -> Option<UriId> {
        self.bindings.get(prefix.index()).and_then(|binding| binding.uri)
    }

    /// Every declaration in scope here, each prefix once.
    pub(super) fn in_scope(&self) -> Vec<Declaration> {
        let bound = self
            .in_scope
            .iter()
            .filter(|scoped| self.binding(scoped.declaration.prefix) == Some(scoped.declaration.uri));
        let mut found: Vec<Declaration> = bound.map(|scoped| scoped.declaration).collect();
        found.sort_unstable_by_key(|declaration| declaration.prefix);
        found.dedup();
        found
    }

    #[inline]
    fn prefix(&mut self, prefix: &str) -> PrefixId {
        let number = PrefixId(self.vocabulary.prefixes.number(prefix));
        if self.bindings.len() <= number.index() {
            self.bindings.push(Binding::default());
        }
        number
    }
}

/// Whether a namespace name begins with a scheme (RFC 3986, 3.1) and so is no relative reference.
fn has_scheme(uri: &str) -> bool {
    let Some((scheme, _)) = uri.split_once(':') else { return false };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|rest| rest.is_ascii_alphanumeric() || matches!(rest, '+' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::{Namespaces, UriId, has_scheme};
    use crate::limits::xml::MAX_NAMESPACES_IN_SCOPE;
    use crate::xml::{Defect, XML_NAMESPACE, XMLNS_NAMESPACE};

    #[test]
    fn a_shadowed_binding_comes_back() {
        let mut namespaces = Namespaces::new();
        namespaces.enter();
        let one = namespaces.declare("p", "urn:1").unwrap();
        let mark = namespaces.enter();
        let two = namespaces.declare("p", "urn:2").unwrap();
        assert_eq!(namespaces.resolve("p").unwrap().1, two.uri);
        namespaces.leave(mark);
        assert_eq!(namespaces.resolve("p").unwrap().1, one.uri);
        namespaces.leave(0);
        assert_eq!(namespaces.resolve("p"), Err(Defect::PrefixUndeclared));
        assert_eq!(namespaces.resolve("").unwrap().1, UriId::NONE);
    }

    #[test]
    fn reserved_prefixes_and_names_keep_their_meaning() {
        let declare = |prefix, uri| {
            let mut namespaces = Namespaces::new();
            namespaces.enter();
            namespaces.declare(prefix, uri).map(|_| ())
        };
        assert_eq!(declare("xml", XML_NAMESPACE), Ok(()));
        assert_eq!(declare("xml", "urn:x"), Err(Defect::NamespaceReserved));
        assert_eq!(declare("p", XML_NAMESPACE), Err(Defect::NamespaceReserved));
        assert_eq!(declare("", XML_NAMESPACE), Err(Defect::NamespaceReserved));
        assert_eq!(declare("xmlns", XMLNS_NAMESPACE), Err(Defect::NamespaceReserved));
        assert_eq!(declare("", XMLNS_NAMESPACE), Err(Defect::NamespaceReserved));
        assert_eq!(declare("p", ""), Err(Defect::PrefixUnbound));
        assert_eq!(declare("", ""), Ok(()));
        assert_eq!(declare("p", "../relative"), Err(Defect::NamespaceRelative));
        assert_eq!(declare("p", "urn:absolute"), Ok(()));
    }

    #[test]
    fn refuses_one_declaration_more_than_the_ceiling() {
        let mut namespaces = Namespaces::new();
        for number in 0..MAX_NAMESPACES_IN_SCOPE {
            namespaces.enter();
            namespaces.declare(&format!("p{number}"), "urn:x").unwrap();
        }
        namespaces.enter();
        assert!(matches!(namespaces.declare("p", "urn:x"), Err(Defect::NamespacesTooMany { .. })));
    }

    #[test]
    fn a_scheme_makes_a_name_absolute() {
        assert!(has_scheme("http://a") && has_scheme("urn:x") && has_scheme("a+b-c.1:"));
        assert!(
            !has_scheme("a")
                && !has_scheme("//a:b")
                && !has_scheme("1a:b")
                && !has_scheme("#a:b")
                && !has_scheme(":b")
        );
    }
}
