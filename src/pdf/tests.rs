//! Whole small files: the nearest that is accepted beside the nearest that is refused.

use super::*;

mod content;
mod images;
mod object_streams;
mod resources;
mod sections;
mod shadows;
mod signatures;
mod top_level;
mod viewers;

/// A file of the given objects with a table, and where each part begins.
struct File {
    octets: Vec<u8>,
    table: usize,
}

/// An image of one pixel, black or white, in one octet.
const ONE_PIXEL: &str = "/Width 1/Height 1/BitsPerComponent 1/ColorSpace/DeviceGray";
/// One octet of it in Group 4: a capital X, black.
const ONE_CODE: &str = "/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 1>>";
const PAGES: [&str; 3] = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Count 1/Kids[3 0 R]>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
];

fn file(objects: &[&str]) -> File {
    let mut octets = b"%PDF-1.7\n".to_vec();
    let mut entries = String::from("0000000000 65535 f \n");
    for (index, body) in objects.iter().enumerate() {
        entries.push_str(&format!("{:010} 00000 n \n", octets.len()));
        octets.extend(format!("{} 0 obj\n{body}\nendobj\n", index + 1).bytes());
    }
    let table = octets.len();
    let size = objects.len() + 1;
    octets.extend(
        format!("xref\n0 {size}\n{entries}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n")
            .bytes(),
    );
    File { octets, table }
}

impl File {
    /// Appends a revision that replaces or adds `number`.
    fn update(&mut self, number: u32, body: &str) {
        let start = self.octets.len();
        self.octets.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
        let table = self.octets.len();
        let previous = self.table;
        let size = number.max(9) + 1;
        self.octets.extend(
            format!("xref\n{number} 1\n{start:010} 00000 n \ntrailer\n<</Size {size}/Root 1 0 R/Prev {previous}>>\nstartxref\n{table}\n%%EOF\n")
                .bytes(),
        );
        self.table = table;
    }

    fn replace(&self, from: &str, to: &str) -> Vec<u8> {
        let text = String::from_utf8(self.octets.clone()).unwrap();
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1).into_bytes()
    }
}

fn error(octets: &[u8]) -> Error {
    Document::parse(octets).expect_err("must be refused")
}

fn request(capacity: usize) -> SignatureFieldRequest<'static> {
    SignatureFieldRequest {
        filter: "MOJSignDoc",
        name: "Minister of Justice",
        signing_time: "D:20261122100000+09'00'",
        field_name: "Signature1",
        contents_capacity: capacity,
        reason: None,
    }
}

fn signed(input: &[u8]) -> Vec<u8> {
    prepare(input, &request(8)).unwrap().complete(&[0x30, 1, 2]).unwrap()
}

fn coverages(octets: &[u8]) -> Vec<Result<Coverage, Error>> {
    let document = Document::parse(octets).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let signatures = fields.iter().filter_map(|field| field.signature.as_ref());
    signatures.map(|signature| SignedBytes::new(&document, signature).map(|bytes| bytes.coverage())).collect()
}

#[test]
fn accepts_a_file_with_one_revision_and_with_two() {
    let mut file = file(&PAGES);
    assert_eq!(Document::parse(&file.octets).unwrap().revisions().len(), 1);
    file.update(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 8 8]>>");
    let document = Document::parse(&file.octets).unwrap();
    assert_eq!(document.revisions().len(), 2);
    assert_eq!(second_reader::compare(&document), Ok(()));
}

#[test]
fn rejects_junk_before_the_header() {
    let file = file(&PAGES);
    assert_eq!(error(&[b"\n".as_slice(), &file.octets].concat()), Error::HeaderMissing);
}

#[test]
fn accepts_white_space_after_the_last_marker_and_nothing_else() {
    let file = file(&PAGES);
    assert!(Document::parse(&[&file.octets, b"\r\n \0".as_slice()].concat()).is_ok());
    assert!(matches!(error(&[&file.octets, b"x".as_slice()].concat()), Error::OctetsAfterEndOfFile { .. }));
}

#[test]
fn rejects_a_startxref_one_octet_off() {
    let file = file(&PAGES);
    let wrong =
        file.replace(&format!("startxref\n{}", file.table), &format!("startxref\n{}", file.table + 1));
    assert!(matches!(error(&wrong), Error::CrossReferenceMissing { .. }));
}

