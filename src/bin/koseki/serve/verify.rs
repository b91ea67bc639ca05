//! `POST /v1/verify` and what the page asks: documents in, the report of the command line out.

use core::pin::Pin;
use core::task::{Context, Poll};
use std::collections::HashMap;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use koseki::report::{DocumentReport, Language, Summary};
use serde_json::json;
use tokio::task::spawn_blocking;

use super::House;
use super::body::{self, Kinds, Measure, Received};
use super::ceilings::{ANSWER_PIECE, DOCUMENTS};
use super::desk::{Account, Admission, Sitting};
use super::guard::Identifier;
use super::problem::{Kind, Problem};
use crate::many::{Form, Judged, ReportFormat, anchor};
use crate::render::Manner;
use crate::render::html::Row;

/// What a request says beside its documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asked {
    format: ReportFormat,
    language: Option<Language>,
    explained: bool,
}

impl Asked {
    /// From the query; what is not known is not guessed.
    fn of(query: &str) -> Result<Self, Problem> {
        let mut seen: Vec<&str> = Vec::new();
        let mut asked = Self { format: ReportFormat::Json, language: None, explained: false };
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if seen.contains(&name) {
                return Err(Kind::Parameter.into());
            }
            seen.push(name);
            match (name, value) {
                ("format", "json") => asked.format = ReportFormat::Json,
                ("format", "html") => asked.format = ReportFormat::Html,
                ("lang", "ja") => asked.language = Some(Language::Japanese),
                ("lang", "en") => asked.language = Some(Language::English),
                ("explain", "true") => asked.explained = true,
                ("explain", "false") => asked.explained = false,
                _ => return Err(Kind::Parameter.into()),
            }
        }
        Ok(asked)
    }
}

/// The language that a request asks for, by its query or its browser, if any.
pub(super) fn language(query: Option<&str>, headers: &HeaderMap) -> Option<Language> {
    let of = |word: &str| match word.trim().to_ascii_lowercase().split('-').next() {
        Some("ja") => Some(Language::Japanese),
        Some("en") => Some(Language::English),
        _ => None,
    };
    let asked = query.unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("lang="));
    asked.and_then(of).or_else(|| {
        let given = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        // Browsers name the one they like best first.
        given.split(',').find_map(|one| of(one.split(';').next().unwrap_or_default()))
    })
}

