//! What one viewer shows and the next does not: the nearest that is accepted beside the nearest that is refused.

use super::*;
use lint::ShadowKind::{
    AppearanceStates, CarriedData, CroppedPage, DrawnByViewer, HiddenAnnotation, InteractiveField,
    PageNotShown, Presentation, ReplacedObject, ScreenNotPaper, UnusedObject,
};

const FORM: &str = "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Length 1>>stream\nx\nendstream";

fn kinds(octets: &[u8]) -> Vec<lint::ShadowKind> {
    let found = lint::shadows(Document::parse(octets).unwrap().latest()).unwrap();
    found.iter().map(|shadow| shadow.kind).collect()
}

/// A catalog, a page, two appearances (objects 4 and 5), a type of field (6) and flags (7).
fn with(catalog: &str, page: &str) -> Vec<lint::ShadowKind> {
    let catalog = format!("<</Type/Catalog/Pages 2 0 R/Keep[4 0 R 5 0 R 6 0 R 7 0 R]{catalog}>>");
    let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]{page}>>");
    kinds(&file(&[&catalog, PAGES[1], &page, FORM, FORM, "/Tx", "2"]).octets)
}

fn annotated(annotation: &str) -> Vec<lint::ShadowKind> {
    with("", &format!("/Annots[<</Type/Annot/Rect[0 0 9 9]{annotation}>>]"))
}

#[test]
fn names_what_nothing_leads_to_and_spares_signatures() {
    let clean = signed(&file(&PAGES).octets);
    assert_eq!(kinds(&clean), []);
    assert_eq!(kinds(&signed(&clean)), []);
    assert_eq!(kinds(&file(&[PAGES[0], PAGES[1], PAGES[2], FORM]).octets), [UnusedObject]);
    // Whatever a stream calls itself; and a reference with another generation leads nowhere.
    for kind in ["Metadata", "Sig", "Unknown"] {
        let overlay = stream(&format!("/Type/{kind}"), "x");
        assert_eq!(kinds(&file(&[PAGES[0], PAGES[1], PAGES[2], &overlay]).octets), [UnusedObject], "{kind}");
    }
    let page = "<</Type/Page/Parent 2 0 R/Contents 4 1 R>>";
    assert_eq!(kinds(&file(&[PAGES[0], PAGES[1], page, FORM]).octets), [UnusedObject]);
    let described = "<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>";
    let metadata = stream("/Type/Metadata", "x");
    assert_eq!(kinds(&file(&[described, PAGES[1], PAGES[2], &metadata]).octets), []);
}

#[test]
fn every_page_is_in_the_page_tree() {
    let other = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>";
    let names = "<</Type/Catalog/Pages 2 0 R/Dests<</a[4 0 R/Fit]>>>>";
    assert_eq!(kinds(&file(&[names, PAGES[1], PAGES[2], other]).octets), [PageNotShown]);
    assert_eq!(kinds(&file(&[names, PAGES[1], PAGES[2], "<</Type/Template>>"]).octets), [PageNotShown]);
    let both = "<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>";
    assert_eq!(kinds(&file(&[names, both, PAGES[2], other]).octets), []);
    assert_eq!(kinds(&file(&[PAGES[0], PAGES[1], PAGES[2], other]).octets), [UnusedObject]);
}

#[test]
fn flags_hide_however_they_are_written() {
    let square = |flags: &str| annotated(&format!("/Subtype/Square/AP<</N 4 0 R>>{flags}"));
    for flags in ["/F 4", "/F 68", "/F 132"] {
        assert_eq!(square(flags), [], "{flags}");
    }
    for flags in ["/F 5", "/F 6", "/F 36", "/F 2.0", "/F 7 0 R", "/F(4)", "/F 99999999999999999999"] {
        assert_eq!(square(flags), [HiddenAnnotation], "{flags}");
    }
    for flags in ["", "/F 0", "/F 260", "/F 12", "/F 20", "/F null"] {
        assert_eq!(square(flags), [ScreenNotPaper], "{flags}");
    }
    // In the list of a page an annotation is one without a subtype or a place, too.
    assert_eq!(with("", "/Annots[<</F 2>>]"), [HiddenAnnotation]);
}

