//! Whose certificate it is: key usage, office, issuer and policy of the signer, against the profile's binding.

use super::SignerBinding;
use super::standard;
use crate::pki::{Certificate, Name, ObjectIdentifier};
use crate::report::{Check, Finding, Rule, Text};

/// Whether what the signer's certificate says of itself is vouched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// The certificate section is 有効: an anchor of the receiver answers for the names.
    Believed,
    /// Anybody could have written them.
    Claimed,
}

/// The checks of document 004 about the signer's certificate itself. Its path is judged elsewhere.
///
/// A name that is not the one asked for breaks its rule whatever the path; the right one proves nothing as long as nobody
/// the receiver trusts answers for the certificate.
///
/// `valid_policies` are those for which the path is valid, as the anchor calls them; `None` where no path is.
pub(super) fn judge(
    certificate: &Certificate,
    valid_policies: Option<&[ObjectIdentifier]>,
    binding: &SignerBinding,
    standing: Standing,
) -> Vec<Check> {
    let decide = |rule, holds, found: &str| decide(rule, holds, found, standing);
    let subject = certificate.subject().to_string();
    let office = decide(office_rule(binding), is_office(certificate, binding), &subject);
    let mut checks = vec![key_usage(certificate), office];
    if !binding.issuers.is_empty() {
        let issuer = certificate.issuer().to_string();
        checks.push(decide(&standard::ISSUER, binding.issuers.contains(&issuer), &issuer));
    }
    if !binding.policies.is_empty() {
        checks.push(policy(certificate, valid_policies, binding, standing));
    }
    checks
}

/// What a certificate says of its policies binds nobody: any CA below an anchor can write any policy. What counts is for
/// which of them the whole path is valid, as the anchor's side calls them (RFC 9618, 5.6). anyPolicy names none.
fn policy(
    certificate: &Certificate,
    valid_policies: Option<&[ObjectIdentifier]>,
    binding: &SignerBinding,
    standing: Standing,
) -> Check {
    let written = |policies: &[ObjectIdentifier]| {
        policies.iter().map(ObjectIdentifier::to_string).collect::<Vec<String>>()
    };
    let carried = written(certificate.policies().unwrap_or_default());
    let Some(valid) = valid_policies.map(written) else {
        let carried = carried.join(", ");
        return Check::not_checked(&standard::POLICY).with_detail(Text::owned(
            format!(
                "有効な認証パスがないため、電子証明書に記載された証明書ポリシーにとどまります: {carried}"
            ),
            format!("a claim alone, as no path is valid: {carried}"),
        ));
    };
    let holds = binding.policies.iter().any(|policy| valid.contains(policy));
    let (found_ja, found) = if valid.is_empty() {
        ("なし".to_owned(), "none".to_owned())
    } else {
        (valid.join(", "), valid.join(", "))
    };
    if !holds && valid != carried {
        let carried = carried.join(", ");
        let detail = Text::owned(
            format!("認証パスについて有効なもの: {found_ja}。電子証明書に記載されたもの: {carried}"),
            format!("valid for the path: {found}; written in the certificate: {carried}"),
        );
        return Finding::violation(&standard::POLICY).with_detail(detail).into();
    }
    decide(&standard::POLICY, holds, &found, standing)
}

/// The rule about the office: the Minister's, unless the profile names another one.
pub(super) fn office_rule(binding: &SignerBinding) -> &'static Rule {
    let of_minister =
        binding.common_name.as_deref().is_some_and(|name| prepared(name) == "minister of justice")
            && binding.japanese_name.as_deref().is_none_or(|name| name.starts_with("法務大臣"));
    if of_minister { &standard::OFFICE } else { &standard::OFFICE_CONFIGURED }
}

/// RFC 5280, 4.2.1.3: a certificate without keyUsage is not restricted, but an official certificate always has one.
fn key_usage(certificate: &Certificate) -> Check {
    let fit =
        certificate.key_usage().is_some_and(|usage| usage.digital_signature() || usage.non_repudiation());
    if fit { Check::pass(&standard::KEY_USAGE) } else { Finding::violation(&standard::KEY_USAGE).into() }
}

fn is_office(certificate: &Certificate, binding: &SignerBinding) -> bool {
    let subject = certificate.subject();
    let names = binding
        .common_name
        .as_deref()
        .is_none_or(|expected| office_of(subject).is_some_and(|found| prepared(found) == prepared(expected)));
    let whole = binding.subject.as_deref().is_none_or(|expected| subject.to_string() == expected);
    let japanese = binding.japanese_name.as_deref().is_none_or(|expected| {
        certificate
            .subject_alternative_directory_names()
            .any(|name| office_of(name).is_some_and(|found| prepared(found) == prepared(expected)))
    });
    names && whole && japanese
}

/// The one common name, which must be the most specific part of the name: with a second one, or with a unit below it,
/// the certificate is of somebody else.
fn office_of(name: &Name) -> Option<&str> {
    let common_name = ObjectIdentifier::from_dotted("2.5.4.3")?;
    let count = name.attributes().iter().filter(|attribute| *attribute.kind() == common_name).count();
    let last = name.attributes().last()?;
    (count == 1 && *last.kind() == common_name).then(|| last.text()).flatten()
}

/// Case and repeated spaces do not distinguish names (RFC 5280, 7.1); every other character does.
fn prepared(name: &str) -> String {
    name.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}

fn decide(rule: &'static Rule, holds: bool, found: &str, standing: Standing) -> Check {
    let detail = Text::owned(found.to_owned(), found.to_owned());
    match (holds, standing) {
        (false, _) => Finding::violation(rule).with_detail(detail).into(),
        (true, Standing::Believed) => Check::pass(rule).with_detail(detail),
        (true, Standing::Claimed) => Check::not_checked(rule).with_detail(Text::owned(
            format!("電子証明書を信頼できないため、電子証明書に記載された名称にとどまります: {found}"),
            format!("a claim alone, as the certificate cannot be trusted: {found}"),
        )),
    }
}
