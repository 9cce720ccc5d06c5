//! One span per call, and one warning per client.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use crate::support::log::subscribe;
use crate::support::{client, document_example, path, request};
use httpmock::prelude::*;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer};

type Fields = BTreeMap<String, String>;

/// Records the fields of this crate's spans and warnings.
#[derive(Clone, Default)]
struct Log {
    spans: Arc<Mutex<Vec<(u64, Fields)>>>,
    warnings: Arc<Mutex<Vec<Fields>>>,
}

struct Into<'a>(&'a mut Fields);

impl Visit for Into<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl<S: Subscriber> Layer<S> for Log {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        if attributes.metadata().target().starts_with("heygen_api") {
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

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() == Level::WARN && event.metadata().target().starts_with("heygen_api") {
            let mut fields = Fields::new();
            event.record(&mut Into(&mut fields));
            self.warnings.lock().unwrap().push(fields);
        }
    }
}

#[tokio::test]
async fn each_call_has_a_span_and_each_client_warns_once() {
    let log = Log::default();
    let _guard = subscribe(log.clone());
    let server = MockServer::start_async().await;
    server
        .mock_async(|when, then| {
            when.method(POST).path(path());
            then.status(200)
                .header("x-request-id", "request-1")
                .header("sunset", "Sat, 31 Oct 2026 00:00:00 GMT")
                .json_body(document_example());
        })
        .await;
    let client = client(&server);
    for _ in 0..3 {
        client.clone().add_looks(&request()).await.unwrap();
    }
    let spans = log.spans.lock().unwrap();
    assert_eq!(spans.len(), 3);
    for (_, fields) in spans.iter() {
        let expected = [
            ("operation", r#""add_looks""#),
            ("http.request.method", "POST"),
            ("attempt", "1"),
            ("http.response.status_code", "200"),
            ("request_id", r#""request-1""#),
        ];
        for (name, value) in expected {
            assert_eq!(fields.get(name).map(String::as_str), Some(value), "{fields:?}");
        }
        assert!(fields["elapsed_ms"].parse::<u64>().is_ok());
    }
    let warnings = log.warnings.lock().unwrap();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!(warnings[0]["sunset"], r#""Sat, 31 Oct 2026 00:00:00 GMT""#);
}
