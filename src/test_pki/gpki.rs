//! A public-key infrastructure in the shape of the Government's: OfficialStatusCA, Bridge CA, the local governments'
//! Bridge CA and their own CA with their cross-certificates, the Minister's certificate, and certificates and lists that
//! must not pass. The same keys and the same base time give the same octets.

use super::{
    CertificateBuilder, CrlBuilder, DistinguishedName, Error, GeneralSubtree, Key, KeyUsage, Keys, Reason,
    Scope, Validity, days_after, names,
};
use crate::time::Time;

/// Policies of the test PKI, under the example arc.
pub mod policies {
    /// What official certificates are issued under.
    pub const OFFICIAL_STATUS: &str = "1.3.6.1.4.1.99999.1.1";
    /// The Bridge CA's policy that is mapped to [`OFFICIAL_STATUS`].
    pub const BRIDGE: &str = "1.3.6.1.4.1.99999.2.1";
    /// The local governments' policy that is mapped to [`BRIDGE`].
    pub const LOCAL_GOVERNMENT: &str = "1.3.6.1.4.1.99999.3.1";
    /// A policy that nothing is mapped to.
    pub const OTHER: &str = "1.3.6.1.4.1.99999.9.9";
}

/// Certificates and lists, each as DER.
#[derive(Debug, Clone)]
pub struct Gpki {
    /// Anchor: OfficialStatusCA, self-signed.
    pub official_status_ca: Vec<u8>,
    /// Anchor after the change of keys: the same name, the next key, self-signed.
    pub official_status_ca_next: Vec<u8>,
    /// Anchor: Bridge CA, self-signed.
    pub bridge_ca: Vec<u8>,
    /// Anchor of municipalities: the local governments' Bridge CA, self-signed.
    pub local_government_ca: Vec<u8>,
    /// Anchor of municipalities inside the local governments' domain: their own CA, self-signed.
    pub local_government_organization_ca: Vec<u8>,
    /// Self-signed, trusted by nobody.
    pub unrelated_ca: Vec<u8>,

    /// Cross-certificate: Bridge CA certifies OfficialStatusCA, with policy mapping and name constraints. Its subject
    /// is in UTF8String where the self-signed certificate has PrintableString.
    pub bridge_to_official_status: Vec<u8>,
    /// Cross-certificate: OfficialStatusCA certifies the Bridge CA.
    pub official_status_to_bridge: Vec<u8>,
    /// Cross-certificate: the local governments' Bridge CA certifies the Bridge CA.
    pub local_government_to_bridge: Vec<u8>,
    /// Cross-certificate: the local governments' own CA certifies their Bridge CA; two bridges follow in a row.
    pub organization_to_local_government: Vec<u8>,
    /// Cross-certificate: the local governments' Bridge CA certifies their own CA.
    pub local_government_to_organization: Vec<u8>,
    /// Cross-certificate: the Bridge CA certifies the local governments' Bridge CA.
    pub bridge_to_local_government: Vec<u8>,
    /// Link certificate: the next key of OfficialStatusCA, signed with the present one.
    pub link_next_with_present: Vec<u8>,
    /// Link certificate: the present key of OfficialStatusCA, signed with the next one.
    pub link_present_with_next: Vec<u8>,

    /// The Minister's official certificate: this one passes.
    pub minister: Vec<u8>,
    /// The Minister's certificate issued with the next key of OfficialStatusCA: passes too.
    pub minister_next: Vec<u8>,
    /// Expired at the base time.
    pub minister_expired: Vec<u8>,
    /// Not yet valid at the base time.
    pub minister_not_yet_valid: Vec<u8>,
    /// Good at the base time; a later CRL lists it as cessationOfOperation, which is routine.
    pub minister_retired: Vec<u8>,
    /// Revoked before the base time by the present CRL.
    pub minister_revoked: Vec<u8>,
    /// Key usage keyEncipherment only.
    pub minister_key_encipherment: Vec<u8>,
    /// Issued under a policy that no cross-certificate maps.
    pub minister_other_policy: Vec<u8>,
    /// A subject outside the subtree that the Bridge CA permits.
    pub minister_outside_subtree: Vec<u8>,
    /// Has a critical extension that nobody knows.
    pub minister_unknown_critical: Vec<u8>,
    /// Another office under the same authority: the path is good, the office is not.
    pub other_office: Vec<u8>,
    /// The Minister's name, issued by the unrelated CA.
    pub impostor_of_unrelated_ca: Vec<u8>,
    /// The Minister's name and OfficialStatusCA's, but signed with the unrelated CA's key.
    pub impostor_of_forged_issuer: Vec<u8>,

