//! Whether everything that is asked of the server can be done, and if not, why: in words that name no file and nobody, because
//! everybody may ask. Which file it is, the log says.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use koseki::report::Text;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::ceilings::{LOOK, LOOK_AGAIN};
use super::{House, journal};

/// Why something cannot be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    ClientListsExpired,
    Ending,
    FilesUnusable,
    ReceivedInFuture,
    RecordCertificateExpired,
    RecordsUnwritable,
    SchemaWorkerAbsent,
    ServerCertificateExpired,
    TlsFilesUnusable,
}

impl Reason {
    /// Never renamed, never reused.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::ClientListsExpired => "client-lists-expired",
            Self::Ending => "ending",
            Self::FilesUnusable => "files-unusable",
            Self::ReceivedInFuture => "received-in-future",
            Self::RecordCertificateExpired => "record-certificate-expired",
            Self::RecordsUnwritable => "records-unwritable",
            Self::SchemaWorkerAbsent => "schema-worker-absent",
            Self::ServerCertificateExpired => "server-certificate-expired",
            Self::TlsFilesUnusable => "tls-files-unusable",
        }
    }

    /// What it is, and what to do.
    pub(super) const fn text(self) -> Text {
        match self {
            Self::ClientListsExpired => Text::new(
                "クライアントの認証に用いる失効リストの期限が過ぎています。検証システムの管理者に連絡してください。",
                "A revocation list about clients is out of date. Tell the operator of this system.",
            ),
            Self::Ending => Text::new(
                "検証サーバーの終了処理中です。しばらく待ってから、もう一度送信してください。",
                "The server is ending. Send it again in a moment.",
            ),
            Self::FilesUnusable => Text::new(
                "信頼点、失効リストなど、検証に用いるファイルを読み取れません。検証システムの管理者に連絡してください。",
                "Anchors, lists or the like cannot be read. Tell the operator of this system.",
            ),
            Self::ReceivedInFuture => Text::new(
                "指定された受領日時又は請求日時が、現在より後です。検証システムの管理者に連絡してください。",
                "The instant of receipt or request that was given lies ahead of now. Tell the operator of this system.",
            ),
            Self::RecordCertificateExpired => Text::new(
                "検証の記録の署名に使う電子証明書が有効期間外です。検証システムの管理者に連絡してください。",
                "The certificate that signs the records is outside its validity. Tell the operator of this system.",
            ),
            Self::RecordsUnwritable => Text::new(
                "検証の記録を書き込めません。検証システムの管理者に連絡してください。",
                "Records cannot be written. Tell the operator of this system.",
            ),
            Self::SchemaWorkerAbsent => Text::new(
                "スキーマの検証用の子プロセスを起動できません。検証システムの管理者に連絡してください。",
                "The process that validates by the schema cannot be started. Tell the operator of this system.",
            ),
            Self::ServerCertificateExpired => Text::new(
                "検証サーバーの証明書が有効期間外です。検証システムの管理者に連絡してください。",
                "The certificate of this server is outside its validity. Tell the operator of this system.",
            ),
            Self::TlsFilesUnusable => Text::new(
                "TLSに用いるファイルを読み取れません。検証システムの管理者に連絡してください。",
                "The files for TLS cannot be used. Tell the operator of this system.",
            ),
        }
    }

    /// As a problem names it.
    pub(super) fn json(self) -> Value {
        let Text { ja, en } = self.text();
        json!({ "id": self.id(), "ja": ja, "en": en })
    }
}

/// What was seen when it was looked at last.
#[derive(Default)]
pub(super) struct Readiness(Mutex<Option<(Instant, Vec<Reason>)>>);

impl Readiness {
    /// Why something cannot be done; nothing when all is well. Reads and writes files; not for threads that speak with clients.
    pub(super) fn reasons(&self, house: &House) -> Vec<Reason> {
        if house.ending.load(Ordering::Relaxed) {
            return vec![Reason::Ending];
        }
        // Looking costs something, and everybody may ask.
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*seen {
            Some((looked, reasons)) if looked.elapsed() < LOOK => reasons.clone(),
            _ => {
                let mut reasons = house.desk.reasons();
                reasons.extend(house.tls.iter().flat_map(|tls| tls.reasons()));
                *seen = Some((Instant::now(), reasons.clone()));
                reasons
            }
        }
    }
}

/// Tells the operator of every change, whether anybody asks or not.
pub(super) async fn watch(house: Arc<House>) {
    let mut told = Vec::new();
    loop {
        let asked = Arc::clone(&house);
        let Ok(reasons) = spawn_blocking(move || asked.readiness.reasons(&asked)).await else { return };
        house.numbers.ready.set(i64::from(reasons.is_empty()));
        if reasons != told {
            journal::readiness(&reasons);
            told = reasons;
        }
        sleep(LOOK_AGAIN).await;
    }
}