#[test]
fn an_annotation_has_one_appearance_of_its_own() {
    let stamp = |appearance: &str| annotated(&format!("/Subtype/Stamp/F 4{appearance}"));
    for one in ["/AP<</N 4 0 R>>", "/AP<</N<</A 4 0 R>>>>/AS/A"] {
        assert_eq!(stamp(one), [], "{one}");
    }
    for states in [
        "/AP<</N<</A 4 0 R/B 5 0 R>>>>/AS/A",
        "/AP<</N<</A 4 0 R>>>>",
        "/AP<</N<</A 4 0 R>>>>/AS/B",
        "/AP<</N<</A 9 0 R>>>>/AS/A",
        "/AP<</N<<>>>>",
        "/AP<</N/A>>",
    ] {
        assert_eq!(stamp(states), [AppearanceStates], "{states}");
    }
    for none in ["", "/AP<<>>", "/AP<</N null>>", "/AP<</N 9 0 R>>"] {
        assert_eq!(stamp(none), [DrawnByViewer], "{none}");
    }
}

#[test]
fn links_have_no_more_than_a_thin_border() {
    let link = |border: &str| annotated(&format!("/Subtype/Link{border}"));
    for border in ["", "/Border[0 0 0]", "/Border[0 0 1]", "/BS<</W 1>>", "/BS<<>>/Border[0 0 1]"] {
        assert_eq!(link(border), [], "{border}");
    }
    // Viewers differ in which of the two counts.
    for border in [
        "/Border[0 0 1.1]",
        "/BS<</W 9>>",
        "/BS<</W/x>>",
        "/BS 1",
        "/Border[0 0]",
        "/Border/x",
        "/BS<</W 1>>/Border[0 0 9]",
    ] {
        assert_eq!(link(border), [DrawnByViewer], "{border}");
    }
    assert_eq!(link("/F 4/AP<</N 4 0 R>>"), [DrawnByViewer]);
    assert_eq!(link("/F 2"), [HiddenAnnotation]);
}

#[test]
fn fields_are_found_wherever_they_stand_and_whoever_names_their_type() {
    let shown = "/Subtype/Widget/F 4/AP<</N 4 0 R>>";
    for field in ["/FT/Tx", "/FT/Btn", "/FT/Ch", "/FT 6 0 R", "/FT/Unknown", "", "/Parent<</FT/Tx>>"] {
        assert_eq!(annotated(&format!("{shown}{field}")), [InteractiveField], "{field}");
    }
    for field in ["/FT/Sig", "/Parent<</FT/Sig>>"] {
        // Signed, and to be signed.
        assert_eq!(annotated(&format!("{shown}{field}/V<<>>")), [], "{field}");
        assert_eq!(annotated(&format!("{shown}{field}")), [DrawnByViewer], "{field}");
    }
    assert_eq!(with("/Keep2<</FT/Tx>>", ""), [InteractiveField]);
    // A signature that is not to be seen has no place on the page.
    let unseen = "/Annots[<</Subtype/Widget/FT/Sig/F 2/Rect[1 1 1 1]>>]";
    assert_eq!(with("", unseen), []);
    assert_eq!(annotated("/Subtype/Widget/FT/Sig/F 2"), [HiddenAnnotation]);
    assert_eq!(annotated("/Subtype/Widget/FT/Sig/F 4"), []);
    assert_eq!(with("/AcroForm<</NeedAppearances false>>", ""), []);
    assert_eq!(with("/AcroForm<</NeedAppearances true>>", ""), [DrawnByViewer]);
}

#[test]
fn all_of_a_page_is_shown() {
    for whole in
        ["", "/CropBox[0 0 9 9]", "/CropBox[9 9 0 0]", "/CropBox[-9 -9 99 99]", "/CropBox[1 0 9 8.5]"]
    {
        assert_eq!(with("", whole), [], "{whole}");
    }
    for part in
        ["/CropBox[0 0 9 7]", "/CropBox[2 0 9 9]", "/CropBox[0 0 9]", "/CropBox 1", "/CropBox[0 0 9/x]"]
    {
        assert_eq!(with("", part), [CroppedPage], "{part}");
    }
    let inherited = "<</Type/Pages/Count 1/Kids[3 0 R]/CropBox[0 0 9 7]>>";
    assert_eq!(kinds(&file(&[PAGES[0], inherited, PAGES[2]]).octets), [CroppedPage]);
    let preferring = |preferences: &str| with(&format!("/ViewerPreferences<<{preferences}>>"), "");
    assert_eq!(preferring("/PrintArea/CropBox/ViewClip/MediaBox/FitWindow true"), []);
    assert_eq!(preferring("/ViewArea/ArtBox"), [CroppedPage]);
    assert_eq!(preferring("/PrintPageRange[1 1]"), [ScreenNotPaper]);
}

