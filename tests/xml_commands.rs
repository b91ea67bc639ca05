//! `koseki sign` and `koseki verify` as far as they are about XML alone: both modes, the canonicalizations, attachments.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::peer;

fn fixtures(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}

fn koseki(arguments: &[&str], paths: &[&Path]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_koseki"));
    command.args(arguments).args(paths).output().unwrap()
}

fn sign(input: &Path, out: &Path, options: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_koseki"));
    command.args(["sign", "--at", "2026-12-01T09:00:00+09:00"]).arg(input).arg("--out").arg(out);
    command.args(["--allow-readable-key", "--key"]).arg(fixtures("keys/minister.pem"));
    command.arg("--cert").arg(fixtures("pki/signers/minister.cer")).args(options).output().unwrap()
}

fn verify(document: &Path, options: &[&str], attachments: Option<&Path>) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_koseki"));
    command
        .args(["verify", "--at", "2026-12-01T00:00:00Z", "--format", "json", "--lang", "en"])
        .arg(document);
    command.arg("--trust").arg(fixtures("pki/anchors/official-status-ca.cer"));
    command.arg("--crl").arg(fixtures("pki/crls")).args(options);
    if let Some(folder) = attachments {
        command.arg("--attachments").arg(folder);
    }
    let output = command.output().unwrap();
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), said)
}

