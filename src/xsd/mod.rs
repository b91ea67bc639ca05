//! The `xsd` room.