#[test]
fn earlier_states_are_told_unless_they_only_describe() {
    let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>";
    let catalog = "<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R>>";
    let twice = |number: u32, body: &str| {
        let (content, metadata) = (stream("", "x"), stream("/Type/Metadata", "x"));
        let mut file = file(&[catalog, PAGES[1], page, "[5 0 R]", &content, &metadata, "(a)"]);
        file.update(number, body);
        kinds(&file.octets)
    };
    assert_eq!(twice(4, "[5 0 R 5 0 R]"), [ReplacedObject]);
    assert_eq!(twice(5, &stream("", "y")), [ReplacedObject]);
    assert_eq!(twice(6, &stream("/Type/Metadata", "y")), []);
    assert_eq!(twice(7, "(b)"), []);
    // Metadata that is content too.
    let mut file =
        file(&[catalog, PAGES[1], &page.replace('4', "6"), "1", "1", &stream("/Type/Metadata", "x")]);
    file.update(6, &stream("/Type/Metadata", "y"));
    assert_eq!(kinds(&file.octets), [ReplacedObject]);
}

#[test]
fn a_hybrid_file_may_hide_what_no_page_leads_to() {
    let hybrid = |page: &str, catalog: &str| {
        let mut octets = b"%PDF-1.7\n".to_vec();
        let mut starts = Vec::new();
        for (number, body) in [(1, catalog), (2, PAGES[1]), (3, page), (4, FORM)] {
            starts.push(octets.len());
            octets.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
        }
        let supplement = octets.len();
        let rows = format!("01{:08x}00>", starts[3]);
        let body = stream("/Type/XRef/W[1 4 1]/Index[4 1]/Size 6/Filter/ASCIIHexDecode", &rows);
        octets.extend(format!("5 0 obj\n{body}\nendobj\n").bytes());
        let table = octets.len();
        let entries: String = starts[..3].iter().map(|start| format!("{start:010} 00000 n \n")).collect();
        let free = "0000000000 65535 f \n";
        octets.extend(
            format!(
                "xref\n0 6\n{free}{entries}{free}{free}trailer\n<</Size 6/Root 1 0 R/XRefStm {supplement}>>\n\
                 startxref\n{table}\n%%EOF\n"
            )
            .bytes(),
        );
        hybrid::compare(&Document::parse(&octets).unwrap())
    };
    let tagged = "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 4 0 R>>";
    assert_eq!(hybrid(PAGES[2], tagged), Ok(()));
    let object = ObjectId { number: 4, generation: 0 };
    let hidden = |page: &str, catalog: &str| match hybrid(page, catalog) {
        Err(Error::HiddenFromTables { object: found, .. }) => found == object,
        _ => false,
    };
    assert!(hidden("<</Type/Page/Parent 2 0 R/Resources<</XObject<</X 4 0 R>>>>>>", tagged));
    assert!(hidden("<</Type/Page/Parent 2 0 R/Annots[<</AP<</N 4 0 R>>>>]>>", tagged));
    assert!(hidden(PAGES[2], "<</Type/Catalog/Pages 2 0 R/AcroForm<</DR 4 0 R>>>>"));
    // A name that somebody chose is no page, whatever it is: the catalog is the XObjects of the page, too.
    let chosen = "<</Type/Catalog/Pages 2 0 R/P 4 0 R>>";
    assert!(hidden("<</Type/Page/Parent 2 0 R/Resources<</XObject 1 0 R>>>>", chosen));
    assert_eq!(hybrid("<</Type/Page/Parent 2 0 R/Resources 1 0 R>>", chosen), Ok(()));
    // A plain file asks nothing.
    assert_eq!(hybrid::compare(&Document::parse(&file(&PAGES).octets).unwrap()), Ok(()));
}

#[test]
fn images_have_no_alternates_and_streams_no_abbreviated_keys() {
    let facts = |entries: &str| -> Vec<form::FactKind> {
        let page = "<</Type/Page/Parent 2 0 R/Resources<</XObject<</X 4 0 R>>>>>>";
        let octets = file(&[PAGES[0], PAGES[1], page, &stream(entries, "X")]).octets;
        content_facts(&Document::parse(&octets).unwrap()).iter().map(|fact| fact.kind).collect()
    };
    let image = &format!("/Subtype/Image{ONE_PIXEL}{ONE_CODE}");
    let plain = &format!("/Subtype/Image{ONE_PIXEL}/Filter/CCITTFaxDecode");
    assert_eq!(facts(image), []);
    assert_eq!(facts(&format!("{image}/Alternates[<</Image 4 0 R>>]")), [form::FactKind::AlternateImage]);
    assert_eq!(facts(&format!("{plain}/DP<</Predictor 1>>")), [form::FactKind::FilterEntries]);
    assert_eq!(facts(&format!("{plain}/DecodeParms[null]")), [form::FactKind::FilterEntries]);
    assert_eq!(facts(&format!("{image}/OC<</Name(x)>>")), [form::FactKind::OptionalContent]);
}