#[test]
fn rejects_an_entry_that_does_not_point_at_its_object() {
    let file = file(&PAGES);
    assert!(matches!(
        error(&file.replace("0000000009 00000 n", "0000000010 00000 n")),
        Error::CrossReferenceTargetWrong { target: 10, .. }
    ));
    assert!(matches!(
        error(&file.replace("0000000009 00000 n", "0000000009 00001 n")),
        Error::CrossReferenceTargetWrong { target: 9, .. }
    ));
}

#[test]
fn rejects_an_object_that_no_cross_reference_names() {
    let file = file(&[PAGES[0], PAGES[1], PAGES[2], "(stray)"]);
    let start = String::from_utf8_lossy(&file.octets).find("4 0 obj").unwrap();
    let freed = file.replace(&format!("{start:010} 00000 n"), "0000000000 00001 f");
    assert!(matches!(error(&freed), Error::ObjectOrphan { object: ObjectId { number: 4, .. }, .. }));
}

#[test]
fn rejects_one_object_number_twice_in_a_revision() {
    let file = file(&[PAGES[0], PAGES[1], PAGES[2], "(a)"]);
    assert!(matches!(error(&file.replace("4 0 obj", "3 0 obj")), Error::ObjectDuplicate { .. }));
}

#[test]
fn rejects_a_chain_that_comes_back() {
    let mut file = file(&PAGES);
    file.update(3, PAGES[2]);
    let text = String::from_utf8(file.octets.clone()).unwrap();
    let previous = text.find("/Prev ").unwrap();
    let digits = text[previous + 6..].find('>').unwrap();
    let looped =
        format!("{}/Prev {:0digits$}{}", &text[..previous], file.table, &text[previous + 6 + digits..]);
    assert!(matches!(error(looped.as_bytes()), Error::CrossReferenceLoop { .. }));
}

#[test]
fn rejects_an_update_that_names_no_previous_section() {
    let mut file = file(&PAGES);
    let previous = file.table;
    file.update(3, PAGES[2]);
    assert!(matches!(
        error(&file.replace(&format!("/Prev {previous}"), "")),
        Error::UpdateWithoutPrevious { .. }
    ));
}

#[test]
fn numbers_new_objects_behind_all_there_are_whatever_size_says() {
    let input = file(&PAGES).replace("/Size 4", "/Size 2");
    let signed = prepare(&input, &request(8)).unwrap().complete(&[0x30, 1, 2]).unwrap();
    let update = String::from_utf8_lossy(&signed[input.len()..]).into_owned();
    assert!(update.contains("\n4 0 obj") && !update.contains("\n2 0 obj"), "{update}");
}

#[test]
fn rejects_references_that_never_reach_a_value() {
    let with = |four: &'static str, five: &'static str| file(&[PAGES[0], PAGES[1], PAGES[2], four, five]);
    assert!(Document::parse(&with("[5 0 R]", "[4 0 R]").octets).is_ok());
    assert!(matches!(error(&with("5 0 R", "4 0 R").octets), Error::ReferenceLoop { .. }));
    // One that does reach a value is followed by some viewers alone.
    assert!(matches!(
        error(&with("5 0 R", "[4 0 R]").octets),
        Error::ReferenceToReference { object: ObjectId { number: 4, .. }, .. }
    ));
}

#[test]
fn rejects_an_end_of_file_marker_inside_a_trailer() {
    let file = file(&PAGES);
    assert!(Document::parse(&file.replace("<</Size 4", "<<% EOF\n/Size 4")).is_ok());
    assert!(matches!(
        error(&file.replace("<</Size 4", "<<\n%%EOF\n/Size 4")),
        Error::EndOfFileMarkerMisplaced { .. }
    ));
}

#[test]
fn rejects_a_stream_one_octet_longer_than_its_length() {
    let stream = "<</Length 3>>stream\nabc\nendstream";
    let file = file(&[PAGES[0], PAGES[1], PAGES[2], stream]);
    assert!(Document::parse(&file.octets).is_ok());
    assert!(matches!(
        error(&file.replace("/Length 3", "/Length 2")),
        Error::StreamLengthWrong { length: 2, .. }
    ));
}

