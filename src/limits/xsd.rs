//! Ceilings of `crate::xsd`.
//!
//! The engine has neither fuel nor a deadline, so what can be bounded beforehand is bounded here. What these
//! numbers cannot bound (a quadratic assertion, a pattern that backtracks) is stopped by the worker process of
//! the binary.

/// Elements inside one another, in an instance. Registers nest about a dozen; the engine keeps a frame for each.
pub const INSTANCE_DEPTH: usize = 256;

/// Nodes (elements, texts, comments, instructions) of an instance: about a 100 MB register.
pub const INSTANCE_NODES: usize = 4_000_000;

/// Attributes of one element: the engine compares them with the declarations. The reader of `crate::xml` stops
/// at the same number.
pub const ATTRIBUTES_OF_AN_ELEMENT: usize = 512;

/// Attributes of an instance.
pub const INSTANCE_ATTRIBUTES: usize = 4_000_000;

/// Namespace declarations of an instance. Real documents carry fewer than ten.
pub const NAMESPACE_DECLARATIONS: usize = 1_024;

/// Namespace declarations in scope at one element: the engine copies them all for each element, so their
/// number times the number of elements is the cost.
pub const NAMESPACES_IN_SCOPE: usize = 64;

/// Octets of character data in one element: values are copied, normalised and matched against patterns.
pub const TEXT_OF_AN_ELEMENT: usize = 16 * 1024 * 1024;

/// Digits of a run of digits in the value of an element or attribute: arithmetic on numbers is quadratic.
pub const DIGITS_OF_A_NUMBER: usize = 65_536;

/// Violations kept with their place; all of them are counted.
pub const VIOLATIONS_KEPT: usize = 100;

/// Comparisons between keys of several elements, made to find out whether one of them occurs twice: about a thousand keys of
/// a type that is not a string; more of them are left open.
pub const KEY_COMPARISONS: usize = 1_000_000;

/// Names listed as expected at one place.
pub const NAMES_EXPECTED: usize = 24;

/// Elements in a path that is written out.
pub const PATH_STEPS: usize = 64;

/// Characters of the engine's words about a schema: a line or four.
pub const EXPLANATION_CHARACTERS: usize = 400;

/// Characters of one name that is written out: names come from hostile documents too.
pub const NAME_CHARACTERS: usize = 80;

/// Names the engine may intern for good before a compiled schema is thrown away and compiled again.
pub const INTERNED_OCTETS: usize = 64 * 1024 * 1024;

/// Compiled copies of one schema kept for later calls: more threads than this compile for themselves.
pub const COMPILED_COPIES: usize = 64;

/// Documents that one schema may be made of. UBL, the largest family known, has about 120.
pub const SCHEMA_DOCUMENTS: usize = 1_024;

/// Octets of one schema document. The largest published ones are about 4 MB.
pub const SCHEMA_DOCUMENT_OCTETS: usize = 16 * 1024 * 1024;

/// Octets of all documents of one schema. UBL has about 10 MB.
pub const SCHEMA_OCTETS: usize = 64 * 1024 * 1024;

/// References between the documents of one schema: UBL has about 600.
pub const SCHEMA_REFERENCES: usize = 16_384;

/// Components that are compared to see that a schema with overrides has one of each name: components times the ways
/// that lead to them. A tenth of a microsecond each.
pub const COMPOSITION_STEPS: usize = 2_000_000;

/// Elements inside one another, in a schema document; the engine's own default is 128.
pub const SCHEMA_DEPTH: usize = 128;

/// Nodes of one schema document.
pub const SCHEMA_NODES: usize = 2_000_000;

/// Errors reported about one schema.
pub const SCHEMA_ERRORS: usize = 100;

/// Greatest `minOccurs` or finite `maxOccurs`. Valid schemas of the W3C suite go to 999,999,999,999,999; the
/// engine counts and does not copy, so the number as such costs nothing, but it must be one we can read.
pub const OCCURRENCES: u64 = 999_999_999_999_999_999;

/// Particles of a model group after group references are replaced by their groups: each becomes states of
/// an automaton, 2^25 of them took gigabytes.
pub const PARTICLES: u64 = 200_000;

/// Pairs of particles of one content model that may follow each other: the check of Unique Particle Attribution
/// costs 1.7 µs for each. A repeated choice of 1,400 elements is just below.
pub const FOLLOWING_PAIRS: u64 = 2_000_000;

/// The same for all content models of a schema together.
pub const FOLLOWING_PAIRS_OF_A_SCHEMA: u64 = 20_000_000;

/// Steps of the two automata side by side that show a type with wildcards to restrict its base: states times names, and as
/// many times as the automata have hundreds of states. A microsecond each; what takes more is refused.
pub const RESTRICTION_STEPS: u64 = 200_000;

/// The same for all types of a schema together.
pub const RESTRICTION_STEPS_OF_A_SCHEMA: u64 = 1_000_000;

/// Characters of one pattern facet or XPath expression.
pub const EXPRESSION_CHARACTERS: usize = 20_000;

/// Milliseconds on the processor that a worker has for any question: a schema that stalls and a document that stalls come one
/// after the other, and both with the command must end within two seconds.
pub const WORKER_MILLISECONDS: u64 = 750;

/// For each so many octets of schema and document a worker has one millisecond more, a second for 256 KB: a sixth of the
/// slowest validation measured (docs/performance.md).
pub const WORKER_OCTETS_PER_MILLISECOND: u64 = 256;

/// Milliseconds between two looks of a worker at its own processor time.
pub const WORKER_WATCH: u64 = 10;

/// Octets of address space that a worker has for any question: what the process has when it begins, the schema for
/// schemas of the engine, and room for a register of usual size.
pub const WORKER_MEMORY: u64 = 192 * 1024 * 1024;

/// Octets of address space for each octet of schema and document.
pub const WORKER_MEMORY_FACTOR: u64 = 64;

/// Seconds by the clock for each second on the processor, after which a worker is ended: a busy machine is no reason.
pub const WORKER_PATIENCE: u64 = 60;

/// Octets of one message to a worker; a document of the greatest size that the binary reads fits.
pub const WORKER_MESSAGE_OCTETS: u64 = 1024 * 1024 * 1024;

/// Processes kept waiting for the next document: one for each thread of a large machine.
pub const WORKER_CONVERSATIONS: usize = 64;

/// A worker that had a larger document than this is not asked again: memory it has kept would count against the next
/// document, whose allowance is smaller.
pub const WORKER_KEPT_OCTETS: usize = 8 * 1024 * 1024;