#[test]
fn images_have_the_data_their_size_asks_for() {
    let facts = |entries: &str, data: &str, more: &str| -> Vec<form::FactKind> {
        let page = "<</Type/Page/Parent 2 0 R/Resources<</XObject<</X 4 0 R>>>>>>";
        let image = stream(&format!("/Subtype/Image{entries}"), data);
        let octets = file(&[PAGES[0], PAGES[1], page, &image, more]).octets;
        let facts = content_facts(&Document::parse(&octets).unwrap());
        facts.iter().map(|fact| fact.kind).filter(|kind| *kind != form::FactKind::ImageUnfiltered).collect()
    };
    let base = "/Width 3/Height 2/BitsPerComponent 4/ColorSpace/DeviceGray";
    let bad = [form::FactKind::ImageData];
    assert_eq!(facts(base, "1234", "null"), []);
    for data in ["", "123", "12345"] {
        assert_eq!(facts(base, data, "null"), bad, "{data}");
    }
    for (from, to) in [
        ("Width 3", "Width 0"),
        ("Width 3", "Width 3.0"),
        ("Width 3", "Width -3"),
        ("Width 3", "Width 9223372036854775807"),
        ("Height 2", "Height 0"),
        ("/Height 2", ""),
        ("/Height 2", "/H 2"),
        ("BitsPerComponent 4", "BitsPerComponent 3"),
        ("/BitsPerComponent 4", ""),
        ("/ColorSpace/DeviceGray", ""),
        ("DeviceGray", "G"),
        ("DeviceGray", "Pattern"),
        ("DeviceGray", "DeviceRGB"),
        ("/DeviceGray", "[]"),
        ("/DeviceGray", "[/ICCBased 5 0 R]"),
        ("DeviceGray", "DeviceGray/Decode[0]"),
        ("DeviceGray", "DeviceGray/Decode[0/x]"),
        ("DeviceGray", "DeviceGray/ImageMask 1"),
        ("DeviceGray", "DeviceGray/ImageMask true"),
    ] {
        assert_eq!(facts(&base.replace(from, to), "1234", "null"), bad, "{to}");
    }
    // Of each color space so many octets as two rows of three pixels take, four bits for each component.
    for (space, octets) in [
        ("/DeviceRGB", 10),
        ("[/DeviceCMYK]", 12),
        ("[/CalGray<<>>]", 4),
        ("[/CalRGB<<>>]", 10),
        ("[/Lab<</Range[-1 1 -1 1]>>]", 10),
        ("[/Indexed/DeviceRGB 3<000000000000000000000000>]", 4),
        ("[/Separation/Black/DeviceGray<<>>]", 4),
        ("[/DeviceN[/A/B]/DeviceGray<<>>]", 6),
        ("[/ICCBased 5 0 R]", 10),
        (" 5 0 R", 10),
    ] {
        let more = if space == " 5 0 R" { "[/DeviceRGB]" } else { "<</N 3>>" };
        let entries = base.replace("/DeviceGray", space);
        assert_eq!(facts(&entries, &"1".repeat(octets), more), [], "{space}");
        assert_eq!(facts(&entries, &"1".repeat(octets + 1), more), bad, "{space}");
    }
    let mask = "/Width 3/Height 2/ImageMask true";
    for (more, is_sound) in
        [("", true), ("/BitsPerComponent 1", true), ("/Decode[1 0]", true), ("/BitsPerComponent 8", false)]
    {
        assert_eq!(facts(&format!("{mask}{more}"), "12", "null").is_empty(), is_sound, "{more}");
    }
    // Group 4 has one bit for a pixel; its parameters may be behind a reference.
    let code = format!("{ONE_PIXEL}/Filter/CCITTFaxDecode/DecodeParms 5 0 R");
    assert_eq!(facts(&code, "X", "<</K -1/Columns 1>>"), []);
    assert_eq!(facts(&code, "X", "<</K -1>>"), bad);
    assert_eq!(
        facts(&code.replace("BitsPerComponent 1", "BitsPerComponent 2"), "X", "<</K -1/Columns 1>>"),
        bad
    );
    // Group 3: one row of one white pixel.
    let rows = |count: usize| code.replace("Height 1", &format!("Height {count}"));
    assert_eq!(facts(&rows(1), "\u{1c}", "<</Columns 1>>"), []);
    assert_eq!(facts(&rows(2), "\u{1c}", "<</Columns 1>>"), bad);
    // These say themselves what they are.
    assert_eq!(facts("/Filter/JPXDecode", "x", "null"), [form::FactKind::ImageFilterForbidden]);
}

