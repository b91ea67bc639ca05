//! `koseki demo`: a test PKI and sample documents, signed, verified, tampered with and verified again.
//!
//! Everything is made new with fresh keys; the documents are the samples of `fixtures/`, about fictional people.

use std::fs;
use std::io::Write;
use std::path::Path;

use koseki::crypto::{DigestAlgorithm, SignatureAlgorithm};
use koseki::evidence::SchemaSource;
use koseki::pki::{Certificate, CertificateRevocationList};
use koseki::report::{Language, Report, Verdict};
use koseki::sign::{SigningIdentity, SigningRequest, sign_pdf, sign_xml};
use koseki::test_pki::{self, Gpki, Key, Keys};
use koseki::time::Time;
use koseki::xsd::{Catalogue, CheckedSchema, SchemaDocument};
use koseki::{Verifier, verify};

use crate::arguments::Demo;
use crate::render::{self, pick};
use crate::{Exit, Trouble, language, now, schema};

const PDF: &[u8] = include_bytes!("../../../../fixtures/documents/couple-and-child.pdf");
const XML: &[u8] = include_bytes!("../../../../fixtures/documents/couple-and-child.xml");
const SCHEMA: &[u8] = include_bytes!("../../../../schemas/koseki-sample-1.xsd");

pub(crate) fn run(command: &Demo) -> Result<Exit, Trouble> {
    let language = language(command.lang);
    let folder = &command.out;
    let mut out = anstream::stdout().lock();
    if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Trouble::at(
            folder,
            "空のフォルダーではありません。既にあるファイルを置き換えないよう、別の場所を --out で指定してください",
            "not an empty folder; name another place with --out, so that nothing is replaced",
        ));
    }
    let stage = Stage::set(now()?)?;
    stage.save(folder)?;
    opening(&mut out, language, folder)?;

    let mut surprises = 0;
    for (number, scene) in (1usize..).zip(stage.scenes()?) {
        let file = folder.join("documents").join(scene.file);
        super::write_whole(&file, &[&scene.octets])?;
        let mut report = verify(&scene.octets, &scene.verifier);
        for document in &mut report.documents {
            document.path = file.display().to_string();
        }
        keep_report(&folder.join("reports"), scene.file, &report, language)?;
        let verdict = report.documents.first().map_or(Verdict::Indeterminate, |one| one.verdict());
        let style = render::verdict_style(verdict);
        let word = render::verdict_word(language, verdict);
        writeln!(out, "{number:>2}. {}", pick(language, scene.ja, scene.en))?;
        writeln!(out, "    {}  ->  {style}{word}{style:#}", file.display())?;
        for reason in reasons(&report, language) {
            writeln!(out, "        {reason}")?;
        }
        if verdict != scene.expected {
            surprises += 1;
            let expected = render::verdict_word(language, scene.expected);
            writeln!(out, "    {} {expected}", pick(language, "!! 想定した判定:", "!! expected:"))?;
        }
    }
    closing(&mut out, language, folder)?;
    Ok(if surprises == 0 { Exit::Passed } else { Exit::CouldNotWork })
}

fn opening(out: &mut impl Write, language: Language, folder: &Path) -> Result<(), Trouble> {
    let shown = folder.display();
    match language {
        Language::Japanese => writeln!(
            out,
            "見本の戸籍電子証明書に署名し、検証し、書き換えて、もう一度検証します。\n\
             人名・地名は架空、認証局は試験用です。どちらも実在のものとは関係ありません。\n\n\
             {shown}/drafts     署名前の文書と見本スキーマ\n\
             {shown}/pki        試験用の認証局（鍵、電子証明書、失効情報）\n\
             {shown}/documents  署名した文書と、書き換えた文書\n\
             {shown}/reports    それぞれの検証結果（テキストとJSON）\n"
        )?,
        Language::English => writeln!(
            out,
            "Sample certificates of the family register are signed, verified, tampered with and verified again.\n\
             People and places are fictional, the authorities are for testing; neither has anything to do with real ones.\n\n\
             {shown}/drafts     the documents before signing, and the sample schema\n\
             {shown}/pki        test authorities (keys, certificates, revocation lists)\n\
             {shown}/documents  the signed documents and the tampered ones\n\
             {shown}/reports    what the verifier said of each (text and JSON)\n"
        )?,
    }
    Ok(())
}