#[test]
fn rejects_a_page_tree_and_a_field_tree_with_loops() {
    let looped = file(&[PAGES[0], "<</Type/Pages/Count 1/Kids[2 0 R]>>"]);
    let document = Document::parse(&looped.octets).unwrap();
    assert!(matches!(document.latest().pages(), Err(Error::PageTreeLoop { .. })));
    let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>";
    let looped = file(&[catalog, PAGES[1], PAGES[2], "<</T(a)/Kids[4 0 R]>>"]);
    let document = Document::parse(&looped.octets).unwrap();
    assert!(matches!(document.latest().signature_fields(), Err(Error::FieldTreeLoop { .. })));
}

#[test]
fn signs_a_file_and_signs_it_again() {
    let once = signed(&file(&PAGES).octets);
    assert_eq!(coverages(&once), [Ok(Coverage::EntireFile { revision: 1 })]);
    let twice = signed(&once);
    assert!(twice.starts_with(&once));
    assert_eq!(
        coverages(&twice),
        [Ok(Coverage::EarlierRevision { revision: 1, later: 1 }), Ok(Coverage::EntireFile { revision: 2 })]
    );
    let document = Document::parse(&twice).unwrap();
    assert_eq!(second_reader::compare(&document), Ok(()));
    let later = later_revisions(&document, 1).unwrap();
    assert!(
        matches!(later.as_slice(), [LaterRevision { additions, .. }] if matches!(additions.as_slice(), [Addition::FurtherSignature { .. }]))
    );
}

#[test]
fn merges_forms_and_annotations_wherever_they_stand() {
    let field = "<</FT/Tx/T(Signature1)/Subtype/Widget/Rect[0 0 1 1]>>";
    let page =
        |annotations: &str| format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots {annotations}>>");
    let (direct, indirect, null) = (page("[4 0 R]"), page("5 0 R"), page("null"));
    for (catalog, page) in [
        ("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>", &direct),
        ("<</Type/Catalog/Pages 2 0 R/AcroForm 6 0 R>>", &direct),
        ("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields 5 0 R/SigFlags 1>>>>", &indirect),
        ("<</Type/Catalog/Pages 2 0 R/AcroForm null>>", &null),
    ] {
        let file = file(&[catalog, PAGES[1], page, field, "[4 0 R]", "<</Fields[4 0 R]>>"]);
        let signed = signed(&file.octets);
        assert_eq!(coverages(&signed), [Ok(Coverage::EntireFile { revision: 1 })], "{catalog}");
        let document = Document::parse(&signed).unwrap();
        let view = document.latest();
        let annotations = view.entry(view.pages().unwrap()[0].dictionary, "Annots").unwrap().unwrap();
        let own = view.signature_fields().unwrap()[0].id;
        let count =
            annotations.as_array().unwrap().iter().filter(|entry| entry.as_reference() == Some(own)).count();
        assert_eq!(count, 1, "{catalog}");
        if !catalog.contains("null") {
            assert_eq!(view.signature_fields().unwrap()[0].name, "Signature1-2");
        }
    }
}

#[test]
fn fills_the_hole_to_the_last_octet_and_not_one_further() {
    let file = file(&PAGES);
    assert!(prepare(&file.octets, &request(3)).unwrap().complete(&[0x30, 1, 2]).is_ok());
    assert_eq!(
        prepare(&file.octets, &request(2)).unwrap().complete(&[0x30, 1, 2]),
        Err(PrepareError::CmsTooLarge { capacity: 2, length: 3 })
    );
}

#[test]
fn rejects_a_later_revision_that_changes_the_page() {
    let once = signed(&file(&PAGES).octets);
    let table = String::from_utf8_lossy(&once)
        .rfind("xref\n3")
        .or_else(|| String::from_utf8_lossy(&once).rfind("\nxref\n").map(|at| at + 1));
    let mut later = File { table: table.unwrap(), octets: once };
    later.update(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 8 8]>>");
    let document = Document::parse(&later.octets).unwrap();
    assert!(matches!(
        later_revisions(&document, 1),
        Err(Error::LaterRevisionChangesDocument { object: ObjectId { number: 3, .. }, .. })
    ));
}

