//! Why a document was not signed, for whoever prepared it: which rule, where, by which clause, and what to do about it.

use koseki::pdf::{Error, PrepareError};
use koseki::profile::findings;
use koseki::report::{Check, Language, Text};

use crate::render::{self, clause};
use crate::{Exit, Trouble};

/// Nobody can find it in a draft: it is how software wrote the PDF.
const ANEW: &str = "別のソフトウェアを用いて（PDF/Aへの変換、PDFへの印刷など）、PDFを作り直してください";
const ANEW_EN: &str =
    "make the PDF anew with other software (by converting it to PDF/A, or by printing to PDF)";

/// What to do, by the beginning of the rule. The first that fits is taken.
const REMEDIES: [(&str, &str, &str); 18] = [
    (
        "standard.pdf.one-signature",
        "既にある電子署名に署名を追加するときは --further-signature を指定してください（署名したものは、戸籍のプロファイルでは不合格となります）",
        "--further-signature adds one to what is there; the 戸籍 profile refuses the result",
    ),
    (
        "signature.",
        "電子署名が正しいと確かめられないファイルに、署名を追加することはできません。元のファイルを入手してください",
        "nothing is signed over a signature that was not found right; obtain the original file",
    ),
    (
        "cms.",
        "電子署名が正しいと確かめられないファイルに、署名を追加することはできません。元のファイルを入手してください",
        "nothing is signed over a signature that was not found right; obtain the original file",
    ),
    (
        "pdf.revision.",
        "署名の後に変更されたファイルに、署名を追加することはできません。元のファイルを入手してください",
        "nothing is signed over a file that was changed after signing; obtain the original file",
    ),
    (
        "pdf.content.action",
        "原稿からリンク（文書の中の移動だけのものを除く）、ボタンなどの動作を除いてください",
        "take links (but those inside the document), buttons and other actions out of the draft",
    ),
    (
        "pdf.content.optional",
        "原稿の層（レイヤー）を一つにまとめてください",
        "merge the layers of the draft into one",
    ),
    ("pdf.content.encoded-data", ANEW, ANEW_EN),
    ("pdf.content.filter-entries", ANEW, ANEW_EN),
    ("pdf.content.limit", ANEW, ANEW_EN),
    ("pdf.content.operators", ANEW, ANEW_EN),
    ("pdf.content.resource-value", ANEW, ANEW_EN),
    ("pdf.image.data", ANEW, ANEW_EN),
    (
        "pdf.limit.data",
        "画像の解像度を下げ、又は文書を分けて、PDFを作り直してください",
        "make the PDF anew with images of a lower resolution, or divide the document",
    ),
    (
        "pdf.content.",
        "その内容を原稿から除き、PDFを作り直してください",
        "take it out of the draft and make the PDF anew",
    ),
    (
        "pdf.image.",
        "画像の圧縮をFlate又はCCITTFaxとして、PDFを作り直してください",
        "make the PDF anew with images compressed by Flate or CCITTFax",
    ),
    (
        "pdf.version.",
        "PDF 1.7（ISO 32000-1）以前の版で作り直してください",
        "make the PDF anew as PDF 1.7 (ISO 32000-1) or older",
    ),
    (
        "pdf.unsupported.encryption",
        "暗号化（パスワード又は印刷・編集の制限）を解除してから署名してください。署名した後に暗号化すると、署名が壊れます",
        "take the encryption (a password, or restrictions) away before signing; to encrypt afterwards breaks the signature",
    ),
    ("pdf.", "PDFを作り直してください", "make the PDF anew"),
];

/// A finding in its lines: the sentence with its place, then clause and remedy.
pub(crate) fn lines(check: &Check) -> Vec<Text> {
    let id = check.rule().id.0;
    let said = |language| {
        let place = check.location().map(|place| format!(" [{}]", render::place(place, language)));
        let options = render::options::of(check).map(|options| format!(" [{options}]"));
        let (place, options) = (place.unwrap_or_default(), options.unwrap_or_default());
        format!("{id}: {}{place}{options}", check.message(language))
    };
    let mut lines = vec![Text::owned(said(Language::Japanese), said(Language::English))];
    let clause = |language| clause(language, check.rule().clause);
    if !check.rule().clause.starts_with("koseki: ") {
        lines.push(Text::owned(
            format!("  根拠: {}", clause(Language::Japanese)),
            format!("  clause: {}", clause(Language::English)),
        ));
    }
    if let Some((ja, en)) = remedy(id) {
        lines.push(Text::owned(format!("  対応: {ja}"), format!("  next: {en}")));
    }
    lines
}

