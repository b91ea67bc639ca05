//! Name constraints (RFC 5280, 4.2.1.10 and 6.1.3 (b), (c)).

use super::certificate::Certificate;
use super::extension::NameConstraints;
use super::general_name::GeneralName;
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
        let mut names: Vec<GeneralName> = certificate.subject_alternative_names().to_vec();
        if !certificate.subject().is_empty() {
            names.push(GeneralName::Directory(certificate.subject().clone()));
        }
        // RFC 5280, 4.2.1.10: emailAddress of the subject counts where no alternative name gives an address.
        if !names.iter().any(|name| form(name) == NameForm::Rfc822) {
            names.extend(
                certificate.subject().email_addresses().map(|one| GeneralName::Rfc822(one.to_owned())),
            );
        }
        for constraints in &self.extensions {
            for name in &names {
                if let Some(violation) = check_one(constraints, name, budget)? {
                    return Ok(Some(violation));
                }
            }
        }
        Ok(None)
    }
}

fn check_one(
    constraints: &NameConstraints,
    name: &GeneralName,
    budget: &mut Budget,
) -> Result<Option<Violation>, BudgetExhausted> {
    let steps = constraints.permitted.len().saturating_add(constraints.excluded.len());
    budget.spend(u64::try_from(steps).unwrap_or(u64::MAX))?;
    let form = form(name);
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

fn compare(name: &GeneralName, base: &GeneralName) -> Match {
    let of = |inside| if inside { Match::Inside } else { Match::Outside };
    match (name, base) {
        (GeneralName::Directory(name), GeneralName::Directory(base)) => of(name.is_within(base)),
        (GeneralName::Dns(name), GeneralName::Dns(base)) => match (host(name), base.is_ascii()) {
            (Some(name), true) => of(dns_within(&name, base)),
            _ => Match::Unreadable,
        },
        (GeneralName::Rfc822(name), GeneralName::Rfc822(base)) => compare_mailbox(name, base),
        (GeneralName::Uri(name), GeneralName::Uri(base)) => match uri_host(name) {
            Some(name) if base.is_ascii() => of(host_within(&name, base)),
            _ => Match::Unreadable,
        },
        (GeneralName::IpAddress(name), GeneralName::IpAddress(base)) => compare_address(name, base),
        _ => Match::Unsupported,
    }
}

/// A host name in lower case, without the root's dot; `None` when it is none.
fn host(text: &str) -> Option<String> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let sound =
        !text.is_empty() && text.is_ascii() && !text.bytes().any(|octet| octet <= b' ' || octet == 0x7f);
    sound.then(|| text.to_ascii_lowercase())
}

/// dNSName: any number of labels may stand before the base. A base with a leading dot takes subdomains only.
fn dns_within(name: &str, base: &str) -> bool {
    let base = base.to_ascii_lowercase();
    match name.strip_suffix(base.as_str()) {
        Some(before) => {
            base.is_empty() || before.is_empty() || base.starts_with('.') || before.ends_with('.')
        }
        None => false,
    }
}

/// rfc822Name and URI hosts: a base with a leading dot is a domain, one without is a single host.
fn host_within(host: &str, base: &str) -> bool {
    let base = base.to_ascii_lowercase();
    if base.starts_with('.') {
        host.len() > base.len() && host.ends_with(base.as_str())
    } else {
        host == base
    }
}

fn compare_mailbox(name: &str, base: &str) -> Match {
    let Some((local, domain)) = name.rsplit_once('@') else { return Match::Unreadable };
    let (Some(domain), false, true) = (host(domain), local.is_empty(), base.is_ascii()) else {
        return Match::Unreadable;
    };
    let inside = match base.rsplit_once('@') {
        Some((base_local, base_domain)) => local == base_local && domain == base_domain.to_ascii_lowercase(),
        None => host_within(&domain, base),
    };
    if inside { Match::Inside } else { Match::Outside }
}

/// The host of a URI's authority (RFC 3986, 3.2); `None` without one or when it is an address.
fn uri_host(uri: &str) -> Option<String> {
    let (_, rest) = uri.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host_and_port = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let name = host_and_port.split(':').next()?;
    let is_address = name.starts_with('[') || name.parse::<core::net::Ipv4Addr>().is_ok();
    if is_address { None } else { host(name) }
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
    use super::{GeneralName, Match, compare};

    fn dns(name: &str, base: &str) -> Match {
        compare(&GeneralName::Dns(name.into()), &GeneralName::Dns(base.into()))
    }

    fn mail(name: &str, base: &str) -> Match {
        compare(&GeneralName::Rfc822(name.into()), &GeneralName::Rfc822(base.into()))
    }

    fn uri(name: &str, base: &str) -> Match {
        compare(&GeneralName::Uri(name.into()), &GeneralName::Uri(base.into()))
    }

    #[test]
    fn a_dns_subtree_ends_at_a_label() {
        assert_eq!(dns("a.example.jp", "example.jp"), Match::Inside);
        assert_eq!(dns("EXAMPLE.jp", "example.JP"), Match::Inside);
        assert_eq!(dns("badexample.jp", "example.jp"), Match::Outside);
        assert_eq!(dns("example.jp", ".example.jp"), Match::Outside);
        assert_eq!(dns("anything", ""), Match::Inside);
        assert_eq!(dns("例.jp", "jp"), Match::Unreadable);
    }

    #[test]
    fn a_mail_host_is_not_a_mail_domain() {
        assert_eq!(mail("a@host.example.jp", "host.example.jp"), Match::Inside);
        assert_eq!(mail("a@x.host.example.jp", "host.example.jp"), Match::Outside);
        assert_eq!(mail("a@x.example.jp", ".example.jp"), Match::Inside);
        assert_eq!(mail("a@example.jp", ".example.jp"), Match::Outside);
        assert_eq!(mail("A@host", "a@HOST"), Match::Outside);
        assert_eq!(mail("a@host", "a@HOST"), Match::Inside);
        assert_eq!(mail("no-at-sign", "host"), Match::Unreadable);
    }

    #[test]
    fn a_uri_is_judged_by_its_host_alone() {
        assert_eq!(uri("http://u@www.example.jp:80/?q=@evil", ".example.jp"), Match::Inside);
        assert_eq!(uri("http://evil/www.example.jp", ".example.jp"), Match::Outside);
        assert_eq!(uri("http://192.0.2.1/", ".example.jp"), Match::Unreadable);
        assert_eq!(uri("mailto:a@example.jp", ".example.jp"), Match::Unreadable);
    }

    #[test]
    fn an_address_is_masked() {
        let base = GeneralName::IpAddress(vec![192, 0, 2, 0, 255, 255, 255, 0]);
        assert_eq!(compare(&GeneralName::IpAddress(vec![192, 0, 2, 9]), &base), Match::Inside);
        assert_eq!(compare(&GeneralName::IpAddress(vec![192, 0, 3, 9]), &base), Match::Outside);
        assert_eq!(compare(&GeneralName::IpAddress(vec![0; 16]), &base), Match::Outside);
        assert_eq!(compare(&GeneralName::IpAddress(vec![0; 5]), &base), Match::Unreadable);
    }
}
