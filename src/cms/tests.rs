//! Each defect beside its nearest accepted neighbour.

use super::testing::{
    CONTENT, Forge, algorithm, attribute, certificate, content_type, digest_attribute, key, key_identifier,
    message_digest, name, oid, signing_time, tlv,
};
use super::*;
use crate::crypto::{AlgorithmError, DigestAlgorithm, SignatureAlgorithm, Signer, VerifyError};
use crate::pki::Certificate;
use crate::time::Time;

const SIGNING_CERTIFICATE: &str = "1.2.840.113549.1.9.16.2.12";
const SIGNING_CERTIFICATE_V2: &str = "1.2.840.113549.1.9.16.2.47";

fn parse(octets: &[u8]) -> Result<SignedData, Error> {
    SignedData::parse(octets)
}

fn refused(forge: &Forge) -> Error {
    parse(&forge.make()).map(|_| ()).expect_err("must be refused")
}

fn verified(octets: &[u8]) -> VerifiedSignature {
    parse(octets).unwrap().verify([CONTENT]).into_verified().unwrap()
}

/// Errors of a signature that parses.
fn errors(forge: &Forge) -> Vec<Error> {
    parse(&forge.make()).unwrap().verify([CONTENT]).into_verified().map(|_| ()).expect_err("must be refused")
}

#[test]
fn accepts_the_plain_signature_and_what_follows_is_one_step_away() {
    let signature = verified(&Forge::new().make());
    assert_eq!(signature.signed_octets(), SignedOctets::AttributesInDer);
    assert_eq!(signature.encoding(), Encoding::Der);
    assert_eq!(signature.signing_time(), None);
}

#[test]
fn content_is_hashed_across_its_pieces() {
    let signed_data = parse(&Forge::new().make()).unwrap();
    let (head, tail) = CONTENT.split_at(7);
    assert!(signed_data.verify([head, tail]).into_verified().is_ok());
    assert!(signed_data.verify([tail, head]).into_verified().is_err());
}

#[test]
fn a_digest_of_another_algorithm_is_a_different_digest() {
    let signed_data = parse(&Forge::new().make()).unwrap();
    let digest = DigestAlgorithm::Sha512.digest(CONTENT);
    let expected = Outcome::Broken(Error::MessageDigestDifferent { algorithm: DigestAlgorithm::Sha256 });
    assert_eq!(signed_data.verify_digest(&digest).message_digest(), &expected);
}

#[test]
fn accepts_zeros_behind_the_structure_and_no_other_octet() {
    let mut octets = Forge::new().make();
    let length = octets.len();
    octets.extend([0; 3]);
    verified(&octets);
    octets.push(1);
    assert_eq!(parse(&octets).unwrap_err(), Error::TrailingOctets { offset: length + 3 });
}

#[test]
fn rejects_nothing_and_nothing_but_zeros() {
    assert_eq!(parse(&[]).unwrap_err(), Error::Empty);
    assert_eq!(parse(&[0; 64]).unwrap_err(), Error::Empty);
}

#[test]
fn rejects_a_structure_cut_short_by_one_octet() {
    let octets = Forge::new().make();
    let cut = &octets[..octets.len() - 1];
    assert_eq!(parse(cut).unwrap_err(), Error::Encoding(EncodingError::Truncated { offset: 0 }));
}

#[test]
fn rejects_another_content_type_outside() {
    let forge = Forge { outer_type: oid("1.2.840.113549.1.7.1"), ..Forge::new() };
    assert!(matches!(refused(&forge), Error::ContentInfoType { .. }));
}

#[test]
fn reads_the_versions_of_the_standard_and_no_other() {
    for version in [1, 3, 4, 5] {
        verified(&Forge { version: tlv(2, [version]), ..Forge::new() }.make());
    }
    for version in [0, 2, 6] {
        let forge = Forge { version: tlv(2, [version]), ..Forge::new() };
        assert_eq!(refused(&forge), Error::Version { version: Some(version) });
    }
    let forge = Forge { version: tlv(2, [1, 0]), ..Forge::new() };
    assert_eq!(refused(&forge), Error::Version { version: None });
    let forge = Forge { signer_version: tlv(2, [2]), ..Forge::new() };
    assert_eq!(refused(&forge), Error::SignerInfoVersion { version: Some(2) });
}

