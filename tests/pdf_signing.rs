//! Signing a PDF: every layout it may have, what it carries already, a visible stamp; and what the report says of several
//! signatures in one file.

mod support;

use koseki::crypto::{Signer as _, SoftwareSigner};
use koseki::pdf::{Document, ExistingSignatures, PrepareError, Rectangle, Seal, SealError};
use koseki::pki::{Certificate, CertificateRevocationList};
use koseki::profile::Profile;
use koseki::report::{
    DocumentReport, Language, PageSummary, RevisionAddition, SignatureOutcome, SignatureRole, SubIndication,
    Verdict,
};
use koseki::sign::{SignError, SigningIdentity, SigningRequest, prepare_pdf, sign_pdf};
use koseki::time::Time;
use koseki::{Verifier, verify_document};
use support::{fixture, peer};

fn at() -> Time {
    Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap()
}

fn signer() -> SoftwareSigner {
    SoftwareSigner::from_key_file(&fixture("keys/minister.pem"), None).unwrap()
}

fn identity() -> SigningIdentity {
    let certificate = Certificate::parse(&fixture("pki/signers/minister.cer")).unwrap();
    SigningIdentity::new(certificate, Vec::new(), signer().algorithm()).unwrap()
}

fn request<'a>() -> SigningRequest<'a> {
    SigningRequest::new(at())
}

fn sign(input: &[u8], request: &SigningRequest<'_>) -> Result<Vec<u8>, SignError> {
    sign_pdf(input, &identity(), &signer(), request)
}

fn again(input: &[u8]) -> Vec<u8> {
    let further = SigningRequest { existing_signatures: ExistingSignatures::Kept, ..request() };
    sign(input, &further).unwrap()
}

fn verified(octets: &[u8], profile: Profile) -> DocumentReport {
    let list = |name: &str| CertificateRevocationList::parse(&fixture(&format!("pki/crls/{name}"))).unwrap();
    let verifier = Verifier::new(at())
        .with_anchors([Certificate::parse(&fixture("pki/anchors/official-status-ca.cer")).unwrap()])
        .with_revocation_lists([list("official-status.crl"), list("official-status-arl.crl")])
        .with_profile(profile);
    verify_document(octets, &verifier)
}

#[track_caller]
fn passes(octets: &[u8], profile: Profile) -> DocumentReport {
    let report = verified(octets, profile);
    assert_eq!(report.verdict(), Verdict::Passed, "{:#}", report.to_json(Language::English));
    report
}

fn checks(report: &DocumentReport) -> Vec<(&'static str, String)> {
    let checks = report.sections().into_iter().flat_map(|(_, section)| section.checks());
    checks.map(|check| (check.rule().id.0, check.message(Language::English).into_owned())).collect()
}

/// Where a word stands for the last time.
fn last(octets: &[u8], word: &str) -> usize {
    memchr::memmem::rfind(octets, word.as_bytes()).unwrap()
}

/// Tables, streams, object streams, forms in the catalog and beside it, scans.
const INPUTS: [&str; 6] = [
    "inputs/form-direct.pdf",
    "inputs/form-indirect.pdf",
    "inputs/form-xref-stream.pdf",
    "inputs/scan-ccitt.pdf",
    "inputs/scan-flate.pdf",
    "inputs/xref-stream.pdf",
];

/// The forms of these inputs can be filled in: a good example of what an issuer may decide to accept.
const FILLABLE: &str = "pdf.shadow.interactive-field";

fn accepting<'a>() -> SigningRequest<'a> {
    SigningRequest { accepted_findings: &[FILLABLE], ..request() }
}

#[test]
fn every_layout_is_signed_and_nothing_of_the_input_changes() {
    for name in INPUTS {
        let input = fixture(name);
        let signed = sign(&input, &accepting()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(signed.starts_with(&input), "{name}");
        passes(&signed, Profile::koseki());
        let (before, after) = (Document::parse(&input).unwrap(), Document::parse(&signed).unwrap());
        let (before, after) = (before.latest(), after.latest());
        for key in ["ID", "Info", "Root"] {
            let value = |trailer: Option<&koseki::pdf::Dictionary>| trailer.unwrap().get(key).cloned();
            assert_eq!(value(before.trailer()), value(after.trailer()), "{name} {key}");
        }
        let metadata = |view: koseki::pdf::View<'_>| {
            let id = view.catalog().unwrap().1.reference("Metadata");
            id.and_then(|id| view.object(id)).map(koseki::pdf::IndirectObject::offset)
        };
        assert_eq!(metadata(before), metadata(after), "{name}");
    }
}

