//! Each call has one span with its outcome, and each client warns once about a retirement.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::future::ready;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use crate::support::log::subscribe;
use crate::support::operations::Way;
use crate::support::raw::{Act, Server};
use heygen_api::reqwest::dns::{Addrs, Name, Resolve, Resolving};
use heygen_api::{Client, reqwest};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

const SUNSET: Act = Act::Respond(
    b"HTTP/1.1 200 OK\r\nconnection: close\r\nx-request-id: request-1\r\nsunset: Sat, 31 Oct 2026 00:00:00 GMT\r\n\r\n{\"data\":{}}",
);

type Fields = BTreeMap<&'static str, String>;

struct Into<'a>(&'a mut Fields);

impl Visit for Into<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

/// Records the spans and warnings of this crate, and whether the events of the resolver are in such a span.
#[derive(Clone, Default)]
struct Recorder {
    spans: Arc<Mutex<Vec<(u64, Fields)>>>,
    warnings: Arc<Mutex<Vec<Fields>>>,
    children: Arc<Mutex<Vec<bool>>>,
}

fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("heygen_api")
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        if is_ours(attributes.metadata()) {
            let mut fields = Fields::new();
            attributes.record(&mut Into(&mut fields));
            self.spans.lock().unwrap().push((id.into_u64(), fields));
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut spans = self.spans.lock().unwrap();
        // The id of a closed span can be reused, so find the newest.
        if let Some((_, fields)) = spans.iter_mut().rev().find(|(known, _)| *known == id.into_u64()) {
            values.record(&mut Into(fields));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if event.metadata().target() == RESOLVER {
            let is_inside =
                context.event_scope(event).is_some_and(|mut scope| scope.any(|span| is_ours(span.metadata())));
            self.children.lock().unwrap().push(is_inside);
        } else if *event.metadata().level() == Level::WARN && is_ours(event.metadata()) {
            let mut fields = Fields::new();
            event.record(&mut Into(&mut fields));
            self.warnings.lock().unwrap().push(fields);
        }
    }
}

const RESOLVER: &str = "resolver";

/// Logs an event while reqwest connects.
struct LoggingResolver(SocketAddr);

impl Resolve for LoggingResolver {
    fn resolve(&self, _: Name) -> Resolving {
        tracing::info!(target: RESOLVER, "resolves");
        let addresses: Addrs = Box::new(std::iter::once(self.0));
        Box::pin(ready(Ok(addresses)))
    }
}

// On one thread, so that its subscriber gets all events.
#[tokio::test]
async fn each_call_has_a_span_and_each_client_warns_once() {
    for way in Way::ALL {
        let recorder = Recorder::default();
        let _guard = subscribe(recorder.clone());
        let server = Server::start(&[SUNSET]);
        let http = reqwest::Client::builder().no_proxy().dns_resolver(Arc::new(LoggingResolver(server.address)));
        let base = format!("http://localhost:{}", server.address.port());
        let client = Client::builder("key").base_url(base).http(http).build().unwrap();
        for _ in 0..3 {
            way.send(&client.clone()).await.unwrap();
        }
        let spans = recorder.spans.lock().unwrap();
        assert_eq!(spans.len(), 3, "{way:?}");
        for (_, fields) in spans.iter() {
            for (name, value) in [
                ("operation", "add_looks"),
                ("http.request.method", "POST"),
                ("server.address", "localhost"),
                ("attempt", "1"),
                ("http.response.status_code", "200"),
                ("request_id", "request-1"),
            ] {
                assert_eq!(fields.get(name).map(String::as_str), Some(value), "{way:?}: {name} of {fields:?}");
            }
            assert!(fields["elapsed_ms"].parse::<u64>().is_ok(), "{way:?}");
        }
        assert_eq!(*recorder.children.lock().unwrap(), [true; 3], "{way:?}: events of a call are in its span");
        let warnings = recorder.warnings.lock().unwrap();
        assert_eq!(warnings.len(), 1, "{way:?}: {warnings:?}");
        assert_eq!(warnings[0]["sunset"], "Sat, 31 Oct 2026 00:00:00 GMT");
    }
}
