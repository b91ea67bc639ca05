//! Rules and findings for `crate::dsig`.
//!
//! Everything about coverage and form of the signature fails; what is merely too weak, missing or undecided leaves it
//! undecided. Only a digest that differs is called 改ざん.

mod key;
mod reference;
mod structure;
mod value;
mod version2;
mod wrapping;

use crate::crypto::KeyError;
use crate::dsig::{Defect, Error, Unread};
use crate::report::{Finding, Location, Rule, SectionName, SubIndication, Text};
use crate::xml::c14n;

/// The rule a clerk reads as "the content is what was signed".
pub static CONTENT_INTACT: &Rule = &value::DIGEST_MISMATCH;
/// The rule a clerk reads as "the signature value is the signer's".
pub static VALUE_HOLDS: &Rule = &value::SIGNATURE_MISMATCH;

/// Every rule this file can report, for the registry.
pub static RULES: &[&Rule] = &[
    &key::AMBIGUOUS_SIGNER,
    &reference::ATTACHMENT_DIGEST,
    &reference::ATTACHMENT_MISSING,
    &reference::ATTACHMENT_NAME,
    &reference::ATTACHMENT_UNREAD,
    &structure::ATTRIBUTE_MISSING,
    &structure::ATTRIBUTE_UNKNOWN,
    &structure::BASE64_CHARACTER,
    &structure::BASE64_LENGTH,
    &structure::BASE64_PAD_BITS,
    &reference::BODY_PLACE,
    &value::CANONICALIZATION,
    &value::CANONICALIZATION_PARAMETERS,
    &value::CANONICALIZATION_UNKNOWN,
    &value::CANONICALIZATION_WITH_COMMENTS,
    &key::CERTIFICATE_MALFORMED,
    &key::CERTIFICATES_TOO_MANY,
    &structure::CHILD_DUPLICATE,
    &structure::CHILD_MISSING,
    &structure::CHILD_MISORDERED,
    &structure::CHILD_TOO_MANY,
    &structure::CHILD_UNKNOWN,
    &structure::COMMENT_IN_VALUE,
    &version2::DIGEST_DATA_LENGTH,
    &value::DIGEST_LENGTH,
    &value::DIGEST_MD5,
    &value::DIGEST_SHA1,
    &value::DIGEST_UNKNOWN,
    &value::DIGEST_MISMATCH,
    &value::DIGEST_UNPROVEN,
    &structure::ELEMENT_IN_VALUE,
    &reference::ENVELOPED_MISSING,
    &reference::ENVELOPED_NOT_FIRST,
    &reference::ENVELOPED_REPEATED,
    &reference::FRONT_HIDES_BODY,
    &version2::ID_ATTRIBUTES,
    &reference::ID_DUPLICATE,
    &reference::ID_NOT_FOUND,
    &reference::ID_NOT_ROOT,
    &key::KEY_EXPONENT,
    &key::KEY_MALFORMED,
    &key::KEY_MODULUS,
    &key::KEY_UNKNOWN,
    &key::KEY_INFO_MISSING,
    &key::KEY_INFO_REFERENCE,
    &key::KEY_KIND,
    &key::KEY_NAME_ONLY,
    &key::KEY_UNSUPPORTED,
    &key::KEY_VALUE_DIFFERS,
    &key::KEY_VALUE_ONLY,
    &key::KEY_WEAK,
    &reference::MANIFEST,
    &version2::MODES_MIXED,
    &key::NO_CERTIFICATE,
    &structure::NO_SIGNATURE,
    &structure::OBJECT,
    &version2::POSITION_ASSERTION,
    &structure::PROCESSING_INSTRUCTION,
    &structure::PROCESSING_INSTRUCTION_IN_VALUE,
    &reference::PROCESSING_INSTRUCTION_UNSIGNED,
    &reference::REFERENCE_MISSING,
    &reference::REFERENCE_SEVERAL,
    &reference::REFERENCES_TOO_MANY,
    &reference::REFERENCE_TYPE,
    &key::RETRIEVAL_METHOD,
    &wrapping::INSIDE_SIGNATURE,
    &wrapping::WRAPPER,
    &version2::SELECTION_ALGORITHM,
    &version2::SELECTION_XPATH,
    &key::SERIAL_DIFFERS,
    &value::SIGNATURE_LENGTH,
    &value::METHOD_HMAC,
    &value::METHOD_MD5,
    &value::METHOD_PARAMETERS,
    &value::METHOD_SHA1,
    &value::METHOD_UNKNOWN,
    &value::SIGNATURE_MISMATCH,
    &structure::SIGNATURE_PLACE,
    &structure::SIGNATURE_SEVERAL,
    &key::SIGNER_IS_AUTHORITY,
    &key::SUBJECT_KEY_IDENTIFIER_DIFFERS,
    &structure::TEXT,
    &reference::TRANSFORM_BASE64,
    &reference::TRANSFORM_CANONICALIZATION_REPEATED,
    &reference::TRANSFORM_UNKNOWN,
    &reference::TRANSFORM_WITH_COMMENTS,
    &reference::TRANSFORM_XPATH,
    &reference::TRANSFORM_XPATH_FILTER2,
    &reference::TRANSFORM_XSLT,
    &reference::UNSIGNED_SIBLING,
    &reference::URI_EXTERNAL,
    &reference::URI_FILE,
    &reference::URI_MISSING,
    &reference::URI_RELATIVE,
    &reference::URI_XPOINTER,
    &value::TYPE_NAME_UNSIGNED,
    &value::VALUE_UNVERIFIED,
    &value::WHITE_SPACE_UNSIGNED,
    &version2::VERIFICATION_UNKNOWN,
];