#[test]
fn an_encrypted_input_is_refused_by_name() {
    let input = fixture("inputs/scan-flate.pdf");
    let at = last(&input, "/Root");
    let mut encrypted = input.clone();
    // A trailer is read last; its offsets do not move what stands before.
    encrypted.splice(at..at, b"/Encrypt 1 0 R ".iter().copied());
    for trusted in [koseki::sign::InputTrust::Checked, koseki::sign::InputTrust::LeftToIssuer] {
        let error = sign(&encrypted, &SigningRequest { input: trusted, ..request() }).unwrap_err();
        assert!(error.to_string().contains("encrypted"), "{error}");
    }
}

#[test]
fn hidden_content_is_accepted_by_name_alone_and_recorded() {
    let input = fixture("inputs/form-direct.pdf");
    let refused = sign(&input, &request()).unwrap_err();
    assert!(
        matches!(&refused, SignError::InputRefused(checks) if checks.iter().all(|check| check.rule().id.0 == FILLABLE)),
        "{refused}"
    );
    let other = SigningRequest { accepted_findings: &["pdf.shadow.unused-object"], ..request() };
    assert!(matches!(sign(&input, &other), Err(SignError::InputRefused(_))));
    let unknown = SigningRequest { accepted_findings: &["pdf.content.javascript"], ..request() };
    assert!(matches!(sign(&input, &unknown), Err(SignError::FindingNotAcceptable(_))));

    let prepared = prepare_pdf(&input, &identity(), &accepting()).unwrap();
    assert_eq!(prepared.accepted().first().map(|check| check.rule().id.0), Some(FILLABLE));
    let signed = sign(&input, &accepting()).unwrap();
    let report = passes(&signed, Profile::koseki());
    let told = checks(&report);
    assert!(
        told.iter().any(|(id, text)| *id == "signature.accepted-findings" && text.contains(FILLABLE)),
        "{told:?}"
    );
    // Nothing is recorded where nothing was found.
    let clean = sign(&fixture("inputs/scan-flate.pdf"), &accepting()).unwrap();
    let told = checks(&passes(&clean, Profile::koseki()));
    assert!(told.iter().all(|(id, _)| *id != "signature.accepted-findings"));
}

#[test]
fn a_signed_input_is_signed_again_only_when_asked_and_the_first_signature_stays_intact() {
    let once = sign(&fixture("documents/divorce.pdf"), &request()).unwrap();
    let error = sign(&once, &request()).unwrap_err();
    assert!(
        matches!(&error, SignError::InputRefused(checks) if checks.iter().any(|check| check.rule().id.0 == "standard.pdf.one-signature")),
        "{error}"
    );
    let trusted = SigningRequest { input: koseki::sign::InputTrust::LeftToIssuer, ..request() };
    assert!(matches!(sign(&once, &trusted), Err(SignError::PdfUpdate(PrepareError::AlreadySigned))));

    let twice = again(&once);
    let report = passes(&twice, Profile::signature());
    let listed: Vec<_> = report
        .signatures
        .iter()
        .map(|one| {
            (one.field.as_str(), one.role, one.outcome, one.coverage.map(|it| (it.revision, it.revisions)))
        })
        .collect();
    assert_eq!(
        listed,
        [
            ("Signature1", SignatureRole::Listed, SignatureOutcome::Intact, Some((2, 3))),
            ("Signature1-2", SignatureRole::SpokenOf, SignatureOutcome::Intact, Some((3, 3))),
        ]
    );
    assert!(report.signatures.iter().all(|one| one.signer.is_some() && one.time == Some(at())));
    // The 戸籍 profile takes one signature, whoever made the second.
    let koseki = verified(&twice, Profile::koseki());
    assert_eq!(koseki.verdict(), Verdict::Failed);
    assert_eq!(koseki.signature.verdict(), Verdict::Passed);
}

