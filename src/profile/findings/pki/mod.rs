//! Rules and findings of certificates, paths and revocation (RFC 5280, RFC 9618, EN 319 102-1).
//!
//! Each violation names the next step, because the reader is a clerk who must ask somebody for something.

use crate::crypto::policy::PolicyViolation;
use crate::pki::{
    self, FailedPath, PathDefect, PathError, PathFailure, PathOutcome, Place, RevocationGap,
    RevocationReason, RevocationStatus, RevokedEntry, ScopeMismatch, Search, VerifiedPath,
};
use crate::report::{
    CertificateInQuestion, Check, Finding, PathTried, PathsTried, Rule, SubIndication, Text,
};
use crate::time::Time;

mod rules;
mod words;

pub use rules::RULES;
use rules::*;

/// A certificate, list or response that could not be read.
pub fn finding(error: &pki::Error) -> Finding {
    let (rule, sub_indication) = match error {
        pki::Error::AlgorithmMismatch => (&ALGORITHM_MISMATCH, SubIndication::ChainConstraintsFailure),
        pki::Error::Der(_) => (&CERTIFICATE_ENCODING, SubIndication::CertificateChainGeneralFailure),
        pki::Error::DuplicateExtension { .. } => {
            (&CERTIFICATE_EXTENSION_DUPLICATE, SubIndication::ChainConstraintsFailure)
        }
        pki::Error::Extension { .. } => {
            (&CERTIFICATE_EXTENSION_ENCODING, SubIndication::ChainConstraintsFailure)
        }
        pki::Error::FieldOfLaterVersion { .. } | pki::Error::Version => {
            (&CERTIFICATE_VERSION, SubIndication::ChainConstraintsFailure)
        }
        pki::Error::ResponderError { .. } | pki::Error::ResponseType => {
            (&OCSP_RESPONSE, SubIndication::TryLater)
        }
        pki::Error::SerialNumberTooLong { .. } => (&CERTIFICATE_SERIAL, SubIndication::Generic),
        pki::Error::TooLarge { .. } => (&CERTIFICATE_SIZE, SubIndication::Generic),
    };
    with_step(Finding::new(rule, sub_indication)).with_detail(words::encoding(error))
}

/// The checks of the certificate section that follow from the answer to a path question.
pub fn checks(outcome: &PathOutcome) -> Vec<Check> {
    match outcome {
        PathOutcome::Valid(path) => passed(path),
        PathOutcome::Invalid(failure) => findings(failure).into_iter().map(Check::from).collect(),
    }
}

/// The findings of the most telling failed path; the budget first when it ran out, unless the target is known to be
/// revoked.
pub fn findings(failure: &PathFailure) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        failure.paths.first().map(|path| path.errors.iter().map(path_finding).collect()).unwrap_or_default();
    // What decides the sub-indication comes first: a revocation, then what lies deepest in the path's making.
    findings.sort_by_key(|finding| {
        let revoked = finding.rule.id == REVOKED.id;
        let broken = matches!(
            finding.sub_indication,
            Some(SubIndication::NoCertificateChainFound | SubIndication::ChainConstraintsFailure)
        );
        (!revoked, !broken)
    });
    if failure.search == Search::BudgetExhausted {
        let detail = Text::owned(
            format!("試した認証パス {} 本", failure.tried),
            format!("{} paths were tried", failure.tried),
        );
        let position = usize::from(findings.first().is_some_and(|finding| finding.rule.id == REVOKED.id));
        let finding = with_step(Finding::new(&BUDGET, SubIndication::Generic));
        findings.insert(position, finding.with_detail(detail));
    }
    if findings.is_empty() {
        findings.push(with_step(Finding::new(&CHAIN, SubIndication::NoCertificateChainFound)));
    }
    findings
}

/// Every path that was tried and is not valid, each with its certificates and what is wrong with it.
pub fn paths_tried(outcome: &PathOutcome) -> PathsTried {
    let (count, search, paths) = match outcome {
        PathOutcome::Valid(path) => (path.tried(), "found", path.rejected()),
        PathOutcome::Invalid(failure) => {
            let search = match failure.search {
                Search::BudgetExhausted => "budget_exhausted",
                Search::Complete => "complete",
            };
            (failure.tried, search, failure.paths.as_slice())
        }
    };
    PathsTried { count, search, paths: paths.iter().map(path_tried).collect() }
}

