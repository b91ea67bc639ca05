//! Signature fields and their dictionaries: the nearest that is accepted beside the nearest that is refused.

use super::*;

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>";
const FIELD: &str = "<</FT/Sig/T(a)/V 5 0 R>>";

fn variant(error: &Error) -> String {
    format!("{error:?}").split(' ').next().unwrap().to_owned()
}

/// What is asked of a file whose field (object 4) has the signature dictionary of object 5.
fn with_signature<T>(entries: &str, ask: impl FnOnce(&Document<'_>, &SignatureDictionary<'_>) -> T) -> T {
    let octets = file(&[CATALOG, PAGES[1], PAGES[2], FIELD, &format!("<<{entries}>>")]).octets;
    let document = Document::parse(&octets).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let [SignatureField { signature: Some(signature), .. }] = fields.as_slice() else { panic!("{entries}") };
    ask(&document, signature)
}

/// The signature fields of a file with these objects behind catalog and page.
fn fields(catalog: &str, objects: &[&str]) -> Result<Vec<bool>, Error> {
    let all: Vec<&str> = [catalog, PAGES[1], PAGES[2]].iter().chain(objects).copied().collect();
    let octets = file(&all).octets;
    let document = Document::parse(&octets).unwrap();
    let fields = document.latest().signature_fields()?;
    Ok(fields.iter().map(|field| field.signature.is_some()).collect())
}

#[test]
fn a_signature_dictionary_knows_where_its_object_begins() {
    let told = with_signature("/Type/Sig", |document, signature| {
        let source = document.source();
        assert!(source[signature.offset()..].starts_with(b"5 0 obj"));
        (signature.offset(), signature.sub_filter())
    });
    assert_eq!(told.1, Err(Error::SubFilterMissing { offset: told.0 }));
}

#[test]
fn sub_filters_are_three_and_time_stamps_have_a_type_of_their_own() {
    let sub_filter = |entries: &str| with_signature(entries, |_, signature| signature.sub_filter().ok());
    for (name, kind, found) in [
        ("adbe.pkcs7.detached", "Sig", SubFilter::AdbePkcs7Detached),
        ("ETSI.CAdES.detached", "Sig", SubFilter::EtsiCadesDetached),
        ("ETSI.RFC3161", "DocTimeStamp", SubFilter::EtsiRfc3161),
    ] {
        let other = if kind == "Sig" { "DocTimeStamp" } else { "Sig" };
        assert_eq!(sub_filter(&format!("/SubFilter/{name}")), Some(found), "{name}");
        assert_eq!(sub_filter(&format!("/SubFilter/{name}/Type/{kind}")), Some(found), "{name}");
        assert_eq!(sub_filter(&format!("/SubFilter/{name}/Type/{other}")), None, "{name}");
    }
    for unknown in ["adbe.pkcs7.sha1", "ETSI.CAdES", "adbe.x509.rsa_sha1"] {
        assert_eq!(sub_filter(&format!("/SubFilter/{unknown}")), None, "{unknown}");
    }
}

#[test]
fn accepted_findings_are_identifiers_and_no_more_than_sixteen() {
    let accepted = |value: &str| {
        let entries = format!("/Type/Sig/{}{value}", prepare::ACCEPTED_FINDINGS);
        with_signature(&entries, |_, signature| signature.accepted_findings().join(" "))
    };
    assert_eq!(accepted("[(pdf.shadow.unused-object)(a.b)]"), "pdf.shadow.unused-object a.b");
    assert_eq!(accepted("[(a.b)(A.B)()/a.c(<b>)(a c)(a.d)]"), "a.b a.d");
    assert_eq!(accepted("(a.b)"), "");
    let most = crate::limits::pdf::ACCEPTED_FINDINGS;
    assert_eq!(accepted(&format!("[{}]", "(a)".repeat(most + 1))), vec!["a"; most].join(" "));
}

#[test]
fn contents_is_a_string_of_digits_and_everything_else_has_its_name() {
    let contents = |value: &str| {
        let entries = format!("/Type/Sig/Contents {value}");
        with_signature(&entries, |_, signature| match signature.contents() {
            Ok(contents) => format!("{:?}", contents.octets),
            Err(error) => variant(&error),
        })
    };
    for (value, found) in [
        ("<3000>", "[48, 0]"),
        ("(0)", "ContentsLiteralString"),
        ("null", "ContentsNull"),
        ("3 0 R", "ContentsIndirect"),
        ("/ByteRange", "ContentsWithoutValue"),
        ("48", "ContentsNotString"),
        ("[<30>]", "ContentsNotString"),
        ("<>", "ContentsEmpty"),
        ("<0000>", "ContentsAllZero"),
        ("<300>", "ContentsOddDigits"),
    ] {
        assert_eq!(contents(value), found, "{value}");
    }
}

