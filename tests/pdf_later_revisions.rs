//! What an update behind a signature may do: the nearest that is accepted beside the nearest that is refused.

use koseki::pdf::{
    Addition, Document, Error, ObjectId, PageChanges, RevisionChanges, SignatureFieldRequest,
    later_revisions, prepare, revision_changes, signature_rewritten,
};

/// Its range is put in by [`verdict`].
const SIGNATURE: &str =
    "<</Type/Sig/Filter/F/SubFilter/adbe.pkcs7.detached/ByteRange[0 1111 2222 3333]   /Contents<3003>>>";
const RANGE: &str = "[0 1111 2222 3333]   ";
const FIELD: &str = "<</Type/Annot/Subtype/Widget/FT/Sig/T(b)/F 132/Rect[0 0 0 0]/V 22 0 R>>";

/// One revision: objects by number, and a table.
fn append(octets: &mut Vec<u8>, previous: Option<usize>, objects: &[(u32, &str)]) -> usize {
    append_with(octets, previous, "", objects)
}

/// As [`append`], with more in the trailer.
fn append_with(
    octets: &mut Vec<u8>,
    previous: Option<usize>,
    trailer: &str,
    objects: &[(u32, &str)],
) -> usize {
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
            "xref\n{free}{entries}trailer\n<</Size 99/Root 1 0 R{trailer}{previous}>>\nstartxref\n{table}\n%%EOF\n"
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
    cover(&mut octets);
    later_revisions(&Document::parse(&octets).unwrap(), 0).map(|_| ())
}

/// Fills the range of the last signature in: all of the file but its `/Contents`.
fn cover(octets: &mut [u8]) {
    let text = String::from_utf8(octets.to_vec()).unwrap();
    let Some(at) = text.rfind(RANGE) else { return };
    let start = at + text[at..].find("/Contents").unwrap() + "/Contents".len();
    let end = start + text[start..].find('>').unwrap() + 1;
    let range = format!("{:1$}", format!("[0 {start} {end} {}]", octets.len() - end), RANGE.len());
    octets[at..at + RANGE.len()].copy_from_slice(range.as_bytes());
}

