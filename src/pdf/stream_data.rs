//! The decoded data of a stream, for whoever looks into a document that was judged.

use super::document::View;
use super::filter::{self, FilterFault};
use super::object::IndirectObject;

impl View<'_> {
    /// The data of a stream behind its filters: Flate, LZW, RunLength, ASCIIHex and ASCII85, with predictors. No step makes more
    /// than `limit` octets. An object that is no stream has no data.
    ///
    /// ```
    /// # use koseki::pdf::{Document, Error};
    /// # fn main() -> Result<(), Error> {
    /// # let source = include_bytes!("../../fixtures/signed/couple-and-child.pdf");
    /// let document = Document::parse(source)?;
    /// let view = document.latest();
    /// for stream in view.contents(&view.pages()?[0])? {
    ///     assert!(view.stream_data(stream, 1 << 20).is_ok());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`FilterFault`]: damaged data, parameters that are none, too much of it, or a filter of images.
    pub fn stream_data(self, stream: &IndirectObject, limit: usize) -> Result<Vec<u8>, FilterFault> {
        let (Some(span), Some(dictionary)) = (stream.stream, stream.dictionary()) else {
            return Ok(Vec::new());
        };
        let filters = filter::filters(dictionary, |object| self.resolve(object).unwrap_or(object))?;
        filter::decode(span.of(self.document().source()), &filters, limit)
    }
}