#[test]
fn forms_lie_as_deep_as_viewers_draw() {
    let facts = |levels: usize, last: &str, kind: &str| -> Vec<form::FactKind> {
        let page =
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>";
        let mut objects =
            vec![PAGES[0].to_owned(), PAGES[1].to_owned(), page.to_owned(), stream("", "/X Do")];
        for level in 1..=levels {
            let (resources, content) = match (level == levels, kind) {
                (true, _) => (String::new(), last),
                (false, "state") => (
                    format!("/Resources<</ExtGState<</S<</SMask<</S/Alpha/G {} 0 R>>>>>>>>", level + 5),
                    "/S gs",
                ),
                (false, "pattern") => {
                    (format!("/Resources<</Pattern<</P {} 0 R>>>>", level + 5), "/Pattern cs /P scn")
                }
                (false, "glyph") => (
                    format!("/Resources<</Font<</F<</Subtype/Type3/CharProcs<</a {} 0 R>>>>>>>>", level + 5),
                    "/F 9 Tf",
                ),
                (false, _) => (format!("/Resources<</XObject<</X {} 0 R>>>>", level + 5), "/X Do"),
            };
            let entries = match kind {
                "pattern" => "/PatternType 1/PaintType 1/TilingType 1/XStep 9/YStep 9",
                "state" => "/Group<</S/Transparency>>",
                _ => "",
            };
            objects.push(stream(&format!("/Subtype/Form/BBox[0 0 9 9]{entries}{resources}"), content));
        }
        let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
        let facts = content_facts(&Document::parse(&file(&objects).octets).unwrap());
        assert!(facts.iter().all(|fact| fact.page == Some(1)));
        facts.iter().map(|fact| fact.kind).collect()
    };
    let most = crate::limits::pdf::NESTED_CONTENTS;
    for kind in ["form", "state", "pattern"] {
        assert_eq!(facts(most, "q Q", kind), [], "{kind}");
        assert_eq!(facts(most + 1, "q Q", kind), [form::FactKind::ContentNested], "{kind}");
    }
    assert_eq!(facts(most + 1, "q Q", "glyph"), [form::FactKind::ContentNested]);
    // Resources that all share lead everywhere; what is not used is not painted.
    let shared = |content: &str| {
        let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources 6 0 R>>";
        let form = stream("/Subtype/Form/BBox[0 0 9 9]/Resources 6 0 R", content);
        let objects = [PAGES[0], PAGES[1], page, &stream("", "/X Do"), &form, "<</XObject<</X 5 0 R>>>>"];
        content_facts(&Document::parse(&file(&objects).octets).unwrap()).len()
    };
    assert_eq!((shared("q Q"), shared("/X Do")), (0, 1));
}

#[test]
fn encoded_content_ends_as_its_filter_says() {
    let facts = |entries: &str, data: &str| -> Vec<form::FactKind> {
        let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>/Contents 4 0 R>>";
        let octets = file(&[PAGES[0], PAGES[1], page, &stream(entries, data)]).octets;
        content_facts(&Document::parse(&octets).unwrap()).iter().map(|fact| fact.kind).collect()
    };
    let hex = "/Filter/ASCIIHexDecode";
    assert_eq!(facts(hex, "71 2051>"), []);
    for data in ["71 51", "71\x0051>", "71 51> 71", "7x>"] {
        assert_eq!(facts(hex, data), [form::FactKind::EncodedData], "{data}");
    }
    // Whatever a page needs: a font that ends earlier is another font.
    let font = |lead: &str, entries: &str, data: &str| -> Vec<form::FactKind> {
        let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]{lead}>>");
        let octets = file(&[PAGES[0], PAGES[1], &page, &stream(entries, data)]).octets;
        content_facts(&Document::parse(&octets).unwrap()).iter().map(|fact| fact.kind).collect()
    };
    let lead = "/Resources<</Font<</F<</FontDescriptor<</FontFile 4 0 R>>>>>>>>";
    assert_eq!(font(lead, hex, "71>"), []);
    assert_eq!(font(lead, hex, "71"), [form::FactKind::EncodedData]);
    assert_eq!(font("", hex, "71"), []);
    // A font that some viewers decode and others do not.
    for entries in ["/Filter/DCTDecode", "/Filter[/ASCIIHexDecode/Crypt]", "/Filter/JBIG2Decode"] {
        assert_eq!(font(lead, entries, "71>"), [form::FactKind::FilterEntries], "{entries}");
        assert_eq!(font("", entries, "71>"), [], "{entries}");
    }
    let lead = "/Resources<</ColorSpace<</C[/Separation/A/DeviceGray 4 0 R]>>>>";
    for (entries, length, facts) in [
        ("/FunctionType 4", 64, &[][..]),
        ("/FunctionType 4", 65, &[form::FactKind::ContentLimit]),
        ("/CMapName/A", 65, &[form::FactKind::ContentLimit]),
        ("", 65, &[]),
    ] {
        assert_eq!(font(lead, entries, &format!("{{ {:0length$} mul }}", 1)), facts, "{entries} {length}");
    }
    use form::FactKind::{ContentUnreadable, FilterEntries};
    let flate = |parameters: &str| facts(&format!("/Filter/FlateDecode/DecodeParms<<{parameters}>>"), "");
    assert_eq!(flate("/Predictor 12/Colors 32"), []);
    for bad in ["/Predictor 12/Colors 33", "/Predictor 16", "/Columns 0"] {
        assert_eq!(flate(bad)[0], FilterEntries, "{bad}");
    }
    assert_eq!(facts("/Filter/JPXDecode", ""), [ContentUnreadable]);
}

