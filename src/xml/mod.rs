//! The `xml` room.
