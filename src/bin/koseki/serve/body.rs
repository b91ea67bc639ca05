//! From a request's body to documents in memory, within every ceiling.

use core::pin::pin;
use core::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use futures_util::stream::{Stream, unfold};
use http_body_util::BodyExt as _;
use multer::{Constraints, Multipart, SizeLimit};
use percent_encoding::percent_decode_str;
use tokio::time::{Instant, timeout_at};

use super::ceilings::{BODY, DOCUMENTS, NAME_OCTETS};
use super::problem::{Kind, Problem};

/// A document that was handed in.
pub(super) struct Received {
    /// As it was given.
    pub(super) name: String,
    pub(super) octets: Vec<u8>,
}

/// What a document is called that came without a name.
const NAMELESS: &str = "document";

/// The field of a form that has a document.
const FIELD: &str = "file";

/// The header that names a document which is the whole body: percent-encoded UTF-8.
pub(super) const NAME: &str = "koseki-file-name";

/// Types of a body that is one document. What it is, its content says. A page elsewhere could send text/plain without asking
/// anybody, so that is none of them.
const DOCUMENT_TYPES: [&str; 4] =
    ["application/pdf", "application/xml", "text/xml", "application/octet-stream"];

/// How much is taken, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// Octets.
    pub(super) most: u64,
    /// Octets that the client says it sends.
    pub(super) announced: Option<u64>,
    /// Of silence.
    pub(super) patience: Duration,
}

/// How a body is to be read.
pub(super) enum Kinds {
    Form { boundary: String },
    Document { name: String },
}

impl Kinds {
    /// By its head, before anything is read.
    pub(super) fn of(head: &Parts) -> Result<Self, Problem> {
        let given = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        // Of a form the header means nothing; a wrong one is wrong all the same.
        let name = match head.headers.get(NAME) {
            None => NAMELESS.to_owned(),
            Some(value) => {
                let encoded = value.to_str().ok().filter(|name| is_encoded(name)).ok_or(Kind::FileName)?;
                named(&percent_decode_str(encoded).decode_utf8().map_err(|_| Kind::FileName)?)?
            }
        };
        if essence == "multipart/form-data" {
            let boundary = multer::parse_boundary(given).map_err(|_| Kind::Malformed)?;
            return Ok(Self::Form { boundary });
        }
        if !DOCUMENT_TYPES.contains(&essence.as_str()) {
            return Err(Kind::UnsupportedMediaType.into());
        }
        Ok(Self::Document { name })
    }
}

/// Reads all documents of a body.
pub(super) async fn receive(kind: Kinds, body: Body, measure: Measure) -> Result<Vec<Received>, Problem> {
    let chunks = chunks(body, measure);
    let broken = |broken: Broken| broken.problem(measure);
    match kind {
        Kinds::Document { name } => {
            let mut octets = Vec::new();
            reserve(&mut octets, measure);
            let mut chunks = pin!(chunks);
            while let Some(chunk) = futures_util::StreamExt::next(&mut chunks).await {
                octets.extend_from_slice(&chunk.map_err(broken)?);
            }
            Ok(vec![Received { name, octets }])
        }
        Kinds::Form { boundary } => form(boundary, chunks, measure).await,
    }
}

