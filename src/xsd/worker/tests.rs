//! Both ends of the conversation, without a process between them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::{Allowance, Conversation, Launcher, Unusable, Worker, receive, send, serve};
use crate::xml::Document;
use crate::xsd::{
    Catalogue, CheckedSchema, Conclusion, Defect, Interruption, Limits, SchemaDocument, SchemaJudge as _,
    SchemaLimit, Subject, Undecided, Validation,
};

/// How a worker of these tests behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// As it should.
    Honest,
    /// It answers the question before with what it is asked now.
    Late,
    /// It answers nothing it is asked about documents.
    Stalling,
    /// It says that it compiled another schema.
    Strange,
}

#[derive(Debug)]
struct Threads {
    manner: Manner,
    launched: Arc<AtomicUsize>,
}

struct Thread {
    manner: Manner,
    before: Option<Vec<u8>>,
    input: std::io::PipeWriter,
    output: std::io::PipeReader,
}

impl Launcher for Threads {
    fn launch(&self) -> Result<Box<dyn Conversation>, Interruption> {
        self.launched.fetch_add(1, Ordering::SeqCst);
        let (mut questions, input) = std::io::pipe().unwrap();
        let (output, mut answers) = std::io::pipe().unwrap();
        thread::spawn(move || serve(&mut questions, &mut answers, &mut |_| Ok(())));
        Ok(Box::new(Thread { manner: self.manner, before: None, input, output }))
    }
}

impl Conversation for Thread {
    fn ask(&mut self, message: Vec<u8>, _: &Allowance) -> Result<Vec<u8>, Interruption> {
        send(&mut self.input, &message).map_err(|_| Interruption::Crashed)?;
        let answer = receive(&mut self.output).ok().flatten().ok_or(Interruption::Crashed)?;
        let before = self.before.replace(answer.clone());
        match (self.manner, before) {
            (Manner::Late, Some(before)) if !contains(&before, "Compiled") => Ok(before),
            (Manner::Stalling, Some(_)) => Err(Interruption::ProcessorTime),
            (Manner::Strange, None) => Ok(replaced(&answer, "\"schema\":\"", "\"schema\":\"0")),
            _ => Ok(answer),
        }
    }
}

fn contains(octets: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(octets).contains(text)
}

/// The message with its header changed, and the length of the header with it.
fn replaced(message: &[u8], from: &str, to: &str) -> Vec<u8> {
    let header = String::from_utf8(message[8..].to_vec()).unwrap().replace(from, to);
    [&u64::try_from(header.len()).unwrap().to_be_bytes()[..], header.as_bytes()].concat()
}

