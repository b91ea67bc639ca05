//! Documents of a size: a scanned register as PDF, and a register of many people as XML.

use std::fmt::Write as _;

/// A document that is measured: its name, what makes it, and of how many octets.
pub type Measured = (&'static str, fn(usize) -> Vec<u8>, usize);

/// What is measured.
pub const DOCUMENTS: [Measured; 4] = [
    ("PDF 50 KB", pdf, 50_000),
    ("PDF 2 MB", pdf, 2_000_000),
    ("XML 20 KB", xml, 20_000),
    ("XML 2 MB", xml, 2_000_000),
];

/// Octets of one scanned page: compressed, and so without a pattern that anything could make use of.
const PAGE: usize = 40_000;

/// Pixels of a row.
const WIDTH: usize = 1_654;

/// Group 4 data (ITU-T T.6) of about `octets` octets, and its rows: runs of two or three pixels in horizontal mode.
fn group4(octets: usize, mut random: impl FnMut() -> u8) -> (usize, Vec<u8>) {
    const WHITE: [&str; 6] = ["0111", "1000", "1011", "1100", "1110", "1111"];
    let (mut bits, mut rows) = (String::new(), 0);
    while bits.len() < 8 * octets {
        let mut left = WIDTH;
        while left > 9 {
            let (white, black) = (usize::from(random() & 1), usize::from(random() & 1));
            bits.extend(["001", WHITE[white], ["11", "10"][black]]);
            left -= 4 + white + black;
        }
        bits.extend(["001", WHITE[left - 4], "11"]);
        rows += 1;
    }
    // End of block.
    bits.push_str("000000000001000000000001");
    let octet =
        |part: &[u8]| (0..8).fold(0, |value, bit| value << 1 | u8::from(part.get(bit) == Some(&b'1')));
    (rows, bits.as_bytes().chunks(8).map(octet).collect())
}

/// A PDF of about `octets` octets: pages of 40,000 octets that are one image each.
pub fn pdf(octets: usize) -> Vec<u8> {
    let pages = octets.div_ceil(PAGE + 10_000).max(1);
    let image = (octets / pages).saturating_sub(700);
    let mut file = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut starts = Vec::new();
    let mut object = |file: &mut Vec<u8>, body: &[u8]| {
        starts.push(file.len());
        file.extend_from_slice(format!("{} 0 obj\n", starts.len()).as_bytes());
        file.extend_from_slice(body);
        file.extend_from_slice(b"\nendobj\n");
    };
    object(&mut file, b"<</Type/Catalog/Pages 2 0 R>>");
    let kids: String = (0..pages).map(|page| format!("{} 0 R ", 3 + 3 * page)).collect();
    object(&mut file, format!("<</Type/Pages/Count {pages}/Kids[{kids}]>>").as_bytes());
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for page in 0..pages {
        let own = 3 + 3 * page;
        let resources = format!("<</XObject<</Scan {} 0 R>>>>", own + 2);
        let leaf = format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources{resources}/Contents {} 0 R>>",
            own + 1
        );
        object(&mut file, leaf.as_bytes());
        let shown = "q 595 0 0 842 0 0 cm /Scan Do Q";
        let content = format!("<</Length {}>>stream\n{shown}\nendstream", shown.len());
        object(&mut file, content.as_bytes());
        let (rows, data) = group4(image, || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_be_bytes()[0]
        });
        let length = data.len();
        let dictionary = format!(
            "<</Type/XObject/Subtype/Image/Width {WIDTH}/Height {rows}/ColorSpace/DeviceGray/BitsPerComponent 1\
             /Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns {WIDTH}/Rows {rows}>>/Length {length}>>stream\n"
        );
        let mut body = dictionary.into_bytes();
        body.extend(data);
        body.extend_from_slice(b"\nendstream");
        object(&mut file, &body);
    }
    let table = file.len();
    let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", starts.len() + 1);
    for start in &starts {
        writeln!(end, "{start:010} 00000 n ").expect("a string takes everything");
    }
    write!(end, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", starts.len() + 1)
        .expect("a string takes everything");
    file.extend_from_slice(end.as_bytes());
    file
}

/// The sample certificate of a family, its people again and again until it has about `octets` octets.
pub fn xml(octets: usize) -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/documents/presumed-death.xml");
    let source = std::fs::read_to_string(path).expect("the sample document");
    let (person, end) = ("<戸籍に記録されている者>", "</戸籍に記録されている者>");
    let first = source.find(person).expect("a person");
    let last = source.rfind(end).expect("a person") + end.len();
    let mut register = source[..first].to_owned();
    while register.len() + (source.len() - last) < octets {
        register.push_str(&source[first..last]);
        register.push_str("\n  ");
    }
    register.push_str(&source[last..]);
    register.into_bytes()
}