    /// CRL of OfficialStatusCA: end-entity certificates; lists the revoked one.
    pub official_status_crl: Vec<u8>,
    /// The CRL a week earlier: out of date at the base time, and the revoked one is not in it yet.
    pub official_status_crl_stale: Vec<u8>,
    /// A later CRL, with the routine revocations of the year after the base time: the Minister's good certificate as
    /// superseded after 365 days, the retired one as cessationOfOperation after 200.
    pub official_status_crl_later: Vec<u8>,
    /// CRL of OfficialStatusCA signed with its next key.
    pub official_status_crl_next: Vec<u8>,
    /// ARL of OfficialStatusCA: CA certificates.
    pub official_status_arl: Vec<u8>,
    /// ARL of OfficialStatusCA signed with its next key.
    pub official_status_arl_next: Vec<u8>,
    /// ARL of the Bridge CA.
    pub bridge_arl: Vec<u8>,
    /// A Bridge ARL that revokes the cross-certificate to OfficialStatusCA.
    pub bridge_arl_revoking: Vec<u8>,
    /// ARL of the local governments' Bridge CA.
    pub local_government_arl: Vec<u8>,
    /// ARL of the local governments' own CA.
    pub local_government_organization_arl: Vec<u8>,
    /// CRL of the unrelated CA.
    pub unrelated_crl: Vec<u8>,

    base: Time,
}

/// Serial numbers; unique for each issuer.
mod serial {
    pub(super) const SELF_SIGNED: u64 = 1;
    pub(super) const NEXT: u64 = 2;
    pub(super) const LINK_NEXT: u64 = 3;
    pub(super) const LINK_PRESENT: u64 = 4;
    pub(super) const CROSS_OFFICIAL_STATUS: u64 = 101;
    pub(super) const CROSS_BRIDGE: u64 = 102;
    pub(super) const CROSS_LOCAL_GOVERNMENT: u64 = 103;
    pub(super) const CROSS_ORGANIZATION: u64 = 104;
    pub(super) const MINISTER: u64 = 0x0123_4567_89ab_0001;
    pub(super) const MINISTER_NEXT: u64 = 0x0123_4567_89ab_0002;
    pub(super) const EXPIRED: u64 = 0x0123_4567_89ab_0011;
    pub(super) const NOT_YET_VALID: u64 = 0x0123_4567_89ab_0012;
    pub(super) const REVOKED: u64 = 0x0123_4567_89ab_0013;
    pub(super) const KEY_ENCIPHERMENT: u64 = 0x0123_4567_89ab_0014;
    pub(super) const OTHER_POLICY: u64 = 0x0123_4567_89ab_0015;
    pub(super) const OUTSIDE_SUBTREE: u64 = 0x0123_4567_89ab_0016;
    pub(super) const UNKNOWN_CRITICAL: u64 = 0x0123_4567_89ab_0017;
    pub(super) const RETIRED: u64 = 0x0123_4567_89ab_0018;
    pub(super) const OTHER_OFFICE: u64 = 0x0123_4567_89ab_0021;
    pub(super) const IMPOSTOR: u64 = 0x0123_4567_89ab_0031;
    pub(super) const FORGED_ISSUER: u64 = 0x0123_4567_89ab_0032;
}

/// One authority: what signs and under which name.
struct Authority<'a> {
    name: DistinguishedName,
    key: &'a Key,
}

/// Two of everything that differs from one of the Minister's certificates to the next.
struct EndEntity {
    subject: DistinguishedName,
    subject_japanese: DistinguishedName,
    serial: u64,
    validity: Validity,
    usage: &'static [KeyUsage],
    policy: &'static str,
}