#[test]
fn rejects_zero_and_two_signer_infos() {
    assert_eq!(refused(&Forge { signers: 0, ..Forge::new() }), Error::SignerInfosNone);
    assert_eq!(refused(&Forge { signers: 2, ..Forge::new() }), Error::SignerInfosMany { count: 2 });
}

#[test]
fn rejects_content_inside_even_if_it_is_empty() {
    let data = oid("1.2.840.113549.1.7.1");
    let encapsulated = tlv(0x30, [data, tlv(0xa0, tlv(4, []))].concat());
    let forge = Forge { encapsulated, ..Forge::new() };
    assert_eq!(refused(&forge), Error::EncapsulatedContentPresent { octets: 2 });
}

#[test]
fn rejects_content_of_another_type() {
    let forge = Forge { encapsulated: tlv(0x30, oid("1.2.840.113549.1.7.2")), ..Forge::new() };
    assert!(matches!(refused(&forge), Error::EncapsulatedContentType { .. }));
}

#[test]
fn rejects_md5_by_name_and_unknown_digests() {
    let forge = Forge { digest_algorithm: algorithm("1.2.840.113549.2.5"), ..Forge::new() };
    assert!(matches!(refused(&forge), Error::DigestAlgorithm(AlgorithmError::Weak { .. })));
    let forge = Forge { digest_algorithm: algorithm("1.2.3.4"), ..Forge::new() };
    assert!(matches!(refused(&forge), Error::DigestAlgorithm(AlgorithmError::Unknown { .. })));
}

#[test]
fn accepts_both_names_of_rsa_and_refuses_one_with_another_digest() {
    let rsa = Forge { signature_algorithm: algorithm("1.2.840.113549.1.1.1"), ..Forge::new() };
    let signature = verified(&rsa.make());
    assert_eq!(signature.signature_algorithm(), SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256));
    assert_eq!(signature.signature_algorithm_oid(), "1.2.840.113549.1.1.1");
    let bare = Forge { signature_algorithm: tlv(0x30, oid("1.2.840.113549.1.1.1")), ..Forge::new() };
    verified(&bare.make());
    let parameters = tlv(0x30, [oid("1.2.840.113549.1.1.1"), tlv(2, [1])].concat());
    let forge = Forge { signature_algorithm: parameters, ..Forge::new() };
    assert!(matches!(refused(&forge), Error::SignatureAlgorithm(AlgorithmError::Parameters { .. })));
    let forge = Forge { signature_algorithm: algorithm("1.2.840.113549.1.1.13"), ..Forge::new() };
    let (digest, signature) = (DigestAlgorithm::Sha256, DigestAlgorithm::Sha512);
    assert_eq!(refused(&forge), Error::AlgorithmMismatch { digest, signature });
    let forge = Forge { signature_algorithm: algorithm("1.2.3.4"), ..Forge::new() };
    assert!(matches!(refused(&forge), Error::SignatureAlgorithm(AlgorithmError::Unknown { .. })));
}

#[test]
fn an_ecdsa_name_over_an_rsa_key_does_not_verify() {
    let ecdsa = tlv(0x30, oid("1.2.840.10045.4.3.2"));
    let forge = Forge { signature_algorithm: ecdsa, ..Forge::new() };
    assert_eq!(errors(&forge), [Error::SignatureValue(VerifyError::KeyKind)]);
}

#[test]
fn rejects_a_content_type_that_is_missing_doubled_or_of_another_type() {
    let other = attribute("1.2.840.113549.1.9.3", &[oid("1.2.840.113549.1.7.2")]);
    let data = oid("1.2.840.113549.1.7.1");
    let two = attribute("1.2.840.113549.1.9.3", &[data.clone(), data]);
    let none = attribute("1.2.840.113549.1.9.3", &[]);
    assert_eq!(refused(&Forge::new().only(&[message_digest()])), Error::ContentTypeMissing);
    assert_eq!(refused(&Forge::new().with(content_type())), Error::ContentTypeDuplicate);
    let refused = |attribute| refused(&Forge::new().only(&[attribute, message_digest()]));
    assert!(matches!(refused(other), Error::ContentTypeDifferent { .. }));
    assert_eq!(refused(two), Error::ContentTypeValues { count: 2 });
    assert_eq!(refused(none), Error::ContentTypeValues { count: 0 });
}

