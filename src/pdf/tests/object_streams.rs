//! Object streams, and single objects at the end of a file: the nearest that is accepted beside the nearest that is refused.

use super::*;
use crate::limits::{Budget, pdf as limits};
use tail::ObjectStream;

/// How many objects a stream has that says `count` and whose first object begins behind `pairs`.
fn decoded(count: usize, pairs: &str, objects: &str) -> Result<usize, Error> {
    let entries = format!("/Type/ObjStm/N {count}/First {}", pairs.len());
    let source = format!("4 0 obj\n{}\nendobj\n", stream(&entries, &format!("{pairs}{objects}")));
    let mut budget = Budget::new(limits::VALUE_OCTETS);
    let length = |object| Err(Error::ReferenceLoop { object });
    let holder = scan::indirect_object(source.as_bytes(), 0, &mut budget, &length).unwrap().indirect;
    ObjectStream::decode(&holder, source.as_bytes(), limits::STRUCTURE_STREAM_OCTETS)
        .map(|stream| stream.index.len())
}

#[test]
fn offsets_increase_and_stay_in_the_data() {
    for (count, pairs, objects) in [(1, "7 0 ", "1"), (2, "7 0 8 2 ", "1 2"), (1, "7 2 ", "  ")] {
        assert_eq!(decoded(count, pairs, objects), Ok(count), "{pairs}");
    }
    for (count, pairs, objects) in [
        (1, "7 3 ", "  "),
        (1, "0 0 ", "1"),
        (2, "7 0 8 0 ", "1 2"),
        (2, "7 2 8 0 ", "  1"),
        (2, "7 0 8 9 ", "1 2"),
    ] {
        assert_eq!(
            decoded(count, pairs, objects),
            Err(Error::ObjectStreamMalformed { offset: 0 }),
            "{pairs}"
        );
    }
}

#[test]
fn an_object_stream_has_two_hundred_thousand_objects_and_not_one_more() {
    let most = limits::OBJECTS;
    let with = |count: usize| {
        let pairs: String = (0..count).map(|index| format!("{} {} ", index + 1, 2 * index)).collect();
        decoded(count, &pairs, &"0 ".repeat(count))
    };
    assert_eq!(with(most), Ok(most));
    assert_eq!(with(most + 1), Err(Error::TooManyObjects { offset: 0 }));
}

/// A file whose page (object 3) is the only object of object stream 4, whose pairs say `number`.
fn with_member(number: u32, container: u32) -> Vec<u8> {
    let holder = stream("/Type/ObjStm/N 1/First 4", &format!("{number} 0 {}", PAGES[2]));
    let mut octets = b"%PDF-1.7\n".to_vec();
    let mut starts = Vec::new();
    for (number, body) in [(1, PAGES[0]), (2, PAGES[1]), (4, &holder)] {
        starts.push(octets.len());
        octets.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    let table = octets.len();
    let row = |kind: u8, second: usize| format!("{kind:02x}{second:04x}00");
    let rows = [
        row(0, 0),
        row(1, starts[0]),
        row(1, starts[1]),
        row(2, usize::try_from(container).unwrap()),
        row(1, starts[2]),
        row(1, table),
    ];
    let body = stream("/Type/XRef/W[1 2 1]/Size 6/Root 1 0 R/Filter/ASCIIHexDecode", &(rows.concat() + ">"));
    octets.extend(format!("5 0 obj\n{body}\nendobj\nstartxref\n{table}\n%%EOF\n").bytes());
    octets
}

#[test]
fn an_object_stream_holds_the_object_that_is_looked_for_in_it() {
    let page = ObjectId { number: 3, generation: 0 };
    let found = |octets: &[u8]| Tail::read(octets).unwrap().object(page).map(|found| found.is_some());
    assert_eq!(found(&with_member(3, 4)), Ok(true));
    assert!(Document::parse(&with_member(3, 4)).is_ok());
    let other = with_member(7, 4);
    assert_eq!(found(&other), Err(Error::ObjectStreamMissing { object: page, container: 4 }));
    assert!(matches!(error(&other), Error::ObjectOrphan { .. }));
}

#[test]
fn what_the_cross_reference_says_to_be_in_an_object_stream_is_in_it() {
    // The stream is empty of what the entry names: the objects are those of the file, and one that is nowhere.
    let File { octets, table } = file(&PAGES);
    let with = |fourth: &str| {
        let mut octets = octets[..table].to_vec();
        let mut rows = String::from("00000000");
        for number in 1..=3 {
            let at = memchr::memmem::find(&octets, format!("{number} 0 obj").as_bytes()).unwrap();
            rows += &format!("01{at:04x}00");
        }
        let rows = format!("{rows}{fourth}01{table:04x}00>");
        let body = stream("/Type/XRef/W[1 2 1]/Size 6/Root 1 0 R/Filter/ASCIIHexDecode", &rows);
        octets.extend(format!("5 0 obj\n{body}\nendobj\nstartxref\n{table}\n%%EOF\n").bytes());
        Document::parse(&octets).map(|_| ())
    };
    let object = ObjectId { number: 4, generation: 0 };
    assert_eq!(with("00000000"), Ok(()));
    assert_eq!(with("02000300"), Err(Error::ObjectStreamMissing { object, container: 3 }));
    assert_eq!(with("02000800"), Err(Error::ObjectStreamMissing { object, container: 8 }));
}

#[test]
fn a_single_object_has_the_generation_that_is_asked_for() {
    let file = file(&PAGES);
    let tail = Tail::read(&file.octets).unwrap();
    let found =
        |generation: u16| tail.object(ObjectId { number: 3, generation }).map(|found| found.is_some());
    assert_eq!(found(0), Ok(true));
    assert_eq!(found(1), Ok(false));
}

#[test]
fn a_reference_is_followed_to_a_value() {
    let file = file(&[PAGES[0], PAGES[1], PAGES[2], "5 0 R", "6 0 R", "(a)", "7 0 R"]);
    let tail = Tail::read(&file.octets).unwrap();
    let resolved = |number: u32| {
        let id = ObjectId { number, generation: 0 };
        let reference = Object { value: Value::Reference(id), span: Span::new(0, 0) };
        tail.resolve(&reference)
            .map(|found| found.map(|(id, located)| (id.number, located.indirect.object.value)))
    };
    let text = Value::LiteralString(b"a".to_vec());
    assert_eq!(resolved(6), Ok(Some((6, text.clone()))));
    assert_eq!(resolved(4), Ok(Some((6, text))));
    assert_eq!(resolved(9), Ok(None));
    assert!(matches!(resolved(7), Err(Error::ReferenceLoop { .. })));
}

#[test]
fn a_file_has_one_gibibyte_and_not_one_octet_more() {
    // Pages of zeros that nobody reads cost no memory.
    let zeros = vec![0; limits::FILE_OCTETS + 1];
    let found = |octets: &[u8]| Tail::read(octets).map(|_| ());
    assert_eq!(found(&zeros[1..]), Err(Error::StartOfCrossReferenceMissing));
    assert_eq!(found(&zeros), Err(Error::TooLarge { octets: limits::FILE_OCTETS + 1 }));
}