/// One failed path: the subjects from the anchor's side, then what is wrong.
pub fn path_tried(path: &FailedPath) -> PathTried {
    let anchor = path.anchor.as_ref().map(|anchor| anchor.name().to_string());
    PathTried {
        subjects: anchor
            .into_iter()
            .chain(path.certificates.iter().map(|one| one.subject().to_string()))
            .collect(),
        checks: path.errors.iter().map(|error| Check::from(path_finding(error))).collect(),
    }
}

/// One defect of one certificate on a path. Exhaustive: a new defect must be judged before it compiles.
pub fn path_finding(error: &PathError) -> Finding {
    use SubIndication as Sub;
    let at_target = |target, above| if error.place == Place::Target { target } else { above };
    let (rule, sub_indication, detail) = match &error.defect {
        PathDefect::AlgorithmPolicy(violation) => {
            // EN 319 102-1 5.2.8: once good enough, and nothing proves that it was made then.
            let sub = if violation.was_accepted_once() {
                Sub::CryptoConstraintsFailureNoPoe
            } else {
                Sub::CryptoConstraintsFailure
            };
            (&ALGORITHM_POLICY, sub, Some(violation_text(violation)))
        }
        PathDefect::AnchorExpired { not_after } => {
            (&ANCHOR_VALIDITY, Sub::OutOfBoundsNoPoe, Some(until_text(*not_after)))
        }
        PathDefect::AnchorKeyUsage => (&ANCHOR_KEY_USAGE, Sub::ChainConstraintsFailure, None),
        PathDefect::AnchorNotAuthority => (&ANCHOR_NOT_AUTHORITY, Sub::ChainConstraintsFailure, None),
        PathDefect::AnchorNotYetValid { not_before } => {
            (&ANCHOR_VALIDITY, Sub::OutOfBoundsNoPoe, Some(from_text(*not_before)))
        }
        PathDefect::AnyPolicyMapped => (&POLICY_MAPPING_ANY, Sub::ChainConstraintsFailure, None),
        PathDefect::ExcludedName { form } => {
            (&NAME_CONSTRAINT_EXCLUDED, Sub::ChainConstraintsFailure, Some(same(form)))
        }
        PathDefect::ExtendedKeyUsage => (&EXTENDED_KEY_USAGE, Sub::ChainConstraintsFailure, None),
        PathDefect::Expired { not_after } => (&VALIDITY, Sub::OutOfBoundsNoPoe, Some(until_text(*not_after))),
        // EN 319 102-1 5.1.3, EXPIRED: only a proof that it was made later; one that it existed later proves nothing.
        PathDefect::CreatedAfterExpiry { not_after, .. } => {
            (&VALIDITY, at_target(Sub::Expired, Sub::OutOfBoundsNoPoe), Some(until_text(*not_after)))
        }
        PathDefect::ExpiredAtProof { not_after, .. } => {
            (&VALIDITY, Sub::OutOfBoundsNoPoe, Some(until_text(*not_after)))
        }
        PathDefect::IssuerNameMismatch { issuer, found } => {
            let text = Text::owned(
                format!("発行者名 {issuer}、鍵を持つ認証局 {found}"),
                format!("issuer {issuer}, key of {found}"),
            );
            (&ISSUER_NAME, Sub::NoCertificateChainFound, Some(text))
        }
        PathDefect::IssuerNotFound { issuer } => {
            let text = Text::owned(format!("見つからない発行者 {issuer}"), format!("issuer {issuer}"));
            (&ISSUER_NOT_FOUND, Sub::NoCertificateChainFound, Some(text))
        }
        PathDefect::KeyUnusable(reason) => {
            (&KEY_UNUSABLE, Sub::CryptoConstraintsFailure, Some(words::key(reason)))
        }
        PathDefect::KeyUsage => (&KEY_USAGE, Sub::ChainConstraintsFailure, None),
        PathDefect::NotAuthority => (&NOT_AUTHORITY, Sub::ChainConstraintsFailure, None),
        PathDefect::NotPermittedName { form } => {
            (&NAME_CONSTRAINT_PERMITTED, Sub::ChainConstraintsFailure, Some(same(form)))
        }
        PathDefect::NotYetValid { not_before } => {
            (&NOT_YET_VALID, Sub::OutOfBoundsNoPoe, Some(from_text(*not_before)))
        }
        PathDefect::NotYetValidAtProof { not_before, .. } => {
            (&NOT_YET_VALID, at_target(Sub::NotYetValid, Sub::OutOfBoundsNoPoe), Some(from_text(*not_before)))
        }
        PathDefect::PathLength => (&PATH_LENGTH, Sub::ChainConstraintsFailure, None),
        PathDefect::PathTooLong => (&PATH_TOO_LONG, Sub::Generic, None),
        PathDefect::PolicyRequired => (&POLICY, Sub::ChainConstraintsFailure, None),
        PathDefect::RevocationUnknown(gap) => (gap_rule(gap), Sub::TryLater, gap_text(gap)),
        PathDefect::RevocationDoubtful { entry, gap } => {
            (&REVOKED_DOUBTFULLY, Sub::TryLater, Some(doubtful_text(entry, gap)))
        }
        PathDefect::NotProvenOlder { authority, entry } => {
            let entry = entry_text(entry);
            let text = Text::owned(
                format!("失効した認証局 {authority}。{}", entry.ja),
                format!("revoked authority {authority}; {}", entry.en),
            );
            (&CERTIFICATE_AGE, Sub::RevokedCaNoPoe, Some(text))
        }
        PathDefect::OnHold(entry) => (&HOLD, Sub::TryLater, Some(entry_text(entry))),
        PathDefect::Revoked(entry) | PathDefect::SuspectAtProof { entry, .. } => {
            (&REVOKED, at_target(Sub::RevokedNoPoe, Sub::RevokedCaNoPoe), Some(entry_text(entry)))
        }
        PathDefect::RevokedAtProof { entry, .. } => {
            (&REVOKED, at_target(Sub::Revoked, Sub::RevokedCaNoPoe), Some(entry_text(entry)))
        }
        PathDefect::SignatureAlgorithm(reason) => {
            (&SIGNATURE_ALGORITHM, Sub::CryptoConstraintsFailure, Some(words::algorithm(reason)))
        }
        PathDefect::SignatureMismatch => (&SIGNATURE, Sub::NoCertificateChainFound, None),
        PathDefect::TargetIsAnchor => (&TARGET_IS_ANCHOR, Sub::ChainConstraintsFailure, None),
        PathDefect::TargetIsAuthority => (&TARGET_IS_AUTHORITY, Sub::ChainConstraintsFailure, None),
        PathDefect::UnknownCriticalExtension { id } => {
            (&CRITICAL_EXTENSION, Sub::ChainConstraintsFailure, Some(same(id)))
        }
        PathDefect::UnsupportedNameConstraint { form } => {
            (&NAME_CONSTRAINT_UNSUPPORTED, Sub::ChainConstraintsFailure, Some(same(form)))
        }
    };
    let finding = Finding::new(rule, sub_indication).with_detail(about(error, detail)).about(question(error));
    match proven_step(&error.defect) {
        Some(step) => finding.with_next_step(step),
        None => with_step(finding),
    }
}

