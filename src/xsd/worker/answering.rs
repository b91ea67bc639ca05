//! The answering end: one compiled schema, one question after the other, until the stream ends.

use std::collections::HashMap;
use std::io::{self, Read, Write};

use super::super::judge::element_at;
use super::super::{CheckedSchema, Schema, Session};
use super::message::{Allowance, Answer, Refusal, Request, binding, read, receive, send, written};
use crate::crypto::Digest;
use crate::xml::Document;

/// Answers questions until `input` ends.
///
/// `confine` sets the limits of this process: before the work on each question to its allowance, and before a question is read to
/// none, because how much there is to read is not known from the question before. When it fails nothing is worked on.
/// It should also see to it that a panic writes nothing: its message may quote the document.
///
/// # Errors
/// What reading, writing and `confine` say. The process should end then.
pub fn serve(
    input: &mut impl Read,
    output: &mut impl Write,
    confine: &mut impl FnMut(Option<&Allowance>) -> io::Result<()>,
) -> io::Result<()> {
    let mut compiled: Option<(Schema, Digest)> = None;
    let mut waiting = next(input, confine)?;
    while let Some(message) = waiting {
        waiting = match (read::<Request>(&message), &compiled) {
            (None, _) | (Some((Request::Validate { .. }, _)), None) => {
                answer(output, &Answer::NotUnderstood)?;
                next(input, confine)?
            }
            (Some((Request::Compile { outline, lengths, allowance }, octets)), _) => {
                confine(Some(&allowance))?;
                // The old schema must not count against the new one's memory.
                compiled = None;
                let by_digest = outline
                    .documents
                    .iter()
                    .filter_map(|document| document.sha256.clone())
                    .zip(pieces(octets, &lengths))
                    .collect::<HashMap<_, _>>();
                let checked = CheckedSchema::from_outline(&outline, |sha256| {
                    by_digest.get(sha256).map(|octets| octets.to_vec())
                });
                let told = match checked.map(Schema::from_checked) {
                    Err(_) => Answer::NotUnderstood,
                    Ok(Err(errors)) => {
                        Answer::Refused { errors: errors.into_iter().map(Refusal::from).collect() }
                    }
                    Ok(Ok(schema)) => {
                        let digest = schema.checked().digest();
                        compiled = Some((schema, digest));
                        Answer::Compiled { schema: digest.to_hex() }
                    }
                };
                answer(output, &told)?;
                next(input, confine)?
            }
            (Some((Request::Validate { .. }, _)), Some((schema, digest))) => {
                let work = |session: &Session<'_>| many(session, digest, message, input, output, confine);
                match schema.session(work) {
                    Some(next) => next?,
                    None => {
                        answer(output, &Answer::Stopped)?;
                        next(input, confine)?
                    }
                }
            }
        };
    }
    Ok(())
}

/// Answers questions about documents; gives back the first message that is none, or any once the session is worn.
fn many(
    session: &Session<'_>,
    schema: &Digest,
    first: Vec<u8>,
    input: &mut impl Read,
    output: &mut impl Write,
    confine: &mut impl FnMut(Option<&Allowance>) -> io::Result<()>,
) -> io::Result<Option<Vec<u8>>> {
    let mut message = first;
    loop {
        let Some((request @ Request::Validate { .. }, octets)) = read::<Request>(&message) else {
            return Ok(Some(message));
        };
        confine(Some(request.allowance()))?;
        answer(output, &one(session, schema, &request, octets)?)?;
        match next(input, confine)? {
            Some(next) if !session.is_worn() => message = next,
            other => return Ok(other),
        }
    }
}

fn one(session: &Session<'_>, schema: &Digest, request: &Request, octets: &[u8]) -> io::Result<Answer> {
    let Request::Validate { root, excluded, limits, .. } = request else {
        return Ok(Answer::NotUnderstood);
    };
    let Ok(document) = Document::parse(octets) else {
        return Ok(Answer::NotUnderstood);
    };
    let Some(root) = element_at(&document, root) else {
        return Ok(Answer::NotUnderstood);
    };
    let excluded = match excluded {
        None => None,
        Some(span) => match element_at(&document, span) {
            Some(node) => Some(node),
            None => return Ok(Answer::NotUnderstood),
        },
    };
    let validation = session.validate(&document, root, excluded, limits);
    let left_out = excluded.map(|node| document.span(node));
    let binding = binding(schema, octets, &document.span(root), left_out.as_ref(), limits)?;
    Ok(Answer::Validated { binding, validation })
}

/// Waits for a message, which comes from the asking end and is no hostile work.
fn next(
    input: &mut impl Read,
    confine: &mut impl FnMut(Option<&Allowance>) -> io::Result<()>,
) -> io::Result<Option<Vec<u8>>> {
    confine(None)?;
    receive(input)
}

fn answer(output: &mut impl Write, answer: &Answer) -> io::Result<()> {
    send(output, &written(answer, [])?)
}

/// Cuts octets into pieces of these lengths, as far as they go.
fn pieces<'o>(octets: &'o [u8], lengths: &[u64]) -> impl Iterator<Item = &'o [u8]> {
    let mut rest = octets;
    lengths.iter().map_while(move |length| {
        let (piece, behind) = rest.split_at_checked(usize::try_from(*length).ok()?)?;
        rest = behind;
        Some(piece)
    })
}