impl Gpki {
    /// Issues everything around `base`, the time at which the good path is valid and its lists are fresh.
    ///
    /// # Errors
    /// [`Error`] when a key does not sign or `base` is too near to the ends of the calendar.
    pub fn new(keys: &Keys, base: Time) -> Result<Self, Error> {
        let official = Authority { name: names::official_status_ca(), key: &keys.official_status_ca };
        let next = Authority { name: names::official_status_ca(), key: &keys.official_status_ca_next };
        let bridge = Authority { name: names::bridge_ca(), key: &keys.bridge_ca };
        let local = Authority { name: names::local_government_ca(), key: &keys.local_government_ca };
        let organization = Authority {
            name: names::local_government_organization_ca(),
            key: &keys.local_government_organization_ca,
        };
        let unrelated = Authority { name: names::unrelated_ca(), key: &keys.unrelated_ca };
        let years = |from: i64, to: i64| validity(base, from.saturating_mul(365), to.saturating_mul(365));
        let life = years(-7, 7)?;
        let cross = years(-2, 3)?;
        let five_years = years(-1, 4)?;

        let minister = |serial, validity| EndEntity {
            subject: names::minister(),
            subject_japanese: names::minister_japanese(),
            serial,
            validity,
            usage: &[KeyUsage::DigitalSignature, KeyUsage::NonRepudiation],
            policy: policies::OFFICIAL_STATUS,
        };
        let of_minister =
            |entity: EndEntity| official.certify(&entity, &keys.minister)?.sign(official.key.signer());

        Ok(Self {
            official_status_ca: official.self_signed(
                serial::SELF_SIGNED,
                life,
                Some(&names::official_status_ca_japanese()),
            )?,
            official_status_ca_next: next.self_signed(
                serial::NEXT,
                years(-1, 9)?,
                Some(&names::official_status_ca_japanese()),
            )?,
            bridge_ca: bridge.self_signed(serial::SELF_SIGNED, life, Some(&names::bridge_ca_japanese()))?,
            local_government_ca: local.self_signed(serial::SELF_SIGNED, life, None)?,
            local_government_organization_ca: organization.self_signed(serial::SELF_SIGNED, life, None)?,
            unrelated_ca: unrelated.self_signed(serial::SELF_SIGNED, life, None)?,

            bridge_to_official_status: bridge
                .cross(&official, serial::CROSS_OFFICIAL_STATUS, cross)
                .certificate_policies(&[policies::BRIDGE])
                .policy_mappings(&[(policies::BRIDGE, policies::OFFICIAL_STATUS)])
                .policy_constraints(Some(0), None)
                .name_constraints(&[
                    GeneralSubtree::Permitted(names::government()),
                    GeneralSubtree::Permitted(names::government_japanese()),
                ])
                .sign(bridge.key.signer())?,
            official_status_to_bridge: official
                .cross(&bridge, serial::CROSS_BRIDGE, cross)
                .certificate_policies(&[policies::OFFICIAL_STATUS])
                .policy_mappings(&[(policies::OFFICIAL_STATUS, policies::BRIDGE)])
                .policy_constraints(Some(0), None)
                .sign(official.key.signer())?,
            local_government_to_bridge: local
                .cross(&bridge, serial::CROSS_BRIDGE, cross)
                .certificate_policies(&[policies::LOCAL_GOVERNMENT])
                .policy_mappings(&[(policies::LOCAL_GOVERNMENT, policies::BRIDGE)])
                .policy_constraints(Some(0), None)
                .sign(local.key.signer())?,
            organization_to_local_government: organization
                .cross(&local, serial::CROSS_LOCAL_GOVERNMENT, cross)
                .certificate_policies(&[policies::LOCAL_GOVERNMENT])
                .policy_constraints(Some(0), None)
                .sign(organization.key.signer())?,
            local_government_to_organization: local
                .cross(&organization, serial::CROSS_ORGANIZATION, cross)
                .certificate_policies(&[policies::LOCAL_GOVERNMENT])
                .policy_constraints(Some(0), None)
                .sign(local.key.signer())?,
            bridge_to_local_government: bridge
                .cross(&local, serial::CROSS_LOCAL_GOVERNMENT, cross)
                .certificate_policies(&[policies::BRIDGE])
                .policy_mappings(&[(policies::BRIDGE, policies::LOCAL_GOVERNMENT)])
                .policy_constraints(Some(0), None)
                .sign(bridge.key.signer())?,
            link_next_with_present: official
                .link(&next, serial::LINK_NEXT, years(-1, 7)?)
                .sign(official.key.signer())?,
            link_present_with_next: next
                .link(&official, serial::LINK_PRESENT, years(-1, 7)?)
                .sign(next.key.signer())?,

            minister: of_minister(minister(serial::MINISTER, five_years))?,
            minister_next: next
                .certify(&minister(serial::MINISTER_NEXT, years(0, 5)?), &keys.minister)?
                .sign(next.key.signer())?,
            minister_expired: of_minister(minister(serial::EXPIRED, years(-6, -1)?))?,
            minister_not_yet_valid: of_minister(minister(serial::NOT_YET_VALID, years(1, 6)?))?,
            minister_retired: of_minister(minister(serial::RETIRED, five_years))?,
            minister_revoked: of_minister(minister(serial::REVOKED, five_years))?,
            minister_key_encipherment: of_minister(EndEntity {
                usage: &[KeyUsage::KeyEncipherment],
                ..minister(serial::KEY_ENCIPHERMENT, five_years)
            })?,
            minister_other_policy: of_minister(EndEntity {
                policy: policies::OTHER,
                ..minister(serial::OTHER_POLICY, five_years)
            })?,
            minister_outside_subtree: of_minister(EndEntity {
                subject: names::unrelated_ca(),
                ..minister(serial::OUTSIDE_SUBTREE, five_years)
            })?,
            minister_unknown_critical: official
                .certify(&minister(serial::UNKNOWN_CRITICAL, five_years), &keys.minister)?
                .other_extension("1.3.6.1.4.1.99999.8.1", true, &super::der::null())
                .sign(official.key.signer())?,
            other_office: official
                .certify(
                    &EndEntity {
                        subject: names::other_office(),
                        subject_japanese: names::other_office_japanese(),
                        ..minister(serial::OTHER_OFFICE, five_years)
                    },
                    &keys.other_office,
                )?
                .sign(official.key.signer())?,
            impostor_of_unrelated_ca: unrelated
                .certify(&minister(serial::IMPOSTOR, five_years), &keys.impostor)?
                .sign(unrelated.key.signer())?,
            impostor_of_forged_issuer: official
                .certify(&minister(serial::FORGED_ISSUER, five_years), &keys.impostor)?
                .sign(unrelated.key.signer())?,

            official_status_crl: official
                .list(Scope::UserCertificates, base, (-1, 7), 42)?
                .revoke(serial::REVOKED, days_after(base, -3)?, Some(Reason::KeyCompromise))
                .sign(official.key.signer())?,
            official_status_crl_stale: official
                .list(Scope::UserCertificates, base, (-9, -2), 41)?
                .sign(official.key.signer())?,
            official_status_crl_later: official
                .list(Scope::UserCertificates, base, (366, 374), 99)?
                .revoke(serial::REVOKED, days_after(base, -3)?, Some(Reason::KeyCompromise))
                .revoke(serial::RETIRED, days_after(base, 200)?, Some(Reason::CessationOfOperation))
                .revoke(serial::MINISTER, days_after(base, 365)?, Some(Reason::Superseded))
                .sign(official.key.signer())?,
            official_status_crl_next: next
                .list(Scope::UserCertificates, base, (-1, 7), 43)?
                .revoke(serial::REVOKED, days_after(base, -3)?, Some(Reason::KeyCompromise))
                .sign(next.key.signer())?,
            official_status_arl: official
                .list(Scope::AuthorityCertificates, base, (-1, 7), 7)?
                .sign(official.key.signer())?,
            official_status_arl_next: next
                .list(Scope::AuthorityCertificates, base, (-1, 7), 8)?
                .sign(next.key.signer())?,
            bridge_arl: bridge
                .list(Scope::AuthorityCertificates, base, (-1, 7), 7)?
                .sign(bridge.key.signer())?,
            bridge_arl_revoking: bridge
                .list(Scope::AuthorityCertificates, base, (-1, 7), 8)?
                .revoke(
                    serial::CROSS_OFFICIAL_STATUS,
                    days_after(base, -2)?,
                    Some(Reason::CessationOfOperation),
                )
                .sign(bridge.key.signer())?,
            local_government_arl: local
                .list(Scope::AuthorityCertificates, base, (-1, 7), 7)?
                .sign(local.key.signer())?,
            local_government_organization_arl: organization
                .list(Scope::AuthorityCertificates, base, (-1, 7), 7)?
                .sign(organization.key.signer())?,
            unrelated_crl: unrelated
                .list(Scope::UserCertificates, base, (-1, 7), 7)?
                .sign(unrelated.key.signer())?,
            base,
        })
    }