/// With what the table of rules says the reader does.
fn with_step(finding: Finding) -> Finding {
    match next_step(finding.rule) {
        Some(step) => finding.with_next_step(step.clone()),
        None => finding,
    }
}

/// Where a time was proven already, asking for one would send the reader in a circle.
fn proven_step(defect: &PathDefect) -> Option<Text> {
    matches!(
        defect,
        PathDefect::CreatedAfterExpiry { .. }
            | PathDefect::ExpiredAtProof { .. }
            | PathDefect::NotYetValidAtProof { .. }
            | PathDefect::RevokedAtProof { .. }
            | PathDefect::SuspectAtProof { .. }
    )
    .then(|| {
        Text::new(
            "文書を受理せず、証明された日時を添えて発行元に照会してください。",
            "Do not accept the document; ask its issuer, with the proven time.",
        )
    })
}

/// Which certificate, for programs.
fn question(error: &PathError) -> CertificateInQuestion {
    let role = match error.place {
        Place::Anchor => "anchor",
        Place::Authority => "authority",
        Place::Target => "signer",
    };
    CertificateInQuestion { role, subject: error.subject.to_string() }
}

/// The rule that a gap in revocation information breaks.
const fn gap_rule(gap: &RevocationGap) -> &'static Rule {
    match gap {
        RevocationGap::DeltaWithoutBase => &CRL_DELTA_WITHOUT_BASE,
        RevocationGap::EntryIssuer => &CRL_ENTRY_ISSUER,
        RevocationGap::IssuedAfterExpiry { .. } => &CRL_ISSUED_AFTER_EXPIRY,
        RevocationGap::Missing => &CRL_MISSING,
        RevocationGap::NoNextUpdate => &CRL_NEXT_UPDATE,
        RevocationGap::NotYetIssued { .. } => &CRL_NOT_YET_ISSUED,
        RevocationGap::ReasonsNotCovered => &CRL_REASONS,
        RevocationGap::ResponderNotAuthorized => &OCSP_RESPONDER,
        RevocationGap::ResponderUnknowing => &OCSP_UNKNOWN,
        RevocationGap::ResponseNextUpdate => &OCSP_NEXT_UPDATE,
        RevocationGap::ResponseStale { .. } => &OCSP_FRESH,
        RevocationGap::SignatureAlgorithm => &CRL_SIGNATURE_ALGORITHM,
        RevocationGap::SignatureMismatch => &CRL_SIGNATURE,
        RevocationGap::SignerKeyUsage => &CRL_SIGNER_KEY_USAGE,
        RevocationGap::SignerNotTrusted => &CRL_SIGNER,
        RevocationGap::SignerOutsideValidity { .. } => &REVOCATION_SIGNER_VALIDITY,
        RevocationGap::SignerRevoked { .. } => &REVOCATION_SIGNER_REVOKED,
        RevocationGap::SignerUnestablished(_) => &REVOCATION_SIGNER_STATUS,
        RevocationGap::Stale { .. } => &CRL_FRESH,
        RevocationGap::UnknownCriticalEntryExtension { .. } => &CRL_CRITICAL_ENTRY_EXTENSION,
        RevocationGap::UnknownCriticalExtension { .. } => &CRL_CRITICAL_EXTENSION,
        RevocationGap::WrongScope(_) => &CRL_SCOPE,
    }
}

