//! Cross-reference sections and the revisions they make: the nearest that is accepted beside the nearest that is refused.

use super::*;
use crate::limits::{Budget, pdf as limits};

fn section(source: &[u8]) -> Result<usize, Error> {
    let mut octets_left = limits::STRUCTURE_TOTAL_OCTETS;
    let mut budget = Budget::new(limits::VALUE_OCTETS);
    Section::read(source, 0, &mut budget, &mut octets_left).map(|section| section.length())
}

/// A cross-reference stream of `data` in hexadecimal.
fn stream_section(entries: &str, data: &str) -> Result<usize, Error> {
    let body = stream(&format!("/Type/XRef/Size 9{entries}/Filter/ASCIIHexDecode"), &format!("{data}>"));
    section(format!("1 0 obj\n{body}\nendobj\n").as_bytes())
}

#[test]
fn a_section_has_a_hundred_thousand_subsections_and_not_one_more() {
    let most = limits::SUBSECTIONS;
    let table =
        |count: usize| section(format!("xref\n{}trailer\n<</Size 1>>", "0 0\n".repeat(count)).as_bytes());
    let stream = |count: usize| stream_section(&format!("/W[1 2 1]/Index[{}]", "0 0 ".repeat(count)), "");
    for read in [&table as &dyn Fn(usize) -> Result<usize, Error>, &stream] {
        assert_eq!(read(most), Ok(0));
        assert_eq!(read(most + 1), Err(Error::TooManySubsections { offset: 0 }));
    }
}

#[test]
fn a_cross_reference_stream_has_as_many_octets_as_its_rows() {
    assert_eq!(stream_section("/W[1 2 1]/Index[0 2]", "0000000001000900"), Ok(2));
    // A row of no octets is none, however many of them there are.
    for (entries, data) in [
        ("/W[1 2 1]/Index[0 2]", "00000000010009"),
        ("/W[1 2 1]/Index[0 2]", "000000000100090000"),
        ("/W[0 0 0]/Index[0 2]", ""),
    ] {
        let found = stream_section(entries, data);
        assert_eq!(found, Err(Error::CrossReferenceStreamLength { offset: 0 }), "{entries} {data}");
    }
}

