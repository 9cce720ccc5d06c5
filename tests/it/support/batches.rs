//! A server for batches that does what the test tells it to.

use std::io::Write;

use heygen_api::{Client, Retry};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

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

/// Starts a server that decides by the body of a request, on the thread of the connection. Returns a client for it, without retries.
pub fn start_server(reply: impl Fn(&Value) -> Reply + Send + Sync + 'static) -> Client {
    let address = listen(move |_, mut stream| {
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
    });
    Client::builder("key").base_url(format!("http://{address}")).retry(Retry::none()).build().unwrap()
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

/// Starts a server that responds when the test tells it to. Returns a client for it, and the requests that arrive.
pub fn start_scripted() -> (Client, mpsc::UnboundedReceiver<Request>) {
    let (sender, requests) = mpsc::unbounded_channel();
    let client = start_server(move |request| {
        let (reply, released) = oneshot::channel();
        let _ = sender.send(Request { keys: keys_of(request).map(str::to_owned).collect(), reply });
        released.blocking_recv().unwrap_or(Reply::Lose)
    });
    (client, requests)
}
