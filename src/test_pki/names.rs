//! The distinguished names of the test PKI: in the Government's form, every one marked TEST or 試験用.

use super::{Attribute, DistinguishedName};

/// O of the Government's names.
pub const ORGANIZATION: &str = "Japanese Government TEST";

/// The authority that certifies ministers.
pub fn official_status_ca() -> DistinguishedName {
    government().utf8(Attribute::OrganizationalUnit, "OfficialStatusCA TEST 試験用")
}

/// Its Japanese name, as it stands in alternative names.
pub fn official_status_ca_japanese() -> DistinguishedName {
    government_japanese().utf8(Attribute::OrganizationalUnit, "官職認証局(試験用)")
}

/// The Bridge CA.
pub fn bridge_ca() -> DistinguishedName {
    government().printable(Attribute::OrganizationalUnit, "BridgeCA TEST")
}

/// The Bridge CA's Japanese name.
pub fn bridge_ca_japanese() -> DistinguishedName {
    government_japanese().utf8(Attribute::OrganizationalUnit, "ブリッジ認証局(試験用)")
}

/// The local governments' Bridge CA, where municipalities anchor.
pub fn local_government_ca() -> DistinguishedName {
    DistinguishedName::japan()
        .utf8(Attribute::Organization, "Local Governments TEST 試験用")
        .utf8(Attribute::OrganizationalUnit, "Local Government BridgeCA TEST")
}

/// The local governments' own authority, which certifies their Bridge CA.
pub fn local_government_organization_ca() -> DistinguishedName {
    DistinguishedName::japan()
        .utf8(Attribute::Organization, "Local Governments TEST 試験用")
        .utf8(Attribute::OrganizationalUnit, "Local Government OrganizationCA TEST")
}

/// An authority that nobody trusts.
pub fn unrelated_ca() -> DistinguishedName {
    DistinguishedName::japan()
        .utf8(Attribute::Organization, "Fictional Company TEST 試験用")
        .printable(Attribute::OrganizationalUnit, "Unrelated CA TEST")
}

/// The Minister whose certificate signs the documents.
pub fn minister() -> DistinguishedName {
    government()
        .printable(Attribute::OrganizationalUnit, "Ministry of Justice")
        .printable(Attribute::CommonName, "Minister of Justice")
}

/// The Minister's Japanese name.
pub fn minister_japanese() -> DistinguishedName {
    government_japanese()
        .utf8(Attribute::OrganizationalUnit, "法務省")
        .utf8(Attribute::CommonName, "法務大臣(試験用)")
}

/// The holder of another office, under the same authority.
pub fn other_office() -> DistinguishedName {
    government()
        .printable(Attribute::OrganizationalUnit, "Ministry of Fiction")
        .printable(Attribute::CommonName, "Minister of Fiction")
}

/// The other office's Japanese name.
pub fn other_office_japanese() -> DistinguishedName {
    government_japanese()
        .utf8(Attribute::OrganizationalUnit, "架空省")
        .utf8(Attribute::CommonName, "架空大臣(試験用)")
}

/// C and O of the Government: the subtree that the cross-certificates permit.
pub fn government() -> DistinguishedName {
    DistinguishedName::japan().printable(Attribute::Organization, ORGANIZATION)
}

/// C and O of the Government in Japanese.
pub fn government_japanese() -> DistinguishedName {
    DistinguishedName::japan().utf8(Attribute::Organization, "日本国政府(試験用)")
}

/// Where `authority` publishes its list of end-entity certificates.
pub fn crl_point(authority: DistinguishedName) -> DistinguishedName {
    authority.printable(Attribute::CommonName, "CRL")
}

/// Where `authority` publishes its list of CA certificates.
pub fn arl_point(authority: DistinguishedName) -> DistinguishedName {
    authority.printable(Attribute::CommonName, "ARL")
}