#[test]
fn rejects_one_line_feed_after_the_signed_end() {
    let once = signed(&file(&PAGES).octets);
    let more = [once.as_slice(), b"\n"].concat();
    assert!(matches!(coverages(&more).as_slice(), [Err(Error::OctetsAfterSignedEnd { .. })]));
}

#[test]
fn finds_the_filters_of_images_and_active_content() {
    let image = |filter: &str| {
        format!("<</Type/XObject/Subtype/Image{ONE_PIXEL}{filter}/Length 1>>stream\nX\nendstream")
    };
    for (filter, kind) in [
        (ONE_CODE, None),
        ("/Filter[/FlateDecode]", Some(form::FactKind::ImageData)),
        ("/Filter/DCTDecode", Some(form::FactKind::ImageFilterForbidden)),
        ("/Filter[/ASCIIHexDecode/FlateDecode]", Some(form::FactKind::ImageFilterArrayForbidden)),
        ("", Some(form::FactKind::ImageUnfiltered)),
    ] {
        let page = "<</Type/Page/Parent 2 0 R/Resources<</XObject<</I 4 0 R>>>>>>";
        let file = file(&[PAGES[0], PAGES[1], page, &image(filter)]);
        let facts = content_facts(&Document::parse(&file.octets).unwrap());
        assert_eq!(facts.first().map(|fact| fact.kind), kind, "{filter}");
        assert!(facts.iter().all(|fact| fact.page == Some(1)));
    }
    let catalog = "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(x)>>>>";
    let facts = content_facts(&Document::parse(&file(&[catalog, PAGES[1], PAGES[2]]).octets).unwrap());
    assert!(facts.iter().any(|fact| fact.kind == form::FactKind::JavaScript));
}

#[test]
fn bounds_the_names_of_fields() {
    let catalog = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>";
    let named = |length: usize| {
        let parent = format!("<</T({})/Kids[{}]>>", "a".repeat(length), "5 0 R ".repeat(2));
        let file = file(&[catalog, PAGES[1], PAGES[2], &parent, "<</T(b)/FT/Sig/Parent 4 0 R>>"]);
        let document = Document::parse(&file.octets).unwrap();
        document.latest().signature_fields().map(|fields| fields.len())
    };
    // 4,096 with both dots and the last part; the repeated kid is found behind it.
    assert!(matches!(named(4_094), Err(Error::FieldTreeLoop { .. })));
    assert_eq!(named(4_095), Err(Error::FieldTreeTooLarge));
    assert_eq!(named(400_000), Err(Error::FieldTreeTooLarge));
}

#[test]
fn bounds_the_memory_of_values() {
    let with = |value: &str, count: usize| {
        let all = format!("[{}]", value.repeat(count));
        Document::parse(&file(&[PAGES[0], PAGES[1], PAGES[2], &all]).octets).map(|_| ())
    };
    for (value, most) in [("0 ", 1_000_000), ("<</A 0>>", 110_000), ("[[[]]]", 110_000), ("/Name ", 600_000)]
    {
        assert_eq!(with(value, most), Ok(()), "{value}");
        assert!(matches!(with(value, most * 6 / 5), Err(Error::TooManyValues { .. })), "{value}");
    }
}

fn deflated(data: &[u8]) -> String {
    use std::io::Write as _;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).unwrap();
    // Objects of these files are text: ASCIIHexDecode comes first.
    encoder.finish().unwrap().iter().map(|octet| format!("{octet:02x}")).collect::<String>() + ">"
}

/// What is found in a file of these objects.
fn facts_of(objects: &[&str]) -> Vec<form::FactKind> {
    let octets = file(objects).octets;
    content_facts(&Document::parse(&octets).unwrap()).iter().map(|fact| fact.kind).collect()
}

fn stream(entries: &str, data: &str) -> String {
    format!("<<{entries}/Length {}>>stream\n{data}\nendstream", data.len())
}

