//! Captures the log of one thread, at every level, with the fields of all spans.

use std::io;
use std::sync::{Arc, LazyLock, Mutex, Once};

use tracing::Dispatch;
use tracing::subscriber::{DefaultGuard, NoSubscriber};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::prelude::*;

/// The log of this thread, at every level.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    /// Captures `tracing` and `log` on this thread until the guard is dropped.
    pub fn start() -> (Self, DefaultGuard) {
        static BRIDGE: Once = Once::new();
        BRIDGE.call_once(|| tracing_log::LogTracer::init().unwrap());
        let log = Self::default();
        // With a single subscriber, `tracing` disables an event for the whole process if another thread is the first to reach it. So there
        // are always others.
        static OTHERS: LazyLock<[Dispatch; 2]> = LazyLock::new(|| [(); 2].map(|()| Dispatch::new(NoSubscriber::new())));
        LazyLock::force(&OTHERS);
        let layer =
            tracing_subscriber::fmt::layer().with_writer(log.clone()).with_ansi(false).with_span_events(FmtSpan::FULL);
        (log, tracing::subscriber::set_default(tracing_subscriber::registry().with(layer)))
    }

    /// Returns what was logged since the last call.
    pub fn take(&self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut *self.0.lock().unwrap())).into_owned()
    }
}
