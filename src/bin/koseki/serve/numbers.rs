//! What the server counts, for Prometheus. Routes, results and sizes; nothing about who asked or what for.

use core::sync::atomic::{AtomicI64, AtomicU64};

use koseki::report::Summary;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, LabelSetEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};

/// Counters, by their names without the prefix `koseki_`.
pub(super) struct Numbers {
    registry: Registry,
    requests: Family<Answer, Counter<u64, AtomicU64>>,
    documents: Family<Result, Counter<u64, AtomicU64>>,
    /// Of documents that were taken in.
    octets: Counter<u64, AtomicU64>,
    seconds: Family<Place, Histogram, fn() -> Histogram>,
    pub(super) connections: Gauge<i64, AtomicI64>,
    pub(super) refused: Family<Refusal, Counter<u64, AtomicU64>>,
    pub(super) admitted: Gauge<i64, AtomicI64>,
    pub(super) ready: Gauge<i64, AtomicI64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Answer {
    method: &'static str,
    route: String,
    status: u16,
}

impl EncodeLabelSet for Answer {
    fn encode(&self, encoder: &mut LabelSetEncoder<'_>) -> core::fmt::Result {
        ("method", self.method).encode(encoder.encode_label())?;
        ("route", self.route.as_str()).encode(encoder.encode_label())?;
        ("status", self.status).encode(encoder.encode_label())
    }
}

use prometheus_client::encoding::EncodeLabel as _;

/// One label with a word.
macro_rules! labelled {
    ($name:ident, $label:literal) => {
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub(super) struct $name(pub(super) String);

        impl EncodeLabelSet for $name {
            fn encode(&self, encoder: &mut LabelSetEncoder<'_>) -> core::fmt::Result {
                ($label, self.0.as_str()).encode(encoder.encode_label())
            }
        }
    };
}

labelled!(Result, "verdict");
labelled!(Place, "route");
labelled!(Refusal, "reason");

impl Numbers {
    pub(super) fn new() -> Self {
        let seconds: fn() -> Histogram = || Histogram::new(exponential_buckets(0.001, 4.0, 9));
        let mut numbers = Self {
            registry: Registry::with_prefix("koseki"),
            requests: Family::default(),
            documents: Family::default(),
            octets: Counter::default(),
            seconds: Family::new_with_constructor(seconds),
            connections: Gauge::default(),
            refused: Family::default(),
            admitted: Gauge::default(),
            ready: Gauge::default(),
        };
        let registry = &mut numbers.registry;
        registry.register("requests", "Requests that were answered", numbers.requests.clone());
        registry.register("documents", "Documents by verdict", numbers.documents.clone());
        registry.register_with_unit(
            "documents_received",
            "Octets of documents that were taken in",
            Unit::Bytes,
            numbers.octets.clone(),
        );
        registry.register_with_unit(
            "request_duration",
            "Time from the head of a request to its answer",
            Unit::Seconds,
            numbers.seconds.clone(),
        );
        registry.register("connections", "Connections that are open", numbers.connections.clone());
        registry.register(
            "connections_refused",
            "Connections that were not let in, by reason",
            numbers.refused.clone(),
        );
        registry.register(
            "requests_admitted",
            "Requests with documents that are received, wait or are worked on",
            numbers.admitted.clone(),
        );
        registry.register(
            "ready",
            "1 when all was well as the server looked at itself last, which it does twice a minute",
            numbers.ready.clone(),
        );
        numbers
    }

    pub(super) fn answered(&self, method: &'static str, route: &str, status: u16, seconds: f64) {
        self.requests.get_or_create(&Answer { method, route: route.to_owned(), status }).inc();
        self.seconds.get_or_create(&Place(route.to_owned())).observe(seconds);
    }

    pub(super) fn judged(&self, summary: &Summary, octets: u64) {
        let Summary { passed, failed, indeterminate, unreadable, .. } = *summary;
        self.octets.inc_by(octets);
        for (word, count) in [
            ("passed", passed),
            ("failed", failed),
            ("indeterminate", indeterminate),
            ("unreadable", unreadable),
        ] {
            self.documents.get_or_create(&Result(word.to_owned())).inc_by(count);
        }
    }

    /// A connection was not let in.
    pub(super) fn refuse(&self, reason: &str) {
        self.refused.get_or_create(&Refusal(reason.to_owned())).inc();
    }

    /// All of them as text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        // Writing to memory does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}
