//! CMS signatures of PDF files that others wrote: each defect under its own name.
//!
//! The tests find `/ByteRange` by plain search and take `/Contents` from its gap: coverage is the PDF room's business.

use std::path::PathBuf;

use koseki::cms::{AttributeOrder, Encoding, Error, Outcome, SignedData, SignedOctets, VerifiedSignature};
use koseki::crypto::{DigestAlgorithm, VerifyError};

/// The folder with the vectors, `None` when it is absent and may be.
fn vectors() -> Option<PathBuf> {
    let default = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors");
    let folder = std::env::var_os("KOSEKI_VECTORS").map_or_else(default, PathBuf::from);
    if folder.join("pdf").is_dir() {
        return Some(folder.join("pdf"));
    }
    assert!(
        std::env::var("KOSEKI_REQUIRE_VECTORS").as_deref() != Ok("1"),
        "KOSEKI_REQUIRE_VECTORS=1, but there are no vectors at {}",
        folder.display()
    );
    println!("skipped: no vectors at {}", folder.display());
    None
}

struct Signed {
    contents: Vec<u8>,
    before: Vec<u8>,
    after: Vec<u8>,
}

fn find(haystack: &[u8], needle: &[u8], from: usize) -> usize {
    from + haystack[from..].windows(needle.len()).position(|window| window == needle).unwrap()
}

fn read(file: PathBuf) -> Signed {
    let octets = std::fs::read(file).unwrap();
    let range = find(&octets, b"/ByteRange", 0) + b"/ByteRange".len();
    let (from, to) = (find(&octets, b"[", range) + 1, find(&octets, b"]", range));
    let numbers: Vec<usize> = std::str::from_utf8(&octets[from..to])
        .unwrap()
        .split_ascii_whitespace()
        .map(|number| number.parse().unwrap())
        .collect();
    let (open, close) = (numbers[1], numbers[2] - 1);
    assert_eq!((octets[open], octets[close]), (b'<', b'>'));
    let region = |at: usize| octets[numbers[at]..numbers[at] + numbers[at + 1]].to_vec();
    Signed {
        contents: const_hex::decode(&octets[open + 1..close]).unwrap(),
        before: region(0),
        after: region(2),
    }
}

fn parse_error(name: &str) -> Option<Error> {
    let signed = read(vectors()?.join(name));
    Some(SignedData::parse(&signed.contents).map(|_| ()).expect_err(name))
}

fn verified(name: &str) -> Option<VerifiedSignature> {
    let Signed { contents, before, after } = read(vectors()?.join(name));
    let signed_data = SignedData::parse(&contents).expect(name);
    Some(signed_data.verify([before.as_slice(), &after]).into_verified().expect(name))
}

/// What verification says of a file that parses: (message digest, signature value, all errors).
fn refused(name: &str) -> Option<(Outcome, Outcome, Vec<Error>)> {
    let Signed { contents, before, after } = read(vectors()?.join(name));
    let signed_data = SignedData::parse(&contents).expect(name);
    let verification = signed_data.verify([before.as_slice(), &after]);
    assert!(verification.signer_certificate().is_ok(), "{name}: the signer is known whatever differs");
    let (digest, value) = (verification.message_digest().clone(), verification.signature_value().clone());
    Some((digest, value, verification.into_verified().expect_err(name)))
}

#[test]
fn accepts_what_is_good() {
    for name in ["A01_base", "A02_no_ess", "A03_no_signingtime", "A04_ber_outer", "A05_filter_other"] {
        let Some(signature) = verified(&format!("accept/{name}.pdf")) else { return };
        assert_eq!(signature.digest_algorithm(), DigestAlgorithm::Sha256, "{name}");
        assert_eq!(signature.signed_octets(), SignedOctets::AttributesInDer, "{name}");
        assert_eq!(signature.attribute_order(), Some(AttributeOrder::DerSorted), "{name}");
        assert_eq!(signature.other_certificates().len(), 1, "{name}");
        assert_eq!(signature.signing_time().is_none(), name == "A03_no_signingtime", "{name}");
        assert_eq!(signature.signing_certificates().is_empty(), name == "A02_no_ess", "{name}");
        assert_eq!(signature.encoding() == Encoding::Ber, name == "A04_ber_outer", "{name}");
    }
}

#[test]
fn accepts_and_reports_what_only_a_profile_refuses() {
    let Some(bare) = verified("policy/R60_no_signed_attrs.pdf") else { return };
    assert_eq!(bare.signed_octets(), SignedOctets::Content);
    assert_eq!(bare.signed_attributes(), None);
    let Some(sha512) = verified("policy/R68_sha512.pdf") else { return };
    assert_eq!(sha512.digest_algorithm(), DigestAlgorithm::Sha512);
}

#[test]
fn tells_a_changed_document_from_a_changed_signature() {
    let Some((digest, value, errors)) = refused("reject/R04_badsig.pdf") else { return };
    assert_eq!(digest, Outcome::Holds);
    assert_eq!(value, Outcome::Broken(Error::SignatureValue(VerifyError::Mismatch)));
    assert_eq!(errors, [Error::SignatureValue(VerifyError::Mismatch)]);
    for name in ["R01_body_bit", "R02_sigdict_M", "R03_sigdict_name"] {
        let Some((digest, value, errors)) = refused(&format!("reject/{name}.pdf")) else { return };
        let expected = Error::MessageDigestDifferent { algorithm: DigestAlgorithm::Sha256 };
        assert_eq!((digest, value), (Outcome::Broken(expected.clone()), Outcome::Holds), "{name}");
        assert_eq!(errors, [expected], "{name}");
    }
}

#[test]
fn rejects_the_wrong_number_of_signer_infos() {
    let Some(several) = parse_error("reject/R61_two_signerinfos.pdf") else { return };
    assert_eq!(several, Error::SignerInfosMany { count: 2 });
    let Some(none) = parse_error("reject/R62_zero_signerinfos.pdf") else { return };
    assert_eq!(none, Error::SignerInfosNone);
}

#[test]
fn rejects_a_content_type_attribute_of_another_type() {
    let Some(error) = parse_error("reject/R63_ct_wrong_attr.pdf") else { return };
    assert!(matches!(error, Error::ContentTypeDifferent { .. }), "{error:?}");
}

#[test]
fn rejects_content_inside_the_signature() {
    for name in ["R64_econtent_present", "R65_econtent_is_signed_not_doc"] {
        let Some(error) = parse_error(&format!("reject/{name}.pdf")) else { return };
        assert!(matches!(error, Error::EncapsulatedContentPresent { .. }), "{name}: {error:?}");
    }
}

#[test]
fn calls_sha1_intact_and_weak() {
    let Some((digest, value, errors)) = refused("reject/R66_sha1.pdf") else { return };
    assert_eq!((digest, value), (Outcome::Holds, Outcome::Holds));
    assert_eq!(errors, [Error::DigestWeak { algorithm: DigestAlgorithm::Sha1 }]);
}