/// Decision 0068.
#[test]
fn an_earlier_signature_that_is_broken_is_listed_as_what_it_is_and_fails_the_file() {
    let once = sign(&fixture("documents/divorce.pdf"), &request()).unwrap();
    let further = SigningRequest { existing_signatures: ExistingSignatures::Kept, ..request() };
    let trusted = SigningRequest { input: koseki::sign::InputTrust::LeftToIssuer, ..further };
    let outcome = |broken: &[u8]| {
        let octets = sign(broken, &trusted).unwrap();
        let report = verified(&octets, Profile::signature());
        assert_eq!(report.signatures.len(), 2);
        let [first, second] = report.signatures.as_slice() else { panic!("two") };
        assert_eq!((first.role, second.role), (SignatureRole::Listed, SignatureRole::SpokenOf));
        assert_eq!(second.outcome, SignatureOutcome::Intact);
        let broken_one = first.outcome != SignatureOutcome::Intact;
        assert_eq!(first.reason.is_some(), broken_one);
        // What was found wrong is a finding, and never said not to have been checked.
        let told = |id: &str| report.signature.checks().iter().find(|check| check.rule().id.0 == id);
        assert_eq!(told("signature.others").is_none(), broken_one);
        assert_eq!(report.verdict() == Verdict::Passed, !broken_one);
        // What cannot be read is explained; the rest says itself what is wrong.
        let explained = told("signature.others.intact").is_some_and(|check| check.detail().is_some());
        assert_eq!(explained, first.outcome == SignatureOutcome::NotEstablished);
        let meaning = report.advice().meaning;
        assert_eq!(
            meaning.in_language(Language::Japanese).contains("確認した事項に問題はありません"),
            !broken_one
        );
        // Nobody signs over it who looks, and nothing is blamed on the verifier.
        let refused = sign(broken, &further);
        assert_eq!(
            matches!(&refused, Err(SignError::InputRefused(checks)) if !checks.is_empty()),
            broken_one
        );
        assert_eq!(refused.is_ok(), !broken_one);
        // Under the 戸籍 profile the headline speaks of it too, and not of something that was added behind the Minister's.
        let koseki = verified(&octets, Profile::koseki());
        assert_eq!(koseki.verdict(), Verdict::Failed);
        let advice = koseki.advice();
        let words = [advice.meaning, advice.cause.unwrap(), advice.next_step]
            .map(|text| text.ja.into_owned())
            .concat();
        assert_eq!(words.contains("二つ以上あり、そのうちに"), broken_one, "{words}");
        assert_eq!(words.contains("法務大臣の電子署名一つだけを認めて"), !broken_one, "{words}");
        assert_eq!(words.contains("保全"), broken_one, "{words}");
        for never in ["署名の後に", "加えられたことは確か", "元のファイルの提出"] {
            assert!(!words.contains(never), "{words}");
        }
        (first.outcome, report.verdict(), report.indication().1)
    };
    assert_eq!(outcome(&once), (SignatureOutcome::Intact, Verdict::Passed, None));
    // One digit of a date in the signature dictionary, which the signature covers.
    let contents = last(&once, "/Contents<") + "/Contents<".len();
    let date = last(&once, "/M(D:2026") + "/M(D:202".len();
    let mut changed = once.clone();
    changed[date] = b'7';
    let wrong = |outcome, sub| (outcome, Verdict::Failed, Some(sub));
    assert_eq!(outcome(&changed), wrong(SignatureOutcome::DigestDiffers, SubIndication::HashFailure));
    // The last octet of the signature value: the CMS ends with it, before the padding.
    let end = contents + once[contents..].iter().position(|byte| *byte == b'>').unwrap();
    let last = (contents..end).rev().find(|at| once[*at] != b'0').unwrap();
    let mut changed = once.clone();
    changed[last] = if once[last] == b'1' { b'2' } else { b'1' };
    assert_eq!(outcome(&changed), wrong(SignatureOutcome::ValueWrong, SubIndication::SigCryptoFailure));
    // No CMS at all.
    let mut changed = once.clone();
    changed[contents] = b'f';
    assert_eq!(outcome(&changed), wrong(SignatureOutcome::NotEstablished, SubIndication::FormatFailure));
}

