//! A server that echoes the API key, in every place of a response and in every encoding that fits there.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::select;

pub struct Server {
    url: String,
    response: Arc<Mutex<Vec<u8>>>,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let response = Arc::new(Mutex::new(Vec::new()));
        let shared = response.clone();
        // The thread ends with the process of the test.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = serve(stream, &shared);
            }
        });
        Self { url, response }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Sends these bytes to each request from now on, and then closes the connection.
    pub fn respond_with(&self, response: Vec<u8>) {
        *self.response.lock().unwrap() = response;
    }
}

fn serve(mut stream: TcpStream, response: &Mutex<Vec<u8>>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !is_whole(&request) {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        request.extend_from_slice(&buffer[..count]);
    }
    let bytes = response.lock().unwrap().clone();
    stream.write_all(&bytes)?;
    stream.shutdown(Shutdown::Write)?;
    while stream.read(&mut buffer)? > 0 {}
    Ok(())
}

/// Returns true if the head and the whole body were received.
fn is_whole(request: &[u8]) -> bool {
    let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
    request.len() >= end + 4 + length.unwrap_or(0)
}

/// Keys as long as real ones, of visible ASCII, with many characters that encodings change.
pub fn keys() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        8 => proptest::char::ranges(vec!['a'..='z', 'A'..='Z', '0'..='9'].into()),
        3 => select(vec!['/', '+', '=', '"', '\\']),
        1 => proptest::char::range('!', '~'),
    ];
    prop::collection::vec(character, 20..=60).prop_map(String::from_iter)
}

/// How the server encodes the key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Encoding {
    /// Unchanged, except for the escapes that JSON requires.
    Plain,
    /// With JSON escapes that are allowed but not required.
    Json,
    /// Percent-encoded.
    Percent,
}

/// Where the server puts the key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    Header(&'static str),
    Reason,
    /// A body that is not JSON.
    Text(&'static str),
    /// A JSON body, in a string.
    Json(&'static str),
}

pub const HEADERS: &[Place] = &[
    Place::Header("x-request-id"),
    Place::Header("location"),
    Place::Header("retry-after"),
    Place::Header("warning"),
    Place::Header("deprecation"),
    Place::Header("sunset"),
    Place::Header("content-type"),
    Place::Header("www-authenticate"),
    Place::Header("x-anything"),
    Place::Reason,
];

/// `KEY` stands for the key.
pub const BODIES: &[Place] = &[
    Place::Json(r#"{"error":{"code":"no","message":"not KEY"},"data":null}"#),
    Place::Json(r#"{"error":{"code":"KEY","message":"no"},"data":null}"#),
    Place::Json(r#"{"error":{"code":"no","message":"no","param":"KEY","doc_url":"https://docs.invalid/KEY"}}"#),
    Place::Json(r#"{"error":"not KEY","data":null}"#),
    Place::Json(r#"{"error":{"KEY":"KEY"}}"#),
    Place::Json(r#"{"code":"KEY","message":"no"}"#),
    Place::Json(r#"{"code":1,"message":"not KEY"}"#),
    Place::Json(r#"{"detail":"not KEY"}"#),
    Place::Json(r#"{"detail":[{"KEY":"KEY"}]}"#),
    Place::Json(r#"{"data":{},"warning":{"message":"KEY"}}"#),
    Place::Json(r#"{"data":{},"warning":{"message":"m","sunset_date":"KEY"}}"#),
    Place::Json(r#"{"data":{},"warning":{"message":"m","v3_endpoint":"KEY"}}"#),
    Place::Json(r#"{"data":{},"warning":{"message":"m","docs_url":"https://docs.invalid/?KEY"}}"#),
    Place::Json(r#"{"data":{},"warning":"KEY"}"#),
    Place::Json(r#"{"data":{"photo_avatar_list":[{"created_at":"KEY"}]}}"#),
    Place::Json(r#"{"data":{"photo_avatar_list":["KEY"]}}"#),
    Place::Json(r#"{"data":"KEY"}"#),
    Place::Json(r#""KEY""#),
    Place::Json(r#"{"KEY":"no number"}"#),
    Place::Json(r#"{"data":{"photo_avatar_list":[{"id":"a","id":"b"}],"KEY":0}}"#),
    Place::Text("KEY"),
    Place::Text("<!doctype html><p>KEY</p>"),
    Place::Text(r#"{"data":KEY"#),
];

fn encode(key: &str, encoding: Encoding, place: Place, choices: &[u8]) -> String {
    let in_json = matches!(place, Place::Json(_));
    let mut encoded = String::new();
    for (character, choice) in key.chars().zip(choices.iter().cycle()) {
        let code = character as u32;
        let written = match (encoding, choice % 8) {
            (Encoding::Percent, 0..4) => write!(encoded, "%{code:02X}"),
            (Encoding::Percent, 4..7) => write!(encoded, "%{code:02x}"),
            (Encoding::Json, 0..2) if in_json => write!(encoded, "\\u{code:04x}"),
            (Encoding::Json, 2..4) if in_json => write!(encoded, "\\u{code:04X}"),
            (Encoding::Json, _) if in_json && character == '/' => encoded.write_str("\\/"),
            _ if in_json && matches!(character, '"' | '\\') => write!(encoded, "\\{character}"),
            _ => encoded.write_char(character),
        };
        written.unwrap();
    }
    encoded
}

/// A response that contains the key.
#[derive(Clone, Debug)]
pub struct Echo {
    pub key: String,
    encoding: Encoding,
    choices: Vec<u8>,
    place: Place,
    pub status: u16,
}

pub fn echoes(encoding: Encoding, places: Vec<Place>) -> impl Strategy<Value = Echo> {
    let choices = prop::collection::vec(any::<u8>(), 32);
    let others = select(vec![201, 302, 307, 400, 401, 403, 404, 409, 410, 422, 429, 500, 503, 599]);
    let statuses = prop_oneof![1 => Just(200), 2 => others];
    (keys(), choices, select(places), statuses).prop_map(move |(key, choices, place, status)| Echo {
        key,
        encoding,
        choices,
        place,
        status,
    })
}

impl Echo {
    pub fn encoded(&self) -> String {
        encode(&self.key, self.encoding, self.place, &self.choices)
    }

    pub fn body(&self) -> String {
        match self.place {
            Place::Text(body) | Place::Json(body) => body.replace("KEY", &self.encoded()),
            Place::Header(_) | Place::Reason => r#"{"code":1,"message":"no","data":{}}"#.to_owned(),
        }
    }

    /// Builds the response. Its `Content-Length` can be longer than the body.
    pub fn response(&self, body: &str, length: usize) -> Vec<u8> {
        let (reason, header) = match self.place {
            Place::Reason => (self.encoded(), "content-type: application/json".into()),
            Place::Header("location") => {
                ("-".into(), format!("location: https://elsewhere.invalid/{}", self.encoded()))
            }
            Place::Header(name) => ("-".into(), format!("{name}: {}", self.encoded())),
            Place::Text(_) => ("-".into(), "content-type: text/html".into()),
            Place::Json(_) => ("-".into(), "content-type: application/json".into()),
        };
        let status = self.status;
        format!("HTTP/1.1 {status} {reason}\r\nconnection: close\r\ncontent-length: {length}\r\n{header}\r\n\r\n{body}")
            .into_bytes()
    }
}
