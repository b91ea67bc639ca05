//! The last look at what was made, before it is released.

use super::SignError;
use crate::evidence::{Evidence, Opened, Question};
use crate::profile::{self, Profile};
use crate::report::Verdict;
use crate::time::Time;

/// What becomes of a signed document before its maker hands it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Release {
    /// Verified first, as a receiver would at the signing time: the signature section must pass. Whether the certificate is
    /// trusted, and by whom, is not the issuer's question.
    AfterVerification(Time),
    /// Handed out as it is: the issuer vouches for the input.
    AtOnce,
}

impl Release {
    /// # Errors
    /// [`SignError::ResultRefused`] when our own verifier does not pass what was signed.
    pub(super) fn check(self, signed: &[u8]) -> Result<(), SignError> {
        let Self::AfterVerification(at) = self else { return Ok(()) };
        let opened = Opened::new(signed);
        let evidence = Evidence::gather(&opened, &Question::new(at), None);
        let report = profile::judge(&evidence, &Profile::signature());
        if report.signature.verdict() == Verdict::Passed {
            Ok(())
        } else {
            Err(SignError::ResultRefused(Box::new(report)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Release;
    use crate::sign::SignError;
    use crate::time::Time;

    const SIGNED: &[u8] = include_bytes!("../../fixtures/signed/divorce.xml");

    #[test]
    fn what_does_not_verify_is_not_released() {
        let at = Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap();
        let verified = Release::AfterVerification(at);
        assert!(verified.check(SIGNED).is_ok());
        let changed = String::from_utf8(SIGNED.to_vec()).unwrap().replacen("<表示>見本", "<表示>実物", 1);
        assert!(matches!(verified.check(changed.as_bytes()), Err(SignError::ResultRefused(_))));
        assert!(Release::AtOnce.check(changed.as_bytes()).is_ok(), "the issuer vouches");
    }
}
