//! What is said of a file that is not as a signed document must be, by what happened to it.

use super::words::*;
use super::{Both, Said};
use crate::report::{Check, DocumentKind, DocumentReport};

/// A file that ends before its end: certain where a signature covers more octets than there are, unless a later revision
/// says so. Whoever appends one can claim any range, and the file is evidence of that.
fn cut_off(document: &DocumentReport, deciding: &str) -> Option<Said> {
    const AGAIN: Both = [
        "ファイルの送受信又は保存をやり直してください。やり直しても同じであれば、発行元から改めて取得してください。",
        "Send, fetch or save the file again; if it stays so, obtain the document anew from the issuer.",
    ];
    let signature = document.signature.checks();
    let told = |beginning| signature.iter().any(|check| check.rule().id.0.starts_with(beginning));
    if told("pdf.revision.") || told("pdf.update.") {
        return None;
    }
    if told("pdf.byte-range.past-end") {
        return Some(Said(
            [
                "ファイルが途中で切れています。署名の対象の終わりまでデータがありません。",
                "The file was cut off: it ends before what the signature covers does.",
            ],
            CUT_OFF,
            AGAIN,
        ));
    }
    matches!(deciding, "pdf.startxref.missing" | "pdf.eof.missing").then_some(Said(
        [
            "PDFの終わりにあるべきデータがありません。ファイルが途中で切れているおそれがあります。",
            "What ends a PDF is missing; the file may have been cut off.",
        ],
        CUT_OFF,
        AGAIN,
    ))
}

/// What is not as a signed document must be, by what happened to it.
pub(super) fn malformed(document: &DocumentReport, check: &Check) -> Said {
    let rule = check.rule().id.0;
    if let Some(said) = cut_off(document, rule) {
        return said;
    }
    let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| rule.starts_with(prefix));
    if begins(&["document.empty"]) {
        return Said(
            [
                "ファイルが空です（0バイト）。送受信又は保存の失敗が考えられます。",
                "The file is empty (0 octets); sending or saving it may have failed.",
            ],
            [
                "送受信又は保存の失敗によることが多く、不正を示すものではありません。",
                "Most often sending or saving it failed; it does not show that anybody did wrong.",
            ],
            [
                "元のファイルを確認し、改めて提出又は送信を求めてください。",
                "See the original file, and ask for it to be handed in or sent again.",
            ],
        );
    }
    if begins(&["document.kind"]) {
        let meaning = match document.kind {
            DocumentKind::Xml => [
                "ファイルの内容がウェブページ（HTML）です。PDFでもXMLの証明書でもありません。エラーの画面などが保存されたものと考えられます。",
                "The content is a web page (HTML), neither a PDF nor an XML document of this kind; an error page may have been saved.",
            ],
            DocumentKind::Pdf | DocumentKind::Unknown => {
                ["PDFでもXMLでもないファイルです。", "The file is neither a PDF nor an XML document."]
            }
        };
        return Said(
            meaning,
            MIX_UP,
            [
                "ファイルを取り違えていないか確認してください。",
                "See that it is not another file taken by mistake.",
            ],
        );
    }
    if begins(&["signature.present", "dsig.signature.none", "pdf.signature.absent"]) {
        return Said(
            ["電子署名が付されていません。", "The file carries no electronic signature."],
            MIX_UP,
            [
                "署名前の文書又は写しではないか確認してください。",
                "See whether it is the document before signing, or a copy.",
            ],
        );
    }
    if begins(&["pdf.revision.", "signature.later-revision"]) {
        return Said(
            [
                "署名の後に、文書に変更が加えられています（追加・差替え）。",
                "The document was changed after signing: something was added or replaced.",
            ],
            CHANGED_LATER,
            PRESERVE,
        );
    }
    if begins(&["pdf.update.", "pdf.coverage."]) {
        return Said(
            [
                "署名の対象とならないデータがファイルの後ろに加えられています。署名の後に変更（追加・差替え）されたおそれがあります。",
                "Data that no signature covers was appended to the file; it may have been changed after signing.",
            ],
            CHANGED_LATER,
            PRESERVE,
        );
    }
    if begins(&["dsig.reference.id-not-root"]) {
        return Said(
            [
                "電子署名の対象が、文書の一部だけです。電子公文書（鑑と本文から成る通知など）であるか、署名された内容と表示される内容が異なるように作られたおそれがあります。",
                "The signature covers a part of the document alone. It is an official electronic document (a notice with a covering letter), or may have been made so that it shows something other than what was signed.",
            ],
            NOT_COVERED,
            [
                "電子公文書を検証するときは、プロファイル kobunsho を指定してください。戸籍電子証明書として提出されたものであれば、受け取ったファイルをそのまま保全し、管理者に連絡してください。",
                "To verify an official electronic document, ask for the profile kobunsho. If it was handed in as a certificate of the family register, keep the file exactly as it was received and tell the operator of this system.",
            ],
        );
    }
    if begins(&[
        "dsig.wrapping.",
        "dsig.kobunsho.",
        "dsig.reference.id-duplicate",
        "dsig.reference.processing-instruction-unsigned",
        "dsig.structure.object",
        "dsig.transform.xpath",
        "dsig.transform.xslt",
        "pdf.signature.unreachable",
        "pdf.structure.duplicate-object",
        "pdf.structure.orphan",
    ]) {
        return Said(
            [
                "署名された内容と表示される内容が異なるように作られたおそれがあります。",
                "The file may have been made so that it shows something other than what was signed.",
            ],
            CRAFTED,
            PRESERVE,
        );
    }
    if begins(&[
        "cms.encapsulated-content",
        "dsig.reference.",
        "pdf.byte-range.end",
        "pdf.byte-range.first",
        "pdf.byte-range.gap",
        "pdf.byte-range.overlap",
    ]) {
        return Said(
            [
                "電子署名の対象が、文書の全体になっていません。署名されていない内容が含まれているおそれがあります。",
                "The signature does not cover the whole document; something in it may not have been signed.",
            ],
            NOT_COVERED,
            PRESERVE,
        );
    }
    Said(
        [
            "ファイル又は電子署名の構造に誤りがあり、署名された文書として認められません。",
            "The file or its signature is malformed and cannot be taken for a signed document.",
        ],
        DAMAGED,
        FETCH_AGAIN,
    )
}
