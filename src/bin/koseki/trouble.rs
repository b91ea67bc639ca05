//! Why the tool could not do what it was asked, in both languages, with the code the process ends with.

use core::any::Any;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

use koseki::crypto::{KeyFileError, SigningError};
use koseki::dsig::PrepareError;
use koseki::pdf::SealError;
use koseki::report::{Check, Language, Outcome, Text};
use koseki::sign::SignError;
use koseki::store::StoreError;

use crate::{Exit, refusal, render};

/// The language asked for, or the locale's. Set once, when the arguments were read.
pub(crate) static SPOKEN: OnceLock<Language> = OnceLock::new();

/// The language of what is written to standard error.
pub(crate) fn spoken() -> Language {
    *SPOKEN.get_or_init(|| crate::language(None))
}

/// A reason the tool could not do its work, in words for standard error.
pub(crate) struct Trouble {
    text: Text,
    /// What stands below it, a line each.
    lines: Vec<Text>,
    exit: Exit,
}

impl Trouble {
    /// Words of other software, or rare ones of ours, which have one language.
    pub(crate) fn new(words: impl Into<String>) -> Self {
        let words = words.into();
        Self::said(words.clone(), words)
    }

    /// The same sentence in Japanese and in English.
    pub(crate) fn said(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { text: Text::owned(ja.into(), en.into()), lines: Vec::new(), exit: Exit::CouldNotWork }
    }

    /// Arguments that do not go together, or mean nothing: exit code 2.
    pub(crate) fn usage(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self::said(ja, en).ending(Exit::Usage)
    }

    /// About one file.
    pub(crate) fn at(path: &Path, ja: &str, en: &str) -> Self {
        Self::said(ja, en).about(path)
    }

    /// The same trouble, with the file it is about in front.
    pub(crate) fn about(mut self, path: &Path) -> Self {
        let path = path.display();
        self.text = Text::owned(format!("{path}: {}", self.text.ja), format!("{path}: {}", self.text.en));
        self
    }

    /// Ending so.
    pub(crate) fn ending(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// With lines of other software below.
    pub(crate) fn with_lines(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.lines.extend(lines.into_iter().map(|line| Text::owned(line.clone(), line)));
        self
    }

    /// With lines below, in both languages.
    pub(crate) fn with_texts(mut self, lines: impl IntoIterator<Item = Text>) -> Self {
        self.lines.extend(lines);
        self
    }

    /// The words without the lines below, in both languages.
    pub(crate) fn into_text(self) -> Text {
        self.text
    }

    fn with_checks<'c>(mut self, checks: impl IntoIterator<Item = &'c Check>) -> Self {
        let line = |check: &Check, language| {
            let options =
                render::options::of(check).map(|options| format!(" [{options}]")).unwrap_or_default();
            format!("{}: {}{options}", check.rule().id.0, check.message(language))
        };
        self.lines.extend(
            checks
                .into_iter()
                .map(|check| Text::owned(line(check, Language::Japanese), line(check, Language::English))),
        );
        self
    }

    /// The words without the lines below.
    pub(crate) fn words(&self, language: Language) -> &str {
        self.text.in_language(language)
    }

    /// How the process ends for it.
    pub(crate) const fn exit(&self) -> Exit {
        self.exit
    }

    /// Writes it to standard error. A name with line breaks or marks that reorder text cannot add a line of its own.
    pub(crate) fn tell(&self) {
        anstream::eprintln!("koseki: {}", render::one_line(self.words(spoken())));
        for line in &self.lines {
            anstream::eprintln!("  {}", render::one_line(line.in_language(spoken())));
        }
    }
}

impl<E: core::fmt::Display + 'static> From<E> for Trouble {
    fn from(error: E) -> Self {
        let any: &dyn Any = &error;
        if let Some(error) = any.downcast_ref::<StoreError>() {
            of_store(error)
        } else if let Some(error) = any.downcast_ref::<SignError>() {
            of_signing(error)
        } else if let Some(error) = any.downcast_ref::<io::Error>() {
            of_system(error)
        } else if let Some(error) = any.downcast_ref::<SigningError>() {
            of_key(error)
        } else if let Some(error) = any.downcast_ref::<SealError>() {
            of_seal(error)
        } else {
            Self::new(error.to_string())
        }
    }
}

