//! The `pdf` room.
