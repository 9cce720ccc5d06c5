//! A server on 127.0.0.1 that serves pages.

#[path = "../../../../tests/it/support/tcp.rs"]
mod tcp;

use std::collections::BTreeMap;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

pub struct Server {
    address: SocketAddr,
    responses: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
}

impl Server {
    pub fn new() -> Self {
        let responses = Arc::new(Mutex::new(BTreeMap::<String, Vec<u8>>::new()));
        let routes = responses.clone();
        let address = tcp::listen(move |_, mut stream| {
            let request = tcp::read_request(&mut stream)?;
            let path = request.split(' ').nth(1).unwrap_or_default();
            let response = routes.lock().unwrap().get(path).cloned().filter(|_| request.contains("cargo-heygen/"));
            stream.write_all(&response.unwrap_or_else(|| b"HTTP/1.1 404 Not Found\r\n\r\n".to_vec()))?;
            // A body that never ends.
            if path != "/endless" {
                return Ok(());
            }
            loop {
                std::thread::sleep(std::time::Duration::from_millis(20));
                stream.write_all(b" ")?;
            }
        });
        Self { address, responses }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Serves a response at a path: the status line and headers, and the body.
    pub fn serve(&self, path: &str, head: &str, body: &[u8]) {
        let head = format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n");
        self.responses.lock().unwrap().insert(path.to_owned(), [head.as_bytes(), body].concat());
    }

    pub fn serve_page(&self, path: &str, page: &str) {
        self.serve(path, "200 OK", page.as_bytes());
    }
}
