//! Which address answers what. `openapi.json` says the same to others, and a test compares them.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use koseki::report::TOOL_VERSION;
use serde_json::json;
use tokio::task::spawn_blocking;

use super::ceilings::DOCUMENTS;
use super::problem::{Kind, Problem};
use super::{House, guard, openapi, page, verify};

/// All routes.
pub(super) fn router(house: Arc<House>) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/assets/{name}", get(page::asset))
        .route("/healthz", get(healthz))
        .route("/metrics", get(metrics))
        .route("/readyz", get(readyz))
        .route("/v1/openapi.json", get(openapi::document))
        .route("/v1/status", get(status))
        .route("/v1/verify", post(verify::verify))
        .route("/window/verify", post(verify::for_the_page))
        .fallback(|| async { Problem::from(Kind::NotFound) })
        .method_not_allowed_fallback(|| async { Problem::from(Kind::MethodNotAllowed) })
        .layer(from_fn_with_state(Arc::clone(&house), guard::stand))
        .with_state(house)
}

/// The process answers.
async fn healthz() -> Response {
    text("ok\n")
}

/// Documents can be verified, records kept, clients let in, and the server is not ending.
async fn readyz(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    match spawn_blocking(move || house.readiness.reasons(&house)).await {
        Ok(reasons) if reasons.is_empty() => Ok(text("ready\n")),
        Ok(reasons) => Err(Problem::not_ready(reasons)),
        Err(_) => Err(Kind::Fault.into()),
    }
}

async fn metrics(State(house): State<Arc<House>>) -> Response {
    let mut response = house.numbers.text().into_response();
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// By what is judged, and how much is taken.
async fn status(State(house): State<Arc<House>>) -> Result<Response, Problem> {
    let desk = Arc::clone(&house.desk);
    let sitting = spawn_blocking(move || desk.sitting()).await.map_err(|_| Kind::Fault)?;
    let report = sitting.map_err(|reason| Problem::not_ready(vec![reason]))?.report();
    let body = json!({
        "tool": { "name": "koseki", "version": TOOL_VERSION },
        "at": report.at,
        "profile": report.profile,
        "revocation": report.revocation,
        "algorithm_policy": report.algorithm_policy,
        "is_recording": house.desk.is_recording(),
        "limits": { "request_octets": house.ceilings.request_octets(), "documents": DOCUMENTS },
    });
    let mut response = format!("{body}\n").into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

fn text(words: &'static str) -> Response {
    words.into_response()
}
