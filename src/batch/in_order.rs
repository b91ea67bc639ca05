//! Work on many things at once whose results come out in the order the things went in.

use core::num::NonZeroUsize;
use core::ops::ControlFlow;
use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many work at once, and how far they may run ahead of what was received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Workers {
    threads: NonZeroUsize,
}

/// Results that may wait for their turn, for each thread. A slow document at the head of the line then stops nobody
/// for long, and no more than this many documents are in memory.
const AHEAD: usize = 4;

impl Workers {
    /// So many threads.
    pub const fn new(threads: NonZeroUsize) -> Self {
        Self { threads }
    }

    const fn window(self) -> usize {
        self.threads.get().saturating_mul(AHEAD)
    }
}

/// The operating system gave no threads.
#[derive(Debug)]
pub struct NoThreads(rayon::ThreadPoolBuildError);

impl core::fmt::Display for NoThreads {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "no threads: {}", self.0)
    }
}

impl core::error::Error for NoThreads {}

/// Calls `work` for every item on several threads, and `receive` on the calling thread with each item and its result,
/// in the order of the items. Items are taken one at a time as room allows, so an endless iterator is fine.
///
/// `receive` may end it with [`ControlFlow::Break`]: what is being worked on is finished and dropped, nothing new is begun.
///
/// # Errors
/// [`NoThreads`] when none could be started; nothing was taken then.
///
/// # Panics
/// A panic of `work` or of the iterator ends the run and goes on in the caller.
pub fn in_order<T: Send, R: Send>(
    items: impl Iterator<Item = T> + Send,
    workers: Workers,
    work: impl Fn(&T) -> R + Sync,
    mut receive: impl FnMut(T, R) -> ControlFlow<()>,
) -> Result<(), NoThreads> {
    let threads = workers.threads.get();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(NoThreads)?;
    let line = Line {
        state: Mutex::new(State {
            items,
            taken: 0,
            received: 0,
            waiting: BTreeMap::new(),
            idle: 0,
            is_awaited: false,
            ended: false,
            stopped: false,
        }),
        turn: Condvar::new(),
        room: Condvar::new(),
        window: workers.window(),
    };
    pool.in_place_scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|_| line.work(&work));
        }
        // Whatever ends this thread's part, a panic of `receive` too, must not leave the others waiting.
        let _stop = Stop(&line);
        while let Some((item, result)) = line.next() {
            if receive(item, result).is_break() {
                break;
            }
        }
    });
    Ok(())
}

struct Line<I: Iterator, R> {
    state: Mutex<State<I, R>>,
    /// The receiver waits here for the result whose turn it is.
    turn: Condvar,
    /// Workers wait here until more may be taken.
    room: Condvar,
    window: usize,
}

struct State<I: Iterator, R> {
    items: I,
    /// Items handed to workers.
    taken: usize,
    /// Results handed to the receiver.
    received: usize,
    /// Results whose turn has not come.
    waiting: BTreeMap<usize, (I::Item, R)>,
    /// Workers that wait for room. Nobody is called who does not wait: every call is one of the operating system.
    idle: usize,
    /// Whether the receiver waits.
    is_awaited: bool,
    /// The iterator has no more.
    ended: bool,
    /// Nobody begins anything new.
    stopped: bool,
}

/// Stops the line when it is dropped, so that no panic leaves anybody waiting.
struct Stop<'l, I: Iterator, R>(&'l Line<I, R>);

impl<I: Iterator, R> Drop for Stop<'_, I, R> {
    fn drop(&mut self) {
        self.0.lock().stopped = true;
        self.0.turn.notify_all();
        self.0.room.notify_all();
    }
}

impl<I: Iterator, R> Line<I, R> {
    fn lock(&self) -> MutexGuard<'_, State<I, R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One worker: takes, works, hands in, until there is no more.
    fn work(&self, work: &(impl Fn(&I::Item) -> R + Sync)) {
        let stop = Stop(self);
        while let Some((number, item)) = self.take() {
            let result = work(&item);
            let mut state = self.lock();
            state.waiting.insert(number, (item, result));
            let is_awaited = state.is_awaited && number == state.received;
            drop(state);
            if is_awaited {
                self.turn.notify_one();
            }
        }
        // An orderly end leaves the others at work.
        core::mem::forget(stop);
    }

    fn take(&self) -> Option<(usize, I::Item)> {
        let mut state = self.lock();
        loop {
            if state.stopped || state.ended {
                return None;
            }
            if state.taken.saturating_sub(state.received) < self.window {
                break;
            }
            state.idle = state.idle.saturating_add(1);
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle = state.idle.saturating_sub(1);
        }
        let number = state.taken;
        match state.items.next() {
            Some(item) => {
                state.taken = number.saturating_add(1);
                Some((number, item))
            }
            None => {
                state.ended = true;
                self.turn.notify_all();
                self.room.notify_all();
                None
            }
        }
    }

    /// The result whose turn it is; `None` when all were received or the line was stopped.
    fn next(&self) -> Option<(I::Item, R)> {
        let mut state = self.lock();
        loop {
            let turn = state.received;
            if let Some(found) = state.waiting.remove(&turn) {
                state.received = turn.saturating_add(1);
                // Room for one more, and so for one worker.
                let has_idle = state.idle > 0;
                drop(state);
                if has_idle {
                    self.room.notify_one();
                }
                return Some(found);
            }
            if state.stopped || (state.ended && turn == state.taken) {
                return None;
            }
            state.is_awaited = true;
            state = self.turn.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.is_awaited = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AHEAD, Workers, in_order};
    use core::num::NonZeroUsize;
    use core::ops::ControlFlow;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    fn workers(threads: usize) -> Workers {
        Workers::new(NonZeroUsize::new(threads).unwrap())
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 7] {
            let mut received = Vec::new();
            let work = |item: &u64| {
                std::thread::sleep(Duration::from_micros((item * 7919) % 300));
                item * 2
            };
            in_order(0..100_u64, workers(threads), work, |item, result| {
                received.push((item, result));
                ControlFlow::Continue(())
            })
            .unwrap();
            assert_eq!(received, (0..100).map(|item| (item, item * 2)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn nobody_runs_further_ahead_than_the_window() {
        let (begun, received) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |_: &usize| {
            let ahead = begun.fetch_add(1, Ordering::SeqCst) + 1 - received.load(Ordering::SeqCst);
            // One more may begin between the handing over of a result and its counting here.
            assert!(ahead <= 3 * AHEAD + 1, "{ahead}");
        };
        in_order(0..500_usize, workers(3), work, |_, ()| {
            received.fetch_add(1, Ordering::SeqCst);
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(received.load(Ordering::SeqCst), 500);
    }

    #[test]
    fn a_break_ends_an_endless_line() {
        let mut count = 0;
        in_order(
            0..,
            workers(2),
            |item: &u32| *item,
            |_, _| {
                count += 1;
                if count == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        )
        .unwrap();
        assert_eq!(count, 10);
    }

    #[test]
    fn a_panic_of_the_work_ends_the_run_instead_of_hanging_it() {
        let run = std::panic::catch_unwind(|| {
            in_order(0..50_u32, workers(2), |item| assert_ne!(*item, 5), |_, ()| ControlFlow::Continue(()))
        });
        assert!(run.is_err());
    }

    #[test]
    fn nothing_is_done_for_no_items() {
        in_order(core::iter::empty::<u8>(), workers(2), |_| (), |_, ()| panic!("no item")).unwrap();
    }
}