/// What a defect means.
pub fn finding(error: &Error) -> Finding {
    let (rule, sub_indication, detail) = judge(error.defect());
    let mut finding = Finding::new(rule, sub_indication);
    if let Some(detail) = detail {
        finding = finding.with_detail(detail);
    }
    match error.position() {
        Some(position) => finding.at(Location::LineColumn { line: position.line, column: position.column }),
        None => finding,
    }
}

/// What a defect means where the signature value does not hold: a digest that differs from a DigestValue that nobody
/// vouches for is no proof that the document was changed.
pub fn finding_unvouched(error: &Error) -> Finding {
    let mut finding = finding(error);
    if *error.defect() == Defect::DigestMismatch {
        finding.rule = &value::DIGEST_UNPROVEN;
    }
    finding
}

/// Without the signer's certificate the signature value was not verified either: the finding that says so beside
/// [`finding`]'s, which stands in the certificate section.
pub fn unverified_value(error: &Error) -> Option<Finding> {
    let (rule, sub_indication, _) = judge(error.defect());
    let without_key = sub_indication == SubIndication::NoSigningCertificateFound;
    (rule.section == SectionName::Certificate && without_key)
        .then(|| Finding::new(&value::VALUE_UNVERIFIED, SubIndication::NoSigningCertificateFound))
}