/// What a valid path established, revocation by revocation.
fn passed(path: &VerifiedPath) -> Vec<Check> {
    let count = path.certificates().len();
    let detail = Text::owned(
        format!("信頼点 {}、その下の電子証明書 {count} 通", path.anchor().name()),
        format!("anchor {}, certificates below it: {count}", path.anchor().name()),
    );
    let policy = path.algorithm_policy().to_owned();
    let mut checks = vec![
        Check::pass(&CHAIN).with_detail(detail),
        Check::pass(&SIGNATURE),
        Check::pass(&VALIDITY),
        Check::pass(&NOT_AUTHORITY),
        policies(path),
        Check::pass(&ALGORITHM_POLICY)
            .with_detail(Text::owned(format!("基準 {policy}"), format!("policy {policy}"))),
    ];
    for (certificate, status) in path.certificates().iter().zip(path.revocation()) {
        let subject = certificate.subject();
        let role = if Some(certificate) == path.leaf() { "signer" } else { "authority" };
        let name =
            |ja: String, en: String| Text::owned(format!("{subject}。{ja}"), format!("{subject}; {en}"));
        let check = match status {
            RevocationStatus::Good(evidence) => {
                let next = evidence.next_update;
                Check::pass(&REVOKED).with_detail(name(
                    format!(
                        "{} 発行、次回更新 {}",
                        japanese(evidence.this_update),
                        next.map_or("なし".into(), japanese)
                    ),
                    format!(
                        "issued {}, next {}",
                        evidence.this_update,
                        next.map_or("none".into(), |next| next.to_string())
                    ),
                ))
            }
            RevocationStatus::RevokedAfterProof { entry, .. } => {
                let entry = entry_text(entry);
                Check::pass(&REVOKED).with_detail(name(
                    format!("証明された時刻より後の失効のため影響しません: {}", entry.ja),
                    format!("revoked after the proven time, no effect: {}", entry.en),
                ))
            }
            RevocationStatus::NotChecked => Check::not_checked(&REVOKED)
                .with_detail(Text::owned(subject.to_string(), subject.to_string())),
            RevocationStatus::NotEstablished(gap) => {
                let words = &gap_rule(gap).violation;
                Check::not_checked(&REVOKED)
                    .with_detail(name(format!("警告: {}", words.ja), format!("warning: {}", words.en)))
            }
        };
        checks.push(check.about(CertificateInQuestion { role, subject: subject.to_string() }));
    }
    checks
}