/// What another signature is worth that this tool does not vouch for is not known: neither passed nor failed (decision 0068).
#[test]
fn an_earlier_signature_that_cannot_be_established_leaves_the_file_undecided() {
    for (file, sub) in [
        ("cms-no-certificate", SubIndication::NoSigningCertificateFound),
        ("cms-sha1", SubIndication::CryptoConstraintsFailure),
    ] {
        let input = fixture(&format!("hostile/pdf/{file}.pdf"));
        let further = SigningRequest { existing_signatures: ExistingSignatures::Kept, ..request() };
        assert!(matches!(sign(&input, &further), Err(SignError::InputRefused(_))), "{file}");
        let trusted = SigningRequest { input: koseki::sign::InputTrust::LeftToIssuer, ..further };
        let report = verified(&sign(&input, &trusted).unwrap(), Profile::signature());
        assert_eq!(report.verdict(), Verdict::Indeterminate, "{file}");
        assert_eq!(report.indication().1, Some(sub), "{file}");
        let advice = report.advice();
        assert!(advice.meaning.ja.contains("正しいことを確かめられないもの"), "{}", advice.meaning.ja);
        assert!(!advice.cause.unwrap().ja.contains("文書にも提出した人にも"), "{file}");
    }
}

#[test]
fn what_a_later_revision_added_is_described_to_the_object() {
    let once = sign(&fixture("documents/divorce.pdf"), &request()).unwrap();
    let twice = again(&once);
    let document = Document::parse(&twice).unwrap();
    let later = koseki::pdf::later_revisions(&document, 1).unwrap();
    let [later] = later.as_slice() else { panic!("{later:?}") };
    assert!(matches!(
        later.additions.as_slice(),
        [koseki::pdf::Addition::FurtherSignature { name, .. }] if name == "Signature1-2"
    ));
    // The field and the dictionary are new; the form and the page list the field.
    let changes = koseki::pdf::revision_changes(&document, 1);
    let [changes] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((changes.added.len(), changes.replaced.len()), (2, 2), "{changes:?}");
    assert!(changes.added.iter().all(|id| document.after(1).unwrap().object(*id).is_none()));
    assert!(changes.replaced.iter().all(|id| document.after(1).unwrap().object(*id).is_some()));
}

#[test]
fn a_report_tells_every_later_revision_allowed_or_not() {
    let told = |name: &str| {
        let report = verified(&fixture(&format!("hostile/pdf/{name}.pdf")), Profile::signature());
        let [one] = report.later_revisions.as_slice() else { panic!("{name}: {:?}", report.later_revisions) };
        one.clone()
    };
    let pages = |changed: &[usize]| Some(PageSummary { before: 1, after: 1, changed: changed.to_vec() });
    let store = told("update-store");
    assert_eq!(store.additions, Some(vec![RevisionAddition::DocumentSecurityStore]));
    assert_eq!((store.revision, &store.pages), (2, &pages(&[])));
    let page = told("update-page-content");
    assert_eq!((page.additions, page.pages), (None, pages(&[1])));
    assert_eq!((page.replaced, page.freed, page.trailer), (vec!["4 0".to_owned()], vec![], vec![]));
    assert_eq!(told("update-trailer-entry").trailer, ["Keywords", "ID"]);
}

const RECTANGLE: Rectangle = Rectangle { left: 440.0, bottom: 60.0, right: 520.0, top: 140.0 };

fn seal(page: usize, rectangle: Rectangle) -> Seal {
    let font = fixture("fonts/NotoSerifCJKjp-Regular-koseki.otf");
    Seal::new(page, rectangle).unwrap().with_text("戸籍証明", &font).unwrap()
}

