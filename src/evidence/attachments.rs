//! The files beside an official document that its signature covers as well.

use core::fmt::Debug;

use crate::dsig::{Attachment, Coverage, Signature, Unread};
use crate::limits::dsig::{ATTACHMENT_OCTETS, ATTACHMENTS_OCTETS};
use crate::xml::Document;

/// Where attachments come from. It is asked only for what a signature names, by a plain file name: no folder, no
/// drive, no hidden file, and nothing that means something else on another system.
pub trait Attachments: Debug + Send + Sync {
    /// The octets of the attachment, no more than `limit` of them; `None` when there is none of that name.
    ///
    /// # Errors
    /// [`Unread`] when there is one and it was not read.
    fn read(&self, name: &str, limit: u64) -> Option<Result<Vec<u8>, Unread>>;
}

/// The attachments that one signature names, as far as they were found.
pub(super) struct Gathered(Vec<(String, Result<Vec<u8>, Unread>)>);

impl Gathered {
    /// Reads nothing for a document whose signature value does not hold: its names are anybody's.
    pub(super) fn of(
        signature: &Signature,
        document: &Document<'_>,
        source: Option<&dyn Attachments>,
    ) -> Self {
        let (Coverage::Body { attachments, .. }, Some(source)) = (signature.coverage(), source) else {
            return Self(Vec::new());
        };
        if !attachments.is_empty() && !signature.value_holds(document) {
            return Self(attachments.iter().map(|name| (name.clone(), Err(Unread::Unvouched))).collect());
        }
        let mut left = ATTACHMENTS_OCTETS;
        let mut found = Vec::new();
        for name in attachments {
            let limit = left.min(ATTACHMENT_OCTETS);
            let Some(octets) = source.read(name, limit) else { continue };
            // A source that gives more than it was asked for is not believed.
            let octets = octets.and_then(|octets| match u64::try_from(octets.len()) {
                Ok(length) if length <= limit => {
                    left = left.saturating_sub(length);
                    Ok(octets)
                }
                Ok(_) | Err(_) => Err(Unread::TooLarge { limit }),
            });
            found.push((name.clone(), octets));
        }
        Self(found)
    }

    pub(super) fn attachments(&self) -> Vec<Attachment<'_>> {
        let mut all = Vec::with_capacity(self.0.len());
        for (name, octets) in &self.0 {
            let octets = octets.as_ref().map(Vec::as_slice).map_err(|reason| *reason);
            all.push(Attachment { name, octets });
        }
        all
    }
}