#[test]
fn pages_and_forms_say_where_they_are_painted() {
    let facts = |node: &str, page: &str, form: &str| -> Vec<form::FactKind> {
        let node = format!("<</Type/Pages/Count 1/Kids[3 0 R]{node}>>");
        let page = format!("<</Type/Page/Parent 2 0 R{page}/Keep 4 0 R>>");
        let form = stream(&format!("/Type/XObject/Subtype/Form{form}"), "");
        let octets = file(&[PAGES[0], &node, &page, &form, "8"]).octets;
        content_facts(&Document::parse(&octets).unwrap()).iter().map(|fact| fact.kind).collect()
    };
    let (sound, frame) = ("/MediaBox[0 0 9 9]/Resources<<>>/Rotate 90", "/BBox[0 0 9 9]");
    assert_eq!(facts(sound, "", frame), []);
    assert_eq!(facts("", sound, frame), []);
    for page in ["/Rotate -270", "/Rotate 360", "/UserUnit 1.0", "/CropBox[0 0 5 0 R 9]"] {
        assert_eq!(facts(sound, page, frame), [], "{page}");
        assert_eq!(facts(page, sound, frame), [], "{page}");
    }
    for page in [
        "/Rotate 45",
        "/Rotate 90.0",
        "/Rotate 450",
        "/Rotate null",
        "/UserUnit 2",
        "/UserUnit null",
        "/Resources null",
        "/Resources 99 0 R",
        "/Resources[]",
        "/MediaBox null",
        "/MediaBox[0 0 9]",
        "/MediaBox[0 0 0 9]",
        "/CropBox 99 0 R",
        "/CropBox[0 0 9/x]",
    ] {
        assert_eq!(facts("", page, frame), [form::FactKind::Geometry], "{page}");
        assert_eq!(facts(page, "", frame), [form::FactKind::Geometry], "{page}");
    }
    assert_eq!(facts("", "", "/BBox[0 0 9 9]/Matrix[1 0 0 1 0 0]"), []);
    for form in
        ["", "/BBox null", "/BBox[0 0 9]", "/BBox[0 0 9 9]/Matrix[1 0 0 1]", "/BBox[0 0 9 9]/Matrix 1"]
    {
        assert_eq!(facts("", "", form), [form::FactKind::Geometry], "{form}");
    }
}

#[test]
fn a_missing_name_is_told_with_its_page_and_place() {
    let second = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents[5 0 R 6 0 R]/Resources<<>>>>";
    let with = |resources: &str, glyph: &str| {
        let page = format!(
            "<</Type/Page/Parent 2 0 R/Contents[5 0 R 6 0 R]/MediaBox[0 0 9 9]/Resources{resources}>>"
        );
        let font = format!("<</Type/Font/Subtype/Type3/CharProcs<</A 8 0 R>>{glyph}>>");
        let (first, next) = (stream("", "q"), stream("", " Q /F 9 Tf"));
        let glyph = stream("", "9 0 d0 /X Do");
        let tree = "<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>";
        let objects = [
            PAGES[0],
            tree,
            &page,
            second,
            &first,
            &next,
            &font,
            &glyph,
            &stream(&format!("/Subtype/Image{ONE_PIXEL}{ONE_CODE}"), "X"),
        ];
        let octets = file(&objects).octets;
        let facts = content_facts(&Document::parse(&octets).unwrap());
        facts
            .iter()
            .map(|fact| {
                assert_eq!(fact.kind, form::FactKind::ResourceMissing);
                (fact.page.unwrap(), fact.object.unwrap().number, fact.position.unwrap())
            })
            .collect::<Vec<_>>()
    };
    // The second page shows the same streams with resources of its own, which lack the font.
    let have = "/Resources<</XObject<</X 9 0 R>>>>";
    assert_eq!(with("<</Font<</F 7 0 R>>>>", have), [(2, 6, 3)]);
    assert_eq!(with("<<>>", ""), [(1, 6, 3), (2, 6, 3)]);
    // A glyph has the resources of its font. What no page leads to is not painted.
    assert_eq!(with("<</Font<</F 7 0 R>>>>", ""), [(2, 6, 3), (1, 8, 7)]);
    // Of the right kind.
    assert_eq!(with("<</Font<</F 9 0 R>>>>", have), [(1, 6, 3), (2, 6, 3)]);
    assert_eq!(with("<</Font<</F 99 0 R>>>>", have), [(1, 6, 3), (2, 6, 3)]);
    assert_eq!(with("<</XObject<</F 7 0 R>>>>", have), [(1, 6, 3), (2, 6, 3)]);
    assert_eq!(with("<</Font<</F 7 0 R>>>>", "/Resources<</XObject<</X 7 0 R>>>>"), [(2, 6, 3), (1, 8, 7)]);
}

