//! A server that violates the protocol.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::tcp::{listen, read_request};

/// What a server does with a connection.
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
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts a server that does the n-th act on the n-th connection, and repeats the last one.
    pub fn start(acts: &[Act]) -> Self {
        let acts = acts.to_vec();
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let log = heads.clone();
        let address = listen(move |number, stream| serve_act(stream, acts[number.min(acts.len() - 1)], &log));
        Self { address, heads }
    }

    /// The number of complete requests.
    pub fn requests(&self) -> usize {
        self.heads().len()
    }

    /// The heads of the complete requests, with their bodies.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

fn serve_act(mut stream: TcpStream, act: Act, heads: &Mutex<Vec<String>>) -> io::Result<()> {
    if matches!(act, Act::CloseAtOnce) {
        return Ok(());
    }
    if matches!(act, Act::Reset) {
        // Wait for the first byte, so that the client has connected.
        stream.read_exact(&mut [0; 1])?;
        return reset(&stream);
    }
    heads.lock().unwrap().push(read_request(&mut stream)?);
    match act {
        Act::Respond(bytes) => stream.write_all(bytes),
        Act::RespondAndReset(bytes) => {
            stream.write_all(bytes)?;
            thread::sleep(Duration::from_millis(50));
            reset(&stream)
        }
        Act::RespondSlowly(bytes) => bytes.iter().try_for_each(|byte| {
            thread::sleep(Duration::from_millis(50));
            stream.write_all(&[*byte])
        }),
        Act::RespondForever(head, chunk) => {
            stream.write_all(head)?;
            // Ends when the client closes the connection.
            loop {
                stream.write_all(chunk)?;
            }
        }
        Act::NeverRespond => stream.read(&mut [0; 1]).map(drop),
        Act::CloseAtOnce | Act::Reset => Ok(()),
    }
}

/// Closes with RST, which may discard data that was sent.
fn reset(stream: &TcpStream) -> io::Result<()> {
    socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO))
}
