//! Tracing: one span a call. Never the key, never a URL with its query.

#[cfg(feature = "tracing")]
pub(crate) use on::Span;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::Span;

#[cfg(feature = "tracing")]
mod on {
    use std::time::{Duration, Instant};

    use reqwest::{Method, StatusCode};
    use tracing::field::Empty;

    use crate::RetirementNotice;

    pub(crate) struct Span(tracing::Span);

    impl Span {
        pub(crate) fn call(operation: &'static str, method: &Method) -> Self {
            Self(tracing::info_span!(
                "heygen_api",
                operation,
                %method,
                attempt = Empty,
                status = Empty,
                request_id = Empty,
                elapsed_ms = Empty,
            ))
        }

        pub(crate) fn attempt(&self, attempt: u32) {
            self.0.record("attempt", attempt);
        }

        /// `request_id` is asked for only where somebody listens.
        pub(crate) fn status(&self, status: StatusCode, request_id: impl FnOnce() -> Option<String>) {
            if self.0.is_disabled() {
                return;
            }
            self.0.record("status", status.as_u16());
            if let Some(id) = request_id() {
                self.0.record("request_id", id);
            }
        }

        pub(crate) fn elapsed(&self, begin: Instant) {
            if !self.0.is_disabled() {
                self.0.record("elapsed_ms", u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX));
            }
        }

        pub(crate) fn again(&self, delay: Duration) {
            self.0.in_scope(|| tracing::debug!(delay_ms = delay.as_millis() as u64, "calls again"));
        }

        pub(crate) fn retirement(notice: &RetirementNotice) {
            let RetirementNotice { message, sunset, replacement, .. } = notice;
            tracing::warn!(
                message = message.as_deref().unwrap_or("HeyGen retires an operation that this client calls"),
                sunset,
                replacement,
            );
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::{Duration, Instant};

    use reqwest::{Method, StatusCode};

    /// Nobody listens.
    pub(crate) struct Span;

    impl Span {
        pub(crate) fn call(_: &'static str, _: &Method) -> Self {
            Self
        }

        pub(crate) fn attempt(&self, _: u32) {}

        pub(crate) fn status(&self, _: StatusCode, _: impl FnOnce() -> Option<String>) {}

        pub(crate) fn elapsed(&self, _: Instant) {}

        pub(crate) fn again(&self, _: Duration) {}

        pub(crate) fn retirement(_: &crate::RetirementNotice) {}
    }
}
