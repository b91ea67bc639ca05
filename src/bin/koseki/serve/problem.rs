//! Why a request has no report: a table of kinds with stable identifiers, as `application/problem+json` (RFC 9457) in both
//! languages. What is wrong with a document is never a problem; it is a report.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use koseki::report::{Language, Text};
use serde_json::json;

use super::ceilings::COME_AGAIN;
use super::readiness::Reason;

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Busy,
    CrossOrigin,
    Fault,
    FileName,
    HeadTooLarge,
    HostMissing,
    Malformed,
    MethodNotAllowed,
    NoDocument,
    NoFile,
    NotFound,
    NotHttp,
    NotReady,
    Parameter,
    SlowClient,
    TooLarge,
    TooManyConnections,
    TooManyDocuments,
    UnknownField,
    UnsupportedMediaType,
    WrongHost,
}

impl Kind {
    /// Every kind.
    pub(super) const ALL: [Self; 21] = [
        Self::Busy,
        Self::CrossOrigin,
        Self::Fault,
        Self::FileName,
        Self::HeadTooLarge,
        Self::HostMissing,
        Self::Malformed,
        Self::MethodNotAllowed,
        Self::NoDocument,
        Self::NoFile,
        Self::NotFound,
        Self::NotHttp,
        Self::NotReady,
        Self::Parameter,
        Self::SlowClient,
        Self::TooLarge,
        Self::TooManyConnections,
        Self::TooManyDocuments,
        Self::UnknownField,
        Self::UnsupportedMediaType,
        Self::WrongHost,
    ];

    /// Never renamed, never reused.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::CrossOrigin => "cross-origin",
            Self::Fault => "fault",
            Self::FileName => "file-name",
            Self::HeadTooLarge => "head-too-large",
            Self::HostMissing => "host-missing",
            Self::Malformed => "malformed",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::NoDocument => "no-document",
            Self::NoFile => "no-file",
            Self::NotFound => "not-found",
            Self::NotHttp => "not-http",
            Self::NotReady => "not-ready",
            Self::Parameter => "parameter",
            Self::SlowClient => "slow-client",
            Self::TooLarge => "too-large",
            Self::TooManyConnections => "too-many-connections",
            Self::TooManyDocuments => "too-many-documents",
            Self::UnknownField => "unknown-field",
            Self::UnsupportedMediaType => "unsupported-media-type",
            Self::WrongHost => "wrong-host",
        }
    }

    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::Busy => StatusCode::TOO_MANY_REQUESTS,
            Self::CrossOrigin => StatusCode::FORBIDDEN,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
            Self::HeadTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::FileName
            | Self::HostMissing
            | Self::Malformed
            | Self::NoDocument
            | Self::NoFile
            | Self::NotHttp
            | Self::Parameter
            | Self::TooManyDocuments
            | Self::UnknownField => StatusCode::BAD_REQUEST,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotReady | Self::TooManyConnections => StatusCode::SERVICE_UNAVAILABLE,
            Self::SlowClient => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::WrongHost => StatusCode::MISDIRECTED_REQUEST,
        }
    }

    const fn text(self) -> Text {
        match self {
            Self::Busy => Text::new(
                "混み合っています。しばらく待ってから、もう一度送信してください。",
                "The server is busy. Send it again in a moment.",
            ),
            Self::CrossOrigin => Text::new(
                "ほかのウェブページからの要求は受け付けません。",
                "Requests from pages of other origins are not answered.",
            ),
            Self::Fault => Text::new(
                "検証サーバーの内部の誤りです。検証システムの管理者に連絡してください。",
                "A fault of this server. Tell the operator of this system.",
            ),
            Self::FileName => Text::new(
                "ファイル名を読み取れません（UTF-8で1,024バイトまで）。",
                "The file name cannot be read (UTF-8, up to 1,024 octets).",
            ),
            Self::HeadTooLarge => Text::new(
                "要求のヘッダーが大きすぎます（32 KiB、64項目まで）。",
                "The head of the request is too large (up to 32 KiB and 64 fields).",
            ),
            Self::HostMissing => {
                Text::new("Hostヘッダーは1つ必要です。", "One Host header is needed, and no more.")
            }
            Self::Malformed => Text::new(
                "要求の本文を読み取れません（途中で切れているか、multipart/form-data の形式が正しくありません）。",
                "The body cannot be read: it was cut short, or is not in order as multipart/form-data.",
            ),
            Self::MethodNotAllowed => Text::new(
                "このアドレスでは使えないメソッドです（Allowヘッダーを参照）。",
                "Not a method of this address; see the Allow header.",
            ),
            Self::NoDocument => Text::new(
                "文書がありません。フィールド名 file で送信してください。",
                "There is no document. Send it in a field named `file`.",
            ),
            Self::NoFile => Text::new(
                "フィールド file がファイルとして送信されていません（ファイル名がありません。curl では -F file=@名前 と書きます）。",
                "The field `file` was not sent as a file: it has no file name (with curl, -F file=@name).",
            ),
            Self::NotFound => {
                Text::new("このアドレスには何もありません。", "There is nothing at this address.")
            }
            Self::NotHttp => Text::new(
                "HTTPの要求として読み取れません（HTTP/1.1 の要求行及びヘッダーが必要です）。",
                "Not a request of HTTP: a request line of HTTP/1.1 and header fields are needed.",
            ),
            Self::NotReady => Text::new("いま検証できません。", "Nothing can be verified now."),
            Self::Parameter => Text::new(
                "クエリーの値が正しくありません（lang は ja 又は en、format は json 又は html、explain は true 又は false。同じものは1度だけ）。",
                "The query is not in order: lang is ja or en, format is json or html, explain is true or false, each once.",
            ),
            Self::SlowClient => Text::new(
                "送信が途中で止まったため、打ち切りました。",
                "The request stopped arriving and was given up.",
            ),
            Self::TooLarge => {
                Text::new("大きさの上限を超えています。", "It is larger than this server takes.")
            }
            Self::TooManyConnections => Text::new(
                "接続が多すぎます。しばらく待ってから、もう一度接続してください。",
                "Too many connections. Come again in a moment.",
            ),
            Self::TooManyDocuments => Text::new(
                "1回に送信できる文書の数を超えています。分けて送信してください。",
                "More documents than one request may have. Send them in several.",
            ),
            Self::UnknownField => {
                Text::new("フィールド名は file だけです。", "A field other than `file` is in the form.")
            }
            Self::UnsupportedMediaType => Text::new(
                "この種類（Content-Type）の本文、圧縮若しくは符号化された本文又は文書の一部は受け付けません。multipart/form-data、application/pdf、application/xml、text/xml 又は application/octet-stream で送信してください。",
                "Not a body that is taken: encoded, a part of a document, or not of these types: multipart/form-data, application/pdf, application/xml, text/xml or application/octet-stream.",
            ),
            Self::WrongHost => Text::new(
                "このサーバーの名前ではありません（Hostヘッダー）。別の名前で接続するときは、起動時に --host で指定します。",
                "Not a name of this server (Host header). Other names are given with --host when it is started.",
            ),
        }
    }
}

