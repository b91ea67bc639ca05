//! Measuring in turns: each round runs every contender once after the other, many times, so that what else the machine
//! does falls on all of them alike. Measured is the processor time of the thread, where the system tells it: a run that was
//! interrupted for others has not taken longer.

use std::time::Duration;

/// Something whose time is of interest.
pub struct Contender<'a> {
    name: String,
    work: Box<dyn FnMut() + 'a>,
}

impl<'a> Contender<'a> {
    /// `work` is one run, with everything that counts and nothing else.
    pub fn new(name: impl Into<String>, work: impl FnMut() + 'a) -> Self {
        Self { name: name.into(), work: Box::new(work) }
    }
}

/// The medians of one contender.
pub struct Timed {
    pub name: String,
    /// Median of the rounds' medians.
    pub time: Duration,
    /// Median of the rounds' quotients by the first contender.
    pub ratio: f64,
    /// Smallest and largest quotient of a round.
    pub spread: (f64, f64),
}

/// Rounds of which the medians are taken.
pub const ROUNDS: usize = 9;

/// How long one contender runs in one round, about.
const SLICE: Duration = Duration::from_millis(60);

/// Runs the contenders in turns. The first is what the others are divided by.
pub fn measure(mut contenders: Vec<Contender<'_>>) -> Vec<Timed> {
    let mut longest = Duration::ZERO;
    for contender in &mut contenders {
        (contender.work)();
        longest = longest.max(once(contender));
    }
    let turns = (SLICE.as_nanos() / longest.as_nanos().max(1)).clamp(5, 400);
    let mut rounds = vec![Vec::new(); contenders.len()];
    for _ in 0..ROUNDS {
        let mut times = vec![Vec::new(); contenders.len()];
        for _ in 0..turns {
            for (contender, times) in contenders.iter_mut().zip(&mut times) {
                times.push(once(contender));
            }
        }
        for (round, times) in rounds.iter_mut().zip(times) {
            round.push(median(times));
        }
    }
    let first = rounds[0].clone();
    let finished = contenders.into_iter().zip(rounds).map(|(contender, times)| {
        let mut ratios: Vec<f64> =
            times.iter().zip(&first).map(|(time, first)| time.as_secs_f64() / first.as_secs_f64()).collect();
        ratios.sort_by(f64::total_cmp);
        Timed {
            name: contender.name,
            time: median(times),
            ratio: ratios[ratios.len() / 2],
            spread: (ratios[0], ratios[ratios.len() - 1]),
        }
    });
    finished.collect()
}

/// Prints a line of a table for each contender.
pub fn print(subject: &str, timed: &[Timed]) {
    for Timed { name, time, ratio, spread } in timed {
        let micros = time.as_secs_f64() * 1e6;
        println!("| {subject} | {name} | {micros:.1} µs | {ratio:.3} | {:.3} to {:.3} |", spread.0, spread.1);
    }
}

/// The head of the table.
pub fn print_head() {
    println!("| document | what | median | ÷ floor | of the rounds |\n|---|---|---|---|---|");
}

fn once(contender: &mut Contender<'_>) -> Duration {
    let begun = now();
    (contender.work)();
    now().saturating_sub(begun)
}

/// Processor time of this thread.
#[cfg(unix)]
pub fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).expect("less than a second"))
}

/// Time on the wall.
#[cfg(not(unix))]
pub fn now() -> Duration {
    static BEGUN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    BEGUN.get_or_init(std::time::Instant::now).elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
