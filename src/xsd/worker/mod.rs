//! The schema engine in another process: what is asked, what is answered, and both ends of the conversation.
//!
//! [`Worker`] is the asking end, a [`SchemaJudge`](super::SchemaJudge) that never lets the engine run in its own process. [`serve`]
//! is the answering end. Between them lies a stream of octets that the caller provides through [`Launcher`], because
//! this library starts no process and reads no clock. The other process parses the same octets with the same reader and
//! answers with a digest over what it judged: schema, octets, the places of the nodes and the limits. An answer with
//! another digest is no answer.
//!
//! One conversation serves many documents with one compiled schema. After an interruption the next question begins a new
//! one.

mod answering;
mod asking;
mod message;

pub use answering::serve;
pub use asking::{Conversation, Launcher, Unusable, Worker};
pub use message::{Allowance, receive, send};

#[cfg(test)]
mod tests;
