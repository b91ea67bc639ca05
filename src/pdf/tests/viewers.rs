//! What viewers take for structure, or go by, and the strict reader would not need: the nearest that is accepted beside the
//! nearest that is refused.

use super::*;

fn compared(octets: &[u8]) -> Result<(), Error> {
    second_reader::compare(&Document::parse(octets)?)
}

#[test]
fn a_reading_from_the_first_octet_sees_every_object_that_is_shown() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
    let page = "<</Type/Page/Parent 2 0 R/Resources<</Font<</F 4 0 R>>>>>>";
    let compare = |last: &str| {
        let octets = file(&[PAGES[0], PAGES[1], page, font, last]).octets;
        second_reader::compare(&Document::parse(&octets).unwrap())
    };
    assert_eq!(compare("(objects 4 and 0, endobj)"), Ok(()));
    // No viewer that has a trailer needs object 9; one that has lost it may.
    assert!(matches!(compare("(9 0 obj <</Type/Font>> endobj)"), Err(Error::HiddenStructure { .. })));
    // The string holds another object 4, a font: a reader that repairs takes it for the page's.
    let object = ObjectId { number: 4, generation: 0 };
    assert!(matches!(
        compare("(\n4 0 obj <</Type/Font>> endobj)"),
        Err(Error::LinearReadingDiffers { object: found, .. }) if found == object
    ));
}

#[test]
fn a_reading_from_the_first_octet_does_not_bring_back_what_was_freed() {
    let with = |reference: &str| {
        let page = format!("<</Type/Page/Parent 2 0 R{reference}>>");
        let mut file = file(&[PAGES[0], PAGES[1], &page, "<</Subtype/Link>>"]);
        let table = file.octets.len();
        let previous = file.table;
        file.octets.extend(
            format!("xref\n4 1\n0000000000 00001 f \ntrailer\n<</Size 5/Root 1 0 R/Prev {previous}>>\nstartxref\n{table}\n%%EOF\n").bytes(),
        );
        second_reader::compare(&Document::parse(&file.octets).unwrap())
    };
    assert_eq!(with(""), Ok(()));
    assert!(matches!(with("/Annots[4 0 R]"), Err(Error::LinearReadingDiffers { .. })));
}

/// A page with one more object, a stream of `data` as it is.
fn with_data(data: &str) -> Vec<u8> {
    let stream = format!("<</Length {}>>stream\n{data}\nendstream", data.len());
    file(&[PAGES[0], PAGES[1], PAGES[2], &stream]).octets
}

#[test]
fn nothing_in_the_data_of_a_stream_looks_like_structure() {
    for harmless in [
        "object 4 0",
        "4 0 R obj",
        "of 4 objects",
        "endobj",
        "a trailer, [<<",
        "the xref, an xref-table",
        "startxref of",
        "prexref <",
        "_xref ",
        "xrefs\nxref(",
        "endstrea",
        "% note\nobjects",
    ] {
        assert_eq!(compared(&with_data(harmless)), Ok(()), "{harmless:?}");
    }
    for hidden in [
        "4 0 obj",
        "4 0 object",
        "4\r\n0\0obj<<",
        "4 0obj",
        "+4 0 obj",
        "4 -0 obj",
        "4+0 obj",
        "000000000000000000004 0 obj",
        "4 00000000000000000000 obj",
        "4 0 % comment\nobj",
        "4 % comment\n0 obj ",
        "4 %\n%\n0 %\n%\nobj<<",
        "trailer<<",
        "a trailer \n<</Root 1 0 R>>",
        "trailer % comment\n<<",
        "xref\n0 1",
        "a\n xref ",
        "<xref\n",
        "the xref table",
        "% xref\n",
        "(xref<",
        "xref\u{b}",
        "4\u{b}0\u{b}obj",
        "startxref\n9",
        "startxref %\n9",
        "startxref -9",
    ] {
        let found = compared(&with_data(hidden));
        assert!(matches!(found, Err(Error::HiddenStructure { .. })), "{hidden:?}: {found:?}");
    }
    let found = compared(&with_data("x\nendstream\nendobj\n"));
    assert!(matches!(found, Err(Error::StreamEndInData { .. })), "{found:?}");
}

