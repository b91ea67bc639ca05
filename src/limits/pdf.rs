//! Ceilings of `crate::pdf`.
//!
//! A family-register document has a few pages and at most some megabytes; the numbers leave a hundredfold margin
//! and keep the worst case within a second and 256 MiB.

/// Objects in one file, all revisions and object streams together. lopdf, the second reader, needs 3.2 s and
/// 1.3 GB for 500,000; a certificate has fewer than 1,000.
pub const OBJECTS: usize = 200_000;

/// Octets before the first object of an object stream (`/First`). A pair of numbers takes less than twenty, and writers put
/// some hundred objects into a stream; mupdf takes nothing above 8,388,607.
pub const OBJECT_STREAM_FIRST: usize = 4_000_000;

/// Object numbers, 0 included: ISO 32000-1, Annex C.2 ends at 8,388,607.
pub const OBJECT_NUMBERS: u32 = 8_388_608;

/// Object numbers this reader takes, 0 included: five for each of [`OBJECTS`]. Ghostscript opens no file with objects numbered in the
/// millions, mupdf makes room for all numbers up to the largest and takes minutes.
pub const OBJECT_NUMBERS_READ: u32 = 1_000_000;

/// Objects up to which the second reader is asked. Above it the verdict is left undecided: lopdf costs about
/// 2.6 KiB and 7 µs for each object.
pub const OBJECTS_FOR_SECOND_READER: usize = 50_000;

/// Octets of memory the values (numbers, names, strings, containers) of one file may cost, this reader's and the
/// second one's. A file of 20,000 usual objects costs half of it.
pub const VALUE_OCTETS: u64 = 64 << 20;

/// What each value costs.
pub const VALUE_COST: u64 = 64;

/// What a name or string costs beside its octets.
pub const STRING_COST: u64 = 32;

/// What an array costs beside its elements.
pub const ARRAY_COST: u64 = 128;

/// What a dictionary costs beside its entries; the second reader keeps a hash table for each.
pub const DICTIONARY_COST: u64 = 384;

/// What a key costs beside its octets.
pub const KEY_COST: u64 = 80;

/// Octets in one file: offsets of an xref table have ten digits, and a reader holds the file in memory.
pub const FILE_OCTETS: usize = 1 << 30;

/// Arrays and dictionaries inside each other. ISO 32000-1 Annex C names no number; real files stay under 20.
pub const DEPTH: usize = 64;

/// Characters of one number. ISO 32000-1, Annex C.2 bounds the value alone, but of a longer token pdfium keeps 255
/// characters, Ghostscript opens no file with 256, and mupdf reads 65,536 and takes the rest for another number. Producers
/// write at most some twenty.
pub const NUMBER_CHARACTERS: usize = 64;

/// Octets of one name, `#` sequences decoded: ISO 32000-1, Annex C.2. mupdf cuts longer names off, so that two become one.
pub const NAME_OCTETS: usize = 127;

/// Octets a name is written with, behind its solidus: pdfium keeps 255.
pub const NAME_WRITTEN_OCTETS: usize = 255;

/// Octets of one string in content: ISO 32000-1, Annex C.2. pdfium shows nothing of a longer one.
pub const CONTENT_STRING_OCTETS: usize = 32_767;

/// Operands of one operator: a color of 32 components and its pattern. mupdf keeps 32 numbers.
pub const CONTENT_OPERANDS: usize = 33;

/// Length of all dashes and gaps of a pattern together, in units of the page: Poppler does not end with much shorter ones.
pub const DASHES_LENGTH: f64 = 0.001;

/// Tiles of a pattern that lie over each other in one direction: with very many mutool and Poppler do not end.
pub const TILES_OVER_EACH_OTHER: f64 = 16.0;

/// Entries of a dictionary that a resource leads to: graphics states, which have most, have 26 (Table 58).
pub const ENTRIES_OF_RESOURCES: usize = 256;

/// Numbers in one array of a function, a color space or a shading: the borders of 256 stitched functions. Many may share an array.
pub const NUMBERS_OF_RESOURCES: usize = 512;

/// Graphics states saved and not restored at one place of content. ISO 32000-1, Annex C.2 has 28, which producers of
/// nested groups pass; of 30,000 pdf.js makes no page in a minute.
pub const SAVED_STATES: usize = 256;

/// Form XObjects, patterns, soft masks and glyphs inside each other, the page not counted. pdfium draws nothing below 40,
/// mupdf and Poppler a little deeper; producers nest some few.
pub const NESTED_CONTENTS: usize = 24;

/// Octets the images, fonts and other data of the pages of one file may inflate to, all together; they are counted, not
/// kept. Twenty pages in color at 300 dots per inch.
pub const COUNTED_OCTETS: usize = 512 << 20;