#[test]
fn rejects_a_message_digest_that_is_missing_doubled_or_of_another_length() {
    let value = tlv(4, [7; 32]);
    let two = attribute("1.2.840.113549.1.9.4", &[value.clone(), value]);
    assert_eq!(refused(&Forge::new().only(&[content_type()])), Error::MessageDigestMissing);
    assert_eq!(refused(&Forge::new().with(digest_attribute(&[7; 32]))), Error::MessageDigestDuplicate);
    let refused = |attribute| refused(&Forge::new().only(&[content_type(), attribute]));
    assert_eq!(refused(two), Error::MessageDigestValues { count: 2 });
    let length = |found| Error::MessageDigestLength { expected: 32, found };
    assert_eq!(refused(digest_attribute(&[7; 31])), length(31));
    assert_eq!(refused(digest_attribute(&[7; 33])), length(33));
    let wrong_type = attribute("1.2.840.113549.1.9.4", &[tlv(3, [0; 33])]);
    assert!(matches!(refused(wrong_type), Error::Structure { field: "message-digest", .. }));
}

#[test]
fn a_different_digest_leaves_the_signature_value_right_and_the_signer_known() {
    let forge = Forge::new().only(&[content_type(), digest_attribute(&[7; 32])]);
    let signed_data = parse(&forge.make()).unwrap();
    let verification = signed_data.verify([CONTENT]);
    assert_eq!(verification.signature_value(), &Outcome::Holds);
    assert!(verification.signer_certificate().is_ok());
    let expected = Error::MessageDigestDifferent { algorithm: DigestAlgorithm::Sha256 };
    assert_eq!(verification.into_verified().unwrap_err(), [expected]);
}

#[test]
fn nothing_is_told_of_the_content_where_the_signature_value_is_wrong() {
    // The attribute was altered after signing: value and digest are both off, the content is what it was.
    let forge = Forge::new().only(&[content_type(), digest_attribute(&[7; 32])]);
    let signed_data = parse(&forge.make_over(b"other attributes")).unwrap();
    let verification = signed_data.verify([CONTENT]);
    assert!(matches!(verification.message_digest(), Outcome::Broken(Error::MessageDigestDifferent { .. })));
    let expected = [Error::SignatureValue(VerifyError::Mismatch)];
    assert_eq!(verification.into_verified().unwrap_err(), expected);
    // Without a certificate the value could not be checked: the difference is told.
    let unchecked = Forge { certificates: Vec::new(), ..forge };
    let verification = parse(&unchecked.make()).unwrap().verify([CONTENT]);
    let errors: Vec<&Error> = verification.errors().collect();
    assert!(
        matches!(
            errors.as_slice(),
            [Error::MessageDigestDifferent { .. }, Error::SignerCertificateMissing { .. }]
        ),
        "{errors:?}"
    );
}

#[test]
fn rejects_an_empty_set_of_attributes_but_not_its_absence() {
    assert_eq!(refused(&Forge::new().only(&[])), Error::AttributesEmpty);
    let bare = Forge { attributes: None, ..Forge::new() };
    assert_eq!(verified(&bare.make()).signed_octets(), SignedOctets::Content);
    let verification = parse(&bare.make_over(b"other")).unwrap();
    let verification = verification.verify([CONTENT]);
    assert_eq!(verification.message_digest(), &Outcome::NotChecked);
    let mismatch = Error::SignatureValue(VerifyError::Mismatch);
    assert_eq!(verification.signature_value(), &Outcome::Broken(mismatch));
}

#[test]
fn rejects_any_other_attribute_twice_or_without_value() {
    let unknown = attribute("1.2.3.4", &[tlv(4, [1])]);
    verified(&Forge::new().with(unknown.clone()).make());
    let twice = Forge::new().with(unknown.clone()).with(unknown);
    assert_eq!(refused(&twice), Error::AttributeDuplicate { oid: "1.2.3.4".into() });
    let empty = Forge::new().with(attribute("1.2.3.4", &[]));
    assert_eq!(refused(&empty), Error::AttributeWithoutValue { oid: "1.2.3.4".into() });
}

