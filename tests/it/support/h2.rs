//! An HTTP/2 server that writes raw frames, so that it can refuse streams and send any `GOAWAY`.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use super::tcp::listen;

/// Error codes of RFC 9113, section 7.
pub const NO_ERROR: u32 = 0x0;
pub const INTERNAL_ERROR: u32 = 0x2;
pub const REFUSED_STREAM: u32 = 0x7;
pub const CANCEL: u32 = 0x8;
pub const ENHANCE_YOUR_CALM: u32 = 0xb;

/// The API key, which the server repeats in each `GOAWAY`.
pub const KEY: &str = "key-in-debug-data";

/// What the server does with a request.
#[derive(Clone, Copy, Debug)]
pub enum Reply {
    /// 200, with one look.
    Looks,
    /// RST_STREAM with this error code.
    Reset(u32),
    /// The head of a response, then RST_STREAM with this error code.
    HeadThenReset(u32),
    /// GOAWAY with NO_ERROR, whose last stream is the one before.
    GoAwayBefore,
    /// GOAWAY with this error code, whose last stream is this one, and the end of the connection.
    GoAwayCovering(u32),
    /// GOAWAY that announces the shutdown, then the looks.
    GoAwayThenLooks,
}

pub struct Server {
    address: SocketAddr,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    requests: AtomicUsize,
    connections: Mutex<Vec<TcpStream>>,
}

impl Server {
    /// Starts a server that sends the n-th reply to the n-th request, and repeats the last one.
    pub fn start(replies: &[Reply]) -> Self {
        let replies = replies.to_vec();
        let counts = Arc::new(Counts::default());
        let shared = counts.clone();
        let address = listen(move |_, stream| serve(stream, &replies, &shared));
        Self { address, counts }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The number of connections.
    pub fn connections(&self) -> usize {
        self.counts.connections.lock().unwrap().len()
    }

    /// Sends a GOAWAY on the last connection, and ends it.
    pub fn end_connection(&self) {
        let connections = self.counts.connections.lock().unwrap();
        let mut last = connections.last().expect("a connection");
        last.write_all(&go_away(MAX_STREAM, NO_ERROR)).unwrap();
        last.shutdown(Shutdown::Both).unwrap();
    }

    /// The number of complete requests.
    pub fn requests(&self) -> usize {
        self.counts.requests.load(Ordering::SeqCst)
    }
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;

const END_STREAM: u8 = 1;
const ACK: u8 = 1;
const END_HEADERS: u8 = 4;

/// `:status: 200`, entry 8 of HPACK's static table.
const STATUS_200: &[u8] = b"\x88";
const LOOKS: &[u8] = br#"{"error":null,"data":{"photo_avatar_list":[{"id":"a"}]}}"#;
const MAX_STREAM: u32 = u32::MAX >> 1;

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u32).to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

fn reset(stream: u32, code: u32) -> Vec<u8> {
    frame(RST_STREAM, 0, stream, &code.to_be_bytes())
}

fn go_away(last_stream: u32, code: u32) -> Vec<u8> {
    let debug_data = format!("sent by {KEY}\n");
    frame(GOAWAY, 0, 0, &[&last_stream.to_be_bytes(), &code.to_be_bytes(), debug_data.as_bytes()].concat())
}

fn head(stream: u32) -> Vec<u8> {
    frame(HEADERS, END_HEADERS, stream, STATUS_200)
}

fn looks(stream: u32) -> Vec<u8> {
    [head(stream), frame(DATA, END_STREAM, stream, LOOKS)].concat()
}

impl Reply {
    fn frames(self, stream: u32) -> Vec<u8> {
        match self {
            Self::Looks => looks(stream),
            Self::Reset(code) => reset(stream, code),
            Self::HeadThenReset(code) => [head(stream), reset(stream, code)].concat(),
            Self::GoAwayBefore => go_away(stream.saturating_sub(2), NO_ERROR),
            Self::GoAwayCovering(code) => go_away(stream, code),
            Self::GoAwayThenLooks => [go_away(MAX_STREAM, NO_ERROR), looks(stream)].concat(),
        }
    }
}

fn serve(mut stream: TcpStream, replies: &[Reply], counts: &Counts) -> io::Result<()> {
    let mut preface = [0; 24];
    stream.read_exact(&mut preface)?;
    assert_eq!(&preface, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    counts.connections.lock().unwrap().push(stream.try_clone()?);
    stream.write_all(&frame(SETTINGS, 0, 0, &[]))?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head)?;
        let [_, _, _, kind, flags, id @ ..] = head;
        let mut payload = vec![0; u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize];
        stream.read_exact(&mut payload)?;
        match kind {
            SETTINGS if flags & ACK == 0 => stream.write_all(&frame(SETTINGS, ACK, 0, &[]))?,
            PING if flags & ACK == 0 => stream.write_all(&frame(PING, ACK, 0, &payload))?,
            HEADERS | DATA if flags & END_STREAM != 0 => {
                let index = counts.requests.fetch_add(1, Ordering::SeqCst);
                let reply = replies[index.min(replies.len() - 1)];
                stream.write_all(&reply.frames(u32::from_be_bytes(id)))?;
                if matches!(reply, Reply::GoAwayCovering(_)) {
                    // Close only the write half, so that a reset does not lose written data.
                    stream.shutdown(Shutdown::Write)?;
                }
            }
            _ => {}
        }
    }
}
