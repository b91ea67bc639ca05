//! `koseki inspect`: what a file says of itself, and whether digest and signature value are right. No trust decision.

use std::io::{self, Write};

use koseki::cms::{Outcome, SignedData, TimeStamp, TimeStampError, Verification};
use koseki::dsig::{self, InspectedContent, KeySource};
use koseki::evidence::{self, FileKind};
use koseki::pdf::{self, SignatureDictionary, SignedBytes, SubFilter};
use koseki::pki::Certificate;
use koseki::profile::findings;
use koseki::report::{Check, FORMAT_VERSION, Finding, Language};
use koseki::xml;
use serde_json::{Map, Value, json};

use crate::arguments::{Format, Inspect};
use crate::render::{one_line, pick};
use crate::{Exit, Trouble, language, volume, written};

pub(crate) fn run(command: &Inspect) -> Result<Exit, Trouble> {
    let language = language(command.output.lang);
    let octets = super::read(&command.file)?;
    // Machines read the errors' own words, people those of the rules.
    let words = match command.output.format {
        Format::Json => Language::English,
        Format::Text => language,
    };
    let mut found = match evidence::kind(&octets) {
        FileKind::Pdf => pdf(&octets, words),
        FileKind::Xml => xml(&octets, words),
        FileKind::Unknown => {
            let reason = if octets.is_empty() {
                pick(words, "ファイルが空です（0バイト）。", "empty (0 octets)")
            } else {
                pick(words, "PDFでもXMLでもないファイルです。", "neither PDF nor XML by its content")
            };
            object([("error", json!(reason))])
        }
    };
    let kind = match evidence::kind(&octets) {
        FileKind::Pdf => "pdf",
        FileKind::Xml => "xml",
        FileKind::Unknown => "unknown",
    };
    let sha256 = koseki::crypto::DigestAlgorithm::Sha256.digest(&octets).to_hex();
    let intact = found.get("intact") == Some(&Value::Bool(true));
    let mut all = object([
        ("format_version", json!(FORMAT_VERSION)),
        ("file", json!(command.file.display().to_string())),
        ("size", json!(octets.len())),
        ("sha256", json!(sha256)),
        ("kind", json!(kind)),
    ]);
    all.append(&mut found);
    let mut out = anstream::stdout().lock();
    match command.output.format {
        Format::Json => {
            let json = serde_json::to_string_pretty(&Value::Object(all))?;
            written(writeln!(out, "{json}"))?;
        }
        Format::Text if volume::is_quiet() => {}
        Format::Text => {
            for_people(&mut all);
            written(text(&mut out, &Value::Object(all), 0, language))?;
            let note = pick(
                language,
                "ここに示したのは計算上の事実のみです。署名者を信頼できるかどうかは koseki verify で確認してください。",
                "These are facts of arithmetic alone; whether the signer is to be trusted, koseki verify tells.",
            );
            written(writeln!(out, "\n{note}"))?;
        }
    }
    Ok(if intact { Exit::Passed } else { Exit::Failed })
}

/// Leaves out what only machines need, and an answer to a question that does not arise: without a signature, or without
/// a document, nothing was calculated.
fn for_people(all: &mut Map<String, Value>) {
    let unsigned = all.get("signatures").and_then(Value::as_array).is_some_and(Vec::is_empty);
    let uncalculated = unsigned || all.contains_key("error");
    all.retain(|key, _| key != "format_version" && !(key == "intact" && uncalculated));
}

/// An error in the language: Japanese has the words of the rule that it breaks.
fn said(words: Language, error: &impl ToString, finding: impl FnOnce() -> Finding) -> Value {
    match words {
        Language::Japanese => json!(Check::from(finding()).message(words)),
        Language::English => json!(error.to_string()),
    }
}

fn pdf(octets: &[u8], words: Language) -> Map<String, Value> {
    let refused = |error: &pdf::Error| {
        object([("intact", json!(false)), ("error", said(words, error, || findings::pdf::finding(error)))])
    };
    let document = match pdf::Document::parse(octets) {
        Ok(document) => document,
        Err(error) => return refused(&error),
    };
    let fields = match document.latest().signature_fields() {
        Ok(fields) => fields,
        Err(error) => return refused(&error),
    };
    let signatures: Vec<Map<String, Value>> = fields
        .iter()
        .filter_map(|field| Some((field, field.signature.as_ref()?)))
        .map(|(field, dictionary)| {
            let mut one = object([("field", json!(field.name))]);
            one.append(&mut pdf_signature(&document, dictionary, words));
            one
        })
        .collect();
    let intact =
        !signatures.is_empty() && signatures.iter().all(|one| one.get("intact") == Some(&json!(true)));
    object([
        ("intact", json!(intact)),
        ("revisions", json!(document.revisions().len())),
        ("signatures", json!(signatures)),
    ])
}

