//! The rules every report states, passed or not: what was established about the signature, the certificate and the form.
//!
//! Defects have rules of their own, beside the errors they come from, in `findings`; the rules of document 004
//! are in `standard`.

use crate::report::{Finding, Rule, RuleId, SectionName, SubIndication, Text};

/// The signature value was not verified at all, because of what was found about the certificate: not that it is wrong.
pub fn value_unverified(sub_indication: SubIndication) -> Finding {
    Finding::new(&VALUE, sub_indication).saying(Text::new(
        "署名値を確認していません（署名者の電子証明書を用いることができないため。証明書検証結果を見てください）。",
        "The signature value was not verified, because the signer's certificate cannot be used; see the certificate's section.",
    ))
}

/// What a reader has to mind about findings that the issuer accepted, by their identifiers: each kind once, in one sentence
/// for the list of findings to stand behind.
pub fn accepted<S: AsRef<str>>(ids: &[S]) -> Text {
    const VIEWERS: [&str; 5] = [
        "pdf.shadow.appearance-states",
        "pdf.shadow.drawn-by-viewer",
        "pdf.shadow.optional-content",
        "pdf.shadow.presentation",
        "pdf.shadow.screen-not-paper",
    ];
    const HIDDEN: [&str; 6] = [
        "pdf.shadow.carried-data",
        "pdf.shadow.cropped-page",
        "pdf.shadow.hidden-annotation",
        "pdf.shadow.page-not-shown",
        "pdf.shadow.replaced-object",
        "pdf.shadow.unused-object",
    ];
    let any = |kinds: &[&str]| ids.iter().any(|id| kinds.contains(&id.as_ref()));
    let is_field = any(&["pdf.shadow.interactive-field"]);
    let is_other = ids.iter().any(|id| {
        let id = id.as_ref();
        !VIEWERS.contains(&id) && !HIDDEN.contains(&id) && id != "pdf.shadow.interactive-field"
    });
    let sentences = [
        (
            any(&HIDDEN),
            "以前の内容又は表示されない内容がファイルに残っていますので、表示される内容だけを用いてください",
            "earlier or hidden content is in the file: use only what is shown",
        ),
        (
            is_field,
            "入力欄は閲覧ソフトウェアで書き換えられますので、保存し直したものや印刷したものではなく、検証したファイルの表示を用いてください",
            "fields can be filled in a viewer: rely on the file that was verified, not on a copy that was saved or printed",
        ),
        (
            any(&VIEWERS),
            "閲覧ソフトウェアによって、又は画面と紙とで表示の異なる部分がありますので、その部分だけによって判断せず、必要があれば発行元に確認してください",
            "viewers, or screen and paper, show some of it differently: do not rely on that part alone, and ask the issuer where it matters",
        ),
        (
            is_other,
            "この検証ツールの知らない事項がありますので、その意味を発行元に確認してください",
            "there is a finding that this tool does not know: ask the issuer what it means",
        ),
    ];
    let said = || sentences.iter().filter(|(is_said, ..)| *is_said);
    let (ja, en): (Vec<_>, Vec<_>) = said().map(|(_, ja, en)| (*ja, *en)).unzip();
    Text::owned(
        format!(
            "署名者は、署名する前に見つかった次の事項を承知して署名したと記しています。{}",
            ja.join("。")
        ),
        format!("The signer states that these findings were accepted when signing; {}", en.join("; ")),
    )
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $section:ident, $clause:literal,
        requires $ja:literal / $en:literal,
        else $ja_violation:literal / $en_violation:literal;)*) => {
        $($(#[$doc])* pub static $name: Rule = Rule {
            id: RuleId($id),
            section: SectionName::$section,
            clause: $clause,
            requirement: Text::new($ja, $en),
            violation: Text::new($ja_violation, $en_violation),
        };)*
        /// Every rule of this table, for the registry.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}
pub(crate) use rules;

rules! {
    /// The file is a PDF or an XML document.
    KIND = "document.kind", Signature, "004 第4-2(1)",
        requires "PDF又はXMLのファイルであること" / "The file is a PDF or an XML document",
        else "PDFでもXMLでもないファイルです。戸籍電子証明書として読み取ることができません。" /
            "The file is neither a PDF nor an XML document and cannot be read as a certificate of the family register.";
    /// The file has content.
    EMPTY = "document.empty", Signature, "004 第4-2(1)",
        requires "ファイルが空でないこと" / "The file is not empty",
        else "ファイルが空です（0バイト）。" / "The file is empty (0 octets).";
    /// The file carries a signature.
    PRESENT = "signature.present", Signature, "004 第4-2(2)",
        requires "電子署名が付されていること" / "The file carries an electronic signature",
        else "電子署名が付されていません。" / "The file carries no electronic signature.";
    /// The structure holds together.
    STRUCTURE = "signature.structure", Signature, "ISO 32000-1 7.5; XML Signature 4",
        requires "ファイルと電子署名の構造が正しいこと" / "The structure of the file and of its signature is sound",
        else "ファイル又は電子署名の構造に誤りがあります。" / "The structure of the file or of its signature is broken.";
    /// The signature covers the whole document.
    COVERAGE = "signature.coverage", Signature, "ISO 32000-1 12.8.1; XML Signature 4.4.3",
        requires "電子署名がファイル全体を対象としていること" / "The signature covers the whole file",
        else "電子署名の対象がファイル全体ではありません。" / "The signature does not cover the whole file.";
    /// The signature covers the BODY element (`kobunsho` alone).
    COVERAGE_BODY = "signature.coverage.body", Signature, "XML Signature 4.4.3",
        requires "電子署名がBODY要素を対象としていること（文書全体ではありません）" /
            "The signature covers the BODY element, not the whole document",
        else "電子署名がBODY要素を対象としていません。" / "The signature does not cover the BODY element.";
    /// Comments are not signed (said only where there are some).
    COMMENTS = "signature.comments", Signature, "Canonical XML 1.0 2.1; XML Signature 8.1.2",
        requires "署名の対象の中に注釈（コメント）があります。注釈は署名で保護されず、内容として取り扱わないでください" /
            "Comments stand inside what is signed; they are not signed themselves and must not be read as content",
        else "注釈が署名の対象の内容を変えています。" / "Comments change the content that is signed.";
    /// Namespace declarations that are not signed (said only where there are some).
    NAMESPACES = "signature.namespaces", Signature, "Exclusive XML Canonicalization 1.0 1.3; Canonical XML 2.0 2.2",
        requires "署名で保護されない名前空間の宣言があります。要素名・属性名には使われていませんが、内容の中の接頭辞として用いないでください" /
            "Some namespace declarations are not signed: no name of an element or attribute uses them, and no prefix in a value may be read by them",
        else "署名で保護されない名前空間の宣言が、内容の意味を変えています。" /
            "Namespace declarations that are not signed change the meaning of the content.";
    /// The signature covers the whole of an earlier revision.
    COVERAGE_REVISION = "signature.coverage.revision", Signature, "ISO 32000-1 12.8.1",
        requires "電子署名が署名時の版の全体を対象としていること（その後に版が追加されています）" /
            "The signature covers the whole of the revision it was made in; others follow",
        else "電子署名が署名時の版の全体を対象としていません。" /
            "The signature does not cover the whole of its revision.";
    /// Signatures the sections do not speak of.
    OTHER_SIGNATURES = "signature.others", Signature, "ISO 32000-1 12.8.1",
        requires "この結果は最後に付された電子署名についてのものです。ほかの電子署名は計算だけを確かめ、署名者を信頼できるかどうかは判定していません" /
            "This report speaks of the last signature; of others the arithmetic is checked, trust in their signers is not",
        else "ほかの電子署名を判定できません。" / "Other signatures cannot be judged.";
    /// The signatures the sections do not speak of are right, as far as arithmetic tells (said only where one is not).
    OTHER_SIGNATURES_INTACT = "signature.others.intact", Signature, "ISO 32000-1 12.8.1; RFC 5652 5.4, 5.6",
        requires "ほかの電子署名について、署名した範囲の内容が変わっておらず、署名値が正しいこと" /
            "What every other signature covers is unchanged, and its value is right",
        else "ほかの電子署名のうちに、正しくないもの又は正しいことを確かめられないものがあります。" /
            "Another signature in the file is wrong, or could not be found right.";
    /// The issuer signed although the input was found to carry hidden or replaceable content. What the reader is to mind is
    /// said by kind ([`accepted`]).
    ACCEPTED_FINDINGS = "signature.accepted-findings", Signature, "004 第4-2(1)ア",
        requires "署名者が、署名する前に見つかった事項（表示されない内容、切り替えられる内容など）を承知して署名したと記しています" /
            "The signer states that findings about the content, hidden or replaceable, were accepted when signing",
        else "発行者が許容した所見を確認できません。" / "The findings that the issuer accepted cannot be established.";
    /// Revisions after the signed one add nothing but what a closed list allows.
    LATER_REVISION = "signature.later-revision", Signature, "ISO 32000-1 12.8.1; ETSI EN 319 142-1 5.4",
        requires "署名後に追加された版が、許された追加だけであること" /
            "Revisions after the signed one add only what is allowed",
        else "署名後に追加された版が、文書を変えています。" / "A revision after the signed one changes the document.";
    /// The digest of the signed octets is the one that was signed.
    DIGEST = "signature.digest", Signature, "RFC 5652 5.4; XML Signature 3.2.1",
        requires "署名後に内容が変わっていないこと（ハッシュ値の一致）" / "The content is unchanged since it was signed (digests agree)",
        else "文書の内容が署名時と一致しません（ハッシュ値の不一致）。署名後の改ざん又は破損です。" /
            "The digests differ: the content was changed after it was signed.";
    /// The signature value verifies with the signer's key.
    VALUE = "signature.value", Signature, "RFC 8017 8.2.2; 004 第4-2(2)",
        requires "署名値が署名者の公開鍵で検証できること" / "The signature value verifies with the signer's public key",
        else "署名値が署名者の公開鍵で検証できません。" / "The signature value does not verify with the signer's public key.";
    /// The signer's certificate is in the file.
    SIGNER_CERTIFICATE = "certificate.present", Certificate, "004 第4-2(2); RFC 5652 5.1",
        requires "署名者の電子証明書がファイル中にあること" / "The signer's certificate is in the file",
        else "署名者の電子証明書がファイル中にありません。" / "The signer's certificate is not in the file.";
    /// A valid path to an anchor of the receiver.
    PATH = "certificate.path", Certificate, "RFC 5280 6.1",
        requires "署名者の電子証明書から信頼点まで有効な認証パスがあること" /
            "A valid path leads from the signer's certificate to a trust anchor",
        else "署名者の電子証明書から信頼点までの有効な認証パスがありません。" /
            "No valid path leads from the signer's certificate to a trust anchor.";
    /// The claimed signing time is possible (said only when it is not).
    CLAIMED_TIME = "certificate.claimed-time", Certificate, "ETSI EN 319 102-1 5.2.8; RFC 5652 11.3; 004 第4-2(2)ア M",
        requires "署名者の申告した署名時刻が、検証基準時刻及び受領日時より後でないこと" /
            "The signing time that the signer claims is not after the time of judgement or of receipt",
        else "署名者の申告した署名時刻が、検証基準時刻（又は受領日時）より後です。日時の指定と計算機の時計を確認してください。" /
            "The signing time that the signer claims is after the time of judgement (or of receipt). Check the times given and this machine's clock.";
    /// The PDF reads as ISO 32000-1.
    PDF_READS = "form.pdf", Form, "004 第4-2(1)ア; ISO 32000-1",
        requires "ISO 32000-1 のPDFとして読み取れること" / "The file reads as a PDF of ISO 32000-1",
        else "ISO 32000-1 のPDFとして読み取れません。" / "The file does not read as a PDF of ISO 32000-1.";
    /// The XML is well-formed XML 1.0.
    XML_WELL_FORMED = "form.xml", Form, "004 第4-2(1)イ; XML 1.0",
        requires "整形式のXML 1.0であり、文書型宣言などの禁じられたものを含まないこと" /
            "The file is well-formed XML 1.0, without a document type declaration or anything else that is forbidden",
        else "受け付けられるXML 1.0の文書ではありません（理由は署名検証結果の項目にあります）。" /
            "The file is no XML 1.0 that can be accepted; the item under the signature says why.";
    /// The signed content is schema-valid.
    SCHEMA = "form.schema", Form, "004 第4-2(1)イ; XSD 1.1",
        requires "署名された内容がスキーマに適合していること" / "The signed content is valid against the schema",
        else "スキーマに適合していません。" / "The content is not valid against the schema.";
}

#[cfg(test)]
mod tests {
    use super::accepted;
    use crate::profile::findings::pdf::SHADOW_RULES;

    #[test]
    fn every_finding_that_can_be_accepted_has_an_instruction_of_its_kind() {
        for rule in SHADOW_RULES {
            let said = accepted(&[rule.id.0]);
            assert!(!said.ja.contains("知らない"), "{}", rule.id.0);
            assert_eq!(said.ja.matches('。').count(), 1, "one kind, one instruction: {}", said.ja);
        }
        let both = accepted(&["pdf.shadow.replaced-object", "pdf.shadow.interactive-field", "x"]);
        for words in ["表示される内容だけ", "入力欄", "知らない"] {
            assert!(both.ja.contains(words), "{}", both.ja);
        }
        assert!(accepted(&["pdf.shadow.javascript"]).en.contains("does not know"));
    }
}