#[test]
fn reads_one_signing_time() {
    let good = Forge::new().with(signing_time("261201000000Z"));
    let time = verified(&good.make()).signing_time().map(|time| time.to_string());
    assert_eq!(time.as_deref(), Some("2026-12-01T00:00:00Z"));
    assert_eq!(refused(&good.with(signing_time("261201000000Z"))), Error::SigningTimeDuplicate);
    let malformed = Forge::new().with(signing_time("2612010000Z"));
    assert!(matches!(refused(&malformed), Error::SigningTimeMalformed { .. }));
    let time = tlv(0x17, "261201000000Z");
    let two = Forge::new().with(attribute("1.2.840.113549.1.9.5", &[time.clone(), time]));
    assert_eq!(refused(&two), Error::SigningTimeValues { count: 2 });
}

#[test]
fn accepts_unsorted_attributes_over_either_form_and_reports_them() {
    let forge = Forge::new().only(&[message_digest(), content_type()]);
    let as_found = verified(&forge.make());
    assert_eq!(as_found.attribute_order(), Some(AttributeOrder::Unsorted));
    assert_eq!(as_found.signed_octets(), SignedOctets::AttributesAsFound);
    let sorted = tlv(0x31, [content_type(), message_digest()].concat());
    let in_der = verified(&forge.make_over(&sorted));
    assert_eq!(in_der.attribute_order(), Some(AttributeOrder::Unsorted));
    assert_eq!(in_der.signed_octets(), SignedOctets::AttributesInDer);
    let neither = parse(&forge.make_over(b"neither")).unwrap();
    let expected = [Error::SignatureValue(VerifyError::Mismatch)];
    assert_eq!(neither.verify([CONTENT]).into_verified().unwrap_err(), expected);
}

#[test]
fn rejects_a_changed_attribute_value() {
    let forge = Forge::new().with(signing_time("261201000000Z"));
    let octets = forge.make();
    let at = octets.windows(13).position(|window| window == b"261201000000Z").unwrap();
    let mut changed = octets;
    changed[at] = b'3';
    let signed_data = parse(&changed).unwrap();
    let verification = signed_data.verify([CONTENT]);
    assert_eq!(verification.message_digest(), &Outcome::Holds);
    assert!(matches!(verification.signature_value(), Outcome::Broken(Error::SignatureValue(_))));
}

fn ess_v1(hash: &[u8], issuer_serial: Option<Vec<u8>>) -> Vec<u8> {
    let entry = tlv(0x30, [tlv(4, hash), issuer_serial.unwrap_or_default()].concat());
    attribute(SIGNING_CERTIFICATE, &[tlv(0x30, tlv(0x30, entry))])
}

fn ess_v2(algorithm: Option<Vec<u8>>, hash: &[u8], issuer_serial: Option<Vec<u8>>) -> Vec<u8> {
    let entry = [algorithm.unwrap_or_default(), tlv(4, hash), issuer_serial.unwrap_or_default()];
    attribute(SIGNING_CERTIFICATE_V2, &[tlv(0x30, tlv(0x30, tlv(0x30, entry.concat())))])
}

fn issuer_serial(issuer: &str, serial_number: &[u8]) -> Vec<u8> {
    tlv(0x30, [tlv(0x30, tlv(0xa4, name(issuer))), tlv(2, serial_number)].concat())
}

fn signer() -> Certificate {
    Certificate::parse(&Forge::new().certificates[0]).unwrap()
}

#[test]
fn the_ess_hash_must_be_the_signers() {
    let der = signer().der().to_vec();
    let sha1 = DigestAlgorithm::Sha1.digest(&der);
    let sha256 = DigestAlgorithm::Sha256.digest(&der);
    let sha512 = DigestAlgorithm::Sha512.digest(&der);
    let named = Some(algorithm("2.16.840.1.101.3.4.2.3"));
    for good in [
        ess_v1(sha1.as_bytes(), None),
        ess_v2(None, sha256.as_bytes(), None),
        ess_v2(named.clone(), sha512.as_bytes(), None),
    ] {
        let signature = verified(&Forge::new().with(good).make());
        assert_eq!(signature.signing_certificates().len(), 1);
    }
    let hash = |version| [Error::SigningCertificateHash { version }];
    let wrong = Forge::new().with(ess_v1(&[7; 20], None));
    assert_eq!(errors(&wrong), hash(SigningCertificateVersion::One));
    for wrong in [
        ess_v2(None, &[7; 32], None),
        ess_v2(None, sha1.as_bytes(), None),
        ess_v2(named, sha256.as_bytes(), None),
    ] {
        assert_eq!(errors(&Forge::new().with(wrong)), hash(SigningCertificateVersion::Two));
    }
    let both = Forge::new().with(ess_v1(sha1.as_bytes(), None)).with(ess_v2(None, &[7; 32], None));
    assert_eq!(errors(&both), hash(SigningCertificateVersion::Two), "each of both is compared");
}

