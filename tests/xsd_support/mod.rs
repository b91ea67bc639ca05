//! Schemas and documents written in a line, for the tests of what attackers found.
#![allow(dead_code, reason = "each test program uses some of it")]

use koseki::xml::Document;
use koseki::xsd::{
    Catalogue, Conclusion, Limits, Schema, SchemaDocument, SchemaError, Undecided, Validation,
};

pub(crate) const XSI: &str = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'";

pub(crate) fn text(body: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' \
         xmlns:vc='http://www.w3.org/2007/XMLSchema-versioning'{body}</xs:schema>"
    )
}

pub(crate) fn compiled(documents: &[(&str, &str)]) -> Result<Schema, Vec<SchemaError>> {
    let documents: Vec<_> =
        documents.iter().map(|(name, body)| SchemaDocument::new(*name, text(body))).collect();
    Schema::compile(&documents[..1], &Catalogue::new(documents[1..].to_vec()))
}

/// The schema compiles; `body` begins behind the namespace declarations of `xs:schema`.
#[track_caller]
pub(crate) fn schema(body: &str) -> Schema {
    compiled(&[("s.xsd", body)]).unwrap_or_else(|errors| panic!("{body}: {errors:?}"))
}

/// The schema is refused, and by this rule.
#[track_caller]
pub(crate) fn refused(documents: &[(&str, &str)], rule: &str) {
    match compiled(documents) {
        Ok(_) => panic!("compiles: {documents:?}"),
        Err(errors) => {
            let words: Vec<_> = errors.iter().map(ToString::to_string).collect();
            assert!(words.iter().any(|words| words.contains(rule)), "{words:?} and not {rule}");
        }
    }
}

pub(crate) fn validate(schema: &Schema, instance: &str) -> Validation {
    let document = Document::parse(instance.as_bytes()).unwrap();
    schema.validate(&document, document.root_element(), None, &Limits::default())
}

#[track_caller]
pub(crate) fn accepts(schema: &Schema, instance: &str) {
    let validation = validate(schema, instance);
    assert_eq!(validation.conclusion(), Conclusion::SchemaValid, "{instance}: {validation:?}");
}

#[track_caller]
pub(crate) fn rejects(schema: &Schema, instance: &str, code: &str) {
    let validation = validate(schema, instance);
    assert_eq!(validation.conclusion(), Conclusion::Violated, "{instance}");
    let codes: Vec<_> = validation.violations().iter().map(|one| one.code.to_string()).collect();
    assert!(codes.iter().any(|one| one.starts_with(code)), "{codes:?} and not {code}");
}

#[track_caller]
pub(crate) fn leaves_open(schema: &Schema, instance: &str, why: Undecided) {
    let validation = validate(schema, instance);
    assert_eq!(validation.conclusion(), Conclusion::Undecided, "{instance}: {validation:?}");
    assert_eq!(validation.undecided_because(), Some(why), "{instance}");
}
