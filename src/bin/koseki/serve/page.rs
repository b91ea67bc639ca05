//! The page: one document, a style, two scripts, an icon; all of it in the binary, nothing from anywhere else.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use koseki::report::Language;

use super::House;
use super::problem::{Kind, Problem};
use super::verify::language;
use crate::render::html::STYLE as REPORT_STYLE;

const INDEX: &str = include_str!("page/index.html");

/// What the page may do: its own scripts and styles, questions to its own server, nothing written into it as markup but the
/// report, by the one policy of that name.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types koseki-report";

/// Files of the page by name, with their types.
const ASSETS: [(&str, &str, &str); 5] = [
    ("icon.svg", "image/svg+xml", include_str!("page/icon.svg")),
    ("page.css", "text/css; charset=utf-8", include_str!("page/page.css")),
    ("page.js", "text/javascript; charset=utf-8", include_str!("page/page.js")),
    ("report.css", "text/css; charset=utf-8", REPORT_STYLE),
    ("words.js", "text/javascript; charset=utf-8", include_str!("page/words.js")),
];

/// `/`
pub(super) async fn index(State(house): State<Arc<House>>, request: Request) -> Response {
    let language = language(request.uri().query(), request.headers()).unwrap_or(house.language);
    // The page is written in Japanese; its script puts the words of the other language into it.
    let page = match language {
        Language::Japanese => INDEX.to_owned(),
        Language::English => INDEX.replacen("data-language=\"ja\"", "data-language=\"en\"", 1),
    };
    let mut response = page.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// `/assets/{name}`
pub(super) async fn asset(name: Result<Path<String>, PathRejection>) -> Result<Response, Problem> {
    let Path(name) = name.map_err(|_| Kind::NotFound)?;
    let (_, kind, text) = ASSETS.iter().find(|(own, ..)| *own == name).ok_or(Kind::NotFound)?;
    let mut response = text.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    Ok(response)
}