/// A page with an object stream that has more `entries`, and a comment between its pairs and its first object.
fn with_object_stream(entries: &str, comment: &str) -> Vec<u8> {
    let data = format!("5 0 6 17 {comment}\n(five)\n% 6 0 obj\n(six)");
    let first = data.find("(five)").unwrap();
    let stream =
        format!("<</Type/ObjStm/N 2/First {first}{entries}/Length {}>>stream\n{data}\nendstream", data.len());
    let file = file(&[PAGES[0], PAGES[1], PAGES[2], &stream]);
    let text = String::from_utf8(file.octets.clone()).unwrap();
    let body = &text[..file.table];
    let mut rows: Vec<u8> = vec![0, 0, 0, 0];
    for number in 1..5 {
        let at = u16::try_from(text.find(&format!("{number} 0 obj")).unwrap()).unwrap().to_be_bytes();
        rows.extend([1, at[0], at[1], 0]);
    }
    let at = u16::try_from(file.table).unwrap().to_be_bytes();
    rows.extend([2, 0, 4, 0, 2, 0, 4, 1, 1, at[0], at[1], 0]);
    let hex: String = rows.iter().map(|octet| format!("{octet:02x}")).chain([">".to_owned()]).collect();
    let section = format!(
        "7 0 obj\n<</Type/XRef/Size 8/W[1 2 1]/Root 1 0 R/Filter/ASCIIHexDecode/Length {}>>stream\n{hex}\nendstream\nendobj\nstartxref\n{}\n%%EOF\n",
        hex.len(),
        file.table
    );
    format!("{body}{section}").into_bytes()
}

#[test]
fn an_object_stream_may_have_the_number_of_each_object_before_it() {
    let with = |comment: &str| compared(&with_object_stream("", comment));
    assert_eq!(with("% 5 0 obj"), Ok(()));
    for other in ["% 6 0 obj", "% 5 0 obj %", "% 1 0 obj"] {
        assert!(matches!(with(other), Err(Error::HiddenStructure { .. })), "{other}");
    }
}

#[test]
fn structure_hides_in_no_string_and_no_comment() {
    let file = file(&PAGES);
    for (hidden, sound) in [
        ("/A(\n9 0 obj)", false),
        ("/A(trailer<</Root 3 0 R>>)", false),
        ("% trailer<</Root 3 0 R>>\n", false),
        ("% startxref 9\n", false),
        ("/A(\nxref\n)", false),
        ("/A(the xref )", false),
        ("% xref \n", false),
        ("/A(objects, trailers, xref)% startxref\n", true),
    ] {
        // In the trailer nothing else moves.
        let found = compared(&file.replace("<</Size 4", &format!("<<{hidden}/Size 4")));
        assert_eq!(found.is_ok(), sound, "{hidden}: {found:?}");
        assert!(sound || matches!(found, Err(Error::HiddenStructure { .. })), "{hidden}: {found:?}");
    }
}

#[test]
fn tables_have_numbers_that_exist_and_begin_with_zero() {
    let file = file(&PAGES);
    let with = |from: &str, to: &str| file.replace(from, to);
    let sized = |number: u32, size: u32| {
        let free = format!("{number} 1\n0000000000 00000 f \ntrailer\n<</Size {size}");
        with("trailer\n<</Size 4", &free)
    };
    let last = |number: u32| sized(number, number.saturating_add(1));
    assert_eq!(compared(&last(999_999)), Ok(()));
    for (number, size) in [(999_999, 999_999), (4, 4), (999_999, 5)] {
        let found = error(&sized(number, size));
        assert!(
            matches!(found, Error::CrossReferenceBeyondSize { number: n, .. } if n == number),
            "{found:?}"
        );
    }
    assert!(matches!(error(&last(1_000_000)), Error::TooManyObjects { .. }));
    assert!(matches!(error(&with("/Size 4", "/Size 1000001")), Error::TooManyObjects { .. }));
    assert!(matches!(error(&last(8_388_607)), Error::TooManyObjects { .. }));
    assert!(matches!(error(&last(8_388_608)), Error::ObjectNumberTooLarge { number: 8_388_608, .. }));
    assert!(matches!(error(&last(u32::MAX)), Error::ObjectNumberTooLarge { .. }));
    assert!(matches!(error(&with("/Size 4", "/Size 8388609")), Error::ObjectNumberTooLarge { .. }));
    // The form in which one old producer wrote 0 as 1, and no 0 at all.
    let shifted = with("xref\n0 4\n", "xref\n1 4\n");
    assert!(matches!(error(&shifted), Error::SubsectionNumbering { .. }));
    let without = with("xref\n0 4\n0000000000 65535 f \n", "xref\n1 3\n");
    assert!(matches!(error(&without), Error::SubsectionNumbering { .. }));
    let behind = with("xref\n0 4\n0000000000 65535 f \n", "xref\n0 1\n0000000000 65535 f \n1 3\n");
    assert_eq!(compared(&behind), Ok(()));
}

