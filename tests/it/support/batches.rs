//! A server for batches that does what the test tells it to, and a consumer of batches that polls manually.

use std::future::ready;
use std::io::Write;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures_core::Stream;
use heygen_api::reqwest::dns::{Addrs, Name, Resolve, Resolving};
use heygen_api::{BatchOutcome, Batches, Client, Retry, reqwest};
use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc, oneshot};

use super::tcp::{listen, read_request};

/// What the server does with a batch.
#[derive(Clone, Copy, Debug)]
pub enum Reply {
    Add,
    /// An error with this status.
    Status(u16),
    /// Adds the looks and closes the connection without a response.
    Lose,
}

/// Starts a server that decides by the body of a request, on the thread of the connection.
pub fn start_server(reply: impl Fn(&Value) -> Reply + Send + Sync + 'static) -> SocketAddr {
    listen(move |_, mut stream| {
        let request = read_request(&mut stream)?;
        let (_, body) = request.split_once("\r\n\r\n").unwrap();
        let request = serde_json::from_str(body)?;
        let (status, body) = match reply(&request) {
            Reply::Add => {
                let looks: Vec<Value> = keys_of(&request).map(|key| json!({ "id": key })).collect();
                (200, json!({ "error": null, "data": { "photo_avatar_list": looks } }).to_string())
            }
            Reply::Status(status) => (status, json!({ "code": 1, "message": "no" }).to_string()),
            Reply::Lose => return Ok(()),
        };
        // In one part, so that it wakes the client once.
        let head = format!("HTTP/1.1 {status} -\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all((head + &body).as_bytes())
    })
}

pub fn keys_of(request: &Value) -> impl Iterator<Item = &str> {
    request["image_keys"].as_array().unwrap().iter().map(|key| key.as_str().unwrap())
}

/// A pending request.
pub struct Request {
    pub keys: Vec<String>,
    reply: oneshot::Sender<Reply>,
}

impl Request {
    pub fn reply(self, reply: Reply) {
        // The client may have cancelled the call.
        let _ = self.reply.send(reply);
    }
}

/// A server that responds when the test tells it to, and a client for it without retries.
pub struct Scripted {
    pub client: Client,
    /// The number of requests that the client started. Each has its own connection.
    pub begun: Arc<AtomicUsize>,
    pub requests: mpsc::UnboundedReceiver<Request>,
}

impl Scripted {
    pub fn start() -> Self {
        let (sender, requests) = mpsc::unbounded_channel();
        let address = start_server(move |request| {
            let (reply, released) = oneshot::channel();
            let _ = sender.send(Request { keys: keys_of(request).map(str::to_owned).collect(), reply });
            released.blocking_recv().unwrap_or(Reply::Lose)
        });
        let begun = Arc::<AtomicUsize>::default();
        let resolver = Arc::new(Resolver { address, begun: begun.clone() });
        let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).dns_resolver(resolver);
        let base = format!("http://localhost:{}", address.port());
        let client = Client::builder("key").base_url(base).http(http).retry(Retry::none()).build().unwrap();
        Self { client, begun, requests }
    }
}

/// Counts the connections when the client starts them.
struct Resolver {
    address: SocketAddr,
    begun: Arc<AtomicUsize>,
}

impl Resolve for Resolver {
    fn resolve(&self, _: Name) -> Resolving {
        self.begun.fetch_add(1, Ordering::SeqCst);
        let addresses: Addrs = Box::new(std::iter::once(self.address));
        Box::pin(ready(Ok(addresses)))
    }
}

/// A consumer that polls batches manually, and knows when it was woken.
pub struct Consumer {
    pub batches: Batches,
    woken: Arc<Woken>,
}

#[derive(Default)]
struct Woken(Notify);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.notify_one();
    }
}

impl Consumer {
    pub fn new(batches: Batches) -> Self {
        Self { batches, woken: Arc::default() }
    }

    pub fn poll(&mut self) -> Poll<Option<BatchOutcome>> {
        let waker = Waker::from(self.woken.clone());
        Pin::new(&mut self.batches).poll_next(&mut Context::from_waker(&waker))
    }

    /// Waits until the consumer is woken.
    pub async fn woken(&self) {
        self.woken.0.notified().await;
    }

    /// Polls until there are this many pending requests.
    pub async fn drive(&mut self, requests: &mut mpsc::UnboundedReceiver<Request>, count: usize) -> Vec<Request> {
        let mut waiting = Vec::new();
        while waiting.len() < count {
            assert!(self.poll().is_pending(), "an outcome without a response");
            tokio::select! {
                request = requests.recv() => waiting.extend(request),
                () = self.woken() => {}
            }
        }
        waiting
    }

    pub async fn next(&mut self) -> Option<BatchOutcome> {
        loop {
            match self.poll() {
                Poll::Ready(outcome) => return outcome,
                Poll::Pending => self.woken().await,
            }
        }
    }
}