#[test]
fn signs_in_both_modes_and_with_each_canonicalization() {
    let folder = tempfile::tempdir().unwrap();
    let input = fixtures("documents/variant-characters.xml");
    let original = std::fs::read(&input).unwrap();
    let xmlsec1 = peer("xmlsec1");
    for (number, (options, method)) in [
        (&[][..], "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
        (&["--c14n", "1.0"], "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"),
        (&["--xml-mode", "compatibility", "--c14n", "1.1"], "http://www.w3.org/2006/12/xml-c14n11"),
        (&["--c14n", "exclusive"], "http://www.w3.org/2001/10/xml-exc-c14n#"),
        (&["--xml-mode", "v2"], "http://www.w3.org/2010/xml-c14n2"),
    ]
    .into_iter()
    .enumerate()
    {
        let out = folder.path().join(format!("{number}.xml"));
        let output = sign(&input, &out, options);
        assert!(output.status.success(), "{options:?}: {}", String::from_utf8_lossy(&output.stderr));
        let signed = String::from_utf8(std::fs::read(&out).unwrap()).unwrap();
        assert!(signed.contains(&format!("<CanonicalizationMethod Algorithm=\"{method}\"/>")), "{options:?}");
        // Nothing but the Signature was added.
        let (start, end) = (signed.find("<Signature").unwrap(), signed.find("</Signature>").unwrap());
        let rest = [&signed.as_bytes()[..start], &signed.as_bytes()[end + "</Signature>".len()..]].concat();
        assert_eq!(rest, original, "{options:?}");
        let (code, said) = verify(&out, &[], None);
        assert_eq!(code, Some(0), "{options:?}: {said}");
        if xmlsec1 && !options.contains(&"v2") {
            let mut command = Command::new("xmlsec1");
            command.args(["--verify", "--verification-time", "2026-12-01 00:00:00", "--trusted-der"]);
            let output =
                command.arg(fixtures("pki/anchors/official-status-ca.cer")).arg(&out).output().unwrap();
            assert!(output.status.success(), "{options:?}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
    let output = sign(&input, &folder.path().join("none.xml"), &["--xml-mode", "v2", "--c14n", "1.0"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!folder.path().join("none.xml").exists());
}

#[test]
fn attachments_are_read_from_their_folder_alone() {
    let document = fixtures("hostile/xml/05-attachment.xml");
    let folder = tempfile::tempdir().unwrap();
    let kobunsho = ["--profile", "kobunsho"];
    let attachment = std::fs::read(fixtures("hostile/xml/attachments/添付.txt")).unwrap();
    let beside = folder.path().join("添付.txt");

    let (code, said) = verify(&document, &kobunsho, Some(&fixtures("hostile/xml/attachments")));
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = verify(&document, &kobunsho, None);
    assert!(code == Some(3) && said.contains("dsig.attachment.missing"), "{said}");
    let (code, said) = verify(&document, &kobunsho, Some(folder.path()));
    assert!(code == Some(3) && said.contains("dsig.attachment.missing"), "{said}");
    std::fs::write(&beside, b"another").unwrap();
    let (code, said) = verify(&document, &kobunsho, Some(folder.path()));
    assert!(code == Some(1) && said.contains("dsig.attachment.digest"), "{said}");
    std::fs::write(&beside, &attachment).unwrap();
    let (code, said) = verify(&document, &kobunsho, Some(folder.path()));
    assert_eq!(code, Some(0), "{said}");

    // A folder of that name, or a link to the right octets elsewhere, is not the file.
    std::fs::remove_file(&beside).unwrap();
    std::fs::create_dir(&beside).unwrap();
    let (code, said) = verify(&document, &kobunsho, Some(folder.path()));
    assert!(code == Some(3) && said.contains("dsig.attachment.unread"), "{said}");
    #[cfg(unix)]
    {
        std::fs::remove_dir(&beside).unwrap();
        std::os::unix::fs::symlink(fixtures("hostile/xml/attachments/添付.txt"), &beside).unwrap();
        let (code, said) = verify(&document, &kobunsho, Some(folder.path()));
        assert!(code == Some(3) && said.contains("dsig.attachment.unread"), "{said}");
    }
    // Names that lead out are refused whatever lies there.
    for name in ["05-attachment-above", "05-attachment-above-encoded", "05-attachment-absolute"] {
        let (code, said) = verify(
            &fixtures(&format!("hostile/xml/{name}.xml")),
            &kobunsho,
            Some(&fixtures("hostile/xml/attachments")),
        );
        assert!(code == Some(1) && said.contains("dsig.attachment.name"), "{name}: {said}");
    }

    // An option that means nothing is refused.
    let (code, said) = verify(&document, &[], Some(folder.path()));
    assert!(code == Some(2) && said.contains("--attachments"), "{said}");
    let (code, _) = verify(&document, &kobunsho, Some(&document));
    assert_eq!(code, Some(4));
}

/// A declaration that the digest does not carry makes a value a qualified name, for whoever writes it there.
#[test]
fn no_schema_is_satisfied_by_a_declaration_nobody_signed() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let schema = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:example:t'>\
                  <xs:element name='t'><xs:complexType><xs:attribute name='kind' type='xs:QName'/></xs:complexType></xs:element>\
                  </xs:schema>";
    std::fs::write(path("t.xsd"), schema).unwrap();
    let schema = path("t.xsd").display().to_string();
    let declared = "<t xmlns=\"urn:example:t\" xmlns:p=\"urn:example:p\" kind=\"p:one\"></t>";
    let undeclared = declared.replace(" xmlns:p=\"urn:example:p\"", "");
    std::fs::write(path("declared.xml"), declared).unwrap();
    std::fs::write(path("undeclared.xml"), &undeclared).unwrap();

    let signed = sign(&path("declared.xml"), &path("all.xml"), &[]);
    assert!(signed.status.success(), "{}", String::from_utf8_lossy(&signed.stderr));
    let (code, said) = verify(&path("all.xml"), &["--schema", &schema], None);
    assert_eq!(code, Some(0), "{said}");

    let refused = sign(&path("declared.xml"), &path("exclusive.xml"), &["--c14n", "exclusive"]);
    assert_eq!(refused.status.code(), Some(4), "{}", String::from_utf8_lossy(&refused.stderr));
    assert!(!path("exclusive.xml").exists());

    let signed = sign(&path("undeclared.xml"), &path("exclusive.xml"), &["--c14n", "exclusive"]);
    assert!(signed.status.success(), "{}", String::from_utf8_lossy(&signed.stderr));
    let signed = std::fs::read_to_string(path("exclusive.xml")).unwrap();
    std::fs::write(path("added.xml"), signed.replace(&undeclared[..24], &declared[..49])).unwrap();
    let (code, said) = verify(&path("added.xml"), &["--schema", &schema], None);
    assert!(code == Some(3) && said.contains("schema.undigested"), "{said}");
    let (code, said) = verify(&path("exclusive.xml"), &["--schema", &schema], None);
    assert!(code == Some(1) && said.contains("cvc-datatype-valid"), "{said}");
}

/// Valid as it stands and valid as it was digested is not enough where the two name different things.
#[test]
fn no_schema_is_told_another_name_than_was_signed() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let schema = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:t'>\
                  <xs:element name='t'><xs:complexType><xs:sequence><xs:element name='q' type='t:q'/></xs:sequence></xs:complexType>\
                  </xs:element><xs:simpleType name='q'><xs:restriction base='xs:QName'>\
                  <xs:enumeration value='a:x' xmlns:a='urn:t'/><xs:enumeration value='a:x' xmlns:a='urn:2'/><xs:enumeration value='x'/>\
                  </xs:restriction></xs:simpleType></xs:schema>";
    std::fs::write(path("t.xsd"), schema).unwrap();
    let schema = path("t.xsd").display().to_string();
    for (signed, altered) in [
        ("<q>t:x</q>", "<q xmlns:t='urn:2'>t:x</q>"),
        ("<q>t:x</q>", "<q xmlns:t='urn:2'>t<!-- -->:x</q>"),
        ("<q>t:x</q>", "<q xmlns:t='urn:2'><![CDATA[t:]]>x</q>"),
    ] {
        for options in [&["--c14n", "exclusive"][..], &["--xml-mode", "v2"]] {
            std::fs::write(path("in.xml"), format!("<t:t xmlns:t='urn:t'>{signed}</t:t>")).unwrap();
            let output = sign(&path("in.xml"), &path("out.xml"), &[options, &["--force"]].concat());
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let (code, said) = verify(&path("out.xml"), &["--schema", &schema], None);
            assert_eq!(code, Some(0), "{said}");
            let octets = std::fs::read_to_string(path("out.xml")).unwrap().replace(signed, altered);
            std::fs::write(path("altered.xml"), octets).unwrap();
            let (code, said) = verify(&path("altered.xml"), &["--schema", &schema], None);
            assert!(code == Some(3) && said.contains("schema.undigested"), "{altered} {options:?}: {said}");
        }
    }
    // The namespace of a name without a prefix, where the element's own name does not digest it.
    let prefixed = schema.replace("t.xsd", "p.xsd");
    let text = std::fs::read_to_string(path("t.xsd")).unwrap();
    std::fs::write(path("p.xsd"), text.replace("<xs:schema ", "<xs:schema elementFormDefault='qualified' "))
        .unwrap();
    std::fs::write(path("in.xml"), "<t:t xmlns:t='urn:t'><t:q>x</t:q></t:t>").unwrap();
    let output = sign(&path("in.xml"), &path("out.xml"), &["--c14n", "exclusive", "--force"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (code, said) = verify(&path("out.xml"), &["--schema", &prefixed], None);
    assert_eq!(code, Some(0), "{said}");
    let octets = std::fs::read_to_string(path("out.xml")).unwrap().replace("<t:q>", "<t:q xmlns='urn:2'>");
    std::fs::write(path("altered.xml"), octets).unwrap();
    let (code, said) = verify(&path("altered.xml"), &["--schema", &prefixed], None);
    assert!(code == Some(3) && said.contains("schema.undigested"), "{said}");
}

/// Only what the signature value vouches for is a reason to say that the document was altered, or to open a file.
#[test]
fn a_digest_that_nobody_vouches_for_proves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let altered = |from: &str, until: &str| {
        let signed = std::fs::read_to_string(fixtures("hostile/xml/05-attachment.xml")).unwrap();
        let at = signed.find(from).unwrap() + from.len();
        assert!(signed[at..].contains(until));
        let other = if signed.as_bytes()[at] == b'A' { "B" } else { "A" };
        let path = folder.path().join("altered.xml");
        std::fs::write(&path, [&signed[..at], other, &signed[at + 1..]].concat()).unwrap();
        path
    };
    let kobunsho = ["--profile", "kobunsho"];
    let attachments = fixtures("hostile/xml/attachments");

    let (code, said) = verify(&altered("<DigestValue>", "</DigestValue>"), &kobunsho, Some(&attachments));
    assert!(code == Some(1) && said.contains("dsig.digest.unproven"), "{said}");
    assert!(!said.contains("dsig.digest.mismatch"), "{said}");
    let (code, said) =
        verify(&altered("<SignatureValue>", "</SignatureValue>"), &kobunsho, Some(&attachments));
    assert!(code == Some(1) && said.contains("not read because the signature value does not hold"), "{said}");
}

#[test]
fn help_names_the_options() {
    let help = |command| String::from_utf8(koseki(&[command, "--help"], &[]).stdout).unwrap();
    assert!(help("sign").contains("--xml-mode") && help("sign").contains("--c14n"));
    assert!(help("verify").contains("--attachments") && help("verify").contains("kobunsho"));
}