#[test]
fn contents_has_eight_mebibytes_and_not_one_octet_more() {
    let most = crate::limits::pdf::CONTENTS_OCTETS;
    let contents = |octets: usize| {
        let span = Span::new(1, 2);
        let string = HexString { octets: vec![0x30; octets], digits: 2 * octets, layout: HexLayout::Compact };
        let value = Object { value: Value::HexString(string), span };
        let entry = Entry { key: b"Contents".to_vec(), key_span: span, value };
        signature_field::contents_of(&Dictionary::new(vec![entry]), 0).map(|contents| contents.octets.len())
    };
    assert_eq!(contents(most), Ok(most));
    assert_eq!(contents(most + 1), Err(Error::ContentsTooLarge { offset: 1, octets: most + 1 }));
}

#[test]
fn the_field_tree_has_a_hundred_thousand_nodes_and_not_one_more() {
    let most = crate::limits::pdf::TREE_NODES;
    // Fields that are not there are nodes as well; a parent with one field may be the last of them.
    let fields = |roots: usize, kids: &str| {
        let missing: String = (1..roots).map(|number| format!("{} 0 R ", number + 10)).collect();
        let catalog = format!("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{missing}4 0 R]>>>>");
        fields(&catalog, &[&format!("<</FT/Sig/T(a){kids}>>"), "<</T(b)>>"])
    };
    assert_eq!(fields(most, ""), Ok(vec![false]));
    assert_eq!(fields(most + 1, ""), Err(Error::FieldTreeTooLarge));
    assert_eq!(fields(most - 1, "/Kids[5 0 R]"), Ok(vec![false]));
    assert_eq!(fields(most, "/Kids[5 0 R]"), Err(Error::FieldTreeTooLarge));
}

#[test]
fn what_waits_to_be_walked_has_a_hundred_thousand_nodes_and_not_one_more() {
    let most = crate::limits::pdf::TREE_NODES;
    // One field again and again: a loop, which is told where the list is not too long to be walked.
    let repeated = |count: usize| {
        let catalog =
            format!("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{}]>>>>", "4 0 R ".repeat(count));
        fields(&catalog, &["<</FT/Sig/T(a)>>"])
    };
    assert!(matches!(repeated(most), Err(Error::FieldTreeLoop { .. })));
    assert_eq!(repeated(most + 1), Err(Error::FieldTreeTooLarge));
}

