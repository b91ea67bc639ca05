//! Name constraints (RFC 5280, 4.2.1.10 and 6.1.3 (b), (c)).

use super::certificate::Certificate;
use super::der::{OBJECT_IDENTIFIER, Reader};
use super::extension::NameConstraints;
use super::general_name::GeneralName;
use super::name::Name;
use crate::limits::pki::NAME_OCTETS_PER_STEP;
use crate::limits::{Budget, BudgetExhausted};

/// The forms of names, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameForm {
    /// directoryName, the subject included
    Directory,
    /// dNSName
    Dns,
    /// ediPartyName
    EdiParty,
    /// iPAddress
    IpAddress,
    /// otherName
    Other,
    /// registeredID
    RegisteredId,
    /// rfc822Name, emailAddress of the subject included
    Rfc822,
    /// uniformResourceIdentifier
    Uri,
    /// x400Address
    X400,
}

/// Why a certificate's names break the constraints above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Violation {
    Excluded(NameForm),
    NotPermitted(NameForm),
    Unsupported(NameForm),
}

/// The constraints gathered on the way down: each CA's permitted subtrees must allow, none's excluded may contain.
#[derive(Debug, Default)]
pub(crate) struct Gathered<'a> {
    extensions: Vec<&'a NameConstraints>,
}

impl<'a> Gathered<'a> {
    pub(crate) fn add(&mut self, constraints: &'a NameConstraints) {
        self.extensions.push(constraints);
    }

    /// The first violation among the subject and the subject alternative names of `certificate`.
    pub(crate) fn check(
        &self,
        certificate: &Certificate,
        budget: &mut Budget,
    ) -> Result<Option<Violation>, BudgetExhausted> {
        if self.extensions.is_empty() {
            return Ok(None);
        }
        let names = names(certificate, budget)?;
        for constraints in &self.extensions {
            // The bases as a whole, and each name once, however many bases it is compared with.
            for base in constraints.permitted.iter().chain(&constraints.excluded) {
                budget.spend(length_in_steps(length(base)))?;
            }
            for name in &names {
                if let Some(violation) = check_one(constraints, name, budget)? {
                    return Ok(Some(violation));
                }
            }
        }
        Ok(None)
    }
}

/// A name of a certificate, read once for all constraints; what has no meaning in its form is `None`.
#[derive(Debug)]
enum Presented<'a> {
    Directory(&'a Name),
    Dns(Option<String>),
    IpAddress(&'a [u8]),
    Rfc822(Option<Mailbox<'a>>),
    Uri(Option<String>),
    /// A form whose constraints are not processed.
    Unsupported(NameForm),
}

#[derive(Debug)]
struct Mailbox<'a> {
    local: &'a str,
    domain: String,
}

impl Presented<'_> {
    const fn form(&self) -> NameForm {
        match self {
            Self::Directory(_) => NameForm::Directory,
            Self::Dns(_) => NameForm::Dns,
            Self::IpAddress(_) => NameForm::IpAddress,
            Self::Rfc822(_) => NameForm::Rfc822,
            Self::Uri(_) => NameForm::Uri,
            Self::Unsupported(form) => *form,
        }
    }
}

/// The names that constraints are about: the subject's own among them.
fn names<'a>(
    certificate: &'a Certificate,
    budget: &mut Budget,
) -> Result<Vec<Presented<'a>>, BudgetExhausted> {
    let mut names = Vec::new();
    for name in certificate.subject_alternative_names() {
        budget.spend(length_in_steps(length(name)))?;
        names.push(present(name));
        // RFC 9598, 6: an internationalized mailbox is an otherName and falls under the constraints of rfc822Name.
        if let GeneralName::Other(value) = name
            && let Some(address) = smtp_utf8_mailbox(value)
        {
            names.push(Presented::Rfc822(address.and_then(mailbox)));
        }
    }
    let subject = certificate.subject();
    budget.spend(length_in_steps(subject.prepared_octets()))?;
    // RFC 5280, 4.2.1.10: emailAddress of the subject counts where no alternative name gives an address.
    let gives_address =
        certificate.subject_alternative_names().iter().any(|one| form(one) == NameForm::Rfc822);
    if !gives_address {
        names.extend(subject.email_addresses().map(|one| Presented::Rfc822(one.and_then(mailbox))));
    }
    if !subject.is_empty() {
        names.push(Presented::Directory(subject));
    }
    Ok(names)
}