fn worker(body: &str, manner: Manner) -> (Worker, Arc<AtomicUsize>) {
    let text = format!(r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{body}</xs:schema>"#);
    let schema = CheckedSchema::gather(&[SchemaDocument::new("a.xsd", text)], &Catalogue::default()).unwrap();
    let launched = Arc::new(AtomicUsize::new(0));
    (Worker::new(schema, Threads { manner, launched: Arc::clone(&launched) }), launched)
}

fn validate(worker: &Worker, text: &str) -> Validation {
    let document = Document::parse(text.as_bytes()).unwrap();
    let root = document.root_element();
    let subject = Subject { octets: text.as_bytes(), document: &document, root, excluded: None };
    worker.validate(&subject, &Limits::default())
}

const INTEGER: &str = r#"<xs:element name="r" type="xs:int"/>"#;

#[test]
fn one_worker_serves_many_documents_and_says_what_the_schema_says() {
    let (worker, launched) = worker(INTEGER, Manner::Honest);
    for _ in 0..3 {
        assert_eq!(validate(&worker, "<r>1</r>").conclusion(), Conclusion::SchemaValid);
        let refused = validate(&worker, "<r>\n x</r>");
        assert_eq!(refused.conclusion(), Conclusion::Violated);
        assert_eq!(refused.violations()[0].place.map(|place| (place.line, place.column)), Some((1, 1)));
    }
    assert_eq!(launched.load(Ordering::SeqCst), 1);
}

#[test]
fn the_element_left_out_is_left_out_at_the_other_end() {
    let body = r#"<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a"/></xs:sequence></xs:complexType></xs:element>"#;
    let (worker, _) = worker(body, Manner::Honest);
    let text = "<r><a/><s/></r>";
    let document = Document::parse(text.as_bytes()).unwrap();
    let root = document.root_element();
    let ask = |excluded| {
        let subject = Subject { octets: text.as_bytes(), document: &document, root, excluded };
        worker.validate(&subject, &Limits::default()).conclusion()
    };
    assert_eq!(ask(document.children(root).last()), Conclusion::SchemaValid);
    assert_eq!(ask(None), Conclusion::Violated);
}

#[test]
fn an_answer_to_another_question_is_no_answer() {
    let (worker, launched) = worker(INTEGER, Manner::Late);
    assert_eq!(validate(&worker, "<r>1</r>").conclusion(), Conclusion::SchemaValid);
    let late = validate(&worker, "<r>x</r>");
    assert_eq!(late.undecided_because(), Some(Undecided::Interrupted(Interruption::Disagreed)));
    // The worker that disagreed is not asked again.
    assert_eq!(validate(&worker, "<r>1</r>").conclusion(), Conclusion::SchemaValid);
    assert_eq!(launched.load(Ordering::SeqCst), 2);
}

#[test]
fn a_worker_with_another_schema_is_no_worker() {
    let (worker, _) = worker(INTEGER, Manner::Strange);
    assert_eq!(worker.prepare(), Err(Unusable::Interrupted(Interruption::Disagreed)));
    let validation = validate(&worker, "<r>1</r>");
    assert_eq!(validation.undecided_because(), Some(Undecided::Interrupted(Interruption::Disagreed)));
}

#[test]
fn after_an_interruption_the_next_document_has_a_new_worker() {
    let (worker, launched) = worker(INTEGER, Manner::Stalling);
    for count in 1..3 {
        let stopped = validate(&worker, "<r>1</r>");
        assert_eq!(stopped.conclusion(), Conclusion::Undecided);
        assert_eq!(stopped.undecided_because(), Some(Undecided::Interrupted(Interruption::ProcessorTime)));
        assert_eq!(launched.load(Ordering::SeqCst), count);
    }
}

#[test]
fn a_schema_that_the_engine_refuses_is_refused_with_its_place() {
    let (worker, _) = worker(r#"<xs:element name="r" type="none"/>"#, Manner::Honest);
    let Err(Unusable::Refused(errors)) = worker.prepare() else { panic!("it compiles") };
    assert_eq!(errors[0].document, "a.xsd");
    assert_eq!(validate(&worker, "<r/>").undecided_because(), Some(Undecided::SchemaRefused));
}

#[test]
fn a_limit_that_the_other_process_reaches_is_told_as_that_limit() {
    let of = |elements: usize| {
        let optional: String =
            (0..elements).map(|number| format!(r#"<xs:element name="e{number}" minOccurs="0"/>"#)).collect();
        let all = format!(
            r#"<xs:all><xs:any namespace="urn:other" processContents="skip" minOccurs="0"/>{optional}</xs:all>"#
        );
        format!(
            r#"<xs:complexType name="b">{all}</xs:complexType><xs:complexType name="d"><xs:complexContent>
            <xs:restriction base="b">{all}</xs:restriction></xs:complexContent></xs:complexType>"#
        )
    };
    assert!(worker(&of(4), Manner::Honest).0.prepare().is_ok());
    let (worker, _) = worker(&of(20), Manner::Honest);
    let Err(Unusable::Refused(errors)) = worker.prepare() else { panic!("it compiles") };
    let limit = SchemaLimit::Restriction;
    assert!(
        matches!(&errors[0].defect, Defect::LimitReached { limit: found, .. } if *found == limit),
        "{errors:?}"
    );
}

#[test]
fn nothing_is_worked_on_where_the_limits_cannot_be_set() {
    let (worker, _) = worker(INTEGER, Manner::Honest);
    let mut question = Vec::new();
    let allowance = Allowance::for_octets(0);
    let outline = worker.schema().outline();
    let octets = worker.schema().documents()[0].octets();
    let request = super::message::Request::Compile {
        outline,
        lengths: vec![u64::try_from(octets.len()).unwrap()],
        allowance,
    };
    send(&mut question, &super::message::written(&request, [octets]).unwrap()).unwrap();
    let mut answers = Vec::new();
    let refused =
        serve(&mut question.as_slice(), &mut answers, &mut |_| Err(std::io::ErrorKind::Other.into()));
    assert!(refused.is_err());
    assert!(answers.is_empty());
    serve(&mut question.as_slice(), &mut answers, &mut |_| Ok(())).unwrap();
    assert!(contains(&answers, "Compiled"));
}

#[test]
fn a_message_that_is_cut_short_is_an_error_and_the_end_of_the_stream_is_none() {
    let mut octets = Vec::new();
    send(&mut octets, b"abc").unwrap();
    assert_eq!(receive(&mut octets.as_slice()).unwrap().as_deref(), Some(&b"abc"[..]));
    assert!(receive(&mut &octets[..10]).is_err());
    assert!(receive(&mut &octets[..5]).is_err());
    assert!(receive(&mut &[][..]).unwrap().is_none());
    assert!(receive(&mut &u64::MAX.to_be_bytes()[..]).is_err());
}

#[test]
fn comments_buy_memory_but_no_time() {
    let full = Allowance::for_octets(3 << 20);
    assert_eq!(full.without_time_for(0), full);
    let padded = full.without_time_for(3 << 20);
    assert_eq!(padded.processor_milliseconds, Allowance::for_octets(0).processor_milliseconds);
    assert_eq!(padded.memory, full.memory);
}