/// Exhaustive: a new defect must be judged before it compiles.
fn judge(defect: &Defect) -> (&'static Rule, SubIndication, Option<Text>) {
    use SubIndication::{
        ChainConstraintsFailure, CryptoConstraintsFailure, FormatFailure, Generic, HashFailure,
        NoSigningCertificateFound, SigConstraintsFailure, SigCryptoFailure,
    };
    match defect {
        Defect::AmbiguousSigner { matching } => {
            (&key::AMBIGUOUS_SIGNER, NoSigningCertificateFound, count("証明書", "certificates", *matching))
        }
        Defect::AttachmentDigest { reference } => {
            (&reference::ATTACHMENT_DIGEST, HashFailure, number("Reference", *reference))
        }
        Defect::AttachmentMissing { reference } => {
            (&reference::ATTACHMENT_MISSING, Generic, number("Reference", *reference))
        }
        Defect::AttachmentName { reference } => {
            (&reference::ATTACHMENT_NAME, FormatFailure, number("Reference", *reference))
        }
        Defect::AttachmentUnread { reason, reference } => {
            (&reference::ATTACHMENT_UNREAD, Generic, Some(unread(*reason, *reference)))
        }
        Defect::AttributeMissing { attribute, element } => (
            &structure::ATTRIBUTE_MISSING,
            FormatFailure,
            Some(Text::owned(format!("{element} の {attribute}"), format!("{attribute} of {element}"))),
        ),
        Defect::AttributeUnknown { element } => {
            (&structure::ATTRIBUTE_UNKNOWN, FormatFailure, named(element))
        }
        Defect::Base64Character { element } => (&structure::BASE64_CHARACTER, FormatFailure, named(element)),
        Defect::Base64Length { element } => (&structure::BASE64_LENGTH, FormatFailure, named(element)),
        Defect::Base64PadBits { element } => (&structure::BASE64_PAD_BITS, FormatFailure, named(element)),
        Defect::BodyNotChildOfRoot => (&reference::BODY_PLACE, FormatFailure, None),
        Defect::Canonicalization(reason) => {
            (&value::CANONICALIZATION, Generic, Some(canonicalization(reason)))
        }
        Defect::CanonicalizationParameters => (&value::CANONICALIZATION_PARAMETERS, FormatFailure, None),
        Defect::CanonicalizationUnknown => (&value::CANONICALIZATION_UNKNOWN, FormatFailure, None),
        Defect::CanonicalizationWithComments => (&value::CANONICALIZATION_WITH_COMMENTS, FormatFailure, None),
        Defect::CertificateMalformed { index } => {
            (&key::CERTIFICATE_MALFORMED, FormatFailure, number("X509Certificate", *index))
        }
        Defect::CertificatesTooMany { limit } => (
            &key::CERTIFICATES_TOO_MANY,
            FormatFailure,
            Some(Text::owned(format!("上限 {limit}"), format!("limit {limit}"))),
        ),
        Defect::ChildDuplicate { element } => (&structure::CHILD_DUPLICATE, FormatFailure, named(element)),
        Defect::ChildMissing { element } => (&structure::CHILD_MISSING, FormatFailure, named(element)),
        Defect::ChildMisordered { parent } => (&structure::CHILD_MISORDERED, FormatFailure, inside(parent)),
        Defect::ChildTooMany { limit, parent } => (
            &structure::CHILD_TOO_MANY,
            FormatFailure,
            Some(Text::owned(format!("{parent}、上限 {limit}"), format!("{parent}, limit {limit}"))),
        ),
        Defect::ChildUnknown { parent } => (&structure::CHILD_UNKNOWN, FormatFailure, inside(parent)),
        Defect::CommentInValue { element } => (&structure::COMMENT_IN_VALUE, FormatFailure, named(element)),
        Defect::DigestDataLength { found, stated } => {
            (&version2::DIGEST_DATA_LENGTH, FormatFailure, length(*found, *stated))
        }
        Defect::DigestLength { expected, found } => {
            (&value::DIGEST_LENGTH, FormatFailure, octets(*found, *expected))
        }
        Defect::DigestMethodMd5 => (&value::DIGEST_MD5, CryptoConstraintsFailure, None),
        Defect::DigestMethodSha1 => (&value::DIGEST_SHA1, CryptoConstraintsFailure, None),
        Defect::DigestMethodUnknown => (&value::DIGEST_UNKNOWN, CryptoConstraintsFailure, None),
        Defect::DigestMismatch => (&value::DIGEST_MISMATCH, HashFailure, None),
        Defect::ElementInValue { element } => (&structure::ELEMENT_IN_VALUE, FormatFailure, named(element)),
        Defect::EnvelopedMissing => (&reference::ENVELOPED_MISSING, FormatFailure, None),
        Defect::EnvelopedNotFirst => (&reference::ENVELOPED_NOT_FIRST, FormatFailure, None),
        Defect::EnvelopedRepeated => (&reference::ENVELOPED_REPEATED, FormatFailure, None),
        Defect::FrontHidesBody => (&reference::FRONT_HIDES_BODY, FormatFailure, None),
        Defect::IdAttributes => (&version2::ID_ATTRIBUTES, FormatFailure, None),
        Defect::IdDuplicate { count } => (&reference::ID_DUPLICATE, FormatFailure, counted(*count)),
        Defect::IdNotFound => (&reference::ID_NOT_FOUND, FormatFailure, None),
        Defect::IdNotRoot => (&reference::ID_NOT_ROOT, FormatFailure, None),
        Defect::KeyInfoMissing => (&key::KEY_INFO_MISSING, NoSigningCertificateFound, None),
        Defect::KeyInfoReference => (&key::KEY_INFO_REFERENCE, NoSigningCertificateFound, None),
        Defect::KeyKind => (&key::KEY_KIND, SigCryptoFailure, None),
        Defect::KeyNameOnly => (&key::KEY_NAME_ONLY, NoSigningCertificateFound, None),
        Defect::KeyRefused(KeyError::Exponent) => (&key::KEY_EXPONENT, SigCryptoFailure, None),
        Defect::KeyRefused(KeyError::Malformed) => (&key::KEY_MALFORMED, SigCryptoFailure, None),
        Defect::KeyRefused(KeyError::Modulus { bits }) => {
            (&key::KEY_MODULUS, CryptoConstraintsFailure, bit_count(*bits))
        }
        Defect::KeyRefused(KeyError::Unknown { .. }) => (&key::KEY_UNKNOWN, CryptoConstraintsFailure, None),
        Defect::KeyUnsupported => (&key::KEY_UNSUPPORTED, CryptoConstraintsFailure, None),
        Defect::KeyValueDiffers => (&key::KEY_VALUE_DIFFERS, FormatFailure, None),
        Defect::KeyValueOnly => (&key::KEY_VALUE_ONLY, NoSigningCertificateFound, None),
        Defect::KeyWeak { bits } => (&key::KEY_WEAK, CryptoConstraintsFailure, bit_count(*bits)),
        Defect::Manifest => (&reference::MANIFEST, FormatFailure, None),
        Defect::ModesMixed => (&version2::MODES_MIXED, FormatFailure, None),
        Defect::NoCertificate => (&key::NO_CERTIFICATE, NoSigningCertificateFound, None),
        Defect::NoSignature => (&structure::NO_SIGNATURE, FormatFailure, None),
        Defect::Object => (&structure::OBJECT, FormatFailure, None),
        Defect::PositionAssertion => (&version2::POSITION_ASSERTION, FormatFailure, None),
        Defect::ProcessingInstruction { parent } => {
            (&structure::PROCESSING_INSTRUCTION, FormatFailure, inside(parent))
        }
        Defect::ProcessingInstructionInValue { element } => {
            (&structure::PROCESSING_INSTRUCTION_IN_VALUE, FormatFailure, named(element))
        }
        Defect::ProcessingInstructionUnsigned => {
            (&reference::PROCESSING_INSTRUCTION_UNSIGNED, FormatFailure, None)
        }
        Defect::ReferencedInsideSignature => (&wrapping::INSIDE_SIGNATURE, FormatFailure, None),
        Defect::ReferenceMissing => (&reference::REFERENCE_MISSING, FormatFailure, None),
        Defect::ReferenceSeveral { count } => (&reference::REFERENCE_SEVERAL, FormatFailure, counted(*count)),
        Defect::ReferencesTooMany { limit } => (
            &reference::REFERENCES_TOO_MANY,
            Generic,
            Some(Text::owned(format!("上限 {limit}"), format!("limit {limit}"))),
        ),
        Defect::ReferenceType => (&reference::REFERENCE_TYPE, FormatFailure, None),
        Defect::RetrievalMethod => (&key::RETRIEVAL_METHOD, NoSigningCertificateFound, None),
        Defect::SelectionAlgorithm => (&version2::SELECTION_ALGORITHM, FormatFailure, None),
        Defect::SelectionXPath => (&version2::SELECTION_XPATH, FormatFailure, None),
        Defect::SerialDiffers => (&key::SERIAL_DIFFERS, FormatFailure, None),
        Defect::SignatureLength { expected, found } => {
            (&value::SIGNATURE_LENGTH, SigCryptoFailure, octets(*found, *expected))
        }
        Defect::SignatureMethodHmac => (&value::METHOD_HMAC, FormatFailure, None),
        Defect::SignatureMethodMd5 => (&value::METHOD_MD5, CryptoConstraintsFailure, None),
        Defect::SignatureMethodParameters => (&value::METHOD_PARAMETERS, FormatFailure, None),
        Defect::SignatureMethodSha1 => (&value::METHOD_SHA1, CryptoConstraintsFailure, None),
        Defect::SignatureMethodUnknown => (&value::METHOD_UNKNOWN, CryptoConstraintsFailure, None),
        Defect::SignatureMismatch => (&value::SIGNATURE_MISMATCH, SigCryptoFailure, None),
        Defect::SignatureNotChildOfRoot => (&structure::SIGNATURE_PLACE, FormatFailure, None),
        Defect::SignatureSeveral { count } => (&structure::SIGNATURE_SEVERAL, FormatFailure, counted(*count)),
        Defect::SignedElementWrapped => (&wrapping::WRAPPER, FormatFailure, None),
        Defect::SignerIsAuthority => (&key::SIGNER_IS_AUTHORITY, ChainConstraintsFailure, None),
        Defect::SubjectKeyIdentifierDiffers => (&key::SUBJECT_KEY_IDENTIFIER_DIFFERS, FormatFailure, None),
        Defect::Text { parent } => (&structure::TEXT, FormatFailure, inside(parent)),
        Defect::TransformBase64 => (&reference::TRANSFORM_BASE64, FormatFailure, None),
        Defect::TransformCanonicalizationRepeated => {
            (&reference::TRANSFORM_CANONICALIZATION_REPEATED, FormatFailure, None)
        }
        Defect::TransformUnknown => (&reference::TRANSFORM_UNKNOWN, FormatFailure, None),
        Defect::TransformWithComments => (&reference::TRANSFORM_WITH_COMMENTS, FormatFailure, None),
        Defect::TransformXPath => (&reference::TRANSFORM_XPATH, FormatFailure, None),
        Defect::TransformXPathFilter2 => (&reference::TRANSFORM_XPATH_FILTER2, FormatFailure, None),
        Defect::TransformXslt => (&reference::TRANSFORM_XSLT, FormatFailure, None),
        Defect::TypeNameUnsigned => (&value::TYPE_NAME_UNSIGNED, SigConstraintsFailure, None),
        Defect::WhiteSpaceUnsigned => (&value::WHITE_SPACE_UNSIGNED, SigConstraintsFailure, None),
        Defect::UnsignedSibling => (&reference::UNSIGNED_SIBLING, FormatFailure, None),
        Defect::UriExternal => (&reference::URI_EXTERNAL, FormatFailure, None),
        Defect::UriFile => (&reference::URI_FILE, FormatFailure, None),
        Defect::UriMissing => (&reference::URI_MISSING, FormatFailure, None),
        Defect::UriRelative => (&reference::URI_RELATIVE, FormatFailure, None),
        Defect::UriXPointer => (&reference::URI_XPOINTER, FormatFailure, None),
        Defect::VerificationUnknown => (&version2::VERIFICATION_UNKNOWN, FormatFailure, None),
    }
}