#[test]
fn structure_has_no_second_name_for_its_filters() {
    for (entry, sound) in
        [("", true), ("/F null", false), ("/F/AHx", false), ("/F[]", false), ("/F(file)", false)]
    {
        let object_stream = Document::parse(&with_object_stream(entry, "")).map(drop);
        let section = Document::parse(&hybrid(&format!("/Size 5{entry}"))).map(drop);
        assert_eq!(object_stream.is_ok(), sound, "{entry}: {object_stream:?}");
        assert_eq!(section.is_ok(), sound, "{entry}: {section:?}");
        if !sound {
            assert!(matches!(object_stream, Err(Error::ObjectStreamMalformed { .. })), "{object_stream:?}");
            assert!(matches!(section, Err(Error::HybridStreamMissing { .. })), "{section:?}");
        }
    }
}

#[test]
fn streams_of_the_structure_are_used_by_it() {
    for (entries, sound) in [
        ("/Type/Metadata", true),
        ("/W[1]", true),
        ("/Type/XRef", false),
        ("/W[1 1 1]/Size 4", false),
        ("/Index[0 1]/W 5 0 R", false),
        ("/Type 5 0 R", false),
        ("/Type/ObjStm/N 0/First 0", false),
    ] {
        let stream = format!("<<{entries}/Length 1>>stream\n \nendstream");
        let parsed =
            Document::parse(&file(&[PAGES[0], PAGES[1], PAGES[2], &stream, "/XRef"]).octets).map(drop);
        assert_eq!(parsed.is_ok(), sound, "{entries}: {parsed:?}");
        assert!(sound || matches!(parsed, Err(Error::StructureStreamUnused { .. })), "{entries}: {parsed:?}");
    }
    let dictionary = file(&[PAGES[0], PAGES[1], PAGES[2], "<</Type/XRef/Encrypt<<>>>>"]);
    assert!(matches!(error(&dictionary.octets), Error::StructureStreamUnused { .. }));
}

/// A file whose table has `/XRefStm`; the stream has more `entries`.
fn hybrid(entries: &str) -> Vec<u8> {
    hybrid_with(entries, "01")
}

/// As [`hybrid`]; `kind` is what the stream says of itself.
fn hybrid_with(entries: &str, kind: &str) -> Vec<u8> {
    let at = file(&PAGES).table;
    let row = format!("{kind}{at:04x}00>");
    let stream = format!(
        "<</Type/XRef/Index[4 1]/W[1 2 1]{entries}/Filter/ASCIIHexDecode/Length {}>>stream\n{row}\nendstream",
        row.len()
    );
    let file = file(&[PAGES[0], PAGES[1], PAGES[2], &stream]);
    file.replace("/Size 5/Root 1 0 R>>", &format!("/Size 5/Root 1 0 R/XRefStm {at}>>"))
}

#[test]
fn the_stream_of_a_hybrid_file_says_nothing_of_its_own() {
    assert_eq!(compared(&hybrid("/Size 5/Root 1 0 R")), Ok(()));
    assert_eq!(compared(&hybrid("/Size 4")).map_err(|error| error.offset().is_some()), Err(true));
    for other in
        ["/Size 5/Root 3 0 R", "/Size 6", "/Size 5/Prev 9", "/Size 5/Encrypt<<>>", "/Size 5/Info 3 0 R"]
    {
        assert!(matches!(error(&hybrid(other)), Error::HybridStreamDiffers { .. }), "{other}");
    }
    let freed = hybrid_with("/Size 5/Root 1 0 R", "00");
    assert!(matches!(error(&freed), Error::CrossReferenceDuplicate { number: 4, .. }));
    for place in ["9", "9.0", "null"] {
        let found = error(&hybrid(&format!("/Size 5/XRefStm {place}")));
        assert!(matches!(found, Error::HybridStreamMisplaced { .. }), "{place}: {found:?}");
    }
}

