//! Ctrl-C (and the signals that ask a service to end): what is being worked on is finished, nothing new is begun. A second
//! one ends the process at once.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::{Exit, Trouble};

static ASKED: AtomicBool = AtomicBool::new(false);
static LISTENING: Once = Once::new();

/// From now on an interruption only asks to end.
pub(super) fn listen() {
    LISTENING.call_once(|| {
        let listening = ctrlc::set_handler(|| {
            if ASKED.swap(true, Ordering::SeqCst) {
                std::process::exit(i32::from(Exit::CouldNotWork.code()));
            }
            Trouble::said(
                "中断します。処理中のファイルが終わるまでお待ちください（もう一度押すと直ちに終了します）",
                "ending after the files at hand (once more ends at once)",
            )
            .tell();
        });
        // Without a listener an interruption ends the process at once, as it does everywhere.
        drop(listening);
    });
}

/// Whether somebody asked to end.
pub(super) fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
