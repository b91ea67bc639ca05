//! The test Minister's key and certificate, and documents signed with them.

#![allow(dead_code)]

use std::path::PathBuf;

use base64::Engine as _;
use koseki::crypto::{Signer, SoftwareSigner};
use koseki::dsig::{self, CompatibilityCanonicalization, SigningMode, SigningRequest};
use koseki::pki::Certificate;
use koseki::xml::Document;

pub(crate) const MODES: [SigningMode; 4] = [
    SigningMode::Compatibility(CompatibilityCanonicalization::CanonicalXml10),
    SigningMode::Compatibility(CompatibilityCanonicalization::CanonicalXml11),
    SigningMode::Compatibility(CompatibilityCanonicalization::Exclusive10),
    SigningMode::Version2,
];

pub(crate) fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

pub(crate) fn certificate(name: &str) -> Certificate {
    Certificate::parse(&std::fs::read(fixtures().join("pki").join(name)).unwrap()).unwrap()
}

pub(crate) fn minister() -> Certificate {
    certificate("signers/minister.cer")
}

pub(crate) fn key(name: &str) -> SoftwareSigner {
    let pem = std::fs::read_to_string(fixtures().join("keys").join(name)).unwrap();
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    SoftwareSigner::from_der(&base64::engine::general_purpose::STANDARD.decode(body).unwrap()).unwrap()
}

pub(crate) fn sign(source: &str, mode: SigningMode) -> String {
    sign_with(source, mode, &[minister()])
}

pub(crate) fn sign_with(source: &str, mode: SigningMode, certificates: &[Certificate]) -> String {
    let key = key("minister.pem");
    let request = SigningRequest { mode, algorithm: key.algorithm(), certificates };
    let document = Document::parse(source.as_bytes()).unwrap();
    let prepared = dsig::prepare(source.as_bytes(), &document, &request).unwrap();
    let value = key.sign(&prepared.digest()).unwrap();
    String::from_utf8(prepared.complete(&value).unwrap()).unwrap()
}

/// A document with everything that canonicalization has to get right in SignedInfo's place.
pub(crate) const AWKWARD: &str = "\u{feff}<?xml version='1.0' encoding='UTF-8'?>\r\n<?xml-stylesheet type=\"text/xsl\" href=\"k.xsl\"?>\n<!-- 見本 -->\
<戸:戸籍電子証明書 xmlns:戸=\"urn:example:koseki\" xmlns='urn:example:default' xmlns:未使用=\"urn:example:unused\" \
xml:lang='ja' xml:base=\"http://example.test/a/\" 見本='>true\"'>\r\n  <戸:氏名 読み=\"ツ&#9;ジ\">辻\u{e0100} 太郎 𠮷野</戸:氏名>\n\
<字 xmlns=\"\" xml:space='preserve'>邉<![CDATA[<斎>&]]>&#13;</字><!-- 中 --><a/><戸:b xmlns:戸='urn:example:other'/>\n</戸:戸籍電子証明書\n>\n<?after root?>\n";