/// A path that is valid for no policy at all is good where none is required, and is then not called good for one.
fn policies(path: &VerifiedPath) -> Check {
    if path.policies().is_empty() {
        return Check::not_checked(&POLICY).with_detail(Text::new(
            "この認証パスはどの証明書ポリシーについても有効ではありませんが、ポリシーは必要とされていません",
            "the path is valid for no policy, and none is required",
        ));
    }
    Check::pass(&POLICY)
}

/// Which certificate, and the numbers.
fn about(error: &PathError, detail: Option<Text>) -> Text {
    let (role_ja, role_en) = match error.place {
        Place::Anchor => ("信頼点", "anchor"),
        Place::Authority => ("認証局", "CA"),
        Place::Target => ("署名者", "signer"),
    };
    let subject = &error.subject;
    match detail {
        None => Text::owned(format!("{role_ja} {subject}"), format!("{role_en} {subject}")),
        Some(detail) => Text::owned(
            format!("{role_ja} {subject}。{}", detail.ja),
            format!("{role_en} {subject}; {}", detail.en),
        ),
    }
}

fn same(value: &dyn core::fmt::Display) -> Text {
    Text::owned(value.to_string(), value.to_string())
}

/// By what the algorithm policy refuses something.
pub(super) fn violation_text(violation: &PolicyViolation) -> Text {
    let ja = match violation {
        PolicyViolation::Digest(digest) => format!("{} は認められません", digest.name()),
        PolicyViolation::DigestExpired { digest, until } => {
            format!("{} が認められるのは {} まで", digest.name(), japanese(*until))
        }
        PolicyViolation::KeySize { bits, minimum: 0 } => {
            format!("この種類の鍵（{bits} ビット）は認められません")
        }
        PolicyViolation::KeySize { bits, minimum } => {
            format!("{bits} ビットの鍵は必要な {minimum} ビットに足りません")
        }
        PolicyViolation::KeySizeExpired { bits, until } => {
            format!("{bits} ビットの鍵が認められるのは {} まで", japanese(*until))
        }
    };
    Text::owned(ja, violation.to_string())
}

/// CRLReason (RFC 5280, 5.3.1) in words a clerk knows.
const fn reason_text(reason: RevocationReason) -> &'static str {
    match reason {
        RevocationReason::AttributeAuthorityCompromise => "属性認証局の危殆化",
        RevocationReason::AffiliationChanged => "所属の変更",
        RevocationReason::AuthorityCompromise => "認証局の鍵の危殆化",
        RevocationReason::CessationOfOperation => "運用の終了",
        RevocationReason::Hold => "一時停止",
        RevocationReason::KeyCompromise => "鍵の危殆化",
        RevocationReason::PrivilegeWithdrawn => "権限の取消し",
        RevocationReason::RemoveFromList => "失効の取消し",
        RevocationReason::Superseded => "新しい電子証明書への切替え",
        RevocationReason::Unspecified => "記載なし",
    }
}

fn until_text(not_after: Time) -> Text {
    Text::owned(format!("有効期間の終わり {}", japanese(not_after)), format!("valid until {not_after}"))
}

fn from_text(not_before: Time) -> Text {
    Text::owned(format!("有効期間の始め {}", japanese(not_before)), format!("valid from {not_before}"))
}

/// When and why a certificate was revoked.
pub fn entry_text(entry: &RevokedEntry) -> Text {
    let (time, reason) = (entry.revocation_time, entry.reason.as_str());
    let mut text = (
        format!("失効日時 {}、理由 {}", japanese(time), reason_text(entry.reason)),
        format!("revoked {time}, reason {reason}"),
    );
    if let Some(since) = entry.invalidity_time {
        text.0.push_str(&format!("、危殆化などの日時 {}", japanese(since)));
        text.1.push_str(&format!(", invalid since {since}"));
    }
    Text::owned(text.0, text.1)
}

