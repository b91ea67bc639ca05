//! What stands at top level, and what is told of it where it may not: the nearest that is accepted beside it.

use super::*;

/// Scans objects, markers and words that no cross-reference names.
fn scanned(source: &[u8]) -> Result<usize, Error> {
    let mut budget = crate::limits::Budget::new(crate::limits::pdf::VALUE_OCTETS);
    let length = |object, _| Err(Error::ReferenceLoop { object });
    scan::items(source, &[], &mut budget, &length).map(|items| items.len())
}

#[test]
fn nothing_but_white_space_stands_behind_the_version() {
    for good in ["%PDF-1.7\n", "%PDF-1.7\r\n", "%PDF-1.7 \t\n"] {
        assert_eq!(scan::header(good.as_bytes()), Ok(Version { major: 1, minor: 7 }), "{good}");
    }
    for bad in ["%PDF-1.7x\n", "%PDF-1.75\n", "%PDF-1.7 x\r", "%PDF-1\n", "%PDF-1.7"] {
        assert_eq!(scan::header(bad.as_bytes()), Err(Error::HeaderMalformed), "{bad}");
    }
}

#[test]
fn a_word_that_only_begins_like_a_keyword_is_stray() {
    let file = file(&PAGES);
    for word in ["xrefs", "xyz", "trailers", "t", "startxrefs", "s", "endobj"] {
        let before = file.replace("startxref", &format!("{word}\nstartxref"));
        let offset = String::from_utf8_lossy(&before).rfind(&format!("{word}\nstartxref")).unwrap();
        assert_eq!(error(&before), Error::StrayOctets { offset }, "{word}");
        // Behind a marker it is appended, not stray.
        let mut updated = super::file(&PAGES);
        let offset = updated.octets.len();
        updated.octets.extend(format!("{word}\n").bytes());
        updated.update(3, PAGES[2]);
        assert_eq!(error(&updated.octets), Error::OctetsAfterEndOfFile { offset }, "{word}");
    }
    let trailer = file.replace("startxref", "trailer\n<<>>\nstartxref");
    assert!(matches!(error(&trailer), Error::TrailerWithoutTable { .. }));
    assert!(matches!(scanned(b"%PDF-1.7\nx"), Err(Error::StrayOctets { offset: 9 })));
}

#[test]
fn each_revision_ends_with_one_marker_that_is_alone_on_its_line() {
    let ended = |end: &str| {
        let mut file = file(&PAGES);
        file.octets = file.replace("%%EOF\n", end);
        let offset = file.octets.len() - end.len();
        file.update(3, PAGES[2]);
        (Document::parse(&file.octets).map(|document| document.revisions().len()), offset)
    };
    for end in ["%%EOF\n", "%%EOF \r\n", "% a comment\n%%EOF\n", "%%EOF\n% a comment\n"] {
        assert_eq!(ended(end).0, Ok(2), "{end}");
    }
    for end in ["%%EOF x\n", "%%EOF% a comment\n"] {
        let (found, offset) = ended(end);
        assert_eq!(found, Err(Error::EndOfFileMarkerMisplaced { offset }), "{end}");
    }
    let (found, offset) = ended("%%EOF\n%%EOF\n");
    assert_eq!(found, Err(Error::EndOfFileMarkerMisplaced { offset: offset + 6 }));
}

#[test]
fn a_file_has_two_hundred_thousand_objects_and_not_one_more() {
    const OBJECT: &str = "1 0 obj 0 endobj\n";
    let header = "%PDF-1.7\n";
    let most = crate::limits::pdf::OBJECTS;
    let mut source = format!("{header}{}", OBJECT.repeat(most)).into_bytes();
    assert_eq!(scanned(&source), Ok(most));
    let offset = source.len();
    source.extend(OBJECT.bytes());
    assert_eq!(scanned(&source), Err(Error::TooManyObjects { offset }));
}

#[test]
fn a_table_outside_the_chain_is_told_by_where_it_stands() {
    /// Three revisions; which sections the last one leads to is for `change` to say.
    fn three(change: impl Fn(String, [usize; 3]) -> String) -> Error {
        let mut file = file(&PAGES);
        let first = file.table;
        file.update(3, PAGES[2]);
        let second = file.table;
        file.update(3, PAGES[2]);
        let tables = [first, second, file.table];
        assert_eq!(Document::parse(&file.octets).unwrap().revisions().len(), 3);
        error(change(String::from_utf8(file.octets).unwrap(), tables).as_bytes())
    }
    let last = |text: &str, word: &str| text.rfind(word).unwrap();
    // The last one leads past the second to the first.
    let between = three(|mut text, [first, second, _]| {
        let (at, word) = (last(&text, "/Prev"), format!("/Prev {second}"));
        text.replace_range(at..at + word.len(), &format!("/Prev {first:0width$}", width = word.len() - 6));
        text
    });
    assert!(matches!(between, Error::CrossReferenceOutsideChain { .. }), "{between:?}");
    // It leads nowhere: the two before it are older than all of the chain.
    let before = three(|mut text, [_, second, _]| {
        let (at, word) = (last(&text, "/Prev"), format!("/Prev {second}"));
        text.replace_range(at..at + word.len(), &" ".repeat(word.len()));
        text
    });
    assert!(matches!(before, Error::UpdateWithoutPrevious { .. }), "{before:?}");
    // The last startxref is that of the second.
    let behind = three(|mut text, [_, second, third]| {
        let (at, word) = (last(&text, "startxref"), format!("startxref\n{third}"));
        text.replace_range(at..at + word.len(), &format!("startxref\n{second}"));
        text
    });
    assert!(matches!(behind, Error::UpdateStartOfCrossReferenceOld { .. }), "{behind:?}");
}

#[test]
fn no_object_has_number_zero() {
    let with = |header: &str| scanned(format!("%PDF-1.7\n{header} null endobj\n").as_bytes());
    assert_eq!(with("1 0 obj"), Ok(1));
    assert_eq!(with("1 65535 obj"), Ok(1));
    for header in ["0 0 obj", "00 0 obj", "1 65536 obj", "4294967296 0 obj"] {
        assert_eq!(with(header), Err(Error::ObjectHeaderMalformed { offset: 9 }), "{header}");
    }
}