#[test]
fn a_linearization_dictionary_is_believed_by_nobody_or_true() {
    let with = |length: usize| {
        let catalog = format!("<</Type/Catalog/Pages 2 0 R/Linearized 1/L {length:05}>>");
        file(&[&catalog, PAGES[1], PAGES[2]]).octets
    };
    let length = with(0).trim_ascii_end().len();
    // No file that begins like this one was ever that short.
    assert_eq!(compared(&with(length - 1)), Ok(()));
    for wrong in [length, length + 1, length + 999] {
        assert!(matches!(error(&with(wrong)), Error::LinearizationWrong { .. }), "{wrong}");
    }
    let real = String::from_utf8(with(0)).unwrap().replace("/L 00000", "/L 0.000");
    assert!(matches!(error(real.as_bytes()), Error::LinearizationWrong { .. }));
}

/// A linearized file: dictionary, something in `between`, table of the first page, objects, main table with more `entries`
/// in its trailer.
fn linearized(between: &str, objects: [&str; 3], entries: &str) -> Vec<u8> {
    let more = entries;
    let write = |length: usize, main: usize, first: usize, places: [usize; 4]| {
        let mut octets =
            format!("%PDF-1.7\n4 0 obj\n<</Linearized 1/L {length:05}/O 3/N 1>>\nendobj\n{between}");
        let first_page = octets.len();
        let entries: String = places[..3].iter().map(|at| format!("{at:010} 00000 n \n")).collect();
        octets += &format!(
            "xref\n1 3\n{entries}trailer\n<</Size 5/Root 1 0 R/Prev {main:05}>>\nstartxref\n0\n%%EOF\n"
        );
        let mut found = [0; 4];
        for (index, body) in objects.into_iter().enumerate() {
            found[index] = octets.len();
            octets += &format!("{} 0 obj\n{body}\nendobj\n", index + 1);
        }
        let table = octets.len();
        found[3] = 9;
        octets += &format!(
            "xref\n0 1\n0000000000 65535 f \n4 1\n{:010} 00000 n \ntrailer\n<</Size 5{more}>>\nstartxref\n{first:05}\n%%EOF\n",
            places[3]
        );
        (octets.len(), table, first_page, found, octets)
    };
    let (length, main, first, places, _) = write(0, 0, 0, [0; 4]);
    write(length, main, first, places).4.into_bytes()
}

#[test]
fn the_first_page_of_a_linearized_file_is_where_viewers_look_for_it() {
    let sound = linearized("", PAGES, "");
    assert_eq!(compared(&sound), Ok(()));
    assert_eq!(compared(&signed(&sound)), Ok(()));
    let commented = linearized("% comment\n", PAGES, "");
    assert!(matches!(error(&commented), Error::LinearizationWrong { .. }));
    let length = format!("/L {:05}", sound.len());
    let other =
        String::from_utf8(sound.clone()).unwrap().replace(&length, &format!("/L {:05}", sound.len() + 1));
    assert!(matches!(error(other.as_bytes()), Error::LinearizationWrong { .. }));
    // Signed as a whole, with a hint table that says which page is where.
    let form = "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[3 0 R]>>>>";
    let with = |value: &str| {
        let field = format!("<</Type/Page/Parent 2 0 R/FT/Sig/T(a){value}>>");
        compared(&linearized("", [form, PAGES[1], &field], ""))
    };
    assert_eq!(with(""), Ok(()));
    let signature = "/V<</Type/Sig/SubFilter/adbe.pkcs7.detached/ByteRange[0 1 2 3]/Contents<00>>>";
    assert!(matches!(with(signature), Err(Error::LinearizationInEffect { .. })));
}

