//! Builds requests: those of generated operations, and those of [`Client::request`](crate::Client::request).

use std::fmt;
use std::sync::Arc;

use form_urlencoded::{Serializer, byte_serialize};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Body, Method, Request, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::attempt::BodyMode;
use super::context::Context;
use super::path;
use super::response::Response;
use super::send::Call;
use super::stream::ByteStream;
use crate::error::Error;
use crate::retirement::Retirement;

/// What HeyGen's documents say about an operation, for the generated code.
#[derive(Debug)]
pub struct Operation {
    id: &'static str,
    method: Method,
    server: &'static str,
    path: &'static str,
    retirement: Option<Retirement>,
}

impl Operation {
    /// Creates an operation on a server of the documents. Each `{}` in the path stands for a value.
    pub const fn new(id: &'static str, method: Method, server: &'static str, path: &'static str) -> Self {
        Self { id, method, server, path, retirement: None }
    }

    /// Sets the documented end of life, and the operation that replaces this one.
    pub const fn retired(self, sunset: &'static str, replacement: &'static str) -> Self {
        // A struct update would drop `self`, which a const function cannot do.
        let mut operation = self;
        operation.retirement = Some(Retirement { sunset, replacement });
        operation
    }
}

/// A request to HeyGen's API, from [`Client::request`](crate::Client::request).
///
/// An invalid value is reported when the request is sent, as [`Error::InvalidRequest`]: nothing is sent then.
#[must_use = "a request is not sent before `send`"]
pub struct RequestBuilder {
    prepared: Result<(Call, Request), Error>,
}

impl RequestBuilder {
    /// The request of a generated operation, with the values of its path.
    pub(crate) fn of_operation(context: Arc<Context>, operation: &Operation, values: &[&str]) -> Self {
        let prepare = || {
            let server = context.servers.resolve(operation.server)?;
            let path = path::fill(operation.path, values).map_err(Error::invalid_request)?;
            let request = Request::new(operation.method.clone(), path::join(&server, &path));
            Ok((Call { context, server, operation: operation.id, retirement: operation.retirement }, request))
        };
        Self { prepared: prepare() }
    }

    /// The request for any path.
    pub(crate) fn of_path(context: Arc<Context>, method: Method, path: &str) -> Self {
        let server = context.servers.base_url.clone();
        let url = path::join_checked(&server, path).map_err(Error::invalid_request);
        let call = Call { context, server, operation: "request", retirement: None };
        Self { prepared: url.map(|url| (call, Request::new(method, url))) }
    }

    /// Adds a parameter to the query. `None` adds nothing, a list adds one parameter for each entry, and an object one for each member.
    pub fn query(self, name: &str, value: impl Serialize) -> Self {
        self.try_change(|request| {
            let pairs = pairs(name, &value)?;
            if !pairs.is_empty() {
                request.url_mut().query_pairs_mut().extend_pairs(pairs);
            }
            Ok(())
        })
    }

    /// Adds a list to the query as one parameter, for the generated code. Entries are encoded, unlike the separator between
    /// them. An empty list adds nothing.
    #[doc(hidden)]
    pub fn joined_query(self, name: &str, separator: &str, entries: impl Serialize) -> Self {
        self.try_change(|request| {
            let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
            let entries: Vec<String> = pairs(name, &entries)?.iter().map(|(_, entry)| encode(entry)).collect();
            if !entries.is_empty() {
                let query = request.url().query().map(|query| format!("{query}&")).unwrap_or_default();
                let query = format!("{query}{}={}", encode(name), entries.join(separator));
                request.url_mut().set_query(Some(&query));
            }
            Ok(())
        })
    }