/// Why there is no canonical form, in the words of the XML rules, with the ceiling where one was met.
fn canonicalization(reason: &c14n::Error) -> Text {
    let finding = super::xml::canonicalization_finding(reason);
    let cause = &finding.rule.violation;
    let (mut ja, mut en) =
        (cause.ja.trim_end_matches('。').to_owned(), cause.en.trim_end_matches('.').to_owned());
    if let Some(detail) = &finding.detail {
        ja = format!("{ja}、{}", detail.ja);
        en = format!("{en}, {}", detail.en);
    }
    Text::owned(ja, en)
}

fn named(element: &str) -> Option<Text> {
    Some(Text::owned(element.to_owned(), element.to_owned()))
}

fn inside(parent: &str) -> Option<Text> {
    Some(Text::owned(format!("{parent} の中"), format!("inside {parent}")))
}

fn number(element: &str, number: usize) -> Option<Text> {
    Some(Text::owned(format!("{number} 番目の {element}"), format!("{element} {number}")))
}

fn count(ja: &str, en: &str, count: usize) -> Option<Text> {
    Some(Text::owned(format!("{ja} {count} 件"), format!("{count} {en}")))
}

fn counted(count: usize) -> Option<Text> {
    Some(Text::owned(format!("{count} 件"), format!("{count} found")))
}