#[test]
fn the_page_tree_says_of_itself_what_is_so() {
    let tree = |root: &str, node: &str, page: &str| {
        let objects = [PAGES[0], root, node, page];
        Document::parse(&file(&objects).octets).unwrap().latest().pages().map(|pages| pages.len())
    };
    let root = "<</Type/Pages/Count 1/Kids[3 0 R]>>";
    let node = "<</Type/Pages/Parent 2 0 R/Count 1/Kids[4 0 R]>>";
    let page = "<</Type/Page/Parent 3 0 R>>";
    assert_eq!(tree(root, node, page), Ok(1));
    for count in ["0", "2"] {
        let wrong = node.replace("/Count 1", &format!("/Count {count}"));
        assert!(matches!(tree(root, &wrong, page), Err(Error::PageCountWrong { .. })), "{count}");
        let wrong = root.replace("/Count 1", &format!("/Count {count}"));
        assert!(matches!(tree(&wrong, node, page), Err(Error::PageCountWrong { .. })), "{count}");
    }
    for count in ["/Count -1", "/Count 1.0", "/Count null", ""] {
        let wrong = node.replace("/Count 1", count);
        assert!(matches!(tree(root, &wrong, page), Err(Error::PageTreeMalformed { .. })), "{count}");
    }
    for (from, to) in [("/Parent 3 0 R", "/Parent 2 0 R"), ("/Parent 3 0 R", ""), ("3 0 R", "3 1 R")] {
        let wrong = page.replace(from, to);
        assert!(matches!(tree(root, node, &wrong), Err(Error::PageParentWrong { .. })), "{wrong}");
    }
    let above = root.replace("/Count", "/Parent 3 0 R/Count");
    assert!(matches!(tree(&above, node, page), Err(Error::PageParentWrong { .. })));
    for kids in ["/Kids[3 0 R]>>", "/Kids null>>", "/Kids 9 0 R>>"] {
        let wrong = page.replace(">>", kids);
        assert!(matches!(tree(root, node, &wrong), Err(Error::PageTreeMalformed { .. })), "{kids}");
    }
    for kind in ["", "/Type/Page", "/Type/Other"] {
        let wrong = node.replace("/Type/Pages", kind);
        assert!(matches!(tree(root, &wrong, page), Err(Error::PageTreeMalformed { .. })), "{kind}");
    }
}

#[test]
fn a_reference_names_an_object_by_its_own_generation() {
    let with = |reference: &str| {
        let page = format!("<</Type/Page/Parent 2 0 R/Contents[{reference}]>>");
        compared(&file(&[PAGES[0], PAGES[1], &page, "<</Length 1>>stream\nq\nendstream"]).octets)
    };
    assert_eq!(with("4 0 R"), Ok(()));
    assert_eq!(with("4 0 R 9 1 R"), Ok(()), "nothing has that number");
    assert!(matches!(
        with("4 0 R 4 1 R"),
        Err(Error::ReferenceGeneration { object: ObjectId { number: 4, generation: 1 }, .. })
    ));
}

#[test]
fn every_trailer_leads_to_one_catalog() {
    let with = |fourth: &str| {
        let mut file = file(&[PAGES[0], PAGES[1], PAGES[2], fourth]);
        file.update(3, PAGES[2]);
        file
    };
    assert_eq!(compared(&with("<</Catalog true>>").octets), Ok(()));
    let second = with(PAGES[0]);
    assert!(matches!(compared(&second.octets), Err(Error::HiddenStructure { .. })));
    let other = second.replace("/Size 5/Root 1", "/Size 5/Root 4");
    assert!(matches!(compared(&other), Err(Error::TrailersDisagree { .. })));
    for (entries, sound) in [("/Root 1 0 R", true), ("/Root 3 0 R", false), ("/Info 3 0 R", false)] {
        let found = compared(&linearized("", PAGES, entries));
        assert_eq!(found.is_ok(), sound, "{entries}: {found:?}");
        assert!(sound || matches!(found, Err(Error::TrailersDisagree { .. })), "{entries}: {found:?}");
    }
}

#[test]
fn the_stream_of_a_hybrid_update_says_nothing_of_its_own_either() {
    let update = |entries: &str| {
        let File { mut octets, table } = file(&PAGES);
        let at = octets.len();
        let row = format!("01{at:08x}00>");
        let length = row.len();
        let stream = format!("/Type/XRef/Index[9 1]/W[1 4 1]/Filter/ASCIIHexDecode/Length {length}{entries}");
        octets.extend(format!("9 0 obj\n<<{stream}>>stream\n{row}\nendstream\nendobj\n").bytes());
        let start = octets.len();
        let trailer = format!("/Size 10/Root 1 0 R/Prev {table}/XRefStm {at}");
        octets.extend(
            format!("xref\n9 1\n{at:010} 00000 n \ntrailer\n<<{trailer}>>\nstartxref\n{start}\n%%EOF\n")
                .bytes(),
        );
        Document::parse(&octets).map(|document| document.revisions().len())
    };
    assert_eq!(update("/Size 10/Root 1 0 R"), Ok(2));
    for other in ["/Size 10/Root 3 0 R", "/Size 11", "/Size 10/Prev 9", "/Size 10/Info 3 0 R"] {
        assert!(matches!(update(other), Err(Error::HybridStreamDiffers { .. })), "{other}");
    }
}

