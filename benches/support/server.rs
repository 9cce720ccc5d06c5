//! A server that sends the same response to every request.

#[path = "../../tests/it/support/tcp.rs"]
pub mod tcp;

use std::io::Write;
use std::net::SocketAddr;

/// Starts a server that sends this JSON to every request.
pub fn start(json: &str) -> SocketAddr {
    let head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: 01234567-89ab-cdef-0123-456789abcdef";
    let response = format!("{head}\r\ncontent-length: {}\r\n\r\n{json}", json.len());
    tcp::listen(move |_, mut stream| {
        loop {
            tcp::read_request(&mut stream)?;
            stream.write_all(response.as_bytes())?;
        }
    })
}