/// A problem with what is known beyond its kind.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    kind: Kind,
    /// In octets or documents.
    limit: Option<u64>,
    /// Why the server is not ready.
    reasons: Vec<Reason>,
}

impl Problem {
    /// With what is missing.
    pub(super) const fn not_ready(reasons: Vec<Reason>) -> Self {
        Self { kind: Kind::NotReady, limit: None, reasons }
    }

    /// With the number that was exceeded.
    pub(super) const fn beyond(kind: Kind, limit: u64) -> Self {
        Self { kind, limit: Some(limit), reasons: Vec::new() }
    }

    /// As the client reads it.
    pub(super) fn text(&self, id: &str, language: Language) -> String {
        let Self { kind, limit, reasons } = self;
        let (kind, limit) = (*kind, *limit);
        // What is known about the cause, and what to do, belongs to what people read.
        let (mut ja, mut en) = (kind.text().ja.into_owned(), kind.text().en.into_owned());
        for reason in reasons {
            ja.push_str(&reason.text().ja);
            en.push(' ');
            en.push_str(&reason.text().en);
        }
        let text = Text::owned(ja.clone(), en.clone());
        let mut body = json!({
            "type": format!("urn:koseki:problem:{}", kind.id()),
            "id": kind.id(),
            "status": kind.status().as_u16(),
            "title": text.in_language(language),
            "ja": ja,
            "en": en,
            "request_id": id,
        });
        if let (Some(limit), Some(object)) = (limit, body.as_object_mut()) {
            object.insert("limit".into(), limit.into());
        }
        if let (false, Some(object)) = (reasons.is_empty(), body.as_object_mut()) {
            object.insert("reasons".into(), reasons.iter().map(|reason| reason.json()).collect());
        }
        format!("{body}\n")
    }

    pub(super) fn respond(self, id: &str, language: Language) -> Response {
        let kind = self.kind;
        let mut response = (kind.status(), self.text(id, language)).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if matches!(kind, Kind::Busy | Kind::NotReady | Kind::TooManyConnections) {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(COME_AGAIN));
        }
        response
    }
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self { kind, limit: None, reasons: Vec::new() }
    }
}

/// A problem on its way out: [`super::guard`] knows the request's identifier and language, and writes it.
#[derive(Debug, Clone)]
struct Unwritten(Problem);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        response.extensions_mut().insert(Unwritten(self));
        response
    }
}

/// Takes the problem out of a response that has one.
pub(super) fn of(response: &mut Response) -> Option<Problem> {
    let Unwritten(problem) = response.extensions_mut().remove()?;
    Some(problem)
}