    /// The time at which the good path is valid and its lists are fresh.
    pub const fn base(&self) -> Time {
        self.base
    }

    /// Everything as files: a path below the PKI's folder, and DER. `.cer` are certificates, `.crl` are lists;
    /// `anchors/` is what a receiver may trust, `crls/` what is in force at the base time.
    pub fn files(&self) -> Vec<(&'static str, &[u8])> {
        vec![
            ("anchors/official-status-ca.cer", &self.official_status_ca),
            ("anchors/official-status-ca-next.cer", &self.official_status_ca_next),
            ("anchors/bridge-ca.cer", &self.bridge_ca),
            ("anchors/local-government-ca.cer", &self.local_government_ca),
            ("anchors/local-government-organization-ca.cer", &self.local_government_organization_ca),
            ("certificates/bridge-to-official-status.cer", &self.bridge_to_official_status),
            ("certificates/official-status-to-bridge.cer", &self.official_status_to_bridge),
            ("certificates/local-government-to-bridge.cer", &self.local_government_to_bridge),
            ("certificates/bridge-to-local-government.cer", &self.bridge_to_local_government),
            ("certificates/organization-to-local-government.cer", &self.organization_to_local_government),
            ("certificates/local-government-to-organization.cer", &self.local_government_to_organization),
            ("certificates/link-next-with-present.cer", &self.link_next_with_present),
            ("certificates/link-present-with-next.cer", &self.link_present_with_next),
            ("signers/minister.cer", &self.minister),
            ("signers/minister-next.cer", &self.minister_next),
            ("signers/minister-expired.cer", &self.minister_expired),
            ("signers/minister-not-yet-valid.cer", &self.minister_not_yet_valid),
            ("signers/minister-retired.cer", &self.minister_retired),
            ("signers/minister-revoked.cer", &self.minister_revoked),
            ("signers/minister-key-encipherment.cer", &self.minister_key_encipherment),
            ("signers/minister-other-policy.cer", &self.minister_other_policy),
            ("signers/minister-outside-subtree.cer", &self.minister_outside_subtree),
            ("signers/minister-unknown-critical.cer", &self.minister_unknown_critical),
            ("signers/other-office.cer", &self.other_office),
            ("signers/impostor-of-unrelated-ca.cer", &self.impostor_of_unrelated_ca),
            ("signers/impostor-of-forged-issuer.cer", &self.impostor_of_forged_issuer),
            ("crls/official-status.crl", &self.official_status_crl),
            ("crls/official-status-next.crl", &self.official_status_crl_next),
            ("crls/official-status-arl.crl", &self.official_status_arl),
            ("crls/official-status-arl-next.crl", &self.official_status_arl_next),
            ("crls/bridge-arl.crl", &self.bridge_arl),
            ("crls/local-government-arl.crl", &self.local_government_arl),
            ("crls/local-government-organization-arl.crl", &self.local_government_organization_arl),
            ("other-crls/official-status-stale.crl", &self.official_status_crl_stale),
            ("other-crls/official-status-later.crl", &self.official_status_crl_later),
            ("other-crls/bridge-arl-revoking.crl", &self.bridge_arl_revoking),
            ("other-crls/unrelated.crl", &self.unrelated_crl),
            ("untrusted/unrelated-ca.cer", &self.unrelated_ca),
        ]
    }
}

