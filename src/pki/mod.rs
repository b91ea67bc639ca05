//! The `pki` room.