/// What the operating system says; the commonest in Japanese too.
fn of_system(error: &io::Error) -> Trouble {
    let en = error.to_string();
    let ja = match error.kind() {
        io::ErrorKind::NotFound => "ファイル又はフォルダーがありません".to_owned(),
        io::ErrorKind::PermissionDenied => "アクセスが許可されていません".to_owned(),
        io::ErrorKind::IsADirectory => "フォルダーです。ファイルを指定してください".to_owned(),
        io::ErrorKind::NotADirectory => "フォルダーではありません".to_owned(),
        io::ErrorKind::AlreadyExists => "既に存在します".to_owned(),
        io::ErrorKind::StorageFull => "ディスクの空き容量がありません".to_owned(),
        _ => en.clone(),
    };
    Trouble::said(ja, en)
}

/// What a store or a file of certificates is not.
pub(crate) fn of_store(error: &StoreError) -> Trouble {
    let en = error.to_string();
    let ja = match error {
        StoreError::Read { path, error } | StoreError::Write { path, error } => {
            return of_system(error).about(path);
        }
        StoreError::Empty { path } => format!("{}: 求められた種類のものがありません", path.display()),
        StoreError::Malformed { path, error } => {
            format!("{}: 電子証明書又は失効情報として読み取れません（{error}）", path.display())
        }
        StoreError::Pem { path, line } => {
            format!("{}: PEMのブロックが壊れています（{line} 行目）", path.display())
        }
        StoreError::TooLarge { path, limit } => {
            format!("{}: 上限の {limit} バイトを超えています", path.display())
        }
        StoreError::TooMany { path, limit } => {
            format!("{}: ファイルが上限の {limit} 個を超えています", path.display())
        }
        StoreError::NotAStore { path } => {
            format!("{}: トラストストア（koseki trust で作るフォルダー）ではありません", path.display())
        }
        StoreError::Missing { path, .. } => {
            format!(
                "{}: 登録の記録がありますが、ファイルがありません。登録し直すか、登録を削除してください",
                path.display()
            )
        }
        StoreError::WithoutRecord { path, .. } => {
            format!("{}: {}", path.display(), "登録の記録がありません")
        }
        StoreError::Damaged { path } => {
            format!("{}: 名前の示すものではないか、確認されていない信頼点です", path.display())
        }
        StoreError::NoSuchEntry { prefix, count } => {
            format!(
                "フィンガープリントが {prefix} で始まるものは {count} 件あります。1件に決まる桁数を指定してください"
            )
        }
        StoreError::Unfit { sha256 } => {
            format!("{sha256}: 信頼点にできません（認証局の証明書でないか、使えない鍵です）")
        }
        StoreError::Prefix { prefix } => {
            let ja = format!("{prefix}: SHA-256の先頭8桁以上を16進数で指定してください");
            return Trouble::usage(ja, en);
        }
        StoreError::Changed { path } => {
            format!("{}: 登録したときのファイルと内容が異なります。登録し直してください", path.display())
        }
        StoreError::Entry { path } => {
            format!("{}: スキーマの登録の記録として読み取れません", path.display())
        }
        StoreError::KindDiffers { sha256, .. } => {
            format!("{sha256}: 別の種類のものとして登録済みです。先に登録を削除してください")
        }
        StoreError::Unconfirmed { sha256 } => {
            format!("{sha256}: 信頼点は、フィンガープリントを確認した後でなければ登録できません")
        }
        StoreError::Unknown { prefix } => format!("{prefix} で始まるスキーマは登録されていません"),
        StoreError::Ambiguous { prefix } => format!("{prefix} で始まるスキーマが複数あります"),
        StoreError::Schema { path, errors } => {
            let lines = errors.iter().map(ToString::to_string);
            return Trouble::at(path, "スキーマに誤りがあります", "the schema is not in order")
                .with_lines(lines);
        }
        _ => en.clone(),
    };
    Trouble::said(ja, en)
}