#[test]
fn the_field_tree_has_sixty_four_levels_below_the_first_and_not_one_more() {
    let nested = |levels: usize| {
        let kid = |level: usize| format!("<</T(a)/Kids[{} 0 R]>>", level + 5);
        let mut objects: Vec<String> = (0..levels).map(kid).collect();
        objects.push("<</T(a)/FT/Sig>>".into());
        fields(CATALOG, &objects.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert_eq!(nested(crate::limits::pdf::TREE_DEPTH), Ok(vec![false]));
    assert_eq!(nested(crate::limits::pdf::TREE_DEPTH + 1), Err(Error::FieldTreeTooLarge));
}

#[test]
fn the_value_of_a_signature_field_is_a_dictionary_or_nothing() {
    let value = |value: &str, five: &str| fields(CATALOG, &[&format!("<</FT/Sig/T(a){value}>>"), five]);
    for nothing in ["", "/V null", "/V 5 0 R", "/V 9 0 R"] {
        assert_eq!(value(nothing, "null"), Ok(vec![false]), "{nothing}");
    }
    assert_eq!(value("/V 5 0 R", "<</Type/Sig>>"), Ok(vec![true]));
    assert_eq!(value("/V<</Type/Sig>>", "null"), Ok(vec![true]));
    for (other, five) in
        [("/V 5 0 R", "<</Type/Sig/Length 1>>stream\nx\nendstream"), ("/V 5 0 R", "[]"), ("/V(a)", "null")]
    {
        assert!(matches!(value(other, five), Err(Error::SignatureNotDictionary { .. })), "{other} {five}");
    }
}

#[test]
fn a_dictionary_that_looks_like_a_signature_is_the_value_of_a_field() {
    let beside = |six: &str| fields(CATALOG, &[FIELD, "<</Type/Sig>>", six]);
    for other in ["<</ByteRange[0 1 2 3]>>", "<</Contents<30>>>", "<</Type/SigRef/Contents<30>>>", "[]"] {
        assert_eq!(beside(other), Ok(vec![true]), "{other}");
    }
    for like in
        ["<</ByteRange[0 1 2 3]/Contents<30>>>", "<</Type/Sig>>", "<</Type/DocTimeStamp>>", "<</Type 7 0 R>>"]
    {
        let found = fields(CATALOG, &[FIELD, "<</Type/Sig>>", like, "/Sig"]);
        assert!(
            matches!(found, Err(Error::SignatureUnreachable { object: ObjectId { number: 6, .. }, .. })),
            "{like}"
        );
    }
}

#[test]
fn what_the_permissions_name_is_the_value_of_a_field_or_nothing() {
    let permitted = |permissions: &str| {
        let catalog = CATALOG.replace("/AcroForm", &format!("/Perms{permissions}/AcroForm"));
        fields(&catalog, &[FIELD, "<</Type/Sig>>", "<</M(a)>>", "null"])
    };
    for sound in ["<</DocMDP 5 0 R>>", "<</DocMDP 7 0 R>>", "<</DocMDP 9 0 R>>", "<</UR3 null>>", "<<>>"] {
        assert_eq!(permitted(sound), Ok(vec![true]), "{sound}");
    }
    for (unreached, number) in [("<</DocMDP 6 0 R>>", 6), ("<</DocMDP 5 0 R/UR3<</M(a)>>>>", 1)] {
        let found = permitted(unreached);
        assert!(
            matches!(found, Err(Error::SignatureUnreachable { object, .. }) if object.number == number),
            "{unreached}: {found:?}"
        );
    }
}

/// What is told of a `/ByteRange`, in which START and END stand for where the token begins and ends, REST for what is behind it,
/// FILE for the length of the file and BEYOND for one octet more.
fn range(text: &str) -> Result<Coverage, String> {
    const FILLER: &str = "                                ";
    let signature = format!("<</Type/Sig/ByteRange{FILLER}/Contents<3000>>>");
    let source = String::from_utf8(file(&[CATALOG, PAGES[1], PAGES[2], FIELD, &signature]).octets).unwrap();
    let (start, length) = (source.find("<3000>").unwrap(), source.len());
    let end = start + "<3000>".len();
    let mut written = format!(" {text}");
    for (word, number) in
        [("START", start), ("END", end), ("REST", length - end), ("FILE", length), ("BEYOND", length + 1)]
    {
        written = written.replace(word, &number.to_string());
    }
    let filled = source.replace(FILLER, &format!("{written:0$}", FILLER.len()));
    assert_eq!(filled.len(), length, "{text}");
    let document = Document::parse(filled.as_bytes()).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let bytes = SignedBytes::new(&document, fields[0].signature.as_ref().unwrap());
    bytes.map(|bytes| bytes.coverage()).map_err(|error| variant(&error))
}

#[test]
fn each_way_a_range_can_be_wrong_has_its_name() {
    assert_eq!(range("[0 START END REST]"), Ok(Coverage::EntireFile { revision: 0 }));
    for (text, found) in [
        // The regions touch, so that nothing is left out; or they overlap.
        ("[0 START START REST]", "GapNarrowerThanContents"),
        ("[0 END END REST]", "GapNarrowerThanContents"),
        ("[0 END START REST]", "ByteRangeOverlap"),
        // The first region ends with the file, or one octet behind it; the second likewise.
        ("[0 FILE END REST]", "ByteRangeOverlap"),
        ("[0 BEYOND END REST]", "ByteRangePastEnd"),
        ("[0 START FILE 1]", "ByteRangePastEnd"),
        ("[3 0 R START END REST]", "ByteRangeIndirect"),
        ("[0 START END 3 0 R]", "ByteRangeIndirect"),
        ("[0 START END null]", "ByteRangeNull"),
        ("[0 START END true]", "ByteRangeNotInteger"),
        ("3 0 R", "ByteRangeIndirect"),
        ("null", "ByteRangeNull"),
        ("(a)", "ByteRangeNotArray"),
    ] {
        assert_eq!(range(text), Err(found.to_owned()), "{text}");
    }
}