#[test]
fn leaves_content_unread_that_inflates_too_far() {
    let filter = "/Filter[/AHx/Fl]";
    let kinds = |objects: &[String]| -> Vec<form::FactKind> {
        facts_of(&objects.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let with = |content: String| {
        let kids = "4 0 R ".to_owned() + &(5..205).map(|kid| format!("{kid} 0 R ")).collect::<String>();
        let page = "<</Type/Page/Parent 2 0 R/Contents 3 0 R>>".to_owned();
        let mut objects =
            vec![PAGES[0].to_owned(), format!("<</Type/Pages/Count 201/Kids[{kids}]>>"), content];
        objects.extend(std::iter::repeat_n(page, 201));
        kinds(&objects)
    };
    assert_eq!(with(stream(filter, &deflated(&vec![b' '; 1 << 20]))), []);
    assert_eq!(with(stream(filter, &deflated(&vec![b' '; 33 << 20]))), [form::FactKind::DataLimit]);
    let one = [0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1];
    let image = [b"BI /W 1/H 1/BPC 8/CS/G/F/Fl ID ".as_slice(), &one, b"\nEI "].concat();
    assert_eq!(with(stream(filter, &deflated(&image))), []);
}

#[test]
fn keeps_a_thousand_facts_and_the_first_of_each_kind() {
    let mut objects = vec![PAGES[0], PAGES[1], PAGES[2]];
    objects.extend(std::iter::repeat_n("<</JS 1>>", limits_facts() + 5));
    objects.push("<</EF 1>>");
    let octets = file(&objects).octets;
    let facts = content_facts(&Document::parse(&octets).unwrap());
    assert_eq!(facts.len(), limits_facts() + 1);
    assert_eq!(facts.last().map(|fact| fact.kind), Some(form::FactKind::EmbeddedFile));
}

const fn limits_facts() -> usize {
    crate::limits::pdf::FACTS
}

/// A linearized file: the section of the first page before the objects, the main one behind them.
fn linearized(first_page_frees: &str) -> Vec<u8> {
    let objects = [(1, PAGES[0]), (2, PAGES[1]), (3, PAGES[2]), (5, "(a)")];
    // Two passes: the offsets have fixed widths, so the first finds them and the second writes them.
    let (mut length, mut main) = (0, 0);
    let mut octets = Vec::new();
    for _ in 0..2 {
        octets = b"%PDF-1.7\n".to_vec();
        let dictionary = octets.len();
        octets.extend(format!("4 0 obj\n<</Linearized 1/L {length:06}>>\nendobj\n").bytes());
        let first = octets.len();
        octets.extend(
            format!("xref\n4 1\n{dictionary:010} 00000 n \n{first_page_frees}trailer\n<</Size 6/Root 1 0 R/Prev {main:06}>>\nstartxref\n0\n%%EOF\n")
                .bytes(),
        );
        let mut entries = String::from("0 1\n0000000000 65535 f \n");
        for (number, body) in objects {
            entries.push_str(&format!("{number} 1\n{:010} 00000 n \n", octets.len()));
            octets.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
        }
        main = octets.len();
        octets.extend(format!("xref\n{entries}trailer\n<</Size 6>>\nstartxref\n{first}\n%%EOF\n").bytes());
        length = octets.len();
    }
    octets
}

#[test]
fn rejects_an_object_that_one_revision_both_frees_and_names() {
    let good = linearized("");
    assert_eq!(Document::parse(&good).unwrap().revisions().len(), 1);
    assert_eq!(coverages(&signed(&good)), [Ok(Coverage::EntireFile { revision: 1 })]);
    let freed = linearized("5 1\n0000000000 00001 f \n");
    assert!(matches!(error(&freed), Error::CrossReferenceDuplicate { number: 5, .. }));
}

#[test]
fn masks_and_thumbnails_are_images_without_saying_so() {
    let facts = |entry: &str, filter: &str| {
        let image = format!("<<{ONE_PIXEL}{filter}/Length 1>>stream\nX\nendstream");
        let page = format!("<</Type/Page/Parent 2 0 R{entry}>>");
        let octets = file(&[PAGES[0], PAGES[1], &page, &image]).octets;
        let facts = content_facts(&Document::parse(&octets).unwrap());
        facts.iter().map(|fact| fact.kind).collect::<Vec<_>>()
    };
    use form::FactKind::{ImageFilterForbidden, MaskFilterForbidden};
    for (entry, kind) in [
        ("/Thumb 4 0 R", ImageFilterForbidden),
        ("/Resources<</ExtGState<</G<</SMask 4 0 R>>>>>>", MaskFilterForbidden),
    ] {
        assert_eq!(facts(entry, ONE_CODE), [], "{entry}");
        assert_eq!(facts(entry, "/Filter/FlateDecode"), [form::FactKind::ImageData], "{entry}");
        assert_eq!(facts(entry, "/Filter/DCTDecode"), [kind], "{entry}");
        assert_eq!(facts(entry, ""), [form::FactKind::ImageUnfiltered], "{entry}");
    }
}

#[test]
fn names_what_only_iso_32000_2_knows() {
    let facts = |catalog: &str, page: &str, more: &str| {
        let catalog = format!("<</Type/Catalog/Pages 2 0 R{catalog}>>");
        let page = format!("<</Type/Page/Parent 2 0 R{page}>>");
        let octets = file(&[&catalog, PAGES[1], &page, more]).octets;
        let facts = content_facts(&Document::parse(&octets).unwrap());
        facts.iter().map(|fact| fact.kind).collect::<Vec<_>>()
    };
    use form::FactKind::{Pdf2Construct, VersionTooHigh};
    assert_eq!(facts("/Version/1.7/OutputIntents[]", "", "<</Type/ExtGState/BM/Multiply>>"), []);
    assert_eq!(facts("/Version/2.0", "", "null"), [VersionTooHigh]);
    assert_eq!(facts("/Version(1.7)", "", "null"), [VersionTooHigh]);
    for (catalog, page, more) in [
        ("/AF[]", "", "null"),
        ("/DPartRoot<<>>", "", "null"),
        ("", "/OutputIntents[]", "null"),
        ("", "/DPart 4 0 R", "<<>>"),
        ("", "", "<</Type/ExtGState/UseBlackPtComp/ON>>"),
        ("", "", "<</Type/Namespace/NS(x)>>"),
        ("", "", "<</Type/Annot/Subtype/RichMedia/Rect[0 0 1 1]>>"),
        ("", "", "<</Type/XObject/AF[]>>"),
    ] {
        assert_eq!(facts(catalog, page, more), [Pdf2Construct], "{catalog} {page} {more}");
    }
}

#[test]
fn signs_tables_of_many_subsections() {
    // Every other number is missing, so that each object has a subsection of its own.
    let mut octets = b"%PDF-1.7\n".to_vec();
    let mut entries = String::from("0 1\n0000000000 65535 f \n");
    let kids: String = (0..1_000).map(|page| format!("{} 0 R ", 5 + 2 * page)).collect();
    let mut add = |octets: &mut Vec<u8>, number: usize, body: &str| {
        entries.push_str(&format!("{number} 1\n{:010} 00000 n \n", octets.len()));
        octets.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    };
    add(&mut octets, 1, "<</Type/Catalog/Pages 3 0 R>>");
    add(&mut octets, 3, &format!("<</Type/Pages/Count 1000/Kids[{kids}]>>"));
    (0..1_000).for_each(|page| add(&mut octets, 5 + 2 * page, "<</Type/Page/Parent 3 0 R>>"));
    let table = octets.len();
    octets.extend(
        format!("xref\n{entries}trailer\n<</Size 2004/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    assert_eq!(coverages(&signed(&octets)), [Ok(Coverage::EntireFile { revision: 1 })]);
}

#[test]
fn signs_a_page_tree_of_sixty_levels() {
    let nested = |levels: usize| {
        let mut objects = vec![PAGES[0].to_owned()];
        for level in 0..levels {
            let parent = if level == 0 { String::new() } else { format!("/Parent {} 0 R", level + 1) };
            objects.push(format!("<</Type/Pages/Count 1/Kids[{} 0 R]{parent}>>", level + 3));
        }
        objects.push(format!("<</Type/Page/Parent {} 0 R/MediaBox[0 0 9 9]>>", levels + 1));
        let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
        file(&objects).octets
    };
    let deep = nested(60);
    let once = signed(&deep);
    assert_eq!(coverages(&once), [Ok(Coverage::EntireFile { revision: 1 })]);
    assert_eq!(second_reader::compare(&Document::parse(&once).unwrap()), Ok(()));
    let too_deep = nested(crate::limits::pdf::TREE_DEPTH + 1);
    let document = Document::parse(&too_deep).unwrap();
    assert!(matches!(document.latest().pages(), Err(Error::PageTreeTooLarge { .. })));
}

#[test]
fn signs_a_hybrid_file_whose_page_only_the_stream_names() {
    // The table hides object 3 as free; the cross-reference stream in the same section says where it is (7.5.8.4).
    let mut octets = b"%PDF-1.7\n".to_vec();
    let mut starts = Vec::new();
    let members = "3 0 <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>";
    let holder = stream("/Type/ObjStm/N 1/First 4", members);
    for (number, body) in [(1, PAGES[0]), (2, PAGES[1]), (4, &holder)] {
        starts.push(octets.len());
        octets.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    let supplement = octets.len();
    let row = |kind: u8, second: usize, third: u8| format!("{kind:02x}{second:08x}{third:02x}");
    let rows = row(2, 4, 0) + &row(1, starts[2], 0) + &row(1, supplement, 0) + ">";
    let body = stream("/Type/XRef/W[1 4 1]/Index[3 3]/Size 6/Filter/ASCIIHexDecode", &rows);
    octets.extend(format!("5 0 obj\n{body}\nendobj\n").bytes());
    let table = octets.len();
    octets.extend(
        format!(
            "xref\n0 6\n0000000000 65535 f \n{:010} 00000 n \n{:010} 00000 n \n0000000000 65535 f \n\
             0000000000 65535 f \n0000000000 65535 f \ntrailer\n<</Size 6/Root 1 0 R/XRefStm {supplement}>>\n\
             startxref\n{table}\n%%EOF\n",
            starts[0], starts[1]
        )
        .bytes(),
    );
    let document = Document::parse(&octets).unwrap();
    assert_eq!(document.latest().pages().unwrap().len(), 1);
    let once = signed(&octets);
    assert_eq!(coverages(&once), [Ok(Coverage::EntireFile { revision: 1 })]);
    assert_eq!(Document::parse(&once).unwrap().latest().pages().unwrap().len(), 1);
    let twice = signed(&once);
    assert_eq!(
        coverages(&twice),
        [Ok(Coverage::EarlierRevision { revision: 1, later: 1 }), Ok(Coverage::EntireFile { revision: 2 })]
    );
}

#[test]
fn a_certification_that_permits_no_change_is_not_signed_over() {
    let certified = |permission: u8| {
        let catalog =
            "<</Type/Catalog/Pages 2 0 R/Perms<</DocMDP 5 0 R>>/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>";
        let field = "<</FT/Sig/T(a)/V 5 0 R>>";
        let signature = format!(
            "<</Type/Sig/Filter/F/Reference[<</TransformMethod/DocMDP/TransformParams<</P {permission}>>>>]>>"
        );
        file(&[catalog, PAGES[1], PAGES[2], field, &signature]).octets
    };
    assert!(prepare(&certified(2), &request(8)).is_ok());
    assert_eq!(prepare(&certified(1), &request(8)).map(|_| ()), Err(PrepareError::CertifiedWithoutChanges));
}

#[test]
fn new_objects_have_numbers_that_nothing_has_even_where_size_is_too_small() {
    let good = file(&[PAGES[0], PAGES[1], PAGES[2], "(a)", "(b)"]);
    let understated = good.replace("/Size 6", "/Size 3");
    assert!(matches!(error(&understated), Error::CrossReferenceBeyondSize { .. }));
    for input in [&good.octets, &understated] {
        let signed = signed(input);
        let update = String::from_utf8_lossy(&signed[input.len()..]).into_owned();
        let numbers: Vec<u32> = update
            .match_indices(" 0 obj")
            .map(|(at, _)| update[..at].rsplit('\n').next().unwrap().parse().unwrap())
            .collect();
        // Catalog and page are rewritten, 4 and 5 are left alone.
        assert_eq!(numbers, [1, 3, 6, 7, 8]);
    }
}

#[test]
fn a_comment_in_an_object_stream_is_a_gap_when_it_ends_before_the_object() {
    let page = "<</Type/Page/Parent 2 0 R>>";
    let with = |gap: &str, comes_after: &str, at: usize| {
        let numbers = format!("3 {at:02} ");
        let data = format!("{numbers}{gap}{page}{comes_after}");
        let holder = stream(&format!("/Type/ObjStm/N 1/First {}", numbers.len()), &data);
        let mut octets = b"%PDF-1.7\n".to_vec();
        let mut starts = Vec::new();
        for (number, body) in [(1, PAGES[0]), (2, PAGES[1]), (4, &holder)] {
            starts.push(octets.len());
            octets.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
        }
        let table = octets.len();
        let row = |kind: u8, second: usize| format!("{kind:02x}{second:04x}00");
        let rows = row(0, 0) + &row(1, starts[0]) + &row(1, starts[1]) + &row(2, 4) + &row(1, starts[2]);
        let rows = rows + &row(1, table) + ">";
        let body = stream("/Type/XRef/W[1 2 1]/Size 6/Root 1 0 R/Filter/ASCIIHexDecode", &rows);
        octets.extend(format!("5 0 obj\n{body}\nendobj\nstartxref\n{table}\n%%EOF\n").bytes());
        Document::parse(&octets).map(|_| ())
    };
    assert_eq!(with("", "", 0), Ok(()));
    assert_eq!(with("% a comment\n", "", 12), Ok(()));
    assert_eq!(with("", "\n% a comment\n", 0), Ok(()));
    // One reader begins at the offset, another behind the comment.
    assert!(matches!(with("% a comment ", "", 12), Err(Error::ObjectStreamMalformed { .. })));
    assert!(matches!(with("(a) ", "", 4), Err(Error::ObjectStreamMalformed { .. })));
    assert!(matches!(with("", " (a)", 0), Err(Error::ObjectStreamMalformed { .. })));
}

#[test]
fn lengths_in_an_object_stream_inflate_it_once() {
    let members = format!("5 0 6 2 0 0{}", " ".repeat(1_000));
    let holder = stream("/Type/ObjStm/N 2/First 8", &members);
    let empty = |length: u32| format!("<</Length {length} 0 R>>stream\n\nendstream");
    let bodies = [PAGES[0], PAGES[1], PAGES[2], &holder, "", "", &empty(5), &empty(5), &empty(6)];
    let row = |kind: u8, second: usize, third: u8| format!("{kind:02x}{second:04x}{third:02x}");
    let (mut octets, mut rows) = (b"%PDF-1.7\n".to_vec(), row(0, 0, 0));
    for (number, body) in (1..).zip(bodies) {
        if body.is_empty() {
            rows += &row(2, 4, u8::try_from(number - 5).unwrap());
        } else {
            rows += &row(1, octets.len(), 0);
            octets.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
        }
    }
    let table = octets.len();
    let rows = rows + &row(1, table, 0) + ">";
    let body = stream("/Type/XRef/W[1 2 1]/Size 11/Root 1 0 R/Filter/ASCIIHexDecode", &rows);
    octets.extend(format!("10 0 obj\n{body}\nendobj\nstartxref\n{table}\n%%EOF\n").bytes());
    assert_eq!(Document::parse(&octets).unwrap().objects().len(), 10);
    let tail = Tail::read(&octets).unwrap();
    let table = tail.inflated();
    assert_eq!(table, 11 * 4, "the rows of the cross-reference stream");
    for number in [5, 6, 5, 6] {
        let id = ObjectId { number, generation: 0 };
        assert_eq!(tail.length(id, 0, 0, crate::limits::pdf::REFERENCE_HOPS), Ok(0));
        assert!(tail.object(id).unwrap().is_some());
        assert_eq!(tail.inflated(), table + members.len());
    }
}

#[test]
fn pages_share_the_resources_they_inherit() {
    let pages = "<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]/Resources<</XObject<</A 5 0 R>>>>>>";
    let image = format!("<</Type/XObject/Subtype/Image{ONE_PIXEL}/Length 1>>stream\nx\nendstream");
    let octets = file(&[PAGES[0], pages, PAGES[2], PAGES[2], &image]).octets;
    let facts = content_facts(&Document::parse(&octets).unwrap());
    assert!(matches!(facts.as_slice(), [form::Fact { page: Some(1), .. }]), "{facts:?}");
}
