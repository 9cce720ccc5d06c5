//! A server that responds when the test tells it to, and a consumer of batches that polls manually.

use std::future::ready;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures_core::Stream;
use heygen_api::reqwest::dns::{Addrs, Name, Resolve, Resolving};
use heygen_api::{BatchOutcome, Batches, Client, Retry, reqwest};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc, oneshot};

/// What the server does with a batch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reply {
    Add,
    /// This status without a body.
    Status(u16),
    /// Adds the looks and closes the connection without a response.
    Lose,
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

/// The scripted server, and a client for it without retries.
pub struct Scripted {
    pub client: Client,
    /// The number of requests that the client started. Each has its own connection.
    pub begun: Begun,
    pub requests: mpsc::UnboundedReceiver<Request>,
}

pub type Begun = Arc<AtomicUsize>;

impl Scripted {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, requests) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, sender.clone()));
            }
        });
        let begun = Begun::default();
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
    begun: Begun,
}

impl Resolve for Resolver {
    fn resolve(&self, _: Name) -> Resolving {
        self.begun.fetch_add(1, Ordering::SeqCst);
        let addresses: Addrs = Box::new(std::iter::once(self.address));
        Box::pin(ready(Ok(addresses)))
    }
}

async fn serve(mut stream: TcpStream, requests: mpsc::UnboundedSender<Request>) {
    let mut text = Vec::new();
    // The body is a JSON object, and the head contains no brace.
    while !text.ends_with(b"}") {
        if matches!(stream.read_buf(&mut text).await, Ok(0) | Err(_)) {
            return;
        }
    }
    let body = text.iter().position(|byte| *byte == b'{').unwrap();
    let request: Value = serde_json::from_slice(&text[body..]).unwrap();
    let keys: Vec<String> = serde_json::from_value(request["image_keys"].clone()).unwrap();
    let looks: Vec<Value> = keys.iter().map(|key| json!({ "id": key })).collect();
    let (reply, released) = oneshot::channel();
    let _ = requests.send(Request { keys, reply });
    let (status, body) = match released.await {
        Ok(Reply::Add) => (200, json!({ "error": null, "data": { "photo_avatar_list": looks } }).to_string()),
        Ok(Reply::Status(status)) => (status, String::new()),
        Ok(Reply::Lose) | Err(_) => return,
    };
    let head = format!("HTTP/1.1 {status} -\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
    let _ = stream.write_all((head + &body).as_bytes()).await;
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