fn present(name: &GeneralName) -> Presented<'_> {
    match name {
        GeneralName::Directory(name) => Presented::Directory(name),
        GeneralName::Dns(name) => Presented::Dns(dns_host(name)),
        GeneralName::IpAddress(address) => Presented::IpAddress(address),
        GeneralName::Rfc822(address) => Presented::Rfc822(mailbox(address)),
        GeneralName::Uri(uri) => Presented::Uri(uri_host(uri)),
        GeneralName::EdiParty(_)
        | GeneralName::Other(_)
        | GeneralName::RegisteredId(_)
        | GeneralName::X400(_) => Presented::Unsupported(form(name)),
    }
}

/// Octets that reading or comparing a name goes through.
fn length(name: &GeneralName) -> usize {
    match name {
        GeneralName::Directory(name) => name.prepared_octets(),
        GeneralName::Dns(text) | GeneralName::Rfc822(text) | GeneralName::Uri(text) => text.len(),
        GeneralName::EdiParty(octets)
        | GeneralName::IpAddress(octets)
        | GeneralName::Other(octets)
        | GeneralName::X400(octets) => octets.len(),
        GeneralName::RegisteredId(_) => 0,
    }
}

fn length_in_steps(octets: usize) -> u64 {
    u64::try_from(octets).unwrap_or(u64::MAX).div_ceil(NAME_OCTETS_PER_STEP)
}

fn check_one(
    constraints: &NameConstraints,
    name: &Presented<'_>,
    budget: &mut Budget,
) -> Result<Option<Violation>, BudgetExhausted> {
    let steps = constraints.permitted.len().saturating_add(constraints.excluded.len());
    budget.spend(u64::try_from(steps).unwrap_or(u64::MAX))?;
    let form = name.form();
    let same_form = |bases: &'_ [GeneralName]| -> Vec<Match> {
        bases.iter().filter(|base| self::form(base) == form).map(|base| compare(name, base)).collect()
    };
    let (permitted, excluded) = (same_form(&constraints.permitted), same_form(&constraints.excluded));
    Ok(if permitted.contains(&Match::Unsupported) || excluded.contains(&Match::Unsupported) {
        Some(Violation::Unsupported(form))
    } else if excluded.iter().any(|result| *result != Match::Outside) {
        // A name that cannot be read might be the excluded one.
        Some(Violation::Excluded(form))
    } else if !permitted.is_empty() && !permitted.contains(&Match::Inside) {
        Some(Violation::NotPermitted(form))
    } else {
        None
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    Inside,
    Outside,
    /// The name or the constraint has no meaning in its form.
    Unreadable,
    Unsupported,
}

fn compare(name: &Presented<'_>, base: &GeneralName) -> Match {
    let decide = |inside: Option<bool>| match inside {
        Some(true) => Match::Inside,
        Some(false) => Match::Outside,
        None => Match::Unreadable,
    };
    match (name, base) {
        (Presented::Directory(name), GeneralName::Directory(base)) => decide(Some(name.is_within(base))),
        (Presented::Dns(name), GeneralName::Dns(base)) => {
            decide(name.as_deref().zip(base_host(base)).map(|(name, base)| dns_within(name, base)))
        }
        (Presented::Rfc822(name), GeneralName::Rfc822(base)) => {
            decide(name.as_ref().and_then(|name| mailbox_within(name, base)))
        }
        (Presented::Uri(name), GeneralName::Uri(base)) => {
            let base = base_host(base).filter(|base| !base.is_empty());
            decide(name.as_deref().zip(base).map(|(name, base)| host_within(name, base)))
        }
        (Presented::IpAddress(name), GeneralName::IpAddress(base)) => compare_address(name, base),
        _ => Match::Unsupported,
    }
}

/// A host name in lower case, without the root's dot; `None` when it is none: an octet that no host name has, or an empty
/// label.
fn host(text: &str) -> Option<String> {
    let text = text.strip_suffix('.').unwrap_or(text);
    (is_host(text) && !text.starts_with('.')).then(|| text.to_ascii_lowercase())
}

/// The host of a dNSName, whose first label may be a wildcard.
fn dns_host(text: &str) -> Option<String> {
    match text.strip_prefix("*.") {
        Some(below) => host(below).map(|below| format!("*.{below}")),
        None => host(text),
    }
}

/// Labels of letters, digits, hyphens and underscores; the first one may be empty.
fn is_host(text: &str) -> bool {
    let of_host = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.');
    !text.is_empty() && text.bytes().all(of_host) && !text.contains("..") && !text.ends_with('.')
}

/// The base of a constraint on hosts without the root's dot, which means the same; empty for the whole tree; `None` when it
/// is no host.
fn base_host(text: &str) -> Option<&str> {
    let base = text.strip_suffix('.').unwrap_or(text);
    (base.is_empty() || is_host(base)).then_some(base)
}

/// What stands before `end` in a host name in lower case, whatever the case of `end`.
fn before<'n>(name: &'n str, end: &str) -> Option<&'n str> {
    let (before, found) = name.split_at_checked(name.len().checked_sub(end.len())?)?;
    found.eq_ignore_ascii_case(end).then_some(before)
}

