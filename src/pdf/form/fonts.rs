//! The data of fonts, and of whatever else pages need beside content and images.

use super::super::filter::{self, FilterFault};
use super::{DataDepth, FactKind, Inspection, operators};
use crate::limits;

impl Inspection<'_> {
    /// Fonts, color profiles, functions, character maps: whatever else pages need, to its end. A viewer that ends earlier takes
    /// a font of its own, and shows other letters; so does one that does not know the filter.
    pub(super) fn other_data(&mut self) {
        let view = self.view;
        for object in view.objects() {
            let number = object.id.number;
            if self.decoded.contains(&number) || !self.pages_of.contains_key(&number) {
                continue;
            }
            let (Some(span), Some(dictionary)) = (object.stream, object.dictionary()) else { continue };
            // Told as what they are.
            let filters = filter::filters(dictionary, |object| view.resolve(object).unwrap_or(object));
            let Ok(filters) = filters else { continue };
            if filters.iter().any(|(name, _)| !filter::is_known(name)) {
                self.found(FactKind::FilterEntries, Some(object));
            }
            if self.depth == DataDepth::Declared {
                continue;
            }
            let data = span.of(view.document().source());
            // Calculator functions (7.10.5) make colors, character maps (9.7.5) choose glyphs, by numbers in their data.
            if ["CMapName", "FunctionType"].iter().any(|key| dictionary.get(key).is_some())
                && filter::decode(data, &filters, limits::pdf::CONTENT_STREAM_OCTETS.min(self.octets_left))
                    .is_ok_and(|data| operators::has_long_number(&data))
            {
                self.found(FactKind::ContentLimit, Some(object));
            }
            match filter::decoded_length(data, &filters, &mut self.octets_left) {
                Err(FilterFault::Damaged) => self.found(FactKind::EncodedData, Some(object)),
                Err(FilterFault::TooLarge) => self.found(FactKind::DataLimit, Some(object)),
                // Told as what it is.
                Ok(_) | Err(FilterFault::Parameters | FilterFault::Unsupported) => {}
            }
        }
    }
}
