//! A server on a raw TCP socket, without an HTTP library: it can break every rule.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server does with one request.
#[derive(Clone, Copy)]
pub enum Act {
    /// Sends these bytes and closes.
    Respond(&'static [u8]),
    /// Sends these bytes and resets the connection.
    RespondAndReset(&'static [u8]),
    /// Closes before it reads.
    CloseAtOnce,
    /// Resets within the request.
    Reset,
    /// Sends these bytes one at a time, every 50 ms.
    RespondSlowly(&'static [u8]),
    /// Sends these bytes, then the second ones again and again.
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
    /// The n-th connection gets the n-th act; those after the last get the last.
    pub fn start(acts: &[Act]) -> Self {
        let acts = acts.to_vec();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Heads::default();
        let log = heads.clone();
        // The thread ends with the test's process: each connection is bounded by its time-outs.
        std::thread::spawn(move || {
            for (index, stream) in listener.incoming().enumerate() {
                let Ok(stream) = stream else { return };
                let (act, log) = (acts[index.min(acts.len() - 1)], log.clone());
                std::thread::spawn(move || drop(serve(stream, act, &log)));
            }
        });
        Self { address, heads }
    }

    /// How many whole requests arrived.
    pub fn requests(&self) -> usize {
        self.heads().len()
    }

    /// The heads of the requests that arrived whole.
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
        // Once the first byte is there, so that the connection was made in the client's eyes.
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
            // Until the client hangs up.
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

/// Closes with RST: what was sent may be lost on the way.
fn reset(stream: &TcpStream) -> std::io::Result<()> {
    socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO))
}

/// Reads a head and as much of a body as it promises.
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
