#![no_main]
//! One PDF value after the other: spans that lie in the source, and the same value when read alone.

use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| koseki::pdf::fuzzing::lexer(octets));