/// `POST /v1/verify`.
pub(super) async fn verify(State(house): State<Arc<House>>, request: Request) -> Result<Response, Problem> {
    let asked = Asked::of(request.uri().query().unwrap_or_default())?;
    let language =
        asked.language.or_else(|| self::language(None, request.headers())).unwrap_or(house.language);
    let manner = Manner { language, explained: asked.explained };
    let judged = judge(&house, request, DOCUMENTS, asked.format, manner).await?;
    let text = judged.text(asked.format, manner);
    let (kind, disposition) = match asked.format {
        ReportFormat::Html => {
            ("text/html; charset=utf-8", Some("attachment; filename=\"koseki-report.html\""))
        }
        _ => ("application/json", None),
    };
    let mut response = judged.answer(text, kind);
    if let Some(disposition) = disposition {
        response.headers_mut().insert(CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    }
    Ok(response)
}

/// `POST /window/verify`: the page's own question. The verdicts, and the HTML that the command line writes, in both
/// languages, from one judgement.
pub(super) async fn for_the_page(
    State(house): State<Arc<House>>,
    request: Request,
) -> Result<Response, Problem> {
    let asked = Asked::of(request.uri().query().unwrap_or_default())?;
    let manner = Manner { language: house.language, explained: asked.explained };
    let judged = judge(&house, request, 1, ReportFormat::Json, manner).await?;
    // JSON holds text; octets would become a list of numbers.
    let page = |language| {
        let octets = judged.text(ReportFormat::Html, Manner { language, ..manner });
        String::from_utf8(octets).map_err(|_| Kind::Fault)
    };
    let verdict = |one: &DocumentReport| one.verdict().as_str();
    let verdicts: Vec<&str> =
        judged.files.iter().map(|(_, file)| file.as_ref().map_or("unreadable", verdict)).collect();
    let answer = json!({
        "verdicts": verdicts,
        "pages": { "ja": page(Language::Japanese)?, "en": page(Language::English)? },
    });
    Ok(judged.answer(format!("{answer}\n"), "application/json"))
}

/// How many documents an answer is about, for the log.
#[derive(Debug, Clone)]
pub(super) struct Counted(pub(super) Summary);

/// What became of a request's documents.
struct Verified {
    sitting: Arc<Sitting>,
    /// With the key by which the command line names a file's part.
    files: Vec<(String, Judged)>,
    summary: Summary,
    /// What the request takes, until its answer was read.
    stays: Arc<(Admission, Arc<Account>, Leaves)>,
}

impl Verified {
    /// The answer to the request, on whose account it stays until it was read.
    fn answer(&self, text: impl Into<Bytes>, kind: &'static str) -> Response {
        let body = Held { rest: text.into(), _stays: Arc::clone(&self.stays) };
        let mut response = Response::new(Body::new(body));
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        response.extensions_mut().insert(Counted(self.summary));
        response
    }

    /// The report as the command line writes it.
    fn text(&self, format: ReportFormat, manner: Manner) -> Vec<u8> {
        let form: Form = self.sitting.form(format, manner);
        let anchored = || self.files.iter().map(|(key, judged)| (anchor(key), judged));
        let rows: Vec<Row> = anchored().map(|(anchor, judged)| form.row(judged, anchor)).collect();
        let mut text = form.head(&self.summary, &rows).into_bytes();
        let parts = anchored().map(|(anchor, judged)| form.part(judged, &anchor));
        let mut begun = false;
        for part in parts.filter(|part| !part.is_empty()) {
            if core::mem::replace(&mut begun, true) {
                text.extend_from_slice(form.between().as_bytes());
            }
            text.extend_from_slice(&part);
        }
        text.extend_from_slice(form.tail(&self.summary, &rows).as_bytes());
        text
    }
}

async fn judge(
    house: &Arc<House>,
    request: Request,
    most_documents: usize,
    format: ReportFormat,
    manner: Manner,
) -> Result<Verified, Problem> {
    let (head, body) = request.into_parts();
    let kind = Kinds::of(&head)?;
    let id = head.extensions.get::<Identifier>().map(|one| Arc::clone(&one.0)).unwrap_or_default();
    let length = head.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let admission = house.desk.admit(length)?;
    house.numbers.admitted.inc();
    let leaves = Leaves(Arc::clone(house));
    let account = Arc::new(house.desk.account());
    let measure = Measure {
        documents: most_documents,
        most: house.ceilings.request_octets(),
        announced: length,
        patience: house.ceilings.patience(),
    };
    let documents = body::receive(kind, body, measure, &account).await?;
    let octets = documents.iter().map(|one| u64::try_from(one.octets.len()).unwrap_or(0)).sum();
    let desk = Arc::clone(&house.desk);
    let sitting = spawn_blocking(move || desk.sitting()).await.map_err(|_| Kind::Fault)?;
    let sitting = Arc::new(sitting.map_err(|reason| Problem::not_ready(vec![reason]))?);
    // Held by whoever works last: a client that goes away does not make room for another while its document is worked on.
    let stays = Arc::new((admission, account, leaves));
    let mut files = Vec::new();
    let mut summary = Summary::default();
    let mut times: HashMap<String, usize> = HashMap::new();
    for document in documents {
        let place = house.desk.place().await.ok_or(Kind::Fault)?;
        let (sitting, stays, id) = (Arc::clone(&sitting), Arc::clone(&stays), Arc::clone(&id));
        let work = move || {
            let judged = sitting.judge(&id, &document, sitting.form(format, manner));
            let Received { name, octets } = document;
            drop(octets);
            drop((place, stays));
            (name, judged)
        };
        let (name, judged) = spawn_blocking(work).await.map_err(|_| Kind::Fault)?;
        let before = times.entry(name.clone()).or_default();
        let key = if *before == 0 { name } else { format!("{name}\u{0}{before}") };
        *before += 1;
        summary.count(judged.as_ref().ok().map(DocumentReport::verdict));
        files.push((key, judged));
    }
    house.numbers.judged(&summary, octets);
    Ok(Verified { sitting, files, summary, stays })
}

/// An answer that is handed on piece by piece, and holds the room of its request until the last one went: a client that does not read
/// keeps others out, and not more and more answers in memory.
struct Held {
    rest: Bytes,
    _stays: Arc<(Admission, Arc<Account>, Leaves)>,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = core::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let length = self.rest.len().min(ANSWER_PIECE);
        let piece = self.rest.split_to(length);
        Poll::Ready((!piece.is_empty()).then(|| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::try_from(self.rest.len()).unwrap_or(u64::MAX))
    }
}

/// Counts a request out.
struct Leaves(Arc<House>);

impl Drop for Leaves {
    fn drop(&mut self) {
        self.0.numbers.admitted.dec();
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use axum::http::header::ACCEPT_LANGUAGE;
    use koseki::report::Language;

    use super::{Asked, language};
    use crate::many::ReportFormat;

    #[test]
    fn a_query_says_each_thing_once_and_nothing_else() {
        let all = Asked::of("lang=en&format=html&explain=true").ok();
        let expected =
            Asked { format: ReportFormat::Html, language: Some(Language::English), explained: true };
        assert_eq!(all, Some(expected));
        let none = Asked { format: ReportFormat::Json, language: None, explained: false };
        assert_eq!(Asked::of("").ok(), Some(none));
        for wrong in ["lang=fr", "lang", "format=csv", "explain=1", "lang=ja&lang=ja", "file=a", "LANG=ja"] {
            assert!(Asked::of(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_query_stands_before_the_browser() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, "fr, en-GB;q=0.8, ja;q=0.5".parse().unwrap());
        assert_eq!(language(None, &headers), Some(Language::English));
        assert_eq!(language(Some("lang=ja"), &headers), Some(Language::Japanese));
        assert_eq!(language(Some("lang=fr"), &HeaderMap::new()), None);
    }
}