/// What a statement that proves nothing says, and why it proves nothing.
pub fn doubtful_text(entry: &RevokedEntry, gap: &RevocationGap) -> Text {
    let (entry, reason) = (entry_text(entry), gap_reason(gap));
    Text::owned(format!("{}。{}", entry.ja, reason.ja), format!("{}; {}", entry.en, reason.en))
}

/// Why the revocation of a certificate could not be established, as one sentence.
pub fn gap_reason(gap: &RevocationGap) -> Text {
    let Text { ja, en } = &gap_rule(gap).violation;
    match gap_text(gap) {
        None => Text { ja: ja.clone(), en: en.clone() },
        Some(detail) => Text::owned(format!("{ja}（{}）", detail.ja), format!("{en} ({})", detail.en)),
    }
}

fn gap_text(gap: &RevocationGap) -> Option<Text> {
    match gap {
        // Whom it is about: the certificate in question is another's.
        RevocationGap::SignerOutsideValidity { subject, not_before, not_after } => Some(Text::owned(
            format!(
                "失効リスト等の署名者側の {subject} の有効期間 {}から{}まで",
                japanese(*not_before),
                japanese(*not_after)
            ),
            format!(
                "{subject}, on the side of the list or response, valid from {not_before} until {not_after}"
            ),
        )),
        RevocationGap::SignerRevoked { subject, entry } => {
            let entry = entry_text(entry);
            Some(Text::owned(
                format!("失効リスト等の署名者側の {subject} の{}", entry.ja),
                format!("{subject}, on the side of the list or response, {}", entry.en),
            ))
        }
        RevocationGap::SignerUnestablished(gap) => Some(gap_reason(gap)),
        RevocationGap::Stale { next_update } | RevocationGap::ResponseStale { next_update } => {
            Some(Text::owned(
                format!("次回更新日時 {}", japanese(*next_update)),
                format!("next update was due {next_update}"),
            ))
        }
        RevocationGap::NotYetIssued { this_update } | RevocationGap::IssuedAfterExpiry { this_update } => {
            Some(Text::owned(
                format!("発行日時 {}", japanese(*this_update)),
                format!("made on {this_update}"),
            ))
        }
        RevocationGap::UnknownCriticalExtension { id }
        | RevocationGap::UnknownCriticalEntryExtension { id } => Some(same(id)),
        RevocationGap::WrongScope(mismatch) => Some(match mismatch {
            ScopeMismatch::Coverage(_) => {
                Text::new("対象とする電子証明書の種類が異なります", "other kind of certificates")
            }
            ScopeMismatch::DistributionPoint => Text::new("配布点が異なります", "other distribution point"),
            ScopeMismatch::NotIndirect => Text::new("間接失効リストではありません", "not an indirect list"),
        }),
        RevocationGap::DeltaWithoutBase
        | RevocationGap::EntryIssuer
        | RevocationGap::Missing
        | RevocationGap::NoNextUpdate
        | RevocationGap::ReasonsNotCovered
        | RevocationGap::ResponderNotAuthorized
        | RevocationGap::ResponderUnknowing
        | RevocationGap::ResponseNextUpdate
        | RevocationGap::SignatureAlgorithm
        | RevocationGap::SignatureMismatch
        | RevocationGap::SignerKeyUsage
        | RevocationGap::SignerNotTrusted => None,
    }
}

/// Japan's time, as clerks read it.
fn japanese(time: Time) -> String {
    let civil = time.civil(540);
    format!(
        "{}年{}月{}日 {:02}:{:02}:{:02}",
        civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second
    )
}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn ids_are_unique_and_sorted_under_their_room() {
        let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id.0).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
        let prefixes = ["certificate.", "path.", "revocation."];
        assert!(ids.iter().all(|id| prefixes.iter().any(|prefix| id.starts_with(prefix))));
    }

    #[test]
    fn no_certificate_rule_speaks_of_tampering() {
        assert!(RULES.iter().all(|rule| !rule.violation.ja.contains("改ざん")));
    }
}