#[test]
fn what_no_reader_keeps_is_not_known_to_be_unchanged() {
    let later = |old: &str, new: &str| {
        let mut octets = signed(&file(&[PAGES[0], PAGES[1], PAGES[2], old]).octets);
        let table = String::from_utf8_lossy(&octets).rfind("\nxref\n").unwrap() + 1;
        let at = octets.len();
        octets.extend(format!("4 0 obj\n{new}\nendobj\n").bytes());
        let start = octets.len();
        octets.extend(
            format!("xref\n4 1\n{at:010} 00000 n \ntrailer\n<</Size 40/Root 1 0 R/Prev {table}>>\nstartxref\n{start}\n%%EOF\n").bytes(),
        );
        let document = Document::parse(&octets).unwrap();
        later_revisions(&document, 1).map(|later| later.len())
    };
    assert_eq!(later("[9223372036854775807]", "[+09223372036854775807]"), Ok(1));
    for new in ["[9223372036854775808]", "[9223372036854775809]"] {
        let found = later("[9223372036854775808]", new);
        assert!(matches!(found, Err(Error::LaterRevisionChangesDocument { .. })), "{new}: {found:?}");
    }
}

#[test]
fn no_later_revision_adds_a_hybrid_cross_reference() {
    let once = signed(&file(&PAGES).octets);
    let table = String::from_utf8_lossy(&once).rfind("\nxref\n").unwrap() + 1;
    let later = |entry: &str| {
        let at = once.len();
        let row = format!("01{at:08x}00>");
        let stream = format!(
            "30 0 obj\n<</Type/XRef/Index[30 1]/W[1 4 1]/Size 31/Filter/ASCIIHexDecode/Length {}>>stream\n{row}\nendstream\nendobj\n",
            row.len()
        );
        let (stream, entries) = if entry.is_empty() {
            (String::new(), "0 1\n0000000000 65535 f \n".to_owned())
        } else {
            (stream, format!("30 1\n{at:010} 00000 n \n"))
        };
        let start = at + stream.len();
        let update = format!(
            "{stream}xref\n{entries}trailer\n<</Size 31/Root 1 0 R/Prev {table}{}>>\nstartxref\n{start}\n%%EOF\n",
            entry.replace("AT", &at.to_string())
        );
        let octets = [once.as_slice(), update.as_bytes()].concat();
        let document = Document::parse(&octets).unwrap();
        later_revisions(&document, 1).map(|later| later.len())
    };
    assert_eq!(later(""), Ok(1));
    assert!(matches!(later("/XRefStm AT"), Err(Error::LaterRevisionChangesTrailer { .. })));
}

#[test]
fn there_is_one_catalog_however_its_type_is_written() {
    let with =
        |fourth: &str, fifth: &str| compared(&file(&[PAGES[0], PAGES[1], PAGES[2], fourth, fifth]).octets);
    for (fourth, fifth) in [
        ("<</Type/Catalog>>", "null"),
        ("<</Type 5 0 R>>", "/Catalog"),
        ("<</Pages 2 0 R>>", "null"),
        ("<</Pages 5 0 R>>", "<</Kids[3 0 R]/Count 1>>"),
        ("<</Pages<</Kids[3 0 R]/Count 1>>>>", "null"),
    ] {
        let found = with(fourth, fifth);
        assert!(matches!(found, Err(Error::HiddenStructure { .. })), "{fourth}: {found:?}");
    }
    // A type that is no catalog; a name tree of pages (7.7.4).
    for (fourth, fifth) in [("<</Type 5 0 R>>", "/Names"), ("<</Pages 5 0 R>>", "<</Kids[4 0 R]>>")] {
        assert_eq!(with(fourth, fifth), Ok(()), "{fourth}");
    }
}