#[test]
fn the_ess_issuer_and_serial_number_must_be_the_signers() {
    let hash = signer().sha256();
    verified(&Forge::new().with(ess_v2(None, &hash, Some(issuer_serial("Test CA", &[1])))).make());
    for wrong in [issuer_serial("Test CA", &[2]), issuer_serial("Other CA", &[1])] {
        let version = SigningCertificateVersion::Two;
        let forge = Forge::new().with(ess_v2(None, &hash, Some(wrong)));
        assert_eq!(errors(&forge), [Error::SigningCertificateIssuerSerial { version }]);
    }
}

#[test]
fn rejects_an_ess_attribute_that_names_no_certificate_or_an_unknown_hash() {
    let empty = attribute(SIGNING_CERTIFICATE_V2, &[tlv(0x30, tlv(0x30, []))]);
    assert!(matches!(
        refused(&Forge::new().with(empty)),
        Error::SigningCertificateMalformed { version: SigningCertificateVersion::Two, .. }
    ));
    let unknown = ess_v2(Some(algorithm("1.2.3.4")), &[7; 32], None);
    assert!(matches!(refused(&Forge::new().with(unknown)), Error::SigningCertificateHashAlgorithm(_)));
}

#[test]
fn finds_the_signer_by_serial_number_or_key_identifier() {
    let certificate = certificate("Test CA", &[1], &[key_identifier(&[9; 20])]);
    let base = Forge { certificates: vec![certificate.der().to_vec()], ..Forge::new() };
    let by_key = |identifier: &[u8]| Forge { identifier: tlv(0x80, identifier), ..base.clone() };
    verified(&base.make());
    verified(&by_key(&[9; 20]).make());
    let missing = Error::SignerCertificateMissing { certificates: 1, unreadable: 0 };
    assert_eq!(errors(&by_key(&[8; 20])), std::slice::from_ref(&missing));
    let other_serial = tlv(0x30, [name("Test CA"), tlv(2, [2])].concat());
    assert_eq!(errors(&Forge { identifier: other_serial, ..base.clone() }), std::slice::from_ref(&missing));
    let other_issuer = tlv(0x30, [name("Other CA"), tlv(2, [1])].concat());
    assert_eq!(errors(&Forge { identifier: other_issuer, ..base }), [missing]);
}

#[test]
fn a_missing_signer_leaves_the_digest_checked() {
    let forge = Forge { certificates: Vec::new(), ..Forge::new() };
    let signed_data = parse(&forge.make()).unwrap();
    let verification = signed_data.verify([CONTENT]);
    assert_eq!(verification.message_digest(), &Outcome::Holds);
    assert_eq!(verification.signature_value(), &Outcome::NotChecked);
    assert!(verification.signer_certificate().is_err());
}

#[test]
fn counts_what_cannot_be_read_and_drops_duplicates() {
    let der = signer().der().to_vec();
    let unreadable = [tlv(0x30, [5, 0]), tlv(0xa1, [])];
    let certificates = vec![der.clone(), unreadable[0].clone(), der, unreadable[1].clone()];
    let signed_data = parse(&Forge { certificates, ..Forge::new() }.make()).unwrap();
    assert_eq!((signed_data.certificates().len(), signed_data.unreadable_certificates()), (1, 2));
    assert!(signed_data.verify([CONTENT]).into_verified().is_ok());
}

