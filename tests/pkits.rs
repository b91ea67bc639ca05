//! NIST PKITS 1.0.1 against the path validator: every case of sections 4.1 to 4.13 and 4.16.2.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use koseki::limits::{Budget, pki::PATH_STEPS};
use koseki::pki::{
    Certificate, CertificateRevocationList, ExplicitPolicy, ObjectIdentifier, PathOutcome, PathRequest,
    Permission, Purpose, TrustAnchor, validate,
};
use koseki::time::Time;
use serde_json::Value;

/// DSA is not implemented; these two need it to be accepted.
const NEED_DSA: [&str; 2] = ["4.1.4", "4.1.5"];

fn vectors() -> Option<PathBuf> {
    let folder = std::env::var_os("KOSEKI_VECTORS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors"), PathBuf::from)
        .join("pkits");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("KOSEKI_REQUIRE_VECTORS").is_none_or(|value| value != "1"),
        "the vectors are required and absent: {}",
        folder.display()
    );
    println!("skipped: no vectors at {}", folder.display());
    None
}

#[test]
fn every_case_of_the_suite_ends_as_stated() {
    let Some(folder) = vectors() else { return };
    let cases = std::fs::read(folder.join("cases.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_slice(&cases).unwrap();
    assert_eq!(cases.len(), 202);
    let ends: Vec<Result<End, String>> = cases.iter().map(|case| judge(&folder, case)).collect();
    let wrong: Vec<&str> = ends.iter().filter_map(|end| end.as_ref().err()).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} cases end otherwise:\n{}", wrong.len(), wrong.join("\n"));
    let count = |wanted: End| ends.iter().filter(|end| **end == Ok(wanted)).count();
    // Counted so that a case that is no longer judged is noticed.
    let accepted = (count(End::AcceptedWithPolicies), count(End::Accepted));
    assert_eq!(
        accepted, POLICIES_AND_OTHERS,
        "accepted with the stated policies, accepted where none are stated"
    );
    assert_eq!((count(End::Refused), count(End::NeedsDsa)), (109, 2));
}

/// How a case ended that ended as stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Accepted,
    /// The user-constrained policy set is stated and ours is the same.
    AcceptedWithPolicies,
    NeedsDsa,
    Refused,
}

/// Of 93 valid cases two need DSA.
const POLICIES_AND_OTHERS: (usize, usize) = (14, 77);

fn judge(folder: &Path, case: &Value) -> Result<End, String> {
    let name = format!("{} {}", case["id"].as_str().unwrap(), case["name"].as_str().unwrap());
    let files = |key: &str, below: &str| -> Vec<Vec<u8>> {
        let names = case[key].as_array().unwrap().iter();
        names.map(|name| std::fs::read(folder.join(below).join(name.as_str().unwrap())).unwrap()).collect()
    };
    // Two certificates and a list of the suite were broken in the unused bits of their signature: they are not read.
    let certificates: Vec<Result<Certificate, _>> =
        files("certs", "certs").iter().map(|der| Certificate::parse(der)).collect();
    let Some(Ok(target)) = certificates.last().cloned() else {
        assert_eq!(case["expect"], "invalid", "{name}: the target is not read");
        return Ok(End::Refused);
    };
    let certificates: Vec<Certificate> = certificates.into_iter().flatten().collect();
    let lists: Vec<CertificateRevocationList> =
        files("crls", "crls").iter().filter_map(|der| CertificateRevocationList::parse(der).ok()).collect();
    let anchor = certificates.first().unwrap();
    let anchors = [TrustAnchor::from_certificate(anchor.clone()).unwrap()];

    let mut request =
        PathRequest::new(&target, &anchors, Time::parse_rfc3339("2011-04-15T00:00:00Z").unwrap());
    request.purpose = Purpose::Any;
    request.certificates = &certificates;
    request.revocation_lists = &lists;
    request.policies.initial_policy_set = policies(&case["initial_policy_set"]).into_iter().collect();
    if case["initial_explicit_policy"] == true {
        request.policies.explicit_policy = ExplicitPolicy::Required;
    }
    if case["initial_policy_mapping_inhibit"] == true {
        request.policies.policy_mapping = Permission::Inhibited;
    }
    if case["initial_inhibit_any_policy"] == true {
        request.policies.any_policy = Permission::Inhibited;
    }
    let expected = case["expect"] == "valid";
    match validate(&request, &mut Budget::new(PATH_STEPS)) {
        PathOutcome::Valid(_) if !expected => Err(format!("{name}: accepted and must not be")),
        PathOutcome::Valid(path) => {
            let found: BTreeSet<_> = path.policies().iter().cloned().collect();
            let stated = &case["expected_user_constrained_policy_set"];
            if stated.is_null() {
                Ok(End::Accepted)
            } else if found == policies(stated) {
                Ok(End::AcceptedWithPolicies)
            } else {
                Err(format!("{name}: policies {found:?}, stated {stated}"))
            }
        }
        PathOutcome::Invalid(failure) => {
            let needs_dsa = NEED_DSA.contains(&case["id"].as_str().unwrap());
            let reasons: Vec<String> =
                failure.paths.iter().flat_map(|path| &path.errors).map(ToString::to_string).collect();
            assert!(!reasons.is_empty(), "{name}: refused without a reason");
            if std::env::var_os("KOSEKI_SHOW").is_some() && !expected {
                println!("{name}: {}", reasons.join(" / "));
            }
            match (expected, needs_dsa) {
                (false, _) => Ok(End::Refused),
                (true, true) => Ok(End::NeedsDsa),
                (true, false) => Err(format!("{name}: {}", reasons.join(" / "))),
            }
        }
    }
}

fn policies(names: &Value) -> BTreeSet<ObjectIdentifier> {
    let dotted = |name: &str| match name.strip_prefix("NIST-test-policy-") {
        Some(number) => format!("2.16.840.1.101.3.2.1.48.{number}"),
        None => "2.5.29.32.0".to_owned(),
    };
    let names = names.as_array().unwrap().iter();
    names.map(|name| ObjectIdentifier::from_dotted(&dotted(name.as_str().unwrap())).unwrap()).collect()
}