/// Octets one image of an Indexed color space may decode to where its samples are looked at: a page in 256 colors at 600 dots
/// per inch.
pub const INDEXED_OCTETS: usize = 48 << 20;

/// What an octet of such an image costs of [`COUNTED_OCTETS`]: it is kept, its predictor is undone, its samples are looked at.
pub const INDEXED_COST: usize = 4;

/// Filters of one stream. Ghostscript takes three, and opens no file whose cross-reference stream has more.
pub const FILTERS: usize = 3;

/// What a bit of CCITT data costs of [`COUNTED_OCTETS`]: it takes as long as four octets of another image. The ceiling is then
/// 16 MiB of facsimile data, three hundred pages at 600 dots per inch.
pub const CODED_BIT_COST: usize = 4;

/// What a row of CCITT data costs of [`COUNTED_OCTETS`], beside that of its bits: a hundred pages of 7,000 rows are a
/// tenth of it.
pub const CODED_ROW_COST: usize = 64;

/// Cross-reference sections in the chain of `/Prev`. Each update adds one; a document is signed a few times.
pub const SECTIONS: usize = 64;

/// Subsections in one cross-reference section. Updates of scattered objects have one for each object.
pub const SUBSECTIONS: usize = 100_000;

/// Octets one cross-reference stream or object stream may inflate to.
pub const STRUCTURE_STREAM_OCTETS: usize = 16 << 20;

/// Octets all cross-reference streams and object streams of one file may inflate to together, so that many small bombs cost no more than
/// one. Hundred revisions of a usual file stay under a megabyte.
pub const STRUCTURE_TOTAL_OCTETS: usize = 64 << 20;

/// Octets that are read to name defects of signature dictionaries in a file whose structure is broken, the same octets
/// counted as often as they are read. Only dictionaries are, not the data of streams.
pub const DIAGNOSIS_OCTETS: u64 = 16 << 20;

/// Octets one content stream may inflate to while inline images are looked for.
pub const CONTENT_STREAM_OCTETS: usize = 32 << 20;

/// Octets all content streams of one file may inflate to together.
pub const CONTENT_TOTAL_OCTETS: usize = 128 << 20;

/// References followed one after the other until a value is reached. Legal files need one.
pub const REFERENCE_HOPS: usize = 16;

/// Levels of the field tree and of the page tree.
pub const TREE_DEPTH: usize = 64;

/// Nodes of the field tree and of the page tree.
pub const TREE_NODES: usize = 100_000;

/// Octets at the end of the file in which the last `startxref` must stand (Acrobat's own rule asks for 1,024; a
/// padded end of line or a comment may push it up).
pub const TAIL_OCTETS: usize = 2_048;

/// Signatures besides the one the report speaks of that are verified; each costs a digest of the file and an RSA
/// verification. A document is signed a few times.
pub const OTHER_SIGNATURES: usize = 16;

/// Octets of `/Contents` of all those signatures together: their certificates are read and kept although no section rests on
/// them. A signature with its chain has 10 KiB, with revocation data some hundred.
pub const OTHER_CONTENTS_OCTETS: usize = 4 << 20;

/// Findings that a signature dictionary names as accepted by its issuer: there are fewer rules that can be accepted.
pub const ACCEPTED_FINDINGS: usize = 16;

/// Characters of a visible stamp: nobody reads more in a seal, and one section of a ToUnicode map holds a hundred.
pub const SEAL_CHARACTERS: usize = 64;

/// Octets of `/Contents` after decoding. A CMS with a chain has 10 KiB, with revocation data some hundred.
pub const CONTENTS_OCTETS: usize = 8 << 20;

/// Cost of the operands and operators of all content streams together, counted as for [`VALUE_OCTETS`] though none
/// is kept: ten million numbers. A full page of text has some thousand.
pub const CONTENT_COST: u64 = 640_000_000;

/// Cost of one operand of a content stream. The array of a line of text has some hundred elements.
pub const CONTENT_OPERAND_COST: u64 = 16 << 20;

/// Octets that the data of inline images may inflate to, all of one file together, failures included. Each is
/// inflated twice: once for where it ends, once for how much it is.
pub const INLINE_IMAGE_OCTETS: usize = 64 << 20;

/// Facts about the content of one document. Nobody reads more.
pub const FACTS: usize = 1_000;

/// Values and look-ups in the comparison of all revisions behind one signature. A certificate has some thousand
/// values and a few revisions.
pub const COMPARISON_STEPS: u64 = 1_000_000;

/// Octets of one fully qualified field name, before decoding. Names are some words long.
pub const FIELD_NAME_OCTETS: usize = 4_096;

/// Octets of all field names of one document.
pub const FIELD_NAMES_OCTETS: usize = 4 << 20;
