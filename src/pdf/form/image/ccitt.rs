//! CCITT facsimile data (ISO 32000-1, 7.4.6) against the size of its image: the parameters, and the rows of Group 4.

use super::super::super::object::{Dictionary, Object, Value};
use super::group4;

/// Whether the parameters are those of an image of this size, and Group 4 data, where it is given, has its rows.
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
    let Some(kind) = integer("K", 0) else { return false };
    let is_said = sized("Columns", 1_728, width)
        && (sized("Rows", 0, 0) || sized("Rows", 0, height))
        && sized("DamagedRowsBeforeError", 0, 0)
        && flags.iter().all(|key| get(key).is_none_or(|flag| matches!(flag.value, Value::Boolean(_))));
    if !is_said {
        return false;
    }
    if let Some(data) = data.filter(|_| kind < 0) {
        let aligned = get("EncodedByteAlign").is_some_and(|flag| flag.value == Value::Boolean(true));
        return group4::has_rows(data, width, height, aligned);
    }
    // Group 3 is not read.
    true
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
        for bad in [
            "<</K -1>>",
            "<</K -1/Columns 16>>",
            "<</K -1.0/Columns 8>>",
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
        // Group 3 by its parameters alone.
        assert!(judged(8, 8, "<</Columns 8>>", &[0x00]));
        assert!(!judged(8, 8, "<</K 4/Columns 9>>", &[0x00]));
    }
}