#[test]
fn two_certificates_that_fit_need_an_ess_attribute_to_choose() {
    let first = certificate("Test CA", &[1], &[]);
    let second = certificate("Test CA", &[1], &[key_identifier(&[9; 20])]);
    let certificates = vec![first.der().to_vec(), second.der().to_vec()];
    let forge = Forge { certificates, ..Forge::new() };
    assert_eq!(errors(&forge), [Error::SignerCertificateAmbiguous { count: 2 }]);
    let chosen = verified(&forge.clone().with(ess_v2(None, &second.sha256(), None)).make());
    assert_eq!(chosen.signer_certificate().der(), second.der());
    let neither = forge.with(ess_v2(None, &[7; 32], None));
    assert_eq!(errors(&neither), [Error::SignerCertificateAmbiguous { count: 2 }]);
}

#[test]
fn collects_embedded_revocation_data_unread() {
    let list = tlv(0x30, [1]);
    let response = tlv(0x30, [2]);
    let other = tlv(0xa1, [oid("1.3.6.1.5.5.7.16.2"), response.clone()].concat());
    let revocation = Some(tlv(0xa1, [list.clone(), other].concat()));
    // The octets inside are no DER, so the normaliser must not have looked further than it has to.
    let forge = Forge { revocation, ..Forge::new() };
    assert!(parse(&forge.make()).is_err());
    let (list, response) = (tlv(0x30, tlv(2, [1])), tlv(0x30, tlv(10, [0])));
    let other = tlv(0xa1, [oid("1.3.6.1.5.5.7.16.2"), response.clone()].concat());
    let revocation = Some(tlv(0xa1, [list.clone(), other].concat()));
    let signature = verified(&Forge { revocation, ..Forge::new() }.make());
    assert_eq!(signature.certificate_revocation_lists(), [list]);
    assert_eq!(signature.ocsp_responses(), [response]);
}

#[test]
fn limits_attributes_and_certificates() {
    let many = |count: usize| {
        let mut attributes: Vec<_> =
            (0..count).map(|arc| attribute(&format!("1.2.3.{arc}"), &[tlv(5, [])])).collect();
        attributes.extend([content_type(), message_digest()]);
        attributes.sort();
        Forge::new().only(&attributes)
    };
    let limit = crate::limits::cms::ATTRIBUTES;
    verified(&many(limit - 2).make());
    let expected = Error::Limit { field: "SignerInfo.signedAttrs", limit };
    assert_eq!(refused(&many(limit - 1)), expected);
    let limit = crate::limits::cms::CERTIFICATES;
    let bag = |count| Forge { certificates: vec![signer().der().to_vec(); count], ..Forge::new() };
    verified(&bag(limit).make());
    assert_eq!(refused(&bag(limit + 1)), Error::Limit { field: "SignedData.certificates", limit });
}

/// The same structure with indefinite lengths on every constructed element, and octet strings in two pieces.
fn to_ber(der: &[u8]) -> Vec<u8> {
    let mut reader = ber::Reader::new(der);
    let mut out = Vec::new();
    while let Some(element) = reader.next().unwrap() {
        if element.tag & 0x20 != 0 {
            out.extend([element.tag, 0x80]);
            out.extend(to_ber(element.content));
            out.extend([0, 0]);
        } else if element.tag == 4 && element.content.len() > 1 {
            let (head, tail) = element.content.split_at(element.content.len() / 2);
            out.extend([0x24, 0x80]);
            out.extend([tlv(4, head), tlv(4, tail)].concat());
            out.extend([0, 0]);
        } else {
            out.extend(element.encoding);
        }
    }
    out
}

#[test]
fn accepts_ber_throughout_and_says_so() {
    let der = Forge::new().with(signing_time("261201000000Z")).make();
    let mut octets = to_ber(&der);
    let length = octets.len();
    octets.extend([0; 100]);
    let signed_data = parse(&octets).unwrap();
    assert_eq!((signed_data.encoding(), signed_data.length()), (Encoding::Ber, length));
    let signature = signed_data.verify([CONTENT]).into_verified().unwrap();
    assert_eq!(signature.attribute_order(), Some(AttributeOrder::DerSorted));
    assert_eq!(signature.signer_certificate().der(), signer().der(), "certificates become DER again");
}

fn identity() -> SignerIdentity {
    let certificate = certificate("Test CA", &[0, 0x80], &[]);
    SignerIdentity { certificate, chain: vec![signer()], algorithm: key().algorithm() }
}

