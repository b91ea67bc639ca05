//! What the test keys ever signed: whatever else a fuzzer makes pass was forged.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use koseki::dsig::ReferencePolicy;
use koseki::evidence::{Evidence, Opened, Question};
use koseki::pki::{Certificate, CertificateRevocationList, TrustAnchor};
use koseki::time::Time;

/// 2026-12-01T00:00:00Z, when the good certificates are valid and their lists are fresh.
const BASE: i64 = 1_796_083_200;

/// The receiver of the fixtures: anchors, revocation lists, their time.
pub struct Receiver {
    questions: [Question; 2],
    signed: BTreeSet<Vec<u8>>,
}

impl Receiver {
    /// One for the process; reads `fixtures/`.
    pub fn of_fixtures() -> &'static Self {
        static RECEIVER: OnceLock<Receiver> = OnceLock::new();
        RECEIVER.get_or_init(|| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
            let read = |path: &str| std::fs::read(folder.join(path)).expect("a fixture");
            let anchor = Certificate::parse(&read("pki/anchors/official-status-ca.cer")).expect("anchor");
            let lists = ["pki/crls/official-status.crl", "pki/crls/official-status-arl.crl"]
                .map(|list| CertificateRevocationList::parse(&read(list)).expect("list"));
            let question = Question {
                anchors: vec![TrustAnchor::from_certificate(anchor).expect("anchor")],
                revocation_lists: lists.to_vec(),
                ..Question::new(Time::from_unix(BASE).expect("time"))
            };
            let kobunsho = Question { references: ReferencePolicy::Kobunsho, ..question.clone() };
            let mut receiver = Self { questions: [question, kobunsho], signed: BTreeSet::new() };
            for part in ["signed", "hostile/xml"] {
                for entry in std::fs::read_dir(folder.join(part)).expect("fixtures") {
                    let path = entry.expect("entry").path();
                    if path.is_file() {
                        let octets = std::fs::read(&path).expect("a fixture");
                        receiver.signed.extend(receiver.signed_octets(&octets));
                    }
                }
            }
            assert!(receiver.signed.len() > 10, "the fixtures verify");
            receiver
        })
    }

    /// What a receiver asks, of whole documents and of official ones.
    pub const fn questions(&self) -> &[Question; 2] {
        &self.questions
    }

    /// Whether somebody with a test key signed these octets.
    pub fn knows(&self, signed: &[u8]) -> bool {
        self.signed.contains(signed)
    }

    fn signed_octets(&self, octets: &[u8]) -> Vec<Vec<u8>> {
        let opened = Opened::new(octets);
        let gather = |question| Evidence::gather(&opened, question, None).signed_octets();
        self.questions.iter().filter_map(gather).collect()
    }
}
