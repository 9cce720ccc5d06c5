//! A server on a raw TCP socket, without an HTTP library, so that it can violate the protocol.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server does with a connection.
#[derive(Clone, Copy)]
pub enum Act {
    /// Sends these bytes and closes.
    Respond(&'static [u8]),
    /// Sends these bytes and resets the connection.
    RespondAndReset(&'static [u8]),
    /// Closes before it reads the request.
    CloseAtOnce,
    /// Resets the connection during the request.
    Reset,
    /// Sends these bytes one at a time, every 50 ms.
    RespondSlowly(&'static [u8]),
    /// Sends the first bytes, then repeats the second ones forever.
    RespondForever(&'static [u8], &'static [u8]),
    /// Reads the request and sends nothing.
    NeverRespond,
}

pub struct Server {
    pub address: SocketAddr,
    heads: Heads,
}

type Heads = Arc<Mutex<Vec<String>>>;

impl Server {
    /// Starts a server that does the n-th act on the n-th connection, and repeats the last one.
    pub fn start(acts: &[Act]) -> Self {
        let acts = acts.to_vec();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Heads::default();
        let log = heads.clone();
        // The thread ends with the process of the test. Connections have timeouts.
        std::thread::spawn(move || {
            for (index, stream) in listener.incoming().enumerate() {
                let Ok(stream) = stream else { return };
                let (act, log) = (acts[index.min(acts.len() - 1)], log.clone());
                std::thread::spawn(move || drop(serve(stream, act, &log)));
            }
        });
        Self { address, heads }
    }

    /// The number of complete requests.
    pub fn requests(&self) -> usize {
        self.heads().len()
    }

    /// The heads of the complete requests.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

fn serve(mut stream: TcpStream, act: Act, heads: &Mutex<Vec<String>>) -> std::io::Result<()> {
    if matches!(act, Act::CloseAtOnce) {
        return Ok(());
    }
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.set_write_timeout(Some(Duration::from_secs(10)))?;
    if matches!(act, Act::Reset) {
        // Wait for the first byte, so that the client has connected.
        stream.read_exact(&mut [0; 1])?;
        return reset(&stream);
    }
    let head = read_request(&mut stream)?;
    heads.lock().unwrap().push(String::from_utf8_lossy(&head).into_owned());
    match act {
        Act::Respond(bytes) => stream.write_all(bytes),
        Act::RespondAndReset(bytes) => {
            stream.write_all(bytes)?;
            std::thread::sleep(Duration::from_millis(50));
            reset(&stream)
        }
        Act::RespondSlowly(bytes) => bytes.iter().try_for_each(|byte| {
            std::thread::sleep(Duration::from_millis(50));
            stream.write_all(&[*byte])
        }),
        Act::RespondForever(head, chunk) => {
            stream.write_all(head)?;
            // Ends when the client closes the connection.
            loop {
                stream.write_all(chunk)?;
            }
        }
        Act::NeverRespond => {
            let _ = stream.read(&mut [0; 1]);
            Ok(())
        }
        Act::CloseAtOnce | Act::Reset => Ok(()),
    }
}

/// Closes with RST, which may discard data that was sent.
fn reset(stream: &TcpStream) -> std::io::Result<()> {
    socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO))
}

/// Reads a request with its body.
fn read_request(stream: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        request.extend_from_slice(&buffer[..count]);
        let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse::<usize>().ok());
        if request.len() >= end + 4 + length.unwrap_or(0) {
            return Ok(request);
        }
    }
}