fn refused(base: (Vec<u8>, usize), update: &[(u32, &str)]) -> bool {
    matches!(
        verdict(base, update),
        Err(Error::LaterRevisionChangesDocument { .. }
            | Error::LaterRevisionChangesPages { .. }
            | Error::LaterRevisionChangesTrailer { .. })
    )
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
fn the_catalog_stays_the_object_it_was_and_no_stream() {
    // Another object that says the same, which was there.
    let renamed = |root: &str| {
        let (mut octets, table) = base(CATALOG, PAGE, &[(8, CATALOG)]);
        append(&mut octets, Some(table), &[(1, CATALOG)]);
        let at = memchr::memmem::rfind(&octets, b"/Root 1 0 R").unwrap();
        octets.splice(at..at + "/Root 1 0 R".len(), root.bytes());
        later_revisions(&Document::parse(&octets).unwrap(), 0).map(|_| ())
    };
    assert_eq!(renamed("/Root 1 0 R"), Ok(()));
    assert!(matches!(renamed("/Root 8 0 R"), Err(Error::LaterRevisionChangesDocument { .. })));
    let catalog = "<</Type/Catalog/Pages 2 0 R/Length 1>>";
    assert_eq!(verdict(base(catalog, PAGE, &[]), &[(1, catalog)]), Ok(()));
    assert!(refused(base(catalog, PAGE, &[]), &[(1, &format!("{catalog}stream\nx\nendstream"))]));
}

#[test]
fn rejects_a_new_object_that_belongs_to_nothing() {
    for stray in [STREAM, "(a)", "<<>>"] {
        assert!(refused(base(CATALOG, PAGE, &[]), &[(20, stray)]), "{stray}");
    }
}

#[test]
fn annotations_become_a_list_only_where_there_was_none() {
    let page = |annotations: &str| format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R{annotations}>>");
    let with = |old: &str, new: &str, more: &[(u32, &str)]| {
        let (old, new) = (page(old), page(new));
        let update: Vec<(u32, &str)> = [(3, new.as_str())].into_iter().chain(more.iter().copied()).collect();
        verdict(base(CATALOG, &old, &[(7, "[]"), (8, "null")]), &update)
    };
    let (list, nothing) = ("/Annots 7 0 R", "/Annots 8 0 R");
    for (old, new) in [("", "/Annots null"), ("", "/Annots[]"), (list, list), (nothing, nothing)] {
        assert_eq!(with(old, new, &[]), Ok(()), "{old} {new}");
    }
    for (old, new, more) in [
        ("/Annots[]", "/Annots null", vec![]),
        ("", list, vec![]),
        (list, list, vec![(7, "null")]),
        (nothing, nothing, vec![(8, "null")]),
    ] {
        let found = with(old, new, &more);
        assert!(matches!(found, Err(Error::LaterRevisionChangesDocument { .. })), "{old} {new} {more:?}");
    }
}

#[test]
fn a_refusal_names_an_object_that_the_revision_wrote() {
    let named = |update: &[(u32, &str)]| match verdict(indirect(), update) {
        Err(Error::LaterRevisionChangesDocument { object, .. }) => object.number,
        other => panic!("{other:?}"),
    };
    // The catalog leads to the fields: it is named where it was written, else the first object that says something else.
    let (form, fields) = ((5, "<</Fields 6 0 R>>"), (6, "null"));
    assert_eq!(named(&[(1, WITH_FORM), form, fields]), 1);
    assert_eq!(named(&[form, fields]), 6);
}

#[test]
fn rejects_a_stream_as_form_even_where_it_was_one() {
    let stream = "<</Fields[]/Length 1>>stream\nq\nendstream";
    let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm 20 0 R>>";
    assert_eq!(verdict(base(CATALOG, PAGE, &[]), &[(1, catalog), (20, "<</Fields[]>>")]), Ok(()));
    assert!(refused(base(CATALOG, PAGE, &[]), &[(1, catalog), (20, stream)]));
    assert_eq!(verdict(base(WITH_FORM, PAGE, &[(5, "<</Fields[]>>")]), &[(1, WITH_FORM)]), Ok(()));
    assert!(refused(base(WITH_FORM, PAGE, &[(5, stream)]), &[(1, WITH_FORM)]));
}

#[test]
fn a_new_field_shows_nothing() {
    let with = |field: &str| {
        let field = format!("<<{field}/T(b)/V 22 0 R>>");
        let update = [(5, "<</Fields 6 0 R/SigFlags 3>>"), (6, "[21 0 R]"), (21, &field), (22, SIGNATURE)];
        verdict(indirect(), &update)
    };
    for invisible in [
        "/FT/Sig",
        "/FT/Sig/Rect[0 0 0 0]",
        "/FT/Sig/Subtype/Widget/Rect[9 9 9 9]",
        "/FT/Sig/Subtype/Widget/Rect[1 2 1.0 2]",
    ] {
        assert_eq!(with(invisible), Ok(()), "{invisible}");
    }
    for visible in [
        "/FT/Sig/Subtype/Widget/Rect[0 0 9 9]",
        "/FT/Sig/Subtype/Widget/Rect[0 0 9 0]",
        "/FT/Sig/Subtype/Widget/Rect[0 0 0 9]",
        "/FT/Sig/Subtype/Widget",
        "/FT/Sig/Subtype/Square/Rect[0 0 0 0]",
        "/FT/Sig/Subtype/Widget/Rect[0 0 0 0]/MK<<>>",
        "/FT/Sig/Subtype/Widget/Rect[0 0 0 0]/AP<</N 4 0 R>>",
    ] {
        assert!(matches!(with(visible), Err(Error::LaterRevisionChangesDocument { .. })), "{visible}");
    }
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
    // Nor does it become another one while it is signed.
    assert!(refused(with(), &[(8, &signed.replace("9 9", "8 8")), (22, SIGNATURE)]));
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

/// What a later trailer says, held against what the first one said.
fn trailer_verdict(first: &str, later: &str) -> Result<(), Error> {
    let mut octets = b"%PDF-1.7\n".to_vec();
    let objects = [
        (1, CATALOG),
        (2, "<</Type/Pages/Count 1/Kids[3 0 R]>>"),
        (3, PAGE),
        (4, "<</Length 1>>stream\nq\nendstream"),
        (8, "<</Title(a)>>"),
        (9, "<</Title(b)>>"),
    ];
    let table = append_with(&mut octets, None, first, &objects);
    append_with(&mut octets, Some(table), later, &[(1, CATALOG)]);
    later_revisions(&Document::parse(&octets).unwrap(), 0).map(|_| ())
}

#[test]
fn a_later_trailer_says_what_the_signed_one_said() {
    for (first, later) in [
        ("/Info 8 0 R/ID[<01><01>]", "/Info 8 0 R/ID[<01><02>]"),
        ("/Info<</Title(a)>>", "/Info<</Title(a)>>"),
        ("", "/ID[<01><02>]"),
        ("/Private(a)", ""),
        ("/Private(a)", "/Private(a)"),
    ] {
        assert_eq!(trailer_verdict(first, later), Ok(()), "{first} {later}");
    }
    for (first, later) in [
        ("/Info 8 0 R", "/Info 9 0 R"),
        ("/Info 8 0 R", ""),
        ("", "/Info 9 0 R"),
        ("/Info<</Title(a)>>", "/Info<</Title(b)>>"),
        ("/ID[<01><01>]", "/ID[<02><01>]"),
        ("/ID[<01><01>]", "/ID[<01>]"),
        ("/ID[<01><01>]", ""),
        ("", "/ID[8 0 R <01>]"),
        ("/Private(a)", "/Private(b)"),
        ("", "/Private(b)"),
    ] {
        let verdict = trailer_verdict(first, later);
        assert!(matches!(verdict, Err(Error::LaterRevisionChangesTrailer { .. })), "{first} {later}");
    }
}

#[test]
fn what_the_trailer_names_stays_as_it_was() {
    let information = |update: &[(u32, &str)]| {
        let mut octets = b"%PDF-1.7\n".to_vec();
        let objects = [
            (1, "<</Type/Catalog/Pages 2 0 R/DSS 8 0 R>>"),
            (2, "<</Type/Pages/Count 1/Kids[3 0 R]>>"),
            (3, PAGE),
            (4, "<</Length 1>>stream\nq\nendstream"),
            (8, "<</Certs[]>>"),
        ];
        let table = append_with(&mut octets, None, "/Info 8 0 R", &objects);
        append_with(&mut octets, Some(table), "/Info 8 0 R", update);
        later_revisions(&Document::parse(&octets).unwrap(), 0).map(|_| ())
    };
    assert_eq!(information(&[(8, "<</Certs[]>>")]), Ok(()));
    // The information dictionary is the store at once.
    assert!(information(&[(8, "<</Certs[]/CRLs[]>>")]).is_err());
}

const STREAM: &str = "<</Length 1>>stream\nx\nendstream";

#[test]
fn a_store_has_the_form_of_a_store() {
    let catalog = |store: &str| format!("<</Type/Catalog/Pages 2 0 R/DSS {store}>>");
    let with = |store: &str, more: &[(u32, &str)]| {
        let catalog = catalog(store);
        let update: Vec<(u32, &str)> =
            [(1, catalog.as_str())].into_iter().chain(more.iter().copied()).collect();
        verdict(base(CATALOG, PAGE, &[(8, STREAM)]), &update)
    };
    let whole = "<</Type/DSS/Certs 21 0 R/OCSPs[22 0 R]/CRLs[]/VRI<</Type/VRI/00AA 23 0 R>>>>";
    let related = "<</Type/VRI/Cert[22 0 R]/CRL 21 0 R/OCSP[]/TU(D:20261201090000Z)/TS 22 0 R>>";
    let encoded = "<</Length 24 0 R/Filter/ASCIIHexDecode>>stream\n00>\nendstream";
    let parts = [(20, whole), (21, "[22 0 R]"), (22, encoded), (23, related), (24, "3")];
    assert_eq!(with("20 0 R", &parts), Ok(()));
    assert_eq!(with("<<>>", &[]), Ok(()));
    for (store, more) in [
        ("<</X 20 0 R>>", vec![(20, "<</Title(b)>>")]),
        ("<</Certs 20 0 R>>", vec![(20, "<<>>")]),
        ("<</Certs[20 0 R]>>", vec![(20, "<<>>")]),
        ("<</Certs[<<>>]>>", vec![]),
        ("<</Certs[20 0 R]>>", vec![(20, "<</Length 1/X(a)>>stream\nx\nendstream")]),
        ("<</Certs[20 0 R]>>", vec![(20, "<</Length 1/F(a)>>stream\nx\nendstream")]),
        ("<</VRI<</00AA[]>>>>", vec![]),
        ("<</VRI<</Type/DSS>>>>", vec![]),
        ("<</VRI<</00AA/VRI>>>>", vec![]),
        ("<</VRI<</00AA<</Type/DSS>>>>>>", vec![]),
        ("<</VRI<</00AA<</TU 3>>>>>>", vec![]),
        ("<</VRI<</00AA<</JS(a)>>>>>>", vec![]),
        ("<</Type/Catalog>>", vec![]),
        ("20 0 R", vec![(20, STREAM)]),
        ("[]", vec![]),
    ] {
        assert!(matches!(with(store, &more), Err(Error::LaterRevisionChangesDocument { .. })), "{store}");
    }
}

#[test]
fn a_store_grows_and_loses_nothing() {
    let catalog = "<</Type/Catalog/Pages 2 0 R/DSS 8 0 R>>";
    let with = || base(catalog, PAGE, &[(8, "<</Certs[9 0 R]>>"), (9, STREAM)]);
    assert_eq!(verdict(with(), &[(8, "<</Certs[9 0 R 20 0 R]>>"), (20, STREAM)]), Ok(()));
    assert!(refused(with(), &[(9, "<</Length 1>>stream\ny\nendstream")]));
    assert!(refused(with(), &[(1, CATALOG)]));
    // What was signed is odd: it stays, and nothing of it changes.
    let odd = || base(catalog, PAGE, &[(8, "<</X 9 0 R>>"), (9, "(a)")]);
    assert_eq!(verdict(odd(), &[(8, "<</X 9 0 R>>")]), Ok(()));
    assert!(refused(odd(), &[(9, "(b)")]));
}

#[test]
fn a_store_takes_no_object_that_was_there() {
    let with = || base(CATALOG, PAGE, &[(8, "[]"), (9, STREAM)]);
    let stored = [(1, "<</Type/Catalog/Pages 2 0 R/DSS 20 0 R>>"), (20, "<</Certs 8 0 R>>")];
    assert_eq!(verdict(with(), &stored), Ok(()));
    assert!(refused(with(), &[stored[0], stored[1], (8, "[9 0 R]")]));
}

#[test]
fn a_store_is_told_where_it_is_new_or_has_grown() {
    let additions = |old: &str, update: &[(u32, &str)]| {
        let catalog = format!("<</Type/Catalog/Pages 2 0 R{old}>>");
        let (mut octets, table) = base(&catalog, PAGE, &[(8, "<</Certs[9 0 R]>>"), (9, STREAM)]);
        append(&mut octets, Some(table), update);
        let mut later = later_revisions(&Document::parse(&octets).unwrap(), 0).unwrap();
        later.remove(0).additions
    };
    let direct = "<</Type/Catalog/Pages 2 0 R/DSS<<>>>>";
    let grown = [(8, "<</Certs[9 0 R 20 0 R]>>"), (20, STREAM)];
    assert_eq!(additions("", &[(1, direct)]), [Addition::DocumentSecurityStore]);
    assert_eq!(additions("/DSS<<>>", &[(1, direct)]), [Addition::Nothing]);
    assert_eq!(additions("/DSS 8 0 R", &grown), [Addition::DocumentSecurityStore]);
    assert_eq!(additions("/DSS 8 0 R", &[(8, "<</Certs[9 0 R]>>")]), [Addition::Nothing]);
}

#[test]
fn leaves_undecided_a_store_that_costs_too_much() {
    // Each look-up asks sixty revisions.
    let stored = |certificates: usize| {
        let (mut octets, mut table) = base(CATALOG, PAGE, &[(9, STREAM)]);
        for _ in 0..59 {
            table = append(&mut octets, Some(table), &[(1, CATALOG)]);
        }
        let store = format!("<</Certs[{}]>>", "9 0 R ".repeat(certificates));
        let catalog = "<</Type/Catalog/Pages 2 0 R/DSS 20 0 R>>";
        append(&mut octets, Some(table), &[(1, catalog), (20, &store)]);
        later_revisions(&Document::parse(&octets).unwrap(), 59).map(|_| ())
    };
    assert_eq!(stored(10_000), Ok(()));
    assert!(matches!(stored(20_000), Err(Error::TooManyValues { .. })));
}

#[test]
fn extensions_are_those_of_adobe_and_etsi() {
    let extended = |old: &str, new: &str| {
        let catalog = |extensions: &str| format!("<</Type/Catalog/Pages 2 0 R{extensions}>>");
        verdict(base(&catalog(old), PAGE, &[(8, "<<>>")]), &[(1, &catalog(new))])
    };
    let adobe = "/Extensions<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>>>";
    let both =
        "/Extensions<</ADBE<</BaseVersion/1.7/ExtensionLevel 8>>/ESIC<</BaseVersion/1.7/ExtensionLevel 2>>>>";
    let raised = "/Extensions<</ADBE<</BaseVersion/1.7/ExtensionLevel 9>>>>";
    let typed =
        "/Extensions<</Type/Extensions/ADBE<</Type/DeveloperExtensions/BaseVersion/1.7/ExtensionLevel 8>>>>";
    for (old, new) in [
        ("", ""),
        ("", adobe),
        ("", typed),
        (adobe, both),
        (adobe, raised),
        ("/Extensions 8 0 R", "/Extensions 8 0 R"),
        // What was signed may have been odd, and stays.
        ("/Extensions<</Odd 8 0 R>>", &adobe.replace("<</ADBE", "<</Odd 8 0 R/ADBE")),
    ] {
        assert_eq!(extended(old, new), Ok(()), "{new}");
    }
    for (old, new) in [
        ("", "/Extensions<</Evil<</BaseVersion/1.7/ExtensionLevel 8>>>>"),
        ("", "/Extensions<</ADBE<</BaseVersion/1.7/ExtensionLevel 8/X 8 0 R>>>>"),
        ("", "/Extensions<</ADBE 8 0 R>>"),
        ("", "/Extensions 8 0 R"),
        ("", "/Extensions[]"),
        ("", &typed.replace("/Type/Extensions", "/Type/Evil")),
        ("", &typed.replace("/Type/DeveloperExtensions", "/Type/Evil")),
        ("", "/Extensions<</Evil/Extensions>>"),
        ("/Extensions<</Odd 8 0 R>>", "/Extensions<</Odd 4 0 R>>"),
        (both, adobe),
        (adobe, &adobe.replace("ADBE", "ESIC")),
    ] {
        assert!(matches!(extended(old, new), Err(Error::LaterRevisionChangesDocument { .. })), "{new}");
    }
}

#[test]
fn a_further_signature_is_one_of_its_whole_revision() {
    let with = |signature: &str, more: &[(u32, &str)]| {
        let own = [
            (5, "<</Fields 6 0 R/SigFlags 3>>"),
            (6, "[21 0 R]"),
            (7, "[21 0 R]"),
            (21, FIELD),
            (22, signature),
        ];
        let update: Vec<(u32, &str)> = own.into_iter().chain(more.iter().copied()).collect();
        verdict(indirect(), &update)
    };
    let added = |entries: &str| SIGNATURE.replace("/Filter/F", &format!("/Filter/F{entries}"));
    let stamp = SIGNATURE.replace("adbe.pkcs7.detached", "ETSI.RFC3161").replace("/Type/Sig", "");
    for signature in [
        SIGNATURE,
        &stamp,
        &added("/M(D:20261201090000Z)/Reason(a)/Prop_Build<</App<</Name/A>>>>"),
        &added(
            "/Reference[<</Type/SigRef/TransformMethod/FieldMDP/Data 1 0 R/TransformParams<</Action/All>>>>]",
        ),
    ] {
        assert_eq!(with(signature, &[]), Ok(()), "{signature}");
    }
    assert_eq!(with(&added("/Name 23 0 R"), &[(23, "(a)")]), Ok(()));
    let malformed = |verdict| matches!(verdict, Err(Error::FurtherSignatureMalformed { .. }));
    for signature in [
        "<</Filter/A/SubFilter/ETSI.RFC3161>>",
        &SIGNATURE.replace("[0 1111 2222 3333]   ", "[0 1 2 3]"),
        &SIGNATURE.replace("<3003>", "<0000>"),
        &SIGNATURE.replace("adbe.pkcs7.detached", "adbe.x509.rsa_sha1"),
        &added("/Payload(a)"),
        &added("/Prop_Build<</JS(a)>>"),
        &added("/Reference[<</Data 99 0 R>>]"),
        &added("/Reference[<</Payload(a)>>]"),
    ] {
        assert!(malformed(with(signature, &[])), "{signature}");
    }
    assert!(malformed(with(&added("/Name 23 0 R"), &[(23, STREAM)])));
    assert!(malformed(with(&added("/Name 23 0 R"), &[(23, "<</S/JavaScript/JS(a)>>")])));
    assert!(malformed(with(&added("/Prop_Build<</App 23 0 R>>"), &[(23, "<<>>")])));
}

#[test]
fn two_new_fields_do_not_share_a_signature() {
    let both = [
        (5, "<</Fields 6 0 R/SigFlags 3>>"),
        (6, "[21 0 R 23 0 R]"),
        (21, FIELD),
        (22, SIGNATURE),
        (23, "<</FT/Sig/T(c)/V 22 0 R>>"),
    ];
    assert!(matches!(verdict(indirect(), &both), Err(Error::FurtherSignatureMalformed { .. })));
}

/// What the last of some revisions changed, and the error of the first that may not be there.
fn changes(updates: &[(&str, &[(u32, &str)])]) -> (Vec<RevisionChanges>, Option<Error>) {
    let two = "<</Type/Pages/Count 2/Kids[3 0 R 8 0 R]>>";
    let second = "<</Type/Page/Parent 2 0 R/Contents 9 0 R/Resources 10 0 R>>";
    let (mut octets, mut table) = (b"%PDF-1.7\n".to_vec(), None);
    let stream = "<</Length 1>>stream\nq\nendstream";
    let first: [(u32, &str); 8] = [
        (1, CATALOG),
        (2, two),
        (3, PAGE),
        (4, stream),
        (7, "<</Title(a)>>"),
        (8, second),
        (9, stream),
        (10, "<</ExtGState 11 0 R>>"),
    ];
    table = Some(append_with(&mut octets, table, "/Info 7 0 R/ID[(a)(a)]", &first));
    for (trailer, objects) in updates {
        table = Some(append_with(&mut octets, table, trailer, objects));
    }
    let document = Document::parse(&octets).unwrap();
    (revision_changes(&document, 0), later_revisions(&document, 0).err())
}

const TRAILER: &str = "/Info 7 0 R/ID[(a)(b)]";

fn id(number: u32) -> ObjectId {
    ObjectId { number, generation: 0 }
}

#[test]
fn every_later_revision_is_described_whatever_it_changed() {
    let content = "<</Length 1>>stream\nn\nendstream";
    let (told, error) =
        changes(&[(TRAILER, &[(7, "<</Title(b)>>")]), (TRAILER, &[(9, content), (12, "null"), (3, PAGE)])]);
    let [title, page] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((title.revision, title.replaced.as_slice()), (1, [id(7)].as_slice()));
    assert_eq!(title.pages, Some(PageChanges { before: 2, after: 2, changed: vec![] }));
    assert!(title.added.is_empty() && title.trailer.is_empty() && title.freed.is_empty());
    assert!(title.offset > 0 && title.offset < page.offset);
    // What is written as it was changes no page.
    assert_eq!(
        (page.added.as_slice(), page.replaced.as_slice()),
        ([id(12)].as_slice(), [id(3), id(9)].as_slice())
    );
    assert_eq!(page.pages, Some(PageChanges { before: 2, after: 2, changed: vec![2] }));
    assert!(matches!(error, Some(Error::LaterRevisionChangesDocument { object, .. }) if object == id(7)));
}

#[test]
fn a_page_changes_with_what_it_leads_to_and_with_what_it_inherits() {
    let pages = |objects: &[(u32, &str)]| changes(&[(TRAILER, objects)]).0.remove(0).pages;
    let changed = |changed: &[usize]| Some(PageChanges { before: 2, after: 2, changed: changed.to_vec() });
    assert_eq!(pages(&[(11, "<</G<<>>>>")]), changed(&[2]));
    assert_eq!(
        pages(&[(4, "<</Length 1>>stream\nn\nendstream"), (9, "<</Length 1>>stream\nq\nendstream")]),
        changed(&[1])
    );
    // One page leads to the other, and does not change with it.
    let linked = (3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[13 0 R]>>");
    let link = (13, "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Dest[8 0 R/Fit]>>");
    let content = [(9, "<</Length 1>>stream\nn\nendstream")];
    let told = changes(&[(TRAILER, &[linked, link]), (TRAILER, &content)]).0;
    assert_eq!(told[1].pages, changed(&[2]));
    // By an annotation to its appearance.
    let stamped = (8, "<</Type/Page/Parent 2 0 R/Contents 9 0 R/Resources 10 0 R/Annots[13 0 R]>>");
    let stamp = (13, "<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/AP<</N 14 0 R>>>>");
    let [before, after] = ["n", "q"].map(|content| format!("<</Length 1>>stream\n{content}\nendstream"));
    let told = changes(&[(TRAILER, &[stamped, stamp, (14, &before)]), (TRAILER, &[(14, &after)])]).0;
    assert_eq!(told[1].pages, changed(&[2]));
    // Resources of the tree are those of the first page; the second has its own.
    assert_eq!(pages(&[(2, "<</Type/Pages/Count 2/Kids[3 0 R 8 0 R]/Resources<</A 1>>>>")]), changed(&[1]));
    let tree = |more: &str| format!("<</Type/Pages/Count 2/Kids[3 0 R 8 0 R]{more}>>");
    assert_eq!(pages(&[(2, &tree("/Rotate 90"))]), changed(&[1, 2]));
    assert_eq!(pages(&[(2, &tree("/Kept 90"))]), changed(&[]));
    // What is inherited by reference, and what that leads to.
    for later in [(10, "<</ExtGState 11 0 R/A 1>>"), (11, "<</G<<>>>>")] {
        let told = changes(&[(TRAILER, &[(2, &tree("/Resources 10 0 R"))]), (TRAILER, &[later])]).0;
        assert_eq!(told[1].pages, changed(&[1, 2]));
    }
    assert_eq!(
        pages(&[(2, "<</Type/Pages/Count 1/Kids[8 0 R]>>")]),
        Some(PageChanges { before: 2, after: 1, changed: vec![] })
    );
    // A tree that cannot be read says nothing about pages.
    assert_eq!(pages(&[(2, "<</Type/Pages/Count 3/Kids[3 0 R 8 0 R]>>")]), None);
}

#[test]
fn a_refusal_names_what_the_revision_wrote() {
    let refused = |trailer: &str, objects: &[(u32, &str)]| changes(&[(trailer, objects)]).1.unwrap();
    let one = refused(TRAILER, &[(2, "<</Type/Pages/Count 1/Kids[8 0 R]>>")]);
    let written = |offset: usize| offset > 500;
    assert!(
        matches!(one, Error::LaterRevisionChangesPages { object, before: 2, after: 1, offset, .. } if object == id(2) && written(offset)),
        "{one:?}"
    );
    for (trailer, gone, names) in [
        ("/Info 7 0 R", true, "ID"),
        ("/ID[(a)(b)]", true, "Info"),
        ("/Info 7 0 R/ID[(b)(b)]", false, "ID"),
        ("/Info 7 0 R/ID[(a)(b)]/A#20 1", false, "A "),
    ] {
        let error = refused(trailer, &[]);
        assert!(
            matches!(&error, Error::LaterRevisionChangesTrailer { key, is_gone, offset, .. } if key == names && *is_gone == gone && written(*offset)),
            "{error:?}"
        );
    }
    assert_eq!(changes(&[("/Info 7 0 R/ID[(a)(c)]", &[])]).1, None);
    // A private key may go, and is told all the same.
    let (told, error) = changes(&[("/Info 7 0 R/ID[(a)(b)]", &[])]);
    assert!(told[0].trailer.is_empty() && error.is_none());
}

#[test]
fn a_signature_dictionary_is_written_once() {
    let signature = "<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>";
    let rewritten_behind = |signed: usize, first: &str, objects: &[(u32, &str)]| {
        let (mut octets, table) = base(CATALOG, PAGE, &[(5, first)]);
        append(&mut octets, Some(table), objects);
        let document = Document::parse(&octets).unwrap();
        signature_rewritten(&document, id(5), signed)
            .map(|(revision, offset)| (revision, octets[offset..].starts_with(b"5 0 obj")))
    };
    let rewritten = |first: &str, objects: &[(u32, &str)]| rewritten_behind(0, first, objects);
    assert_eq!(rewritten(signature, &[(5, signature)]), Some((1, true)));
    // Signed anew in the revision that is covered.
    assert_eq!(rewritten_behind(1, signature, &[(5, signature)]), None);
    assert_eq!(rewritten(signature, &[(6, "null")]), None);
    // A number that was not a signature's before.
    assert_eq!(rewritten("<</Contents(a)>>", &[(5, signature)]), None);
}