fn remedy(id: &str) -> Option<(String, String)> {
    if koseki::sign::acceptable_findings().any(|one| one == id) {
        return Some((
            format!(
                "原稿から除いてください。承知の上で署名し、そのことを署名に記録するときは、--accept-finding {id} を指定してください"
            ),
            format!(
                "take it out of the draft; or sign knowing of it, and have that recorded, with --accept-finding {id}"
            ),
        ));
    }
    let found = REMEDIES.iter().find(|(beginning, ..)| id.starts_with(beginning));
    found.map(|(_, ja, en)| ((*ja).to_owned(), (*en).to_owned()))
}

/// Of a PDF that cannot be read.
pub(crate) fn of_reader(error: &Error) -> Trouble {
    let check = Check::from(findings::pdf::finding(error));
    Trouble::said("このPDFには署名できません", "this PDF cannot be signed")
        .with_texts(lines(&check))
        .ending(Exit::Failed)
}

/// Of a PDF that can be read and cannot be given the signature that was asked for.
pub(crate) fn of_writer(error: &PrepareError, en: String) -> Trouble {
    let ja = match error {
        PrepareError::Read(error) => return of_reader(error),
        PrepareError::AlreadySigned => {
            "既に電子署名があります。署名を追加するときは --further-signature を指定してください".to_owned()
        }
        PrepareError::CertifiedWithoutChanges => {
            "証明用の署名（DocMDP）が、署名の追加を含むすべての変更を禁じています".to_owned()
        }
        PrepareError::PageMissing { page, pages } => {
            format!("{page} ページ目はありません（全 {pages} ページ）。--seal-page の指定を確認してください")
        }
        PrepareError::SealOutsidePage => {
            "印影の位置がページの外に出ています。--seal-rect の指定を確認してください".to_owned()
        }
        PrepareError::SealOverSignature => {
            "既に電子署名のあるPDFには、印影を付けることができません（前の署名の表示を変えるため）".to_owned()
        }
        PrepareError::CmsTooLarge { capacity, length } => {
            format!("署名データ（{length} バイト）が、用意した領域（{capacity} バイト）に収まりません")
        }
        PrepareError::Encrypted => {
            "暗号化されています。暗号化（パスワード又は印刷・編集の制限）を解除してから署名してください（署名した後に暗号化すると、署名が壊れます）"
                .to_owned()
        }
        PrepareError::FileTooLarge => "署名すると、ファイルの大きさが上限を超えます".to_owned(),
        PrepareError::FilterNotName => "--filter の値が、PDFの名前として正しくありません".to_owned(),
        PrepareError::FormMalformed => "フォーム又は注釈の構造に誤りがあります".to_owned(),
        PrepareError::NoPage => "ページがありません".to_owned(),
        PrepareError::SigningTimeMalformed => "署名時刻を、時差のあるPDFの日時として書けません".to_owned(),
        PrepareError::TooManyObjects => "使えるオブジェクトの番号が残っていません".to_owned(),
        _ => en.clone(),
    };
    Trouble::said(format!("このPDFには署名できません。{ja}"), en).ending(Exit::Failed)
}

#[cfg(test)]
mod tests {
    use koseki::profile::registry;

    use super::{REMEDIES, remedy};

    #[test]
    fn every_remedy_is_for_a_rule_that_there_is_and_every_rule_of_pdf_has_one() {
        for (beginning, ..) in REMEDIES {
            assert!(registry().any(|rule| rule.id.0.starts_with(beginning)), "{beginning}");
        }
        for rule in registry().filter(|rule| rule.id.0.starts_with("pdf.")) {
            assert!(remedy(rule.id.0).is_some(), "{}", rule.id.0);
        }
    }
}
