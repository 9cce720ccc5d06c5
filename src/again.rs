use bytes::Bytes;
use futures_util::FutureExt;
use http_body_util::BodyExt;
use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Method, Request, Url};

/// What it takes to make a generated request again.
///
/// In place of `Request::try_clone`, which allocates a time-out that is not set and a second header map: this copy is made for every
/// call, and used by few.
pub(crate) struct Again {
    method: Method,
    url: Url,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Option<Bytes>,
}

impl Again {
    /// `None` where the body is a stream: it can be sent once.
    pub(crate) fn of(request: &mut Request) -> Option<Self> {
        let body = match request.body_mut() {
            None => None,
            Some(body) => {
                body.as_bytes()?;
                // reqwest gives the bytes themselves, and no copy, only so. There is one frame of them, or none, and no wait for it.
                let frame = body.frame().now_or_never()?.and_then(Result::ok);
                let bytes = frame.and_then(|frame| frame.into_data().ok()).unwrap_or_default();
                *body = bytes.clone().into();
                Some(bytes)
            }
        };
        Some(Self {
            method: request.method().clone(),
            url: request.url().clone(),
            headers: request.headers().iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            body,
        })
    }

    pub(crate) fn request(&self) -> Request {
        let mut request = Request::new(self.method.clone(), self.url.clone());
        for (name, value) in &self.headers {
            request.headers_mut().append(name, value.clone());
        }
        *request.body_mut() = self.body.clone().map(Into::into);
        request
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(body: Option<reqwest::Body>) -> Request {
        let mut request = Request::new(Method::PUT, Url::parse("http://127.0.0.1/a?b=c").unwrap());
        for (name, value) in [("x-one", "1"), ("x-two", "2"), ("x-one", "3")] {
            request.headers_mut().append(name, HeaderValue::from_static(value));
        }
        *request.body_mut() = body;
        request
    }

    #[test]
    fn a_copy_says_what_the_request_said_and_both_have_the_body() {
        for body in [None, Some(""), Some("{}")] {
            let mut first = request(body.map(Into::into));
            let again = Again::of(&mut first).unwrap();
            for copy in [&first, &again.request(), &again.request()] {
                assert_eq!((copy.method(), copy.url()), (&Method::PUT, request(None).url()));
                assert_eq!(copy.headers(), request(None).headers());
                assert_eq!(copy.body().map(|body| body.as_bytes().unwrap()), body.map(str::as_bytes));
            }
        }
    }

    #[tokio::test]
    async fn a_stream_is_sent_once() {
        let stream = reqwest::Body::wrap("once".to_owned());
        let mut first = request(Some(stream));
        assert!(Again::of(&mut first).is_none());
        let body = first.body_mut().take().unwrap().collect().await.unwrap();
        assert_eq!(body.to_bytes(), "once");
    }
}