/// A file whose only table has these subsections, one word for a line: ZERO, FREE, and ONE to THREE for the objects.
fn with_table(subsections: &str) -> Result<(), Error> {
    let File { octets, table } = file(&PAGES);
    let start_of = |header: &str| memchr::memmem::find(&octets, header.as_bytes()).unwrap();
    let entry = |word: &str| match word {
        "ZERO" => "0000000000 65535 f \n".to_owned(),
        "FREE" => "0000000000 00001 f \n".to_owned(),
        "ONE" => format!("{:010} 00000 n \n", start_of("1 0 obj")),
        "TWO" => format!("{:010} 00000 n \n", start_of("2 0 obj")),
        "THREE" => format!("{:010} 00000 n \n", start_of("3 0 obj")),
        numbers => numbers.replace('+', " ") + "\n",
    };
    let entries: String = subsections.split(' ').map(entry).collect();
    let mut file = octets[..table].to_vec();
    file.extend(
        format!("xref\n{entries}trailer\n<</Size 9/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes(),
    );
    Document::parse(&file).map(|_| ())
}

#[test]
fn tables_begin_with_number_zero_which_is_free() {
    for good in [
        "0+4 ZERO ONE TWO THREE",
        "0+1 ZERO 1+1 ONE 2+2 TWO THREE",
        "0+1 ZERO 5+1 FREE 1+3 ONE TWO THREE",
        "0+1 ZERO 1+0 1+3 ONE TWO THREE",
    ] {
        assert_eq!(with_table(good), Ok(()), "{good}");
    }
    for bad in [
        "1+3 ONE TWO THREE",
        "5+1 FREE 0+4 ZERO ONE TWO THREE",
        "0+0 0+4 ZERO ONE TWO THREE",
        "0+4 ONE ONE TWO THREE",
        // Some readers take a free entry at the beginning of a subsection for that of number 0.
        "1+4 ZERO ONE TWO THREE",
        "0+1 ZERO 1+1 FREE 2+3 ONE TWO THREE",
    ] {
        assert!(matches!(with_table(bad), Err(Error::SubsectionNumbering { .. })), "{bad}");
    }
    // An entry of a subsection that has none.
    assert!(matches!(with_table("1+0 ZERO"), Err(Error::CrossReferenceTableMalformed { .. })));
}

#[test]
fn subsections_may_follow_one_another_without_a_number_between() {
    let octets = |first: &str, second: &str| {
        let text = format!("xref\n{first}{second}trailer\n<</Size 9>>");
        let mut budget = Budget::new(limits::VALUE_OCTETS);
        let section = Section::read(text.as_bytes(), 0, &mut budget, &mut 0).unwrap();
        section.find(text.as_bytes(), 3)
    };
    let (free, used) = ("0000000000 00001 f \n", "0000000009 00000 n \n");
    let found = Ok(Some(CrossReference::InUse { offset: 9, generation: 0 }));
    assert_eq!(octets(&format!("0 3\n{}", free.repeat(3)), &format!("3 1\n{used}")), found);
    // One that names nothing takes nothing from the one it stands in.
    assert_eq!(octets(&format!("0 4\n{}{used}", free.repeat(3)), "2 0\n"), found);
    let twice = octets(&format!("0 4\n{}", free.repeat(4)), &format!("3 1\n{used}"));
    assert!(matches!(twice, Err(Error::CrossReferenceDuplicate { number: 3, .. })));
}

#[test]
fn a_stream_has_the_length_that_its_own_revision_knew() {
    let stream = |data: &str| format!("<</Length 5 0 R>>stream\n{data}\nendstream");
    let parsed = |first: &str, lengths: [&str; 2], last: &str| {
        let mut file = file(&[PAGES[0], PAGES[1], PAGES[2], &stream(first), "3"]);
        file.update(5, lengths[0]);
        file.update(4, &stream(last));
        file.update(5, lengths[1]);
        Document::parse(&file.octets).map(|document| document.revisions().len())
    };
    assert_eq!(parsed("abc", ["5", "7"], "abcde"), Ok(4));
    for (first, lengths, last) in
        [("abcde", ["5", "7"], "abcde"), ("abc", ["5", "7"], "abc"), ("abc", ["5", "7"], "abcdefg")]
    {
        let found = parsed(first, lengths, last);
        assert!(matches!(found, Err(Error::StreamLengthWrong { .. })), "{first} {last}: {found:?}");
    }
}

/// A hybrid file as word processors write it: a whole table, and behind it an empty section that leads to it and to a
/// cross-reference stream. `marker` closes the first part; `change` may write the last trailer otherwise.
fn hybrid_of_two_parts(marker: bool, change: impl Fn(&str, [usize; 2]) -> String) -> Vec<u8> {
    let File { octets, table } = file(&PAGES);
    let mut octets = octets[..table].to_vec();
    let supplement = octets.len();
    let row = format!("01{supplement:08x}00>");
    let body = stream("/Type/XRef/Index[4 1]/W[1 4 1]/Size 5/Root 1 0 R/Filter/ASCIIHexDecode", &row);
    octets.extend(format!("4 0 obj\n{body}\nendobj\n").bytes());
    let table = octets.len();
    let starts =
        (1..=3).map(|number| memchr::memmem::find(&octets, format!("{number} 0 obj").as_bytes()).unwrap());
    let entries: String = starts.map(|at| format!("{at:010} 00000 n \n")).collect();
    octets.extend(
        format!("xref\n0 4\n0000000000 65535 f \n{entries}trailer\n<</Size 5/Root 1 0 R>>\n").bytes(),
    );
    if marker {
        octets.extend(format!("startxref\n{table}\n%%EOF\n").bytes());
    }
    let last = octets.len();
    let trailer = format!("xref\n0 0\ntrailer\n<</Size 5/Root 1 0 R/Prev {table}/XRefStm {supplement}>>\n");
    octets.extend(change(&trailer, [table, supplement]).bytes());
    octets.extend(format!("startxref\n{last}\n%%EOF\n").bytes());
    octets
}

#[test]
fn the_two_parts_of_a_hybrid_file_are_one_revision() {
    let revisions = |octets: &[u8]| Document::parse(octets).map(|document| document.revisions().len());
    let same = |trailer: &str, _: [usize; 2]| trailer.to_owned();
    assert_eq!(revisions(&hybrid_of_two_parts(true, same)), Ok(1));
    // A last part that names an object is a revision of its own, and the stream of the first one is none of its.
    let full = |trailer: &str, [_, supplement]: [usize; 2]| {
        trailer.replace("0 0\n", &format!("4 1\n{supplement:010} 00000 n \n"))
    };
    let outside = revisions(&hybrid_of_two_parts(true, full));
    assert!(matches!(outside, Err(Error::StructureStreamUnused { .. })), "{outside:?}");
    let unmarked = revisions(&hybrid_of_two_parts(false, same));
    assert!(matches!(unmarked, Err(Error::RevisionOutsideChain { .. })), "{unmarked:?}");
}

#[test]
fn an_empty_section_is_no_second_part_of_the_stream_it_continues() {
    let mut octets = b"%PDF-1.7\n".to_vec();
    let mut rows = String::from("000000000000");
    for (number, body) in (1..).zip(PAGES) {
        rows += &format!("01{:08x}00", octets.len());
        octets.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    let first = octets.len();
    let rows = format!("{rows}01{first:08x}00>");
    let body = stream("/Type/XRef/W[1 4 1]/Size 5/Root 1 0 R/Filter/ASCIIHexDecode", &rows);
    octets.extend(format!("4 0 obj\n{body}\nendobj\nstartxref\n{first}\n%%EOF\n").bytes());
    let updated = |more: &str| {
        let start = octets.len();
        let trailer = format!("xref\n0 0\ntrailer\n<</Size 5/Root 1 0 R/Prev {first}{more}>>\n");
        let update = format!("{trailer}startxref\n{start}\n%%EOF\n");
        Document::parse(&[&octets, update.as_bytes()].concat()).map(|document| document.revisions().len())
    };
    assert_eq!(updated(""), Ok(2));
    let found = updated(&format!("/XRefStm {first}"));
    assert!(matches!(found, Err(Error::RevisionOutsideChain { .. })), "{found:?}");
}

#[test]
fn only_the_first_section_of_a_linearized_file_stands_before_the_one_it_leads_to() {
    assert!(Document::parse(&linearized("")).is_ok());
    let unstated = String::from_utf8(linearized("")).unwrap().replace("/Linearized", "/Linearizes");
    assert!(matches!(error(unstated.as_bytes()), Error::PreviousNotEarlier { .. }));
    // A third section before both: its place is written when the others are known.
    let write = |middle: usize| {
        let first = format!(
            "%PDF-1.7\nxref\n0 0\ntrailer\n<</Size 9/Root 1 0 R/Prev {middle:06}>>\nstartxref\n0\n%%EOF\n"
        );
        let mut octets = first.into_bytes();
        let mut entries = String::from("0 4\n0000000000 65535 f \n");
        for (number, body) in (1..).zip(PAGES) {
            entries += &format!("{:010} 00000 n \n", octets.len());
            octets.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
        }
        let oldest = octets.len();
        octets.extend(
            format!("xref\n{entries}trailer\n<</Size 9/Root 1 0 R>>\nstartxref\n{oldest}\n%%EOF\n").bytes(),
        );
        let middle = octets.len();
        octets.extend(
            format!("xref\n0 0\ntrailer\n<</Size 9/Root 1 0 R/Prev {oldest}>>\nstartxref\n9\n%%EOF\n")
                .bytes(),
        );
        (octets, middle)
    };
    let (octets, _) = write(write(0).1);
    assert_eq!(error(&octets), Error::PreviousNotEarlier { offset: 9 });
}

/// A linearized file whose first section is a stream, with or without a `startxref` and a marker behind it.
fn linearized_by_stream(closing: &str) -> Vec<u8> {
    let write = |[main, length]: [usize; 2], places: [usize; 3]| {
        let mut octets = format!("%PDF-1.7\n4 0 obj\n<</Linearized 1/L {length:05}>>\nendobj\n").into_bytes();
        let first = octets.len();
        let rows: String =
            [places[0], places[1], places[2], 9, first].iter().map(|at| format!("01{at:08x}00")).collect();
        let entries =
            format!("/Type/XRef/Index[1 5]/W[1 4 1]/Size 6/Root 1 0 R/Prev {main:05}/Filter/ASCIIHexDecode");
        let body = stream(&entries, &(rows + ">"));
        octets.extend(format!("5 0 obj\n{body}\nendobj\n{closing}").bytes());
        let mut found = [0; 3];
        for (index, body) in PAGES.into_iter().enumerate() {
            found[index] = octets.len();
            octets.extend(format!("{} 0 obj\n{body}\nendobj\n", index + 1).bytes());
        }
        let main = octets.len();
        octets.extend(
            format!(
                "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{first}\n%%EOF\n"
            )
            .bytes(),
        );
        let length = octets.len();
        (octets, [main, length], found)
    };
    let (_, sizes, places) = write([0; 2], [0; 3]);
    write(sizes, places).0
}

#[test]
fn a_linearized_file_may_leave_out_the_marker_behind_a_first_section_that_is_a_stream() {
    for closing in ["", "startxref\n0\n%%EOF\n"] {
        let octets = linearized_by_stream(closing);
        assert_eq!(Document::parse(&octets).map(|document| document.revisions().len()), Ok(1), "{closing}");
    }
}

#[test]
fn a_section_names_two_hundred_thousand_numbers_and_not_one_more() {
    let most = limits::OBJECTS;
    let free = "0000000000 00001 f \n";
    let parsed = |count: usize| {
        let File { octets, table } = file(&PAGES);
        let trailer = octets[table..].to_vec();
        let entries = String::from_utf8(trailer).unwrap().replace("0 4\n", &format!("0 {count}\n"));
        let entries = entries.replace("trailer", &format!("{}trailer", free.repeat(count - 4)));
        let entries = entries.replace("/Size 4", &format!("/Size {count}"));
        Document::parse(&[&octets[..table], entries.as_bytes()].concat()).map(|_| ())
    };
    assert_eq!(parsed(most), Ok(()));
    assert!(matches!(parsed(most + 1), Err(Error::TooManyObjects { .. })));
}

#[test]
fn an_entry_leads_into_its_own_revision() {
    let mut two = file(&PAGES);
    two.update(3, PAGES[2]);
    let text = String::from_utf8(two.octets.clone()).unwrap();
    let last = text.rfind(" 00000 n ").unwrap() - 10;
    let leading = |offset: usize| {
        let mut octets = two.octets.clone();
        octets[last..last + 10].copy_from_slice(format!("{offset:010}").as_bytes());
        Document::parse(&octets).map(|_| ())
    };
    let own = text.rfind("3 0 obj").unwrap();
    assert_eq!(leading(own), Ok(()));
    let earlier = text.find("3 0 obj").unwrap();
    let found = leading(earlier);
    assert!(matches!(found, Err(Error::CrossReferenceIntoOtherRevision { target, .. }) if target == earlier));
    // No revision is there.
    for nowhere in [text.len(), text.len() + 1, own + 1] {
        let found = leading(nowhere);
        assert!(matches!(found, Err(Error::CrossReferenceTargetWrong { target, .. }) if target == nowhere));
    }
}
