//! A batch of 1,000 on one and on two cores, beside bare RSA on one and on two: `cargo bench --bench batch`.
//!
//! All four take turns in one run; what counts is how much of RSA's own scaling the batch keeps. Documents are in memory,
//! so that no disk is measured.

mod support;

use core::num::NonZeroUsize;
use core::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use koseki::batch::{Workers, sign_many};
use koseki::sign::{InputTrust, SigningRequest};
use support::documents;
use support::floor::Floor;
use support::issuer::{Issuer, request};

const BATCH: usize = 1000;
const ROUNDS: usize = 25;

fn main() {
    let issuer = Issuer::new(2048);
    let floor = Floor::new(&issuer.pkcs8);
    println!(
        "| document | mode | one core | two cores | per second on two | scales | bare RSA scales | kept |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (name, document) in [("PDF 50 KB", documents::pdf(50_000)), ("XML 20 KB", documents::xml(20_000))] {
        for (mode, input) in [("trusted", InputTrust::LeftToIssuer), ("checked", InputTrust::Checked)] {
            let request = SigningRequest { input, ..request() };
            let (mut one, mut two, mut scales, mut bare, mut kept) =
                (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                let rsa = [1, 2].map(|threads| rsa(&floor, threads).as_secs_f64());
                let batch = [1, 2].map(|threads| {
                    sign(&document, &issuer, &request, NonZeroUsize::new(threads).expect("threads"))
                        .as_secs_f64()
                });
                one.push(batch[0]);
                two.push(batch[1]);
                scales.push(batch[0] / batch[1]);
                bare.push(rsa[0] / rsa[1]);
                kept.push((batch[0] / batch[1]) / (rsa[0] / rsa[1]));
            }
            let (one, two) = (median(one), median(two));
            println!(
                "| {name} × {BATCH} | {mode} | {one:.3} s | {two:.3} s | {:.0} | {:.2} | {:.2} | {:.3} |",
                BATCH as f64 / two,
                median(scales),
                median(bare),
                median(kept)
            );
        }
    }
}

fn sign(document: &[u8], issuer: &Issuer, request: &SigningRequest<'_>, threads: NonZeroUsize) -> Duration {
    let begun = Instant::now();
    let mut signed = 0;
    let load = |_: &usize| Ok(document.to_vec());
    let receive = |_, octets: Result<Vec<u8>, _>| {
        signed += usize::from(octets.is_ok());
        ControlFlow::Continue(())
    };
    sign_many(0..BATCH, Workers::new(threads), load, &issuer.identity, &issuer.signer, request, receive)
        .expect("threads");
    assert_eq!(signed, BATCH);
    begun.elapsed()
}

/// As many operations with the private key, and nothing else.
fn rsa(floor: &Floor, threads: usize) -> Duration {
    let begun = Instant::now();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while next.fetch_add(1, Ordering::Relaxed) < BATCH {
                    std::hint::black_box(floor.sign(&[b"bare"]));
                }
            });
        }
    });
    begun.elapsed()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