#[test]
fn whatever_is_painted_is_read() {
    let facts = |page: &str, entries: &str, more: &str| {
        let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>{page}>>");
        let octets = file(&[PAGES[0], PAGES[1], &page, &stream(entries, "/F 9 Tf"), more, "null"]).octets;
        let facts = content_facts(&Document::parse(&octets).unwrap());
        facts.iter().filter(|fact| fact.kind == form::FactKind::ResourceMissing).count()
    };
    let (boxed, named) = ("/BBox[0 0 9 9]", "/Subtype/Form/BBox[0 0 9 9]");
    // What nothing paints is not read, what no page leads to is not painted.
    assert_eq!(facts("/Keep 4 0 R", boxed, "8"), 0);
    assert_eq!(facts("", named, "8"), 0);
    // What an appearance has beside its content is none.
    assert_eq!(
        facts("/Annots[<</AP<</N 5 0 R>>>>]", boxed, &stream("/BBox[0 0 9 9]/Metadata 4 0 R", "q Q")),
        0
    );
    for (page, entries, more) in [
        ("/Keep 4 0 R", named, "8"),
        ("/Keep 4 0 R", "/Subtype 5 0 R/BBox[0 0 9 9]", "/Form"),
        ("/Keep 4 0 R", "/PatternType 5 0 R/BBox[0 0 9 9]", "1"),
        ("/Keep[4 0 R<</Subtype/Type3>>]/Next 5 0 R", "", "<</Subtype/Type3/CharProcs<</a 4 0 R>>>>"),
        ("/Annots[<</AP<</N 4 0 R>>>>]", boxed, "8"),
        ("/Annots[<</AP 5 0 R>>]", boxed, "<</N<</On 4 0 R>>>>"),
        ("/Annots[<</AP<</D 5 0 R>>>>]", boxed, "<</A 4 0 R>>"),
        ("/Keep<</SMask 5 0 R>>", boxed, "<</S/Luminosity/G 4 0 R>>"),
    ] {
        assert_eq!(facts(page, entries, more), 1, "{page} {entries} {more}");
    }
}

#[test]
fn an_appearance_is_painted_by_every_viewer() {
    let stamp = |rest: &str| with("", &format!("/Annots[<</Type/Annot/F 4/AP<</N 4 0 R>>{rest}>>]"));
    for sound in ["Stamp", "Square", "Text", "Ink", "Watermark"] {
        assert_eq!(stamp(&format!("/Subtype/{sound}/Rect[9 9 0 0]")), [], "{sound}");
    }
    for kind in [
        "",
        "/Subtype/Popup",
        "/Subtype/Link",
        "/Subtype/Highlight",
        "/Subtype/Underline",
        "/Subtype/Polygon",
        "/Subtype/Foo",
        "/Subtype(Stamp)",
    ] {
        assert_eq!(stamp(&format!("{kind}/Rect[0 0 9 9]")), [DrawnByViewer], "{kind}");
    }
    for place in ["", "/Rect[0 0 9 9 9]", "/Rect[0 0 0 0]", "/Rect[0 0 0 9]", "/Rect[0 0 9/x]", "/Rect null"]
    {
        assert_eq!(stamp(&format!("/Subtype/Stamp{place}")), [DrawnByViewer], "{place}");
    }
    let with_form = |form: &str, appearance: &str| {
        let page = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Annots[<</Subtype/Stamp/F 4/Rect[0 0 9 9]/AP<</N {appearance}>>/AS/A>>]>>"
        );
        kinds(&file(&[PAGES[0], PAGES[1], &page, &stream(form, "x")]).octets)
    };
    for appearance in ["4 0 R", "<</A 4 0 R>>"] {
        assert_eq!(with_form("/Subtype/Form/BBox[0 0 1 1]", appearance), []);
        for form in [
            "/BBox[0 0 1 1]",
            "/Subtype/Image/BBox[0 0 1 1]",
            "/Subtype/Form",
            "/Subtype/Form/BBox[0 0 1]",
            "/Subtype/Form/BBox[0 0 0 0]",
            "/Subtype/Form/BBox[0 0 1 1]/Matrix 1",
        ] {
            assert_eq!(with_form(form, appearance), [DrawnByViewer], "{form}");
        }
    }
}

