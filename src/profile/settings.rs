//! Which rules apply, and to whom the signer's certificate must belong: built in, or read from an agency's file.

use core::fmt;

use serde::Deserialize;

use crate::pdf::DataDepth;

/// A set of rules to judge by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    name: String,
    rules: RuleSet,
    signer: SignerBinding,
    pdf_data: PdfData,
}

/// How far the data of images, fonts and color profiles in a PDF is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PdfData {
    /// To its end, and held against what is said of it.
    #[default]
    Decoded,
    /// What is said of it alone. For files whose signer is known to have them read before signing, as `koseki sign` does.
    Declared,
}

impl From<PdfData> for DataDepth {
    fn from(data: PdfData) -> Self {
        match data {
            PdfData::Decoded => Self::Decoded,
            PdfData::Declared => Self::Declared,
        }
    }
}

/// The rules that apply beyond signature, certificate and form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleSet {
    /// The rules of document 004, 第4-2.
    Koseki,
    /// 電子公文書: a Reference may name the BODY of the document and attachments beside it; no rules of document 004.
    Kobunsho,
    /// None: signature, certificate path and form alone.
    Signature,
}

/// What the signer's certificate must say. An empty list or `None` asks for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignerBinding {
    /// Common name of the subject, compared by RFC 5280 7.1.
    pub common_name: Option<String>,
    /// Whole subject, as RFC 4514 text, exactly as `koseki inspect` prints it.
    pub subject: Option<String>,
    /// Common name in a directoryName of the subject alternative name (法務大臣).
    pub japanese_name: Option<String>,
    /// Issuers allowed, as RFC 4514 text.
    pub issuers: Vec<String>,
    /// Certificate policies for one of which the path must be valid, as the anchor's side calls them: dotted object
    /// identifiers. What the certificate merely carries does not count, nor does anyPolicy.
    pub policies: Vec<String>,
}

/// The profile file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProfileError {
    /// Not JSON of the expected shape; line and column counted from 1.
    Malformed {
        /// Line.
        line: usize,
        /// Column.
        column: usize,
        /// What the JSON reader says.
        reason: String,
    },
    /// A format version this tool does not know.
    Version(u32),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format_version: u32,
    name: String,
    rules: RuleSet,
    #[serde(default)]
    signer: SignerBinding,
    #[serde(default)]
    pdf_data: PdfData,
}

impl Profile {
    /// The 戸籍 profile: every rule of document 004. The office is bound by the one name the document fixes,
    /// `Minister of Justice`; an agency that knows more of the certificate's profile says it in a file.
    pub fn koseki() -> Self {
        let signer =
            SignerBinding { common_name: Some("Minister of Justice".into()), ..SignerBinding::default() };
        Self::named("koseki", RuleSet::Koseki, signer)
    }

    /// Signature, certificate path and form, without the 戸籍 rules.
    pub fn signature() -> Self {
        Self::named("signature", RuleSet::Signature, SignerBinding::default())
    }

    /// Signature, certificate path and form of 電子公文書 (e-Gov): the signature may cover the BODY element alone, and
    /// the report says what is not signed.
    pub fn kobunsho() -> Self {
        Self::named("kobunsho", RuleSet::Kobunsho, SignerBinding::default())
    }

    /// Reads a profile file (JSON, format version 1).
    ///
    /// ```
    /// let profile = koseki::profile::Profile::from_json(br#"{
    ///     "format_version": 1, "name": "agency", "rules": "koseki",
    ///     "signer": { "common_name": "Minister of Justice", "policies": ["1.3.6.1.4.1.99999.1"] }
    /// }"#)?;
    /// assert_eq!(profile.name(), "agency");
    /// # Ok::<(), koseki::profile::ProfileError>(())
    /// ```
    ///
    /// # Errors
    /// [`ProfileError`] with line and column; unknown keys are refused, so that a slip cannot weaken a rule.
    pub fn from_json(octets: &[u8]) -> Result<Self, ProfileError> {
        let file: File = serde_json::from_slice(octets).map_err(|error| ProfileError::Malformed {
            line: error.line(),
            column: error.column(),
            reason: error.to_string(),
        })?;
        if file.format_version != 1 {
            return Err(ProfileError::Version(file.format_version));
        }
        let File { name, rules, signer, pdf_data, .. } = file;
        Ok(Self { name, rules, signer, pdf_data })
    }

    fn named(name: &str, rules: RuleSet, signer: SignerBinding) -> Self {
        Self { name: name.into(), rules, signer, pdf_data: PdfData::Decoded }
    }

    /// With the data of images, fonts and color profiles read as far as is said.
    #[must_use]
    pub const fn with_pdf_data(mut self, data: PdfData) -> Self {
        self.pdf_data = data;
        self
    }

    /// The profile's name, as reports give it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The rules that apply.
    pub const fn rules(&self) -> RuleSet {
        self.rules
    }

    /// How far the data of images, fonts and color profiles in a PDF is read.
    pub const fn pdf_data(&self) -> PdfData {
        self.pdf_data
    }

    /// What the signer's certificate must say.
    pub const fn signer(&self) -> &SignerBinding {
        &self.signer
    }
}

impl SignerBinding {
    /// Whether anything is asked at all.
    pub fn asks_anything(&self) -> bool {
        *self != Self::default()
    }
}

impl fmt::Display for ProfileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { reason, .. } => write!(formatter, "profile file: {reason}"),
            Self::Version(version) => write!(formatter, "profile file of unknown format version {version}"),
        }
    }
}

impl core::error::Error for ProfileError {}

#[cfg(test)]
mod tests {
    use super::{Profile, ProfileError};

    #[test]
    fn a_misspelt_key_is_refused() {
        let good = br#"{"format_version":1,"name":"a","rules":"koseki","signer":{"issuers":["C=JP"]}}"#;
        assert!(Profile::from_json(good).is_ok());
        let slip = br#"{"format_version":1,"name":"a","rules":"koseki","signer":{"issuer":["C=JP"]}}"#;
        assert!(matches!(Profile::from_json(slip), Err(ProfileError::Malformed { .. })));
        let newer = br#"{"format_version":2,"name":"a","rules":"koseki"}"#;
        assert_eq!(Profile::from_json(newer), Err(ProfileError::Version(2)));
    }
}
