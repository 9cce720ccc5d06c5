//! Captures the log of one thread, at every level, with the fields of all spans.

use std::mem;
use std::sync::{LazyLock, Mutex, Once};

use tracing::Dispatch;
use tracing::subscriber::{DefaultGuard, NoSubscriber};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::prelude::*;

/// The log of this thread, at every level.
pub struct Log(&'static Mutex<Vec<u8>>);

impl Log {
    /// Captures `tracing` and `log` on this thread until the guard is dropped.
    pub fn start() -> (Self, DefaultGuard) {
        static BRIDGE: Once = Once::new();
        BRIDGE.call_once(|| tracing_log::LogTracer::init().unwrap());
        // With a single subscriber, `tracing` disables an event for the whole process if another thread is the first to reach it. So there
        // are always others.
        static OTHERS: LazyLock<[Dispatch; 2]> = LazyLock::new(|| [(); 2].map(|()| Dispatch::new(NoSubscriber::new())));
        LazyLock::force(&OTHERS);
        let log: &Mutex<Vec<u8>> = Box::leak(Box::default());
        let layer = tracing_subscriber::fmt::layer().with_writer(|| log.make_writer());
        let layer = layer.with_ansi(false).with_span_events(FmtSpan::FULL);
        (Self(log), tracing::subscriber::set_default(tracing_subscriber::registry().with(layer)))
    }

    /// Returns what was logged since the last call.
    pub fn take(&self) -> String {
        String::from_utf8_lossy(&mem::take(&mut *self.0.lock().unwrap())).into_owned()
    }
}