#[test]
fn builds_what_it_accepts_with_the_length_it_promised() {
    let template = Template::new(&identity()).unwrap();
    let digest = DigestAlgorithm::Sha256.digest(CONTENT);
    for time in
        [None, Some("2026-12-01T09:00:00+09:00"), Some("2049-12-31T23:59:59Z"), Some("2050-01-01T00:00:00Z")]
    {
        let time = time.map(|time| Time::parse_rfc3339(time).unwrap());
        let to_be_signed = template.signed_attributes(&digest, time).unwrap();
        let value = key().sign(&to_be_signed.digest()).unwrap();
        let octets = to_be_signed.complete(&value).unwrap();
        assert_eq!(octets.len(), template.encoded_length(time), "{time:?}");
        let signature = verified(&octets);
        assert_eq!(signature.encoding(), Encoding::Der);
        assert_eq!(signature.attribute_order(), Some(AttributeOrder::DerSorted));
        assert_eq!(signature.signed_octets(), SignedOctets::AttributesInDer);
        assert_eq!(signature.signing_time(), time);
        assert_eq!(signature.signature_algorithm_oid(), "1.2.840.113549.1.1.11");
        assert_eq!(signature.other_certificates().len(), 1);
        let [reference] = signature.signing_certificates() else { panic!("one ESS attribute") };
        assert_eq!(reference.digest_algorithm(), DigestAlgorithm::Sha256);
    }
}

#[test]
fn embeds_each_certificate_once_in_der_order() {
    let identity = identity();
    let chain = vec![signer(), identity.certificate.clone(), signer()];
    let template = Template::new(&SignerIdentity { chain, ..identity.clone() }).unwrap();
    let plain = Template::new(&identity).unwrap();
    assert_eq!(template.encoded_length(None), plain.encoded_length(None));
}

#[test]
fn does_not_release_a_signature_that_its_key_refuses() {
    let template = Template::new(&identity()).unwrap();
    let to_be_signed = template.signed_attributes(&DigestAlgorithm::Sha256.digest(CONTENT), None).unwrap();
    let mut value = key().sign(&to_be_signed.digest()).unwrap();
    *value.last_mut().unwrap() ^= 1;
    assert_eq!(to_be_signed.complete(&value), Err(BuildError::SignatureValue(VerifyError::Mismatch)));
}

#[test]
fn refuses_to_build_with_the_wrong_digest_key_or_sha1() {
    let template = Template::new(&identity()).unwrap();
    let digest = DigestAlgorithm::Sha512.digest(CONTENT);
    assert!(matches!(
        template.signed_attributes(&digest, None),
        Err(BuildError::DigestAlgorithm {
            expected: DigestAlgorithm::Sha256,
            found: DigestAlgorithm::Sha512
        })
    ));
    let with = |algorithm| Template::new(&SignerIdentity { algorithm, ..identity() }).map(|_| ());
    assert_eq!(with(SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256)), Err(BuildError::KeyKind));
    assert_eq!(with(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1)), Err(BuildError::DigestWeak));
}

#[test]
fn the_algorithm_identifiers_it_writes_are_the_ones_it_reads() {
    for digest in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384, DigestAlgorithm::Sha512] {
        for algorithm in [
            SignatureAlgorithm::RsaPkcs1(digest),
            SignatureAlgorithm::RsaPss(digest),
            SignatureAlgorithm::Ecdsa(digest),
        ] {
            let written = template::signature_identifier(algorithm);
            assert_eq!(SignatureAlgorithm::from_algorithm_identifier(&written), Ok(algorithm));
        }
    }
}

#[test]
fn no_prefix_and_no_flipped_octet_makes_it_panic() {
    let octets = Forge::new().with(signing_time("261201000000Z")).make();
    for length in 0..octets.len() {
        assert!(parse(&octets[..length]).is_err());
    }
    for at in 0..octets.len() {
        for flip in [0x01, 0x20, 0x80, 0xff] {
            let mut changed = octets.clone();
            changed[at] ^= flip;
            if let Ok(signed_data) = parse(&changed) {
                let _ = signed_data.verify([CONTENT]).into_verified();
            }
        }
    }
}
