//! What an update behind a signature may do: the nearest that is accepted beside the nearest that is refused.

use koseki::pdf::{Document, Error, SignatureFieldRequest, later_revisions, prepare};

const SIGNATURE: &str =
    "<</Type/Sig/Filter/F/SubFilter/adbe.pkcs7.detached/ByteRange[0 1 2 3]/Contents<3003>>>";
const FIELD: &str = "<</Type/Annot/Subtype/Widget/FT/Sig/T(b)/F 132/Rect[0 0 0 0]/V 22 0 R>>";

/// One revision: objects by number, and a table.
fn append(octets: &mut Vec<u8>, previous: Option<usize>, objects: &[(u32, &str)]) -> usize {
    let mut entries = String::new();
    for (number, body) in objects {
        entries.push_str(&format!("{number} 1\n{:010} 00000 n \n", octets.len()));
        octets.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    let table = octets.len();
    let free = if previous.is_none() { "0 1\n0000000000 65535 f \n" } else { "" };
    let previous = previous.map_or_else(String::new, |previous| format!("/Prev {previous}"));
    octets.extend(
        format!(
            "xref\n{free}{entries}trailer\n<</Size 99/Root 1 0 R{previous}>>\nstartxref\n{table}\n%%EOF\n"
        )
        .bytes(),
    );
    table
}

fn base(catalog: &str, page: &str, more: &[(u32, &str)]) -> (Vec<u8>, usize) {
    let mut octets = b"%PDF-1.7\n".to_vec();
    let content = "<</Length 1>>stream\nq\nendstream";
    let mut objects = vec![(1, catalog), (2, "<</Type/Pages/Count 1/Kids[3 0 R]>>"), (3, page), (4, content)];
    objects.extend(more);
    let table = append(&mut octets, None, &objects);
    (octets, table)
}

fn verdict((mut octets, table): (Vec<u8>, usize), update: &[(u32, &str)]) -> Result<(), Error> {
    append(&mut octets, Some(table), update);
    later_revisions(&Document::parse(&octets).unwrap(), 0).map(|_| ())
}

fn refused(base: (Vec<u8>, usize), update: &[(u32, &str)]) -> bool {
    matches!(verdict(base, update), Err(Error::LaterRevisionChangesDocument { .. }))
}

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R>>";
const WITH_FORM: &str = "<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>";
const ANNOTATED: &str = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots 7 0 R>>";

/// A document whose form, fields and annotations each have an object.
fn indirect() -> (Vec<u8>, usize) {
    base(WITH_FORM, ANNOTATED, &[(5, "<</Fields 6 0 R>>"), (6, "[]"), (7, "[]")])
}

#[test]
fn accepts_a_signature_in_new_objects() {
    let update = [
        (1, "<</Type/Catalog/Pages 2 0 R/AcroForm 20 0 R>>"),
        (3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots 23 0 R>>"),
        (20, "<</Fields 24 0 R/SigFlags 3>>"),
        (21, FIELD),
        (22, SIGNATURE),
        (23, "[21 0 R]"),
        (24, "[21 0 R]"),
    ];
    assert_eq!(verdict(base(CATALOG, PAGE, &[]), &update), Ok(()));
}

#[test]
fn accepts_a_signature_in_the_arrays_there_were() {
    let update =
        [(5, "<</Fields 6 0 R/SigFlags 3>>"), (6, "[21 0 R]"), (7, "[21 0 R]"), (21, FIELD), (22, SIGNATURE)];
    assert_eq!(verdict(indirect(), &update), Ok(()));
}

#[test]
fn accepts_a_second_signature_of_our_own() {
    for base in [base(CATALOG, PAGE, &[]), indirect()] {
        let request = SignatureFieldRequest {
            filter: "MOJSignDoc",
            name: "n",
            signing_time: "D:20261122100000+09'00'",
            field_name: "Signature1",
            contents_capacity: 8,
            reason: None,
        };
        let sign = |input: &[u8]| prepare(input, &request).unwrap().complete(&[0x30, 1, 2]).unwrap();
        let twice = sign(&sign(&base.0));
        assert_eq!(later_revisions(&Document::parse(&twice).unwrap(), 1).map(|later| later.len()), Ok(1));
    }
}

#[test]
fn rejects_content_named_as_annotations() {
    for object in ["<</Length 1>>stream\nQ\nendstream", "[]", "<<>>"] {
        let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots 4 0 R>>";
        assert!(refused(base(CATALOG, PAGE, &[]), &[(3, page), (4, object)]), "{object}");
    }
    // The signed page named the content there already.
    let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots 4 0 R>>";
    assert!(refused(base(CATALOG, page, &[]), &[(4, "<</Length 1>>stream\nQ\nendstream")]));
}

#[test]
fn rejects_an_array_that_something_else_shows() {
    let shared = "<</Type/Page/Parent 2 0 R/Contents 7 0 R/Annots 7 0 R>>";
    let with = |page| base(WITH_FORM, page, &[(5, "<</Fields 6 0 R>>"), (6, "[]"), (7, "[]")]);
    let update =
        [(5, "<</Fields 6 0 R/SigFlags 3>>"), (6, "[21 0 R]"), (7, "[21 0 R]"), (21, FIELD), (22, SIGNATURE)];
    assert_eq!(verdict(with(ANNOTATED), &update), Ok(()));
    assert!(refused(with(shared), &update));
}

#[test]
fn rejects_existing_objects_as_form_and_as_fields() {
    let font = [(8, "<</Type/Font>>")];
    let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm 8 0 R>>";
    assert!(refused(base(CATALOG, PAGE, &font), &[(1, catalog), (8, "<</Fields[]>>")]));
    let form = |fields: &'static str| base(WITH_FORM, PAGE, &[(5, fields), (8, "<</Type/Font>>")]);
    assert!(refused(form("<</Fields[]>>"), &[(5, "<</Fields 8 0 R>>"), (8, "[]")]));
    assert!(refused(form("<</Fields 8 0 R>>"), &[(8, "[]")]));
    // A stream as form.
    let stream = "<</Fields[]/Length 1>>stream\nq\nendstream";
    assert!(refused(base(CATALOG, PAGE, &[]), &[(1, catalog), (8, stream)]));
}

#[test]
fn rejects_what_is_taken_out_of_form_and_annotations() {
    let with = || {
        base(
            WITH_FORM,
            ANNOTATED,
            &[
                (5, "<</Fields 6 0 R/SigFlags 3>>"),
                (6, "[8 0 R]"),
                (7, "[8 0 R null]"),
                (8, "<</FT/Tx/T(a)>>"),
            ],
        )
    };
    assert_eq!(verdict(with(), &[(5, "<</Fields 6 0 R/SigFlags 3>>")]), Ok(()));
    assert!(refused(with(), &[(5, "<</Fields 6 0 R/SigFlags 1>>")]));
    assert!(refused(with(), &[(5, "<</Fields 6 0 R/SigFlags 3/NeedAppearances true>>")]));
    assert!(refused(with(), &[(6, "[]")]));
    assert!(refused(with(), &[(7, "[8 0 R]")]));
    assert!(refused(with(), &[(7, "[null 8 0 R]")]));
}

#[test]
fn rejects_an_empty_field_that_is_put_on_a_page() {
    let field = "<</Subtype/Widget/FT/Sig/T(a)/Rect[0 0 9 9]/AP<</N 4 0 R>>>>";
    let signed = "<</Subtype/Widget/FT/Sig/T(a)/Rect[0 0 9 9]/AP<</N 4 0 R>>/V 22 0 R>>";
    let with =
        || base(WITH_FORM, ANNOTATED, &[(5, "<</Fields 6 0 R>>"), (6, "[8 0 R]"), (7, "[]"), (8, field)]);
    assert_eq!(verdict(with(), &[(8, signed), (22, SIGNATURE)]), Ok(()));
    assert!(refused(with(), &[(7, "[8 0 R]"), (8, signed), (22, SIGNATURE)]));
}

#[test]
fn leaves_undecided_what_costs_too_much_to_compare() {
    let many = format!("[{}]", "0 ".repeat(20_000));
    let (mut octets, mut table) = base(CATALOG, PAGE, &[(8, &many)]);
    for _ in 0..60 {
        table = append(&mut octets, Some(table), &[(1, CATALOG)]);
    }
    let document = Document::parse(&octets).unwrap();
    assert!(later_revisions(&document, 58).is_ok());
    assert!(matches!(later_revisions(&document, 0), Err(Error::TooManyValues { .. })));
}