#[test]
fn a_page_is_one_whatever_it_calls_itself() {
    let content = stream("", "x");
    let with = |catalog: &str, body: &str| {
        let catalog = format!("<</Type/Catalog/Pages 2 0 R/Keep[4 0 R 5 0 R]{catalog}>>");
        kinds(&file(&[&catalog, PAGES[1], PAGES[2], &content, body, "/Page"]).octets)
    };
    for body in
        ["<</MediaBox[0 0 9 9]>>", "<</Contents 4 0 R>>", "<</Type/X/Contents[4 0 R]>>", "<</Type 6 0 R>>"]
    {
        assert_eq!(with("", body), [PageNotShown], "{body}");
    }
    assert_eq!(with("", "<</Contents(of a note)>>"), []);
    // The same with nothing that leads to them.
    let unused = |body: &str| kinds(&file(&[PAGES[0], PAGES[1], PAGES[2], body, "/Page"]).octets);
    for body in [
        "<</Type 5 0 R>>",
        "<</Parent 2 0 R/MediaBox[0 0 9 9]>>",
        "<</Contents 3 0 R>>",
        "<</Contents[3 0 R]>>",
        "<</Kids[3 0 R]/Count 1>>",
    ] {
        assert_eq!(unused(body), [UnusedObject], "{body}");
    }
    for body in ["<</Type/X>>", "<</Kids[3 0 R]>>", "<</Contents(of a note)>>", "<</Parent 3 0 R>>"] {
        assert_eq!(unused(body), [], "{body}");
    }
}

#[test]
fn pages_are_what_is_seen_of_the_document() {
    for catalog in [
        "/OpenAction[3 0 R/Fit]",
        "/OpenAction[3 0 R/XYZ null null 0]",
        "/OpenAction[3 0 R/XYZ 0 9 2]",
        "/OpenAction<</S/GoTo/D[3 0 R/FitH null]>>",
        "/Collection null",
        "/URI<<>>",
    ] {
        assert_eq!(with(catalog, ""), [], "{catalog}");
    }
    for catalog in [
        "/OpenAction[3 0 R/FitR 0 0 1 1]",
        "/OpenAction[3 0 R/XYZ 0 9 2.1]",
        "/OpenAction[3 0 R/XYZ 0 9/x]",
        "/OpenAction[3 0 R]",
        "/OpenAction<</S/GoTo/D[3 0 R/FitR 0 0 1 1]>>",
        "/OpenAction<</S/GoTo/D(name)>>",
        "/OpenAction(name)",
        "/Collection<<>>",
    ] {
        assert_eq!(with(catalog, ""), [Presentation], "{catalog}");
    }
    for page in ["/Trans<<>>", "/Thumb<</Width 106/Height 106>>", "/Dur null"] {
        assert_eq!(with("", page), [], "{page}");
    }
    for page in ["/Dur 1", "/PresSteps<<>>", "/Thumb<</Width 257/Height 1>>", "/Thumb<</Width 1>>"] {
        assert_eq!(with("", page), [Presentation], "{page}");
    }
    for catalog in ["/SpiderInfo<<>>", "/URI<</Base(x)>>"] {
        assert_eq!(with(catalog, ""), [CarriedData], "{catalog}");
    }
}

#[test]
fn data_of_applications_hold_no_stream_of_their_own() {
    let pieces = |page: &str| {
        let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]{page}>>");
        kinds(&file(&[PAGES[0], PAGES[1], &page, FORM]).octets)
    };
    assert_eq!(pieces("/Resources<</XObject<</A 4 0 R>>>>/PieceInfo<</X<</Private 4 0 R>>>>"), []);
    assert_eq!(pieces("/Resources<</XObject<</A 4 0 R>>>>/PieceInfo<</X<</Private(x)>>>>"), []);
    assert_eq!(pieces("/PieceInfo<</X<</Private 4 0 R>>>>"), [CarriedData]);
}