/// dNSName: any number of labels may stand before the base. A base with a leading dot takes subdomains only.
fn dns_within(name: &str, base: &str) -> bool {
    before(name, base).is_some_and(|before| {
        base.is_empty() || before.is_empty() || base.starts_with('.') || before.ends_with('.')
    })
}

/// rfc822Name and URI hosts: a base with a leading dot is a domain, one without is a single host.
fn host_within(host: &str, base: &str) -> bool {
    match before(host, base) {
        Some(before) => base.starts_with('.') != before.is_empty(),
        None => false,
    }
}

fn mailbox(address: &str) -> Option<Mailbox<'_>> {
    let (local, domain) = address.rsplit_once('@').filter(|(local, _)| !local.is_empty())?;
    Some(Mailbox { local, domain: host(domain)? })
}

/// `None` when the base is neither a mailbox nor a host nor a domain.
fn mailbox_within(name: &Mailbox<'_>, base: &str) -> Option<bool> {
    let (local, domain) = match base.rsplit_once('@') {
        Some((local, domain)) => (Some(local), domain),
        None => (None, base),
    };
    let domain = base_host(domain).filter(|domain| !domain.is_empty())?;
    Some(match local {
        Some(local) => local == name.local && name.domain.eq_ignore_ascii_case(domain),
        None => host_within(&name.domain, domain),
    })
}

/// The address of an id-on-SmtpUTF8Mailbox (RFC 9598, 3), given the content of an otherName: `None` for another kind of name,
/// `Some(None)` for one that cannot be read.
fn smtp_utf8_mailbox(other_name: &[u8]) -> Option<Option<&str>> {
    let mut fields = Reader::new(other_name);
    fields.read().ok().filter(|kind| kind.der == ID_ON_SMTP_UTF8_MAILBOX)?;
    let mut read = || {
        let value = fields.expect(0xa0).ok()?;
        let mut inner = value.reader();
        let text = inner.expect(UTF8_STRING).ok()?;
        (inner.is_empty() && fields.is_empty()).then_some(text.value)
    };
    Some(read().and_then(|octets| core::str::from_utf8(octets).ok()))
}

/// 1.3.6.1.5.5.7.8.9
const ID_ON_SMTP_UTF8_MAILBOX: &[u8] = &[OBJECT_IDENTIFIER, 8, 0x2b, 6, 1, 5, 5, 7, 8, 9];

const UTF8_STRING: u8 = 0x0c;

