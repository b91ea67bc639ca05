//! From a request's body to documents in memory, within every ceiling.

use core::pin::pin;
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use core::time::Duration;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{
    CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderName,
    TRANSFER_ENCODING,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use futures_util::stream::{Stream, unfold};
use http_body_util::BodyExt as _;
use multer::{Constraints, Multipart, SizeLimit};
use percent_encoding::percent_decode_str;
use tokio::task::yield_now;
use tokio::time::{Instant, timeout_at};

use super::ceilings::{BODY, FORM_OCTETS, NAME_OCTETS, SLOWEST};
use super::desk::Account;
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
    pub(super) documents: usize,
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
        let one = |name: &HeaderName| head.headers.get_all(name).iter().nth(1).is_none();
        let is_sent = |name: &HeaderName| head.headers.contains_key(name);
        // What is not the document itself gets no verdict: encoded, a part of it, or nothing that was sent at all.
        let is_encoded_body = head
            .headers
            .get_all(CONTENT_ENCODING)
            .iter()
            .any(|one| !one.as_bytes().eq_ignore_ascii_case(b"identity"));
        if is_encoded_body || is_sent(&CONTENT_RANGE) || !one(&CONTENT_TYPE) {
            return Err(Kind::UnsupportedMediaType.into());
        }
        if !is_sent(&CONTENT_LENGTH) && !is_sent(&TRANSFER_ENCODING) {
            return Err(Kind::NoDocument.into());
        }
        let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        // Of a form the header means nothing; a wrong one is wrong all the same.
        let name = match head.headers.get(NAME) {
            None => NAMELESS.to_owned(),
            Some(value) => {
                let encoded = value.to_str().ok().filter(|name| is_encoded(name)).ok_or(Kind::FileName)?;
                percent_decode_str(encoded).decode_utf8().map_err(|_| Kind::FileName)?.into_owned()
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
pub(super) async fn receive(
    kind: Kinds,
    body: Body,
    measure: Measure,
    account: &Arc<Account>,
) -> Result<Vec<Received>, Problem> {
    let between = Arc::new(Between::default());
    let chunks = chunks(body, measure, Arc::clone(&between), Arc::clone(account));
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
        Kinds::Form { boundary } => form(boundary, chunks, measure, &between).await,
    }
}

async fn form(
    boundary: String,
    chunks: impl Stream<Item = Result<Bytes, Broken>> + Send + 'static,
    measure: Measure,
    between: &Between,
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
    loop {
        between.begin();
        let field = form.next_field().await.map_err(failed)?;
        between.end();
        let Some(mut field) = field else { break };
        if field.name() != Some(FIELD) {
            return Err(Kind::UnknownField.into());
        }
        if documents.len() == measure.documents {
            let limit = u64::try_from(measure.documents).unwrap_or(u64::MAX);
            return Err(Problem::beyond(Kind::TooManyDocuments, limit));
        }
        // A field that is no file is most often a name that was sent instead of what it names (`-F file=a.pdf`).
        let name = match (extended(field.headers())?, field.file_name().filter(|name| !name.is_empty())) {
            (Some(name), _) => named(&name)?,
            (None, Some(name)) => named(name)?,
            // A name in another encoding than UTF-8 is a name.
            (None, None) => return Err(unnamed(field.headers()).into()),
        };
        let encoding = field.headers().get("content-transfer-encoding").map(|value| value.as_bytes());
        let plain: [&[u8]; 3] = [b"7bit", b"8bit", b"binary"];
        if encoding.is_some_and(|one| !plain.iter().any(|plain| one.eq_ignore_ascii_case(plain))) {
            return Err(Kind::UnsupportedMediaType.into());
        }
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

/// Octets that came while no document did.
#[derive(Debug, Default)]
struct Between {
    /// Whether a document's head is awaited.
    awaited: AtomicBool,
    octets: AtomicUsize,
}

impl Between {
    fn begin(&self) {
        self.octets.store(0, Ordering::Relaxed);
        self.awaited.store(true, Ordering::Relaxed);
    }

    fn is_awaited(&self) -> bool {
        self.awaited.load(Ordering::Relaxed)
    }

    fn end(&self) {
        self.awaited.store(false, Ordering::Relaxed);
    }

    /// Whether these are too many.
    fn exceeds(&self, octets: usize) -> bool {
        self.is_awaited()
            && self.octets.fetch_add(octets, Ordering::Relaxed).saturating_add(octets) > FORM_OCTETS
    }
}

/// Space for what was announced, so that a large document is not copied while it grows. It costs nothing until it is written.
fn reserve(octets: &mut Vec<u8>, measure: Measure) {
    let announced = measure.announced.unwrap_or(0).min(measure.most);
    // Without it the octets find their space one after the other.
    let _ = octets.try_reserve_exact(usize::try_from(announced).unwrap_or(0));
}

/// The name in `filename*` (RFC 8187), which some libraries send beside a `filename` that is encoded for mail.
fn extended(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let disposition = headers.get(CONTENT_DISPOSITION).map(HeaderValue::as_bytes).unwrap_or_default();
    let mut is_quoted = false;
    let mut is_escaped = false;
    let outside = |one: &u8| {
        let is_divider = *one == b';' && !is_quoted;
        is_quoted ^= *one == b'"' && !is_escaped;
        is_escaped = *one == b'\\' && is_quoted && !is_escaped;
        is_divider
    };
    let given = disposition.split(outside).find_map(|one| one.trim_ascii().strip_prefix(b"filename*="));
    let Some(given) = given else { return Ok(None) };
    let decoded = core::str::from_utf8(given).ok().and_then(|given| {
        let (charset, rest) = given.split_once('\'')?;
        let (_, encoded) = rest.split_once('\'')?;
        let name = percent_decode_str(encoded).decode_utf8().ok()?;
        (charset.eq_ignore_ascii_case("utf-8") && !name.is_empty()).then(|| name.into_owned())
    });
    decoded.map(Some).ok_or_else(|| Kind::FileName.into())
}

/// Why a field has no file name that can be read.
fn unnamed(headers: &HeaderMap) -> Kind {
    let disposition = headers.get(CONTENT_DISPOSITION).map(HeaderValue::as_bytes).unwrap_or_default();
    let is_empty = disposition.windows(11).any(|part| part == b"filename=\"\"");
    let is_named = disposition.windows(8).any(|part| part == b"filename");
    if is_named && !is_empty { Kind::FileName } else { Kind::NoFile }
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
    // Each octet of the name takes three.
    (1..=NAME_OCTETS * 3).contains(&name.len())
}

/// Why a body did not arrive.
#[derive(Debug)]
enum Broken {
    Busy,
    Cut,
    Endless,
    Large,
    Slow,
}

impl Broken {
    fn problem(self, measure: Measure) -> Problem {
        match self {
            Self::Busy => Kind::Busy.into(),
            Self::Cut | Self::Endless => Kind::Malformed.into(),
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
fn chunks(
    body: Body,
    measure: Measure,
    between: Arc<Between>,
    account: Arc<Account>,
) -> impl Stream<Item = Result<Bytes, Broken>> + Send + 'static {
    let Measure { most, patience, .. } = measure;
    let begun = Instant::now();
    unfold(Some((body, most, between, account)), move |state| async move {
        let (mut body, left, between, account) = state?;
        // Whoever reads the form takes what there is until there is nothing; a head is to be looked at piece by piece.
        if between.is_awaited() {
            yield_now().await;
        }
        loop {
            // As fast as a slow line at least, after a start; however steadily it drips.
            let fast = Duration::from_secs((most - left) / SLOWEST);
            let deadline = (begun + patience * 2 + fast).min(begun + BODY).min(Instant::now() + patience);
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
                Some(_) if between.exceeds(chunk.len()) => Some((Err(Broken::Endless), None)),
                Some(_) if !account.take(length) => Some((Err(Broken::Busy), None)),
                Some(left) => Some((Ok(chunk), Some((body, left, between, account)))),
            };
        }
    })
}

#[cfg(test)]
mod tests {
    use axum::http::header::CONTENT_DISPOSITION;
    use axum::http::{HeaderMap, HeaderValue};

    use super::extended;

    #[test]
    fn an_extended_name_is_found_outside_of_others_alone() {
        let name = |rest: &str| {
            let value =
                HeaderValue::from_bytes(format!("form-data; name=\"file\"; {rest}").as_bytes()).unwrap();
            extended(&HeaderMap::from_iter([(CONTENT_DISPOSITION, value)])).map_err(drop)
        };
        for (given, expected) in [
            ("filename=\"a.pdf\"", None),
            ("filename=\"=?utf-8?B?YQ==?=\"; filename*=utf-8''%E6%88%B8%E7%B1%8D.pdf", Some("戸籍.pdf")),
            ("filename*=UTF-8'ja'a%22b.pdf;filename=\"x\"", Some("a\"b.pdf")),
            ("filename=\"a;filename*=UTF-8''b\"", None),
            ("filename=\"a\\\";filename*=UTF-8''b\"", None),
            ("filename=\"a\\\\\";filename*=UTF-8''b", Some("b")),
        ] {
            assert_eq!(name(given), Ok(expected.map(str::to_owned)), "{given}");
        }
        for broken in ["", "a", "UTF-8''", "UTF-8''%ff", "Shift_JIS''%8c%cb", "UTF-8'a"] {
            assert_eq!(name(&format!("filename=\"a\"; filename*={broken}")), Err(()), "{broken}");
        }
    }
}
