//! Tracing: one span per request. It shows neither the key nor a URL's query. Without the feature `tracing`, nothing happens.

#[cfg(feature = "tracing")]
pub(crate) use on::Span;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::Span;

#[cfg(feature = "tracing")]
mod on {
    use std::time::{Duration, Instant};

    use reqwest::{Method, Response};
    use tracing::field::Empty;

    use crate::http::api_key::ApiKey;
    use crate::http::response::request_id;
    use crate::retirement::RetirementNotice;

    pub(crate) struct Span(tracing::Span);

    impl Span {
        pub(crate) fn request(operation: &'static str, method: &Method) -> Self {
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

        pub(crate) fn response(&self, response: &Response, key: &ApiKey) {
            if self.0.is_disabled() {
                return;
            }
            self.0.record("status", response.status().as_u16());
            if let Some(id) = request_id(response.headers(), key) {
                self.0.record("request_id", id);
            }
        }

        pub(crate) fn elapsed(&self, begin: Instant) {
            self.0.record("elapsed_ms", begin.elapsed().as_millis() as u64);
        }

        pub(crate) fn retry(&self, delay: Duration) {
            self.0.in_scope(|| tracing::debug!(delay_ms = delay.as_millis() as u64, "retries"));
        }

        pub(crate) fn retirement(notice: &RetirementNotice) {
            let RetirementNotice { message, sunset, replacement, .. } = notice;
            let message = message.as_deref().unwrap_or("HeyGen retires an operation that this client calls");
            tracing::warn!(message, sunset, replacement);
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::{Duration, Instant};

    use reqwest::{Method, Response};

    use crate::http::api_key::ApiKey;
    use crate::retirement::RetirementNotice;

    pub(crate) struct Span;

    impl Span {
        pub(crate) fn request(_: &'static str, _: &Method) -> Self {
            Self
        }

        pub(crate) fn attempt(&self, _: u32) {}

        pub(crate) fn response(&self, _: &Response, _: &ApiKey) {}

        pub(crate) fn elapsed(&self, _: Instant) {}

        pub(crate) fn retry(&self, _: Duration) {}

        pub(crate) fn retirement(_: &RetirementNotice) {}
    }
}