fn closing(out: &mut impl Write, language: Language, folder: &Path) -> Result<(), Trouble> {
    let shown = folder.display();
    let title = pick(language, "次のコマンドで、ご自身でも確かめられます:", "Try it yourself:");
    // As it was called: the binary need not be on the PATH.
    let koseki = std::env::args().next().unwrap_or_else(|| "koseki".into());
    let commands = [
        format!(
            "{koseki} verify '{shown}/documents/02-signed.xml' --trust '{shown}/pki/anchors/official-status-ca.cer' \\\n      \
             --crl '{shown}/pki/crls' --schema '{shown}/drafts/koseki-sample-1.xsd'"
        ),
        format!(
            "{koseki} sign '{shown}/drafts/draft.pdf' --out '{shown}/my-signed.pdf' \\\n      \
             --key '{shown}/pki/signers/minister.key.pem' --cert '{shown}/pki/signers/minister.cer'"
        ),
        format!("{koseki} inspect '{shown}/documents/01-signed.pdf'"),
    ];
    writeln!(out, "\n{title}")?;
    for command in commands {
        writeln!(out, "  {command}")?;
    }
    Ok(())
}

/// The messages of what is not as it should be.
fn reasons(report: &Report, language: Language) -> Vec<String> {
    use koseki::report::Outcome;
    report
        .documents
        .iter()
        .flat_map(|document| document.sections().map(|(_, section)| section.checks().to_vec()))
        .flatten()
        .filter(|check| matches!(check.outcome(), Outcome::Fail | Outcome::Unknown))
        .map(|check| check.message(language).into_owned())
        .collect()
}

fn keep_report(folder: &Path, file: &str, report: &Report, language: Language) -> Result<(), Trouble> {
    let mut text = Vec::new();
    render::report(&mut anstream::StripStream::new(&mut text), report, language)?;
    super::write_whole(&folder.join(format!("{file}.txt")), &[&text])?;
    let json = serde_json::to_vec_pretty(&report.to_json(language))?;
    super::write_whole(&folder.join(format!("{file}.json")), &[&json])
}

/// The authorities and the time everything happens at.
struct Stage {
    at: Time,
    keys: Keys,
    pki: Gpki,
}

/// One document, whom the receiver trusts with it, and how it should end.
struct Scene {
    ja: &'static str,
    en: &'static str,
    file: &'static str,
    octets: Vec<u8>,
    verifier: Verifier,
    expected: Verdict,
}

/// Revocation lists the receiver holds in a scene.
enum Lists {
    Current,
    None,
    Stale,
}

impl Stage {
    fn set(at: Time) -> Result<Self, Trouble> {
        let keys = Keys::generate()?;
        let pki = Gpki::new(&keys, at)?;
        Ok(Self { at, keys, pki })
    }

    fn save(&self, folder: &Path) -> Result<(), Trouble> {
        for name in ["documents", "drafts", "reports"] {
            let folder = folder.join(name);
            fs::create_dir_all(&folder)
                .map_err(|error| Trouble::new(format!("{}: {error}", folder.display())))?;
        }
        for (name, octets) in [("draft.pdf", PDF), ("draft.xml", XML), ("koseki-sample-1.xsd", SCHEMA)] {
            super::write_whole(&folder.join("drafts").join(name), &[octets])?;
        }
        let pki = folder.join("pki");
        for (path, der) in self.pki.files() {
            let file = pki.join(path);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            super::write_whole(&file, &[der])?;
        }
        if let Some(pkcs8) = self.keys.minister.pkcs8() {
            let file = pki.join("signers/minister.key.pem");
            super::write_private(&file, test_pki::pem("PRIVATE KEY", pkcs8).as_bytes())?;
        }
        Ok(())
    }