fn pdf_signature(
    document: &pdf::Document<'_>,
    dictionary: &SignatureDictionary<'_>,
    words: Language,
) -> Map<String, Value> {
    let name = |octets: Option<&[u8]>| octets.map(|octets| String::from_utf8_lossy(octets).into_owned());
    let mut one = object([
        ("offset", json!(dictionary.offset())),
        ("filter", json!(name(dictionary.filter()))),
        ("sub_filter", json!(name(dictionary.sub_filter_name()))),
        ("name", json!(dictionary.name())),
        ("signing_time", json!(name(dictionary.signing_time_text()))),
    ]);
    let accepted = dictionary.accepted_findings();
    if !accepted.is_empty() {
        one.insert("accepted_findings".into(), json!(accepted.join(", ")));
    }
    let bytes = match SignedBytes::new(document, dictionary) {
        Ok(bytes) => bytes,
        Err(error) => {
            one.append(&mut object([
                ("intact", json!(false)),
                ("coverage", said(words, &error, || findings::pdf::finding(&error))),
            ]));
            return one;
        }
    };
    let covered: usize = bytes.regions().iter().map(|region| region.len()).sum();
    one.insert("octets_covered".into(), json!(covered));
    one.insert("revision_covered".into(), json!(bytes.coverage().revision() + 1));
    if dictionary.sub_filter() == Ok(SubFilter::EtsiRfc3161) {
        one.append(&mut time_stamp(TimeStamp::of_document(bytes.contents(), &bytes.regions()), words));
        return one;
    }
    match SignedData::parse(bytes.contents()) {
        Err(error) => {
            let error = said(words, &error, || findings::cms::finding(&error));
            one.append(&mut object([("intact", json!(false)), ("cms", error)]));
        }
        Ok(signed_data) => one.append(&mut cms(&signed_data.verify(bytes.regions()), words)),
    }
    one
}

/// A document time-stamp: no signature of a person or an office, but the file is not intact when it is broken.
fn time_stamp(stamp: Result<TimeStamp, TimeStampError>, words: Language) -> Map<String, Value> {
    match stamp {
        Ok(stamp) => object([
            ("intact", json!(true)),
            ("time_stamp", json!(stamp.time())),
            ("signer", certificate(stamp.authority_certificate())),
        ]),
        Err(error) => object([
            ("intact", json!(false)),
            ("cms", said(words, &error, || findings::cms::time_stamp_finding(&error))),
        ]),
    }
}

fn cms(verification: &Verification, words: Language) -> Map<String, Value> {
    let step = |outcome: &Outcome| match outcome {
        Outcome::Holds => json!("right"),
        Outcome::Broken(error) => said(words, error, || findings::cms::finding_in(verification, error)),
        Outcome::NotChecked => json!(pick(words, "確認していません", "not checked")),
    };
    let signed_data = verification.signed_data();
    let digest = verification.message_digest();
    let value = verification.signature_value();
    let intact = *value == Outcome::Holds && !matches!(digest, Outcome::Broken(_));
    let attributes = signed_data.signed_attributes();
    object([
        ("intact", json!(intact)),
        ("digest", step(digest)),
        ("signature_value", step(value)),
        ("digest_algorithm", json!(signed_data.digest_algorithm().name())),
        ("signature_algorithm", json!(signed_data.signature_algorithm().to_string())),
        ("cms_signing_time", json!(attributes.and_then(koseki::cms::SignedAttributes::signing_time))),
        ("signer", json!(verification.signer_certificate().ok().map(certificate))),
        ("certificates", json!(signed_data.certificates().iter().map(certificate).collect::<Vec<_>>())),
    ])
}

fn xml(octets: &[u8], words: Language) -> Map<String, Value> {
    let document = match xml::Document::parse(octets) {
        Ok(document) => document,
        Err(error) => {
            let error = said(words, &error, || findings::xml::finding(&error));
            return object([("intact", json!(false)), ("error", error)]);
        }
    };
    let inspection = dsig::inspect(&document);
    let signatures: Vec<Map<String, Value>> = inspection
        .signatures
        .iter()
        .map(|signature| {
            let mut one = object([
                ("line", json!(signature.position.line)),
                ("column", json!(signature.position.column)),
            ]);
            one.append(&mut match &signature.content {
                Ok(content) => xml_signature(content, words),
                Err(error) => object([
                    ("intact", json!(false)),
                    ("error", said(words, error, || findings::dsig::finding(error))),
                ]),
            });
            one
        })
        .collect();
    object([("intact", json!(inspection.is_intact())), ("signatures", json!(signatures))])
}