/// An update with a cross-reference stream of four octets for each row, or with a table. `in 9` is the first object of stream 9.
fn updated(octets: &[u8], size: u32, objects: &[(u32, &str)], is_table: bool) -> Vec<u8> {
    let text = String::from_utf8_lossy(octets).into_owned();
    let previous: usize =
        text[text.rfind("startxref\n").unwrap() + 10..].lines().next().unwrap().parse().unwrap();
    let mut octets = octets.to_vec();
    let (mut rows, mut index, mut table) = (String::new(), String::new(), String::from("xref\n"));
    for (number, body) in objects {
        let at = octets.len();
        if let Some(container) = body.strip_prefix("in ") {
            rows.push_str(&format!("02{:04x}00", container.parse::<u16>().unwrap()));
            index.push_str(&format!("{number} 1 "));
            continue;
        }
        rows.push_str(&format!("01{at:04x}00"));
        index.push_str(&format!("{number} 1 "));
        table.push_str(&format!("{number} 1\n{at:010} 00000 n \n"));
        octets.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    let start = octets.len();
    let section = if is_table {
        format!("{table}trailer\n<</Size {size}/Root 1 0 R/Prev {previous}>>\n")
    } else {
        let entries = format!(
            "/Type/XRef/Size {size}/W[1 2 1]/Index[{index}]/Root 1 0 R/Prev {previous}/Filter/ASCIIHexDecode"
        );
        format!("{} 0 obj\n{}\nendobj\n", size - 1, stream(&entries, &format!("{rows}>")))
    };
    octets.extend(format!("{section}startxref\n{start}\n%%EOF\n").bytes());
    octets
}

#[test]
fn a_later_revision_keeps_to_the_form_of_the_one_before() {
    let base = with_object_stream("", "");
    let later = |octets: &[u8]| later_revisions(&Document::parse(octets)?, 0).map(|later| later.len());
    let page = (3, PAGES[2]);
    assert_eq!(later(&updated(&base, 9, &[page], false)), Ok(1));
    let table = later(&updated(&base, 9, &[page], true));
    assert!(matches!(table, Err(Error::LaterRevisionMixed { revision: 1, .. })), "{table:?}");
    // A table over a table.
    let plain = file(&PAGES).octets;
    assert_eq!(later(&updated(&plain, 9, &[page], true)), Ok(1));
    assert_eq!(later(&updated(&plain, 9, &[page], false)), Ok(1));
    let moved = later(&updated(&base, 9, &[page, (5, "(five)")], false));
    let five = ObjectId { number: 5, generation: 0 };
    assert!(matches!(moved, Err(Error::LaterRevisionMoves { object, .. }) if object == five), "{moved:?}");
    let nine = "<</Type/ObjStm/N 1/First 4/Length 10>>stream\n5 0 (five)\nendstream";
    let moved = later(&updated(&base, 11, &[page, (9, nine), (5, "in 9")], false));
    assert!(matches!(moved, Err(Error::LaterRevisionMoves { object, .. }) if object == five), "{moved:?}");
    // What changes the document is told first.
    let changed = later(&updated(&base, 9, &[(5, "(five)"), (6, "(other)")], true));
    assert!(matches!(changed, Err(Error::LaterRevisionChangesDocument { .. })), "{changed:?}");
}

#[test]
fn an_object_stream_begins_where_viewers_look() {
    let first = |octets: usize| {
        let data = ["5 0 ", &" ".repeat(octets - 4), "(five)"].concat();
        let span = Span { start: 0, end: data.len() };
        let dictionary = format!("<</Type/ObjStm/N 1/First {octets}>>");
        let object = crate::pdf::lexer::Lexer::new(dictionary.as_bytes(), 0)
            .object(&mut crate::limits::Budget::new(1_000));
        let id = ObjectId { number: 4, generation: 0 };
        let holder =
            IndirectObject { id, object: object.unwrap(), origin: Origin::File(span), stream: Some(span) };
        crate::pdf::tail::ObjectStream::decode(&holder, data.as_bytes(), usize::MAX).map(|_| ())
    };
    assert_eq!(first(crate::limits::pdf::OBJECT_STREAM_FIRST), Ok(()));
    let beyond = first(crate::limits::pdf::OBJECT_STREAM_FIRST + 1);
    assert!(matches!(beyond, Err(Error::TooManyObjects { .. })), "{beyond:?}");
}

#[test]
fn a_later_cross_reference_stream_counts_all_numbers() {
    let base = with_object_stream("", "");
    let parsed = |size: u32| Document::parse(&updated(&base, size, &[], false)).map(|_| ());
    assert_eq!(parsed(8), Ok(()));
    assert!(matches!(parsed(7), Err(Error::CrossReferenceBeyondSize { number: 7, .. })), "{:?}", parsed(7));
}
