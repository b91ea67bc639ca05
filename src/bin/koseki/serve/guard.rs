//! What every request passes and every answer carries: an identifier, the check whose page asks, headers that keep browsers
//! from doing anything with what they get, the log, the numbers.

use core::time::Duration;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, DATE, EXPECT, HeaderName,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use koseki::report::Language;
use koseki::time::Time;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::ceilings::REFUSED;
use super::problem::{Kind, Problem};
use super::verify::{Counted, language};
use super::{House, journal, problem};
use crate::now;

/// The header of a request's identifier.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A request's identifier, for whoever has something to say about it.
#[derive(Clone)]
pub(super) struct Identifier(pub(super) Arc<str>);

/// What a browser may do with an answer that is no page: nothing.
const NOTHING: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/// On every answer.
const HEADERS: [(HeaderName, &str); 8] = [
    (CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
];

/// Stands in front of all routes.
pub(super) async fn stand(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = identifier(request.headers());
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let spoken = language(request.uri().query(), request.headers()).unwrap_or(house.language);
    // Who has asked whether it may send has sent nothing yet, and is not invited to.
    let has_sent = !request.headers().contains_key(EXPECT);
    let admitted = house.reach.admits(request.method(), request.uri(), request.headers());
    let (head, body) = request.into_parts();
    let (body, rest) = Returning::lend(body);
    let mut request = Request::from_parts(head, body);
    request.extensions_mut().insert(Identifier(id.as_str().into()));
    let mut response = match admitted {
        Ok(()) => next.run(request).await,
        Err(kind) => {
            drop(request);
            Problem::from(kind).into_response()
        }
    };
    if let Some(problem) = problem::of(&mut response) {
        let headers = std::mem::take(response.headers_mut());
        response = problem.respond(&id, spoken);
        // Allow, where a method is none.
        response.headers_mut().extend(headers.into_iter().filter(|(name, _)| name.is_some()));
        if has_sent {
            read_on(rest).await;
        }
    }
    finish(&mut response, &id);
    let took = begun.elapsed();
    let status = response.status().as_u16();
    let counted = response.extensions_mut().remove::<Counted>();
    house.numbers.answered(method, &route, status, took.as_secs_f64());
    journal::answered(&id, method, &route, status, took, counted.as_ref().map(|Counted(summary)| summary));
    response
}

/// The octets of an answer to what did not become a request, and its identifier.
pub(super) fn last_words(kind: Kind, language: Language) -> (String, Vec<u8>) {
    let id = identifier(&HeaderMap::new());
    let problem = Problem::from(kind);
    let body = problem.text(&id, language);
    let mut response = problem.respond(&id, language);
    finish(&mut response, &id);
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("close"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    if let Some(date) = now().ok().and_then(|now| HeaderValue::from_str(&date(now)?).ok()) {
        headers.insert(DATE, date);
    }
    let mut octets = format!("HTTP/1.1 {}\r\n", response.status()).into_bytes();
    for (name, value) in response.headers() {
        octets.extend_from_slice(name.as_str().as_bytes());
        octets.extend_from_slice(b": ");
        octets.extend_from_slice(value.as_bytes());
        octets.extend_from_slice(b"\r\n");
    }
    octets.extend_from_slice(b"\r\n");
    octets.extend_from_slice(body.as_bytes());
    (id, octets)
}

/// The same in log and numbers, where method and address are unknown.
pub(super) fn count(house: &House, id: &str, kind: Kind, took: Duration) {
    let status = kind.status().as_u16();
    house.numbers.answered("OTHER", "other", status, took.as_secs_f64());
    journal::answered(id, "OTHER", "other", status, took, None);
}

/// As HTTP writes it (RFC 9110, 5.6.7).
fn date(time: Time) -> Option<String> {
    const FORM: &[BorrowedFormatItem<'_>] = format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    );
    OffsetDateTime::from_unix_timestamp(time.unix()).ok()?.format(FORM).ok()
}

fn finish(response: &mut Response, id: &str) {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING));
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, id);
    }
}

/// The client's own, where it is short and plain; else one of ours.
fn identifier(headers: &HeaderMap) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    static START: std::sync::OnceLock<u64> = std::sync::OnceLock::new();
    let is_plain = |id: &&str| {
        (1..=64).contains(&id.len())
            && id.bytes().all(|one| one.is_ascii_alphanumeric() || matches!(one, b'-' | b'_' | b'.'))
    };
    let given = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok()).filter(is_plain);
    given.map_or_else(
        || {
            let start = START.get_or_init(|| {
                let mut octets = [0; 8];
                // Without chance the identifiers of two starts look alike, which harms nobody.
                let _ = getrandom::fill(&mut octets);
                u64::from_be_bytes(octets)
            });
            format!("{start:016x}-{:x}", COUNT.fetch_add(1, Ordering::Relaxed))
        },
        str::to_owned,
    )
}

/// A method's name; a client cannot put words of its own into log and numbers.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::PATCH => "PATCH",
        _ => "OTHER",
    }
}

/// A body that is given back when nobody has read it to its end.
struct Returning {
    body: Option<Body>,
    back: Option<oneshot::Sender<Body>>,
}

impl Returning {
    fn lend(body: Body) -> (Body, oneshot::Receiver<Body>) {
        let (back, rest) = oneshot::channel();
        (Body::new(Self { body: Some(body), back: Some(back) }), rest)
    }
}

impl HttpBody for Returning {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: core::pin::Pin<&mut Self>,
        context: &mut core::task::Context<'_>,
    ) -> core::task::Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match &mut self.body {
            Some(body) => core::pin::Pin::new(body).poll_frame(context),
            None => core::task::Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(HttpBody::size_hint).unwrap_or_default()
    }
}

impl Drop for Returning {
    fn drop(&mut self) {
        if let (Some(body), Some(back)) = (self.body.take(), self.back.take()) {
            // Nobody waits for what was read to its end.
            let _ = back.send(body);
        }
    }
}

/// Reads what is left of a refused request and throws it away, for a while: a sender whose connection breaks while it is
/// sending never reads the answer.
async fn read_on(rest: oneshot::Receiver<Body>) {
    let Ok(mut body) = rest.await else { return };
    const SILENCE: Duration = Duration::from_secs(1);
    let reading = async {
        while let Ok(Some(Ok(frame))) = timeout(SILENCE, body.frame()).await {
            drop(frame);
        }
    };
    let _ = timeout(REFUSED, reading).await;
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::identifier;

    #[test]
    fn an_identifier_of_the_client_is_taken_when_it_is_plain() {
        let of = |given: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-request-id", HeaderValue::from_bytes(given.as_bytes()).unwrap());
            identifier(&headers)
        };
        assert_eq!(of("a-1_B.2"), "a-1_B.2");
        assert_eq!(of(&"a".repeat(64)).len(), 64);
        for other in ["", "a b", "名前", "a\u{9}b", &"a".repeat(65)] {
            assert_ne!(of(other), other);
        }
        assert_ne!(of(""), of(""), "each has its own");
    }
}
