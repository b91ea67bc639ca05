//! The `dsig` room.
