//! The `cms` room.