/// The host of a URI's authority (RFC 3986, 3.2); `None` without one, when it is an address, and when any octet before the
/// path is one that readers understand differently.
fn uri_host(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once("://")?;
    let of_scheme = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'-' | b'.');
    if scheme.is_empty() || !scheme.bytes().all(of_scheme) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let (user, host_and_port) =
        authority.split_once('@').map_or(("", authority), |(user, host)| (user, host));
    let of_user = |octet: u8| octet.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:".contains(&octet);
    let (name, port) = host_and_port.split_once(':').unwrap_or((host_and_port, ""));
    if !user.bytes().all(of_user) || !port.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    let host = host(name)?;
    // Some read `0300.0.2.1` and `0x7f.1` as addresses too; no domain of the first level begins with a digit.
    let is_address =
        host.rsplit('.').next().is_some_and(|last| last.starts_with(|one: char| one.is_ascii_digit()));
    (!is_address).then_some(host)
}

/// RFC 5280, 4.2.1.10: address and mask of equal length; another family is another name.
fn compare_address(name: &[u8], base: &[u8]) -> Match {
    if !matches!(name.len(), 4 | 16) || !matches!(base.len(), 8 | 32) {
        return Match::Unreadable;
    }
    let Some((network, mask)) = base.split_at_checked(base.len() / 2) else { return Match::Unreadable };
    let inside = name.len() == network.len()
        && name.iter().zip(network).zip(mask).all(|((name, network), mask)| name & mask == network & mask);
    if inside { Match::Inside } else { Match::Outside }
}

pub(crate) const fn form(name: &GeneralName) -> NameForm {
    match name {
        GeneralName::Directory(_) => NameForm::Directory,
        GeneralName::Dns(_) => NameForm::Dns,
        GeneralName::EdiParty(_) => NameForm::EdiParty,
        GeneralName::IpAddress(_) => NameForm::IpAddress,
        GeneralName::Other(_) => NameForm::Other,
        GeneralName::RegisteredId(_) => NameForm::RegisteredId,
        GeneralName::Rfc822(_) => NameForm::Rfc822,
        GeneralName::Uri(_) => NameForm::Uri,
        GeneralName::X400(_) => NameForm::X400,
    }
}

