//! The options of the command line by which a next step is taken. The library's sentences say what to provide, because the
//! page and other systems show them too; whoever is at a terminal is also told how.

use koseki::report::Check;

/// Beginnings of rules with the options that their next steps speak of.
const OPTIONS: [(&str, &str); 8] = [
    ("certificate.claimed-time", "--at, --received-at"),
    ("certificate.record.anchor", "--record-trust"),
    ("dsig.attachment.", "--attachments"),
    ("dsig.reference.id-not-root", "--profile kobunsho"),
    ("path.validity", "--received-at"),
    ("revocation.crl.not-yet-issued", "--at"),
    ("revocation.status", "--received-at"),
    ("schema.reference", "--schema-catalog URI=FILE"),
];

/// The options for a finding, where there are some.
pub(crate) fn of(check: &Check) -> Option<&'static str> {
    let id = check.rule().id.0;
    let fits = |(beginning, _): &&(&str, &str)| check.is_finding() && id.starts_with(beginning);
    OPTIONS.iter().find(fits).map(|(_, options)| *options)
}

#[cfg(test)]
mod tests {
    use koseki::profile::registry;

    use super::OPTIONS;

    #[test]
    fn every_line_is_about_a_rule_that_there_is() {
        for (beginning, _) in OPTIONS {
            assert!(registry().any(|rule| rule.id.0.starts_with(beginning)), "{beginning}");
        }
    }
}