#[test]
fn a_stamp_is_part_of_what_is_signed_and_passes_the_profile() {
    for name in ["documents/divorce.pdf", "inputs/xref-stream.pdf", "inputs/scan-ccitt.pdf"] {
        let seal = seal(1, RECTANGLE);
        let signed = sign(&fixture(name), &SigningRequest { seal: Some(&seal), ..request() }).unwrap();
        passes(&signed, Profile::koseki());
        let frame = Seal::new(1, RECTANGLE).unwrap();
        let signed = sign(&fixture(name), &SigningRequest { seal: Some(&frame), ..request() }).unwrap();
        passes(&signed, Profile::koseki());
    }
}

#[test]
fn a_stamp_needs_a_page_a_place_and_the_characters() {
    let font = fixture("fonts/NotoSerifCJKjp-Regular-koseki.otf");
    let flat = Rectangle { top: 60.0, ..RECTANGLE };
    assert_eq!(Seal::new(1, flat).map(|_| ()), Err(SealError::RectangleUnusable));
    assert_eq!(
        Seal::new(1, Rectangle { left: f64::NAN, ..RECTANGLE }).map(|_| ()),
        Err(SealError::RectangleUnusable)
    );
    assert_eq!(Seal::new(0, RECTANGLE).map(|_| ()), Err(SealError::PageZero));
    let with = |text: &str, font: &[u8]| Seal::new(1, RECTANGLE).unwrap().with_text(text, font).map(|_| ());
    assert_eq!(with("証", &font), Ok(()));
    assert_eq!(with("証\u{1f600}", &font), Err(SealError::CharacterMissing { character: '\u{1f600}' }));
    assert_eq!(with(" \n", &font), Err(SealError::TextLength { characters: 0, limit: 64 }));
    assert_eq!(with(&"証".repeat(64), &font), Ok(()));
    assert_eq!(with(&"証".repeat(65), &font), Err(SealError::TextLength { characters: 65, limit: 64 }));
    assert_eq!(with("証", b"no font"), Err(SealError::FontUnusable));

    let input = fixture("documents/divorce.pdf");
    let pages = Document::parse(&input).unwrap().latest().pages().unwrap().len();
    let sealed = |seal: &Seal| sign(&input, &SigningRequest { seal: Some(seal), ..request() }).map(|_| ());
    assert!(sealed(&seal(pages, RECTANGLE)).is_ok());
    let missing = sealed(&seal(pages + 1, RECTANGLE));
    assert!(matches!(missing, Err(SignError::PdfUpdate(PrepareError::PageMissing { .. }))), "{missing:?}");
    let outside = sealed(&seal(1, Rectangle { right: 5000.0, ..RECTANGLE }));
    assert!(matches!(outside, Err(SignError::PdfUpdate(PrepareError::SealOutsidePage))), "{outside:?}");

    let seal = seal(1, RECTANGLE);
    let once = sign(&input, &request()).unwrap();
    let over =
        SigningRequest { seal: Some(&seal), existing_signatures: ExistingSignatures::Kept, ..request() };
    assert!(matches!(sign(&once, &over), Err(SignError::PdfUpdate(PrepareError::SealOverSignature))));
}

/// Pixels of a page as pdftoppm shows them: width, height, three octets each.
fn rendered(octets: &[u8]) -> (usize, usize, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("it.pdf"), octets).unwrap();
    let output = std::process::Command::new("pdftoppm")
        .args(["-r", "72", "-f", "1", "-l", "1", "it.pdf"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success());
    // P6, width, height and 255 on three lines.
    let lines: Vec<&[u8]> = output.stdout.splitn(4, |byte| *byte == b'\n').collect();
    let size = std::str::from_utf8(lines[1]).unwrap();
    let (width, height) = size.split_once(' ').unwrap();
    (width.parse().unwrap(), height.parse().unwrap(), lines[3].to_vec())
}