impl core::fmt::Display for NameForm {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str(match self {
            Self::Directory => "directoryName",
            Self::Dns => "dNSName",
            Self::EdiParty => "ediPartyName",
            Self::IpAddress => "iPAddress",
            Self::Other => "otherName",
            Self::RegisteredId => "registeredID",
            Self::Rfc822 => "rfc822Name",
            Self::Uri => "uniformResourceIdentifier",
            Self::X400 => "x400Address",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{GeneralName, Match, NameConstraints, NameForm, Violation, check_one, compare, present};
    use crate::limits::Budget;
    use crate::pki::Name;

    fn of(name: GeneralName, base: GeneralName) -> Match {
        compare(&present(&name), &base)
    }

    fn dns(name: &str, base: &str) -> Match {
        of(GeneralName::Dns(name.into()), GeneralName::Dns(base.into()))
    }

    fn mail(name: &str, base: &str) -> Match {
        of(GeneralName::Rfc822(name.into()), GeneralName::Rfc822(base.into()))
    }

    fn uri(name: &str, base: &str) -> Match {
        of(GeneralName::Uri(name.into()), GeneralName::Uri(base.into()))
    }

    #[test]
    fn a_dns_subtree_ends_at_a_label() {
        assert_eq!(dns("a.example.jp", "example.jp"), Match::Inside);
        assert_eq!(dns("EXAMPLE.jp", "example.JP"), Match::Inside);
        assert_eq!(dns("badexample.jp", "example.jp"), Match::Outside);
        assert_eq!(dns("example.jp", ".example.jp"), Match::Outside);
        assert_eq!(dns("a.example.jp", ".example.jp"), Match::Inside);
        assert_eq!(dns("jp", "example.jp"), Match::Outside, "shorter than the base");
        assert_eq!(dns("anything", ""), Match::Inside);
        assert_eq!(dns("例.jp", "jp"), Match::Unreadable);
        assert_eq!(dns("a.jp", "例.jp"), Match::Unreadable);
    }

    #[test]
    fn a_host_has_the_octets_of_a_host() {
        for name in ["a-b_1.jp", "*.example.jp", "a", "A.JP"] {
            assert_ne!(dns(name, "other"), Match::Unreadable, "{name}");
        }
        for name in [
            "",
            ".",
            "*",
            "a.*.jp",
            "a..jp",
            ".a.jp",
            "a b.jp",
            "a\u{7f}.jp",
            "a\0.jp",
            "a%.jp",
            "a\\.jp",
            "a.jp..",
        ] {
            assert_eq!(dns(name, "other"), Match::Unreadable, "{name:?}");
            assert_eq!(dns(name, ""), Match::Unreadable, "{name:?}");
        }
    }

    #[test]
    fn the_dot_of_the_root_changes_nothing() {
        for (name, base) in [("evil.jp", "evil.jp."), ("evil.jp.", "evil.jp"), ("evil.jp.", "evil.jp.")] {
            assert_eq!(dns(name, base), Match::Inside, "{name} {base}");
            assert_eq!(mail(&format!("a@{name}"), base), Match::Inside, "{name} {base}");
            assert_eq!(mail(&format!("a@{name}"), &format!("a@{base}")), Match::Inside, "{name} {base}");
            assert_eq!(uri(&format!("http://{name}/"), base), Match::Inside, "{name} {base}");
        }
        assert_eq!(uri("http://a.evil.jp./", ".evil.jp."), Match::Inside);
        assert_eq!(dns("a.evil.jp", "."), Match::Inside);
    }

    #[test]
    fn a_mail_host_is_not_a_mail_domain() {
        assert_eq!(mail("a@host.example.jp", "host.example.jp"), Match::Inside);
        assert_eq!(mail("a@x.host.example.jp", "host.example.jp"), Match::Outside);
        assert_eq!(mail("a@x.example.jp", ".example.jp"), Match::Inside);
        assert_eq!(mail("a@example.jp", ".example.jp"), Match::Outside);
        assert_eq!(mail("a@badexample.jp", ".example.jp"), Match::Outside);
        assert_eq!(mail("A@host", "a@HOST"), Match::Outside);
        assert_eq!(mail("a@host", "a@HOST"), Match::Inside);
        assert_eq!(mail("a@other", "a@HOST"), Match::Outside);
        for name in ["no-at-sign", "@host", "a@", "a@ho st", "a@[192.0.2.1]"] {
            assert_eq!(mail(name, "host"), Match::Unreadable, "{name}");
        }
        for base in ["", ".", "a@", "ho st", "例.jp", "a@例.jp"] {
            assert_eq!(mail("a@host", base), Match::Unreadable, "{base}");
        }
    }

    #[test]
    fn a_uri_is_judged_by_its_host_alone() {
        assert_eq!(uri("http://u@www.example.jp:80/?q=@evil", ".example.jp"), Match::Inside);
        assert_eq!(uri("http://u:p%40@WWW.example.jp", ".Example.jp"), Match::Inside);
        assert_eq!(uri("http://evil/www.example.jp", ".example.jp"), Match::Outside);
        assert_eq!(uri("http://www.example.jp?@evil", "evil"), Match::Outside);
        assert_eq!(uri("http://www.example.jp#@evil", "evil"), Match::Outside);
        assert_eq!(uri("http://www.example.jp/", "www.example.jp"), Match::Inside);
        assert_eq!(uri("http://a.www.example.jp/", "www.example.jp"), Match::Outside);
    }

    #[test]
    fn a_uri_that_readers_understand_differently_is_not_read() {
        for name in [
            "http://192.0.2.1/",
            "http://[2001:db8::1]/",
            "http://0300.0.2.1/",
            "http://example.0x7f./",
            "http://*.example.jp/",
            "mailto:a@example.jp",
            "http:///path",
            "http://a.evil.jp\\@example.jp/",
            "http://a.ev%69l.jp/",
            "http://u@evil.jp@example.jp/",
            "http://example.jp:80a/",
            "http://exa mple.jp/",
            "http://例.jp/",
            "://example.jp/",
            "ht tp://example.jp/",
            "x:y?http://example.jp/",
        ] {
            assert_eq!(uri(name, ".example.jp"), Match::Unreadable, "{name}");
        }
        for base in ["", ".", "例.jp", "http://example.jp", "example.jp:80"] {
            assert_eq!(uri("http://www.example.jp/", base), Match::Unreadable, "{base}");
        }
    }

    #[test]
    fn an_address_is_masked() {
        let base = || GeneralName::IpAddress(vec![192, 0, 2, 0, 255, 255, 255, 0]);
        let address = |octets: &[u8]| of(GeneralName::IpAddress(octets.to_vec()), base());
        assert_eq!(address(&[192, 0, 2, 9]), Match::Inside);
        assert_eq!(address(&[192, 0, 3, 9]), Match::Outside);
        assert_eq!(address(&[0; 16]), Match::Outside);
        assert_eq!(address(&[0; 5]), Match::Unreadable);
    }

    fn violation(
        name: &GeneralName,
        permitted: &[GeneralName],
        excluded: &[GeneralName],
    ) -> Option<Violation> {
        let constraints = NameConstraints { permitted: permitted.to_vec(), excluded: excluded.to_vec() };
        check_one(&constraints, &present(name), &mut Budget::new(100)).unwrap()
    }

    #[test]
    fn what_cannot_be_read_is_excluded_and_not_permitted() {
        let dns = |text: &str| GeneralName::Dns(text.into());
        let unreadable = dns("a b");
        assert_eq!(violation(&unreadable, &[], &[dns("jp")]), Some(Violation::Excluded(NameForm::Dns)));
        assert_eq!(violation(&unreadable, &[dns("")], &[]), Some(Violation::NotPermitted(NameForm::Dns)));
        assert_eq!(violation(&unreadable, &[], &[]), None);
        assert_eq!(violation(&dns("a.jp"), &[dns("jp")], &[dns("b.jp")]), None);
        assert_eq!(
            violation(&dns("b.jp"), &[dns("jp")], &[dns("b.jp")]),
            Some(Violation::Excluded(NameForm::Dns))
        );
        let mail = [GeneralName::Rfc822("host".into())];
        assert_eq!(violation(&dns("a.jp"), &mail, &mail), None, "another form");
    }

    #[test]
    fn a_form_that_is_not_processed_breaks_either_list_alone() {
        let other = || GeneralName::Other(vec![5, 0]);
        let expected = Some(Violation::Unsupported(NameForm::Other));
        assert_eq!(violation(&other(), &[other()], &[]), expected);
        assert_eq!(violation(&other(), &[], &[other()]), expected);
        assert_eq!(violation(&other(), &[GeneralName::Dns(String::new())], &[]), None);
    }

    #[test]
    fn each_base_costs_a_step() {
        let constraints =
            NameConstraints { permitted: vec![GeneralName::Dns("jp".into()); 3], excluded: Vec::new() };
        let name = GeneralName::Dns("a.jp".into());
        assert!(check_one(&constraints, &present(&name), &mut Budget::new(3)).is_ok());
        assert!(check_one(&constraints, &present(&name), &mut Budget::new(2)).is_err());
    }

    #[test]
    fn forms_are_named_as_rfc_5280_names_them() {
        let empty = Name::parse(&[0x30, 0]).unwrap();
        assert_eq!(super::form(&GeneralName::Directory(empty)).to_string(), "directoryName");
        for (form, name) in [
            (NameForm::Dns, "dNSName"),
            (NameForm::EdiParty, "ediPartyName"),
            (NameForm::IpAddress, "iPAddress"),
            (NameForm::Other, "otherName"),
            (NameForm::RegisteredId, "registeredID"),
            (NameForm::Rfc822, "rfc822Name"),
            (NameForm::Uri, "uniformResourceIdentifier"),
            (NameForm::X400, "x400Address"),
        ] {
            assert_eq!(form.to_string(), name);
        }
    }
}