fn bit_count(bits: u32) -> Option<Text> {
    Some(Text::owned(format!("{bits} ビット"), format!("{bits} bits")))
}

fn octets(found: usize, expected: usize) -> Option<Text> {
    Some(Text::owned(
        format!("{expected} バイトのところ {found} バイト"),
        format!("{found} octets instead of {expected}"),
    ))
}

fn unread(reason: Unread, number: usize) -> Text {
    let (ja, en) = match reason {
        Unread::Failed => ("読み取れませんでした".to_owned(), "could not be read".to_owned()),
        Unread::Unvouched => (
            "署名値を検証できないため、読み取っていません".to_owned(),
            "not read because the signature value does not hold".to_owned(),
        ),
        Unread::NotRegular => ("通常のファイルではありません".to_owned(), "no regular file".to_owned()),
        Unread::TooLarge { limit } => {
            (format!("大きさが上限の {limit} バイトを超えています"), format!("larger than {limit} octets"))
        }
    };
    Text::owned(format!("{number} 番目の Reference、{ja}"), format!("Reference {number}, {en}"))
}

fn length(found: u64, stated: Option<u64>) -> Option<Text> {
    Some(match stated {
        Some(stated) => Text::owned(
            format!("記載 {stated} バイト、実際 {found} バイト"),
            format!("{stated} octets stated, {found} digested"),
        ),
        None => Text::owned(
            format!("記載が数値ではなく、実際 {found} バイト"),
            format!("no number stated, {found} octets digested"),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn every_rule_has_its_own_identifier_and_only_digests_speak_of_tampering() {
        let mut ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
        for rule in RULES {
            assert!(rule.id.0.starts_with("dsig."), "{}", rule.id.0);
            let tampering = rule.violation.ja.contains("改ざん");
            assert_eq!(tampering, ["dsig.digest.mismatch", "dsig.attachment.digest"].contains(&rule.id.0));
        }
    }
}
