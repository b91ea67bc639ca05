#![no_main]
//! The chain of cross-reference sections from the last startxref: looking up agrees with reading all entries.

use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| koseki::pdf::fuzzing::cross_reference(octets));