    fn scenes(&self) -> Result<Vec<Scene>, Trouble> {
        let keys = &self.keys;
        let pdf = self.pdf(&self.pki.minister, &keys.minister)?;
        let xml = self.xml(&self.pki.minister, &keys.minister)?;
        let scene = |ja, en, file, octets, lists, expected| -> Result<Scene, Trouble> {
            Ok(Scene { ja, en, file, octets, verifier: self.verifier(&lists)?, expected })
        };
        Ok(vec![
            scene(
                "法務大臣（試験用）が署名したPDF",
                "A PDF signed by the (test) Minister of Justice",
                "01-signed.pdf",
                pdf.clone(),
                Lists::Current,
                Verdict::Passed,
            )?,
            scene(
                "法務大臣（試験用）が署名したXML",
                "An XML document signed by the (test) Minister of Justice",
                "02-signed.xml",
                xml.clone(),
                Lists::Current,
                Verdict::Passed,
            )?,
            scene(
                "署名後に中身を1文字書き換えたXML",
                "The XML with one character changed after signing",
                "03-tampered.xml",
                replaced(&xml, "令和".as_bytes(), "平成".as_bytes())?,
                Lists::Current,
                Verdict::Failed,
            )?,
            scene(
                "署名後に用紙の大きさを書き換えたPDF",
                "The PDF with its page size changed after signing",
                "04-tampered.pdf",
                replaced(&pdf, b"/MediaBox", b"/MediaBoz")?,
                Lists::Current,
                Verdict::Failed,
            )?,
            scene(
                "署名後に末尾へ書き足したPDF",
                "The PDF with something appended after signing",
                "05-appended.pdf",
                [pdf.as_slice(), b"\n% appended\n"].concat(),
                Lists::Current,
                Verdict::Failed,
            )?,
            scene(
                "他の官職の電子証明書で署名したPDF",
                "A PDF signed with another office's certificate",
                "06-other-office.pdf",
                self.pdf(&self.pki.other_office, &keys.other_office)?,
                Lists::Current,
                Verdict::Failed,
            )?,
            scene(
                "法務大臣をかたる、別の認証局の電子証明書で署名したPDF",
                "A PDF signed with a certificate of an unrelated CA that claims to be the Minister's",
                "07-impostor.pdf",
                self.pdf(&self.pki.impostor_of_unrelated_ca, &keys.impostor)?,
                Lists::Current,
                Verdict::Indeterminate,
            )?,
            scene(
                "失効した電子証明書で署名したXML",
                "An XML document signed with a revoked certificate",
                "08-revoked.xml",
                self.xml(&self.pki.minister_revoked, &keys.minister)?,
                Lists::Current,
                Verdict::Indeterminate,
            )?,
            scene(
                "失効情報がない受領機関での検証",
                "The good PDF at a receiver without revocation lists",
                "09-no-revocation-data.pdf",
                pdf.clone(),
                Lists::None,
                Verdict::Indeterminate,
            )?,
            scene(
                "失効情報が古い受領機関での検証",
                "The good PDF at a receiver whose revocation lists are out of date",
                "10-stale-revocation-data.pdf",
                pdf,
                Lists::Stale,
                Verdict::Indeterminate,
            )?,
        ])
    }

    fn identity(&self, certificate: &[u8]) -> Result<SigningIdentity, Trouble> {
        let algorithm = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256);
        Ok(SigningIdentity::new(Certificate::parse(certificate)?, Vec::new(), algorithm)?)
    }

    fn pdf(&self, certificate: &[u8], key: &Key) -> Result<Vec<u8>, Trouble> {
        Ok(sign_pdf(PDF, &self.identity(certificate)?, key.signer(), &SigningRequest::new(self.at))?)
    }

    fn xml(&self, certificate: &[u8], key: &Key) -> Result<Vec<u8>, Trouble> {
        Ok(sign_xml(XML, &self.identity(certificate)?, key.signer(), &SigningRequest::new(self.at))?)
    }

    fn verifier(&self, lists: &Lists) -> Result<Verifier, Trouble> {
        let lists: &[&[u8]] = match lists {
            Lists::Current => &[&self.pki.official_status_crl, &self.pki.official_status_arl],
            Lists::None => &[],
            Lists::Stale => &[&self.pki.official_status_crl_stale, &self.pki.official_status_arl],
        };
        let lists =
            lists.iter().map(|der| CertificateRevocationList::parse(der)).collect::<Result<Vec<_>, _>>()?;
        let document = SchemaDocument::new("koseki-sample-1.xsd", SCHEMA);
        let schema = CheckedSchema::gather(&[document], &Catalogue::new([]))
            .map_err(|errors| Trouble::new(errors.iter().map(ToString::to_string).collect::<String>()))?;
        Ok(Verifier::new(self.at)
            .with_anchors([Certificate::parse(&self.pki.official_status_ca)?])
            .with_revocation_lists(lists)
            .with_schema(SchemaSource::new(schema::prepared(schema)?)))
    }
}

/// The octets with the first `from` replaced by `to`.
fn replaced(octets: &[u8], from: &[u8], to: &[u8]) -> Result<Vec<u8>, Trouble> {
    let at = octets
        .windows(from.len())
        .position(|window| window == from)
        .ok_or_else(|| Trouble::new("the sample has changed: there is nothing to tamper with"))?;
    Ok([&octets[..at], to, &octets[at + from.len()..]].concat())
}