/// What is wrong with the document ends with 1, what is wrong with key or certificate with 4, what was asked for with 2.
fn of_signing(error: &SignError) -> Trouble {
    let en = error.to_string();
    match error {
        SignError::InputRefused(checks) => {
            Trouble::said("署名しませんでした。文書に次の問題があります", "not signed, because of the input:")
                .with_texts(checks.iter().flat_map(refusal::lines))
                .ending(Exit::Failed)
        }
        SignError::KindUnknown => Trouble::said("内容がPDFでもXMLでもありません", en).ending(Exit::Failed),
        SignError::Pdf(error) => refusal::of_reader(error),
        SignError::PdfUpdate(error) => refusal::of_writer(error, en),
        SignError::Xml(_)
        | SignError::Dsig(
            PrepareError::AlreadySigned
            | PrepareError::Canonicalization(_)
            | PrepareError::Encoding
            | PrepareError::RootEmpty,
        ) => Trouble::said(format!("このXMLには署名できません（{en}）"), en).ending(Exit::Failed),
        SignError::FindingNotAcceptable(id) => Trouble::usage(
            format!(
                "{id}: 許容できる所見ではありません。許容できるもの: {}",
                koseki::sign::acceptable_findings().collect::<Vec<_>>().join(", ")
            ),
            en,
        ),
        SignError::ResultRefused(report) => {
            let sections = report.sections();
            let failing = sections
                .iter()
                .flat_map(|(_, section)| section.checks())
                .filter(|check| matches!(check.outcome(), Outcome::Fail | Outcome::Unknown));
            Trouble::said(
                "署名した文書が検証に合格しないため、出力しませんでした",
                "the signed document does not pass the verifier and is not released:",
            )
            .with_checks(failing)
        }
        SignError::CertificateUnfit => {
            Trouble::said("電子証明書が認証局のものであるか、鍵の用途が署名ではありません", en)
        }
        SignError::OutsideValidity { at, not_before, not_after } => Trouble::said(
            format!("署名時刻 {at} は電子証明書の有効期間（{not_before} から {not_after}）外です"),
            en,
        ),
        SignError::Signer(error) => of_key(error),
        _ => Trouble::new(en),
    }
}

fn of_key(error: &SigningError) -> Trouble {
    let en = error.to_string();
    let ja = match error {
        SigningError::KeyFile(KeyFileError::NotAKey) => "秘密鍵のファイルではありません",
        SigningError::KeyFile(KeyFileError::PassphraseMissing) => "鍵にパスフレーズが必要です",
        SigningError::KeyFile(KeyFileError::PassphraseWrong) => "パスフレーズが違います",
        SigningError::KeyFile(KeyFileError::Malformed) => "秘密鍵のファイルが壊れています",
        _ => return Trouble::new(en),
    };
    Trouble::said(ja, en)
}

fn of_seal(error: &SealError) -> Trouble {
    let en = format!("seal: {error}");
    match error {
        SealError::CharacterMissing { character } => Trouble::said(
            format!("印影: フォントに「{character}」（U+{:04X}）の字形がありません", u32::from(*character)),
            format!("seal: the font has no glyph for {character} (U+{:04X})", u32::from(*character)),
        ),
        SealError::RectangleUnusable | SealError::PageZero => {
            let ja = match error {
                SealError::PageZero => "印影: ページは1から数えます（--seal-page）",
                _ => {
                    "印影: 位置は x0,y0,x1,y1（x0 < x1、y0 < y1）で、縦横とも8（1/72インチ単位）以上を指定してください（--seal-rect）"
                }
            };
            Trouble::usage(ja, en)
        }
        SealError::EmbeddingForbidden => Trouble::said("印影: フォントの許諾が埋め込みを禁じています", en),
        SealError::FontUnusable => Trouble::said("印影: フォントを読み取れません", en),
        SealError::TextLength { characters, limit } => {
            Trouble::usage(format!("印影: 文字数は 1 から {limit} までです（{characters} 文字）"), en)
        }
        _ => Trouble::new(en),
    }
}