#[test]
fn only_the_rectangle_of_the_stamp_changes_what_is_shown() {
    if !peer("pdftoppm") {
        return;
    }
    let input = fixture("documents/divorce.pdf");
    let seal = seal(1, RECTANGLE);
    let signed = sign(&input, &SigningRequest { seal: Some(&seal), ..request() }).unwrap();
    let ((width, height, before), (_, _, after)) = (rendered(&input), rendered(&signed));
    assert_eq!(before.len(), width * height * 3);
    assert_eq!(before.len(), after.len());
    let changed: Vec<(usize, usize)> = (0..width * height)
        .filter(|at| before[at * 3..at * 3 + 3] != after[at * 3..at * 3 + 3])
        .map(|at| (at % width, height - 1 - at / width))
        .collect();
    assert!(changed.iter().all(|(x, y)| (439..=520).contains(x) && (59..=140).contains(y)), "{changed:?}");
    // The frame and four characters, not the whole field.
    assert!((1_000..5_000).contains(&changed.len()), "{}", changed.len());
    assert_eq!(rendered(&sign(&input, &request()).unwrap()).2, before);
}

/// `koseki sign` of a fixture with more arguments; exit code, what it says, and the signed file.
fn command(input: &str, more: &[&str]) -> (i32, String, Option<Vec<u8>>) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("signed.pdf");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_koseki"))
        .arg("sign")
        .arg(root.join(input))
        .arg("--out")
        .arg(&out)
        .args(["--allow-readable-key", "--key"])
        .arg(root.join("keys/minister.pem"))
        .arg("--cert")
        .arg(root.join("pki/signers/minister.cer"))
        .args(["--at", "2026-12-01T09:00:00+09:00"])
        .args(more)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code().unwrap(), said, std::fs::read(out).ok())
}

#[test]
fn the_command_makes_stamps_and_accepts_findings() {
    let font = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/fonts/NotoSerifCJKjp-Regular-koseki.otf");
    let place = ["--seal-page", "1", "--seal-rect", "440,60,520,140"];
    let text = ["--seal-text", "戸籍証明", "--seal-font", font];
    let (code, said, signed) = command("documents/divorce.pdf", &[place, text].concat());
    assert_eq!(code, 0, "{said}");
    passes(&signed.unwrap(), Profile::koseki());
    let seal = seal(1, RECTANGLE);
    let expected =
        sign(&fixture("documents/divorce.pdf"), &SigningRequest { seal: Some(&seal), ..request() });
    let (_, _, again) = command("documents/divorce.pdf", &[place, text].concat());
    assert_eq!(again, Some(expected.unwrap()), "the same input gives the same octets");

    let (code, said, signed) = command("inputs/form-direct.pdf", &[]);
    assert!(code == 1 && said.contains(FILLABLE) && signed.is_none(), "{said}");
    let (code, said, signed) = command("inputs/form-direct.pdf", &["--accept-finding", FILLABLE]);
    assert!(code == 0 && said.contains("accepted and recorded") && said.contains(FILLABLE), "{said}");
    passes(&signed.unwrap(), Profile::koseki());
    let (code, said, _) = command("documents/divorce.pdf", &["--accept-finding", FILLABLE]);
    assert!(code == 0 && said.contains("none of the findings named was found"), "{said}");
    let (code, said, _) = command("documents/divorce.pdf", &["--accept-finding", "pdf.content.javascript"]);
    assert!(code == 2 && said.contains("not a finding that can be accepted"), "{said}");

    for wrong in [
        &["--seal-rect", "1,2,3"][..],
        &["--seal-page", "1"],
        &["--seal-rect", "440,60,520,140", "--seal-text", "戸"],
        &["--accept-finding", FILLABLE, "--trusted-input"],
    ] {
        let (code, said, signed) = command("documents/divorce.pdf", wrong);
        assert!(code == 2 && signed.is_none(), "{wrong:?}: {said}");
    }
    let (code, said, _) = command("documents/divorce.xml", &["--further-signature"]);
    assert!(code == 2 && said.contains("PDF alone"), "{said}");
}

#[test]
fn trusted_input_gives_the_same_octets_as_checked_input() {
    let trusted = command("documents/divorce.pdf", &["--trusted-input"]);
    let checked = command("documents/divorce.pdf", &[]);
    assert_eq!((trusted.0, checked.0), (0, 0));
    assert_eq!(trusted.2, checked.2);
}
