//! `openapi.json`: the API as others read it, with the schema of the report put into it.

use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use koseki::report::TOOL_VERSION;
use serde_json::{Map, Value, json};

use super::problem::Kind;

const DOCUMENT: &str = include_str!("openapi.json");
const REPORT: &str = include_str!("../../../../schemas/report-1.schema.json");

/// `/v1/openapi.json`
pub(super) async fn document() -> Response {
    let mut response = format!("{:#}\n", described()).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn described() -> Value {
    // Both texts are of this build; a test reads them.
    let mut document: Value = serde_json::from_str(DOCUMENT).unwrap_or_default();
    let mut report: Value = serde_json::from_str(REPORT).unwrap_or_default();
    lead_elsewhere(&mut report);
    let mut schemas: Map<String, Value> = Map::new();
    if let Some(object) = report.as_object_mut() {
        // A reader of OpenAPI finds schemas by their place in the document alone.
        for outer in ["$schema", "$id"] {
            object.shift_remove(outer);
        }
        if let Some(Value::Object(definitions)) = object.shift_remove("$defs") {
            schemas.extend(definitions.into_iter().map(|(name, schema)| (format!("report.{name}"), schema)));
        }
    }
    schemas.insert("report".into(), report);
    if let Some(own) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        own.extend(schemas);
    }
    let ids: Vec<Value> = Kind::ALL.iter().map(|kind| kind.id().into()).collect();
    if let Some(id) = document.pointer_mut("/components/schemas/problem/properties/id") {
        *id = json!({ "description": "Stable; never renamed.", "enum": ids });
    }
    if let Some(version) = document.pointer_mut("/info/version") {
        *version = TOOL_VERSION.into();
    }
    document
}

/// `#/$defs/x` becomes `#/components/schemas/report.x`.
fn lead_elsewhere(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(text) if key == "$ref" => {
                        if let Some(name) = text.strip_prefix("#/$defs/") {
                            *text = format!("#/components/schemas/report.{name}");
                        }
                    }
                    other => lead_elsewhere(other),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(lead_elsewhere),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, described};
    use crate::serve::problem;

    #[test]
    fn the_document_is_whole() {
        let text = described().to_string();
        assert!(!text.contains("$defs"), "no reference leads out of it");
        assert!(text.contains("#/components/schemas/report.document"));
        let mut ids: Vec<&str> = Kind::ALL.iter().map(|kind| kind.id()).collect();
        ids.dedup();
        assert_eq!(ids.len(), problem::Kind::ALL.len());
    }
}
