//! A request body that knows whether a connection has begun to send it. Before that, no server can have acted on the request.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use reqwest::{Body, Request};

/// Whether a request may have been sent.
#[derive(Clone)]
pub(super) struct Sent(Arc<AtomicBool>);

impl Sent {
    /// Tracks the body of a request. A request without a body counts as sent.
    pub(super) fn track(request: &mut Request) -> Self {
        let body = request.body_mut().take_if(|body| !http_body::Body::is_end_stream(body));
        let sent = Self(Arc::new(AtomicBool::new(body.is_none())));
        if let Some(body) = body {
            *request.body_mut() = Some(Body::wrap(TrackedBody { body, sent: sent.clone() }));
        }
        sent
    }

    pub(super) fn is_sent(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

struct TrackedBody {
    body: Body,
    sent: Sent,
}

impl http_body::Body for TrackedBody {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        self.sent.0.store(true, Ordering::Relaxed);
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
