//! The delays between the attempts of a call.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::log::subscribe;
use crate::support::raw::{Act, Server};
use heygen_api::{AddLooksRequest, Client, ImageKeys, Retry};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer};

/// Collects the delays from the log.
#[derive(Clone, Default)]
struct Delays(Arc<Mutex<Vec<u64>>>);

impl<S: Subscriber> Layer<S> for Delays {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        event.record(&mut self.clone());
    }
}

impl Visit for Delays {
    fn record_u64(&mut self, field: &Field, value: u64) {
        if field.name() == "delay_ms" {
            self.0.lock().unwrap().push(value);
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

#[tokio::test]
async fn delays_grow_up_to_max_delay() {
    let delays = Delays::default();
    let _guard = subscribe(delays.clone());
    let retry =
        Retry::default().max_retries(6).first_delay(Duration::from_millis(8)).max_delay(Duration::from_millis(40));
    let server = Server::start(&[Act::Respond(b"HTTP/1.1 429 no\r\nconnection: close\r\n\r\n")]);
    let client = Client::builder("key").base_url(server.url()).retry(retry).build().unwrap();
    let request = AddLooksRequest::new("group", ImageKeys::new(["key"]).unwrap(), "name");
    assert!(client.add_looks(request).await.unwrap_err().is_rate_limited());
    let delays = delays.0.lock().unwrap();
    assert_eq!((delays.len(), server.requests()), (6, 7));
    assert!((8..=16).contains(&delays[0]) && delays[5] == 40, "{delays:?}");
    assert!(delays.iter().all(|delay| (8..=40).contains(delay)), "{delays:?}");
}