impl Authority<'_> {
    /// As the older GPKI authorities: no policies, no authorityKeyIdentifier, no distribution point.
    fn self_signed(
        &self,
        serial: u64,
        validity: Validity,
        japanese: Option<&DistinguishedName>,
    ) -> Result<Vec<u8>, Error> {
        let builder = CertificateBuilder::new(&self.name, self.key.spki(), &self.name, serial, validity)
            .authority(None)
            .key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign])
            .subject_key_identifier();
        match japanese {
            Some(name) => builder.subject_alternative_name(name).issuer_alternative_name(name),
            None => builder,
        }
        .sign(self.key.signer())
    }

    /// A CA certificate for `subject`, whose name it writes in UTF8String.
    fn cross(&self, subject: &Authority<'_>, serial: u64, validity: Validity) -> CertificateBuilder {
        CertificateBuilder::new(
            &subject.name.clone().all_utf8(),
            subject.key.spki(),
            &self.name,
            serial,
            validity,
        )
        .authority(None)
        .key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign])
        .subject_key_identifier()
        .authority_key_identifier(self.key.spki())
        .crl_distribution_point(&names::arl_point(self.name.clone()))
    }

    /// A self-issued certificate from one key of an authority to the other (RFC 4210, 4.4).
    fn link(&self, subject: &Authority<'_>, serial: u64, validity: Validity) -> CertificateBuilder {
        CertificateBuilder::new(&subject.name, subject.key.spki(), &self.name, serial, validity)
            .authority(None)
            .key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign])
            .certificate_policies(&["2.5.29.32.0"])
            .subject_key_identifier()
            .authority_key_identifier(self.key.spki())
            .crl_distribution_point(&names::arl_point(self.name.clone()))
    }

    fn certify(&self, entity: &EndEntity, key: &Key) -> Result<CertificateBuilder, Error> {
        Ok(CertificateBuilder::new(&entity.subject, key.spki(), &self.name, entity.serial, entity.validity)
            .authority_key_identifier(self.key.spki())
            .subject_key_identifier()
            .key_usage(entity.usage)
            .certificate_policies(&[entity.policy])
            .issuer_alternative_name(&names::official_status_ca_japanese())
            .subject_alternative_name(&entity.subject_japanese)
            .crl_distribution_point(&names::crl_point(self.name.clone())))
    }

    fn list(&self, scope: Scope, base: Time, days: (i64, i64), number: u64) -> Result<CrlBuilder, Error> {
        let point = match scope {
            Scope::AuthorityCertificates => names::arl_point(self.name.clone()),
            Scope::AllCertificates | Scope::UserCertificates | Scope::AttributeCertificates => {
                names::crl_point(self.name.clone())
            }
        };
        Ok(CrlBuilder::new(&self.name, days_after(base, days.0)?, Some(days_after(base, days.1)?))
            .authority_key_identifier(self.key.spki())
            .crl_number(number)
            .issuing_distribution_point(Some(&point), scope))
    }
}

fn validity(base: Time, from: i64, to: i64) -> Result<Validity, Error> {
    Ok(Validity { not_before: days_after(base, from)?, not_after: days_after(base, to)? })
}

#[cfg(all(test, feature = "aws-lc"))]
mod tests {
    use super::{Gpki, Keys};
    use crate::time::Time;
    use ::der::{Decode, Encode};

    #[test]
    fn everything_parses_and_the_same_keys_give_the_same_octets() {
        let keys = Keys::generate().unwrap();
        let base = Time::parse_rfc3339("2026-12-01T00:00:00Z").unwrap();
        let gpki = Gpki::new(&keys, base).unwrap();
        let again = Gpki::new(&keys, base).unwrap();
        assert_eq!(gpki.files(), again.files());
        for (path, der) in gpki.files() {
            let written = if path.ends_with(".crl") {
                x509_cert::crl::CertificateList::<x509_cert::certificate::Rfc5280>::from_der(der)
                    .unwrap()
                    .to_der()
            } else {
                x509_cert::Certificate::from_der(der).unwrap().to_der()
            };
            assert_eq!(written.unwrap(), der, "{path} is not DER");
        }
    }
}
