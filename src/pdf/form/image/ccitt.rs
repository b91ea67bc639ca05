//! CCITT facsimile data (ISO 32000-1, 7.4.6) against the size of its image: the parameters, and the rows.

mod codes;
mod rows;

use super::super::super::object::{Dictionary, Object, Value};
use rows::{Coding, Group};

/// Whether the parameters are those of an image of this size, and the data, where it is given, has its rows.
pub(super) fn fits(
    width: usize,
    height: usize,
    parameters: Option<&Dictionary>,
    data: Option<&[u8]>,
) -> bool {
    let get = |key: &str| parameters.and_then(|parameters| parameters.get(key));
    let integer = |key: &str, default: i64| get(key).map_or(Some(default), Object::as_integer);
    let sized = |key: &str, default: i64, size: usize| {
        integer(key, default).is_some_and(|value| usize::try_from(value) == Ok(size))
    };
    let flags = ["BlackIs1", "EncodedByteAlign", "EndOfBlock", "EndOfLine"];
    // What does not fit into 32 bits has another sign to some.
    let Some(kind) = integer("K", 0).and_then(|kind| i32::try_from(kind).ok()) else { return false };
    let is_said = sized("Columns", 1_728, width)
        && (sized("Rows", 0, 0) || sized("Rows", 0, height))
        && sized("DamagedRowsBeforeError", 0, 0)
        && flags.iter().all(|key| get(key).is_none_or(|flag| matches!(flag.value, Value::Boolean(_))));
    let says = |key: &str| get(key).is_some_and(|flag| flag.value == Value::Boolean(true));
    let group = match kind {
        ..0 => Group::Four,
        0 => Group::Three,
        1.. => Group::ThreeOfTwoDimensions,
    };
    let coding = Coding { group, is_aligned: says("EncodedByteAlign"), has_marks: says("EndOfLine") };
    // Group 4 has no marks (T.6): Poppler looks for them all the same, others do not.
    let is_one = group != Group::Four || !coding.has_marks;
    is_said && is_one && data.is_none_or(|data| rows::has_rows(data, width, height, coding))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Budget;

    fn judged(width: usize, height: usize, parameters: &str, data: &[u8]) -> bool {
        let object = super::super::super::super::lexer::Lexer::new(parameters.as_bytes(), 0);
        let mut object = object;
        let object = object.object(&mut Budget::new(100_000)).unwrap();
        fits(width, height, object.as_dictionary(), Some(data))
    }

    /// One white row (V0), an end-of-block.
    const ROW: &[u8] = &[0x80, 0x08, 0x00, 0x80];

    #[test]
    fn parameters_are_those_of_the_image() {
        let good = "<</K -1/Columns 8/Rows 1>>";
        assert!(judged(8, 1, good, ROW));
        assert!(judged(8, 1, "<</K -1/Columns 8>>", ROW));
        assert!(judged(8, 1, "<</K -1/Columns 8/Rows 0/BlackIs1 true/EndOfBlock false>>", ROW));
        assert!(judged(1_728, 1, "<</K -1>>", ROW));
        assert!(judged(8, 1, "<</K -2147483648/Columns 8>>", ROW));
        for bad in [
            "<</K -1>>",
            "<</K -1/Columns 16>>",
            "<</K -1.0/Columns 8>>",
            "<</K -2147483649/Columns 8>>",
            "<</K -1/Columns 8/Rows 2>>",
            "<</K -1/Columns 8/BlackIs1 1>>",
            "<</K -1/Columns 8/DamagedRowsBeforeError 1>>",
            "null",
        ] {
            assert!(!judged(8, 1, bad, ROW), "{bad}");
        }
    }

    #[test]
    fn the_data_has_its_rows() {
        let parameters = "<</K -1/Columns 8>>";
        assert!(!judged(8, 1, parameters, &[]));
        // Ends at once; one row is not two.
        assert!(!judged(8, 1, parameters, &[0x00, 0x10, 0x01]));
        assert!(!judged(8, 2, parameters, ROW));
        assert!(judged(8, 8, parameters, &[0xff]));
        assert!(!judged(8, 9, parameters, &[0xff]));
        assert!(!judged(8, 8, "<</K -1/Columns 8/EncodedByteAlign true>>", &[0xff]));
        assert!(judged(8, 8, "<</K -1/Columns 8/EncodedByteAlign true>>", &[0xff; 8]));
        // Of data that is not read the parameters are asked all the same.
        assert!(fits(1_728, 9, None, None) && !fits(8, 9, None, None));
        // pillow puts the directory of a TIFF file behind the end-of-block.
        assert!(judged(8, 1, parameters, &[ROW, b"x"].concat()));
        // Group 3: eight white pixels in each row, alone and by the one above; Group 4 has no marks.
        assert!(judged(8, 1, "<</Columns 8>>", &[0x98]) && !judged(8, 2, "<</Columns 8>>", &[0x98]));
        assert!(
            judged(8, 2, "<</K 4/Columns 8>>", &[0xcd, 0x00]) && !judged(8, 3, "<</K 4/Columns 8>>", &[0xcd])
        );
        assert!(!judged(8, 1, "<</K 4/Columns 9>>", &[0xcc]));
        assert!(judged(8, 1, "<</K -1/Columns 8/EndOfLine false>>", ROW));
        assert!(!judged(8, 1, "<</K -1/Columns 8/EndOfLine true>>", ROW));
        assert!(!judged(8, 1, "<</Columns 8/EndOfLine true>>", &[0x98]));
        assert!(judged(8, 1, "<</Columns 8/EndOfLine true>>", &[0x00, 0x19, 0x80]));
    }
}