async fn form(
    boundary: String,
    chunks: impl Stream<Item = Result<Bytes, Broken>> + Send + 'static,
    measure: Measure,
) -> Result<Vec<Received>, Problem> {
    let failed = |error: multer::Error| match error {
        multer::Error::StreamReadFailed(error) => match error.downcast::<Broken>() {
            Ok(broken) => broken.problem(measure),
            Err(_) => Kind::Malformed.into(),
        },
        _ => Kind::Malformed.into(),
    };
    let constraints = Constraints::new().size_limit(SizeLimit::new().whole_stream(measure.most));
    let mut form = Multipart::with_constraints(chunks, boundary, constraints);
    let mut documents: Vec<Received> = Vec::new();
    while let Some(mut field) = form.next_field().await.map_err(failed)? {
        if field.name() != Some(FIELD) {
            return Err(Kind::UnknownField.into());
        }
        if documents.len() == DOCUMENTS {
            let limit = u64::try_from(DOCUMENTS).unwrap_or(u64::MAX);
            return Err(Problem::beyond(Kind::TooManyDocuments, limit));
        }
        // A field that is no file is most often a name that was sent instead of what it names (`-F file=a.pdf`).
        let name = named(field.file_name().filter(|name| !name.is_empty()).ok_or(Kind::NoFile)?)?;
        let mut octets = Vec::new();
        if documents.is_empty() {
            reserve(&mut octets, measure);
        }
        while let Some(chunk) = field.chunk().await.map_err(failed)? {
            octets.extend_from_slice(&chunk);
        }
        octets.shrink_to_fit();
        documents.push(Received { name, octets });
    }
    if documents.is_empty() { Err(Kind::NoDocument.into()) } else { Ok(documents) }
}

/// Space for what was announced, so that a large document is not copied while it grows. It costs nothing until it is written.
fn reserve(octets: &mut Vec<u8>, measure: Measure) {
    let announced = measure.announced.unwrap_or(0).min(measure.most);
    // Without it the octets find their space one after the other.
    let _ = octets.try_reserve_exact(usize::try_from(announced).unwrap_or(0));
}

fn named(name: &str) -> Result<String, Problem> {
    if name.len() > NAME_OCTETS { Err(Kind::FileName.into()) } else { Ok(name.to_owned()) }
}

/// Whether everything that is not unreserved (RFC 3986, 2.3) is percent-encoded, as far as one can see without decoding.
fn is_encoded(name: &str) -> bool {
    let mut rest = name.bytes();
    let hexadecimal = |one: Option<u8>| one.is_some_and(|one| one.is_ascii_hexdigit());
    while let Some(one) = rest.next() {
        let is_fine = match one {
            b'%' => hexadecimal(rest.next()) && hexadecimal(rest.next()),
            b'.' | b'_' | b'~' | b'-' => true,
            other => other.is_ascii_alphanumeric(),
        };
        if !is_fine {
            return false;
        }
    }
    (1..=NAME_OCTETS).contains(&name.len())
}

/// Why a body did not arrive.
#[derive(Debug)]
enum Broken {
    Cut,
    Large,
    Slow,
}

impl Broken {
    fn problem(self, measure: Measure) -> Problem {
        match self {
            Self::Cut => Kind::Malformed.into(),
            Self::Large => Problem::beyond(Kind::TooLarge, measure.most),
            Self::Slow => Kind::SlowClient.into(),
        }
    }
}

impl core::fmt::Display for Broken {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "{self:?}")
    }
}

impl core::error::Error for Broken {}

/// The body's octets, as long as they come in time and are not too many.
fn chunks(body: Body, measure: Measure) -> impl Stream<Item = Result<Bytes, Broken>> + Send + 'static {
    let Measure { most, patience, .. } = measure;
    let end = Instant::now() + BODY;
    unfold(Some((body, most)), move |state| async move {
        let (mut body, left) = state?;
        loop {
            let deadline = end.min(Instant::now() + patience);
            let frame = match timeout_at(deadline, body.frame()).await {
                Err(_) => return Some((Err(Broken::Slow), None)),
                Ok(None) => return None,
                Ok(Some(Err(_))) => return Some((Err(Broken::Cut), None)),
                Ok(Some(Ok(frame))) => frame,
            };
            // Trailers say nothing about documents.
            let Ok(chunk) = frame.into_data() else { continue };
            let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            return match left.checked_sub(length) {
                None => Some((Err(Broken::Large), None)),
                Some(left) => Some((Ok(chunk), Some((body, left)))),
            };
        }
    })
}