fn xml_signature(content: &InspectedContent, words: Language) -> Map<String, Value> {
    let right = |result: &Result<(), dsig::Error>| match result {
        Ok(()) => json!("right"),
        Err(error) => said(words, error, || findings::dsig::finding(error)),
    };
    let references: Vec<Value> = content
        .references
        .iter()
        .map(|reference| {
            json!({
                "digest": right(&reference.digest),
                "digest_algorithm": reference.digest_method.algorithm().map(koseki::crypto::DigestAlgorithm::name),
            })
        })
        .collect();
    let key = content.key.as_ref().map(|(key, source)| match source {
        KeySource::Certificate(index) => {
            format!("{key}{} {}", pick(words, "、電子証明書", ", certificate"), index + 1)
        }
        KeySource::KeyValue => format!("{key}{}KeyValue", pick(words, "、", ", ")),
    });
    object([
        ("intact", json!(content.is_intact())),
        ("references", json!(references)),
        ("signature_value", right(&content.value)),
        ("signature_algorithm", json!(content.signature_method.algorithm().map(|one| one.to_string()))),
        ("canonicalization", json!(content.canonicalization_method)),
        ("key", json!(key)),
        ("certificates", json!(content.certificates.iter().map(certificate).collect::<Vec<_>>())),
    ])
}

fn certificate(one: &Certificate) -> Value {
    json!({
        "subject": one.subject().to_string(),
        "issuer": one.issuer().to_string(),
        "serial": const_hex::encode(one.serial_number()),
        "not_before": one.not_before(),
        "not_after": one.not_after(),
        "sha256": const_hex::encode(one.sha256()),
    })
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Prints a value as an indented outline with labels of the language.
fn text(out: &mut impl Write, value: &Value, depth: usize, language: Language) -> io::Result<()> {
    let indent = "  ".repeat(depth);
    let Value::Object(entries) = value else { return writeln!(out, "{indent}{}", plain(value, language)) };
    for (key, value) in entries {
        let label = label(key, language);
        match value {
            Value::Null => {}
            Value::Array(items) if items.is_empty() && key == "signatures" => {
                writeln!(out, "{indent}{label}: {}", pick(language, "なし", "none"))?;
            }
            Value::Array(items) => {
                for (number, item) in (1usize..).zip(items) {
                    writeln!(out, "{indent}{label} {number}:")?;
                    text(out, item, depth + 1, language)?;
                }
            }
            Value::Object(_) => {
                writeln!(out, "{indent}{label}:")?;
                text(out, value, depth + 1, language)?;
            }
            other => writeln!(out, "{indent}{label}: {}", plain(other, language))?,
        }
    }
    Ok(())
}

fn plain(value: &Value, language: Language) -> String {
    match value {
        Value::Bool(true) => pick(language, "はい", "yes").to_owned(),
        Value::Bool(false) => pick(language, "いいえ", "no").to_owned(),
        Value::String(text) if text == "right" => pick(language, "正しい", "right").to_owned(),
        Value::String(text) => one_line(text).into_owned(),
        other => other.to_string(),
    }
}

fn label(key: &str, language: Language) -> &str {
    const LABELS: &[(&str, &str, &str)] = &[
        ("accepted_findings", "発行者が許容した所見", "Findings the issuer accepted"),
        ("canonicalization", "正規化方式", "Canonicalization"),
        ("certificates", "電子証明書", "Certificate"),
        ("cms", "PKCS#7", "PKCS#7"),
        ("cms_signing_time", "signingTime 属性", "signingTime attribute"),
        ("column", "桁", "Column"),
        ("coverage", "署名の対象", "Coverage"),
        ("digest", "ハッシュ値", "Digest"),
        ("digest_algorithm", "ハッシュ関数", "Digest algorithm"),
        ("error", "誤り", "Error"),
        ("field", "署名フィールド", "Signature field"),
        ("file", "ファイル", "File"),
        ("filter", "Filter", "Filter"),
        ("format_version", "この出力の形式番号", "Format version of this output"),
        ("intact", "ハッシュ値と署名値の計算結果が正しい", "Digest and signature value are right"),
        ("issuer", "発行者", "Issuer"),
        ("key", "検証に用いた鍵", "Key"),
        ("kind", "種別", "Kind"),
        ("line", "行", "Line"),
        ("name", "Name", "Name"),
        ("not_after", "有効期間の終わり", "Not after"),
        ("not_before", "有効期間の始め", "Not before"),
        ("octets_covered", "署名対象のバイト数", "Octets covered"),
        ("offset", "位置（バイト）", "Offset"),
        ("references", "参照", "Reference"),
        ("revision_covered", "署名対象の版", "Revision covered"),
        ("revisions", "版の数", "Revisions"),
        ("serial", "シリアル番号", "Serial number"),
        ("sha256", "SHA-256", "SHA-256"),
        ("signature_algorithm", "署名アルゴリズム", "Signature algorithm"),
        ("signature_value", "署名値", "Signature value"),
        ("signatures", "電子署名", "Signature"),
        ("signer", "署名者", "Signer"),
        ("signing_time", "署名時刻 M", "Signing time M"),
        ("size", "大きさ（バイト）", "Size (octets)"),
        ("sub_filter", "SubFilter", "SubFilter"),
        ("subject", "主体者", "Subject"),
        ("time_stamp", "文書タイムスタンプの時刻", "Time of the document time-stamp"),
    ];
    LABELS.iter().find(|(name, _, _)| *name == key).map_or(key, |(_, ja, en)| pick(language, ja, en))
}
