//! A server that sends the same response to every request. It has a thread per connection and needs only std.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// Starts the server on 127.0.0.1. It runs until the process ends.
pub fn start(body: &str) -> std::io::Result<SocketAddr> {
    let head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: 01234567-89ab-cdef-0123-456789abcdef";
    let response: Arc<str> = format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into();
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let response = response.clone();
            thread::spawn(move || serve(stream, response.as_bytes()));
        }
    });
    Ok(address)
}

fn serve(mut stream: TcpStream, response: &[u8]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = vec![0; 1 << 16];
    let mut have = 0;
    loop {
        match stream.read(&mut buffer[have..])? {
            0 => return Ok(()),
            read => have += read,
        }
        if length(&buffer[..have]).is_some_and(|length| have >= length) {
            have = 0;
            stream.write_all(response)?;
        }
    }
}

/// Returns the length of a request, once its head is complete.
fn length(request: &[u8]) -> Option<usize> {
    let head = request.windows(4).position(|w| w == b"\r\n\r\n")?;
    let text = String::from_utf8_lossy(&request[..head]).to_ascii_lowercase();
    let body = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
    Some(head + 4 + body.unwrap_or(0))
}