    /// Sets a header.
    pub fn header<N, V>(self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName, Error: fmt::Display>,
        V: TryInto<HeaderValue, Error: fmt::Display>,
    {
        self.try_change(|request| {
            let name = name.try_into().map_err(|error| error.to_string())?;
            let value = value.try_into().map_err(|error| format!("the header `{name}`: {error}"))?;
            request.headers_mut().insert(name, value);
            Ok(())
        })
    }

    /// Sets a header if there is a value, for the generated code.
    #[doc(hidden)]
    pub fn optional_header(self, name: &str, value: Option<String>) -> Self {
        match value {
            Some(value) => self.header(name, value),
            None => self,
        }
    }

    /// Sets a JSON body.
    pub fn json(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.try_change(|request| {
            let json = serde_json::to_vec(body).map_err(|error| format!("the body: {error}"))?;
            set_body(request, HeaderValue::from_static("application/json"), json);
            Ok(())
        })
    }

    /// Sets the body of an HTML form, `application/x-www-form-urlencoded`, from an object. A list becomes one pair for each entry.
    pub fn form(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.try_change(|request| {
            let mut form = Serializer::new(String::new());
            let text = form.extend_pairs(pairs("body", body)?).finish();
            set_body(request, HeaderValue::from_static("application/x-www-form-urlencoded"), text);
            Ok(())
        })
    }

    /// Sets a body of text.
    pub fn text(self, body: impl Into<Body>) -> Self {
        self.try_change(|request| {
            set_body(request, HeaderValue::from_static("text/plain"), body);
            Ok(())
        })
    }

    /// Sets a body of bytes. Its type is `application/octet-stream`, unless you set the [header](Self::header) `Content-Type`.
    ///
    /// Bytes and text can be sent again, so the client can retry them. It sends a stream only once.
    pub fn bytes(self, body: impl Into<Body>) -> Self {
        self.try_change(|request| {
            set_body(request, HeaderValue::from_static("application/octet-stream"), body);
            Ok(())
        })
    }

    /// Sends the request and decodes the JSON in the response. Use `serde_json::Value` for any JSON.
    ///
    /// # Errors
    /// Every variant of [`Error`] but [`Error::ImageKeys`].
    pub async fn send<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let (call, mut request) = self.prepared?;
        request.headers_mut().entry(ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        let received = call.send(request, BodyMode::Read).await?;
        call.decode(received)
    }

    /// Sends the request, and ignores the body of a success.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn send_empty(self) -> Result<Response<()>, Error> {
        let (call, request) = self.prepared?;
        call.ignore_body(call.send(request, BodyMode::Read).await?)
    }

    /// Sends the request and streams the body of a success.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn send_stream(self) -> Result<Response<ByteStream>, Error> {
        let (call, request) = self.prepared?;
        call.stream_body(call.send(request, BodyMode::Stream).await?)
    }

    fn try_change(mut self, change: impl FnOnce(&mut Request) -> Result<(), String>) -> Self {
        if let Ok((_, request)) = &mut self.prepared
            && let Err(reason) = change(request)
        {
            self.prepared = Err(Error::invalid_request(reason));
        }
        self
    }
}

impl fmt::Debug for RequestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.prepared.as_ref().ok().map(|(_, request)| (request.method(), Url::path(request.url())));
        f.debug_struct("RequestBuilder").field("request", &path).finish_non_exhaustive()
    }
}

fn set_body(request: &mut Request, content_type: HeaderValue, body: impl Into<Body>) {
    request.headers_mut().entry(CONTENT_TYPE).or_insert(content_type);
    *request.body_mut() = Some(body.into());
}

/// The pairs of a query or a form. A name without a value has none.
fn pairs(name: &str, value: &(impl Serialize + ?Sized)) -> Result<Vec<(String, String)>, String> {
    // Through text, because a `Value` has no `f32`: 0.1 would become 0.10000000149011612.
    let json = serde_json::to_vec(value).map_err(|error| format!("`{name}`: {error}"))?;
    let value: Value = serde_json::from_slice(&json).map_err(|error| format!("`{name}`: {error}"))?;
    let members = match value {
        Value::Object(members) => members.into_iter().collect(),
        value => vec![(name.to_owned(), value)],
    };
    let mut pairs = Vec::new();
    for (name, value) in members {
        let entries = if let Value::Array(entries) = value { entries } else { vec![value] };
        for entry in entries {
            match entry {
                Value::Null => {}
                Value::String(text) => pairs.push((name.clone(), text)),
                Value::Bool(_) | Value::Number(_) => pairs.push((name.clone(), entry.to_string())),
                Value::Array(_) | Value::Object(_) => {
                    return Err(format!("`{name}` contains a list or an object, which has no text form"));
                }
            }
        }
    }
    Ok(pairs)
}
