//! A small reader of JSON Schema, for the schemas that this repository publishes.
#![allow(unreachable_pub, reason = "shared by several test binaries")]

use serde_json::Value;

/// The part of JSON Schema that our schema uses, and stricter in one point: a property that is written must be
/// described. Other programs' additions are allowed by the schema; our own are not to be forgotten in it.
pub fn follow(root: &Value, schema: &Value, value: &Value, place: &str, complaints: &mut Vec<String>) {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference}"));
        follow(root, target, value, place, complaints);
    }
    if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
        let fits = |choice: &Value| {
            let mut inner = Vec::new();
            follow(root, choice, value, place, &mut inner);
            inner.is_empty()
        };
        if !choices.iter().any(fits) {
            complaints.push(format!("{place}: none of the choices"));
        }
    }
    if schema.get("const").is_some_and(|constant| constant != value) {
        complaints.push(format!("{place}: not the constant"));
    }
    if schema.get("enum").and_then(Value::as_array).is_some_and(|words| !words.contains(value)) {
        complaints.push(format!("{place}: {value} is not in the list"));
    }
    if schema.get("type").is_some_and(|types| !has_type(types, value)) {
        complaints.push(format!("{place}: wrong type"));
    }
    for required in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        if value.get(required.as_str().unwrap()).is_none() {
            complaints.push(format!("{place}: {required} is missing"));
        }
    }
    if let (Some(properties), Some(object)) = (schema.get("properties"), value.as_object()) {
        for (name, inner) in object {
            match properties.get(name) {
                Some(property) => follow(root, property, inner, &format!("{place}/{name}"), complaints),
                None => complaints.push(format!("{place}/{name}: not described")),
            }
        }
    }
    if let (Some(items), Some(array)) = (schema.get("items"), value.as_array()) {
        for (index, item) in array.iter().enumerate() {
            follow(root, items, item, &format!("{place}/{index}"), complaints);
        }
    }
}

fn has_type(types: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "array" => value.is_array(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "null" => value.is_null(),
        "object" => value.is_object(),
        "string" => value.is_string(),
        other => panic!("type {other} is not used in our schema"),
    };
    types.as_str().map_or_else(|| types.as_array().unwrap().iter().any(|name| is(name.as_str().unwrap())), is)
}
