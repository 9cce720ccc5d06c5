//! A server on 127.0.0.1 that serves pages until it is dropped.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// The bytes of a response.
pub type Response = Vec<u8>;

pub struct Server {
    address: SocketAddr,
    responses: Arc<Mutex<BTreeMap<String, Response>>>,
    stopped: Arc<AtomicBool>,
}

impl Server {
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let responses = Arc::new(Mutex::new(BTreeMap::<String, Response>::new()));
        let stopped = Arc::new(AtomicBool::new(false));
        let (routes, stop) = (Arc::clone(&responses), Arc::clone(&stopped));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    break;
                }
                let (routes, stop) = (Arc::clone(&routes), Arc::clone(&stop));
                thread::spawn(move || stream.map(|stream| respond(stream, &routes, &stop)));
            }
        });
        Self { address, responses, stopped }
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

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

fn respond(mut stream: TcpStream, routes: &Mutex<BTreeMap<String, Response>>, stopped: &AtomicBool) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let path = lines.next().and_then(|line| line.split(' ').nth(1).map(str::to_owned)).unwrap_or_default();
    let agent = lines.by_ref().take_while(|line| !line.is_empty()).any(|line| line.contains("cargo-heygen/"));
    let response = routes.lock().unwrap().get(&path).cloned().filter(|_| agent);
    let response = response.unwrap_or_else(|| b"HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n".to_vec());
    let _ = stream.write_all(&response);
    // A body that never ends.
    while path == "/endless" && !stopped.load(Ordering::SeqCst) && stream.write_all(b" ").is_ok() {
        thread::sleep(std::time::Duration::from_millis(20));
    }
    let _ = stream.shutdown(Shutdown::Both);
}
