//! Image keys from iterators, the environment, proxies, downloads, and spans.

use std::ffi::OsStr;
use std::process::Command;
use std::time::Duration;

use crate::support::operations::{Way, request};
use crate::support::raw::Act::{self, Respond};
use crate::support::raw::Server;
use heygen_api::{Client, DownloadError, ImageKeys, Retry, SignedUrl, mock, reqwest};

const OK: Act = Respond(b"HTTP/1.1 200 OK\r\nconnection: close\r\nx-request-id: request-1\r\n\r\n{\"data\":{}}");

/// An iterator that continues after its first `None`, like `mpsc::Receiver::try_iter`.
fn with_a_gap<'k>(before: &[&'k str], after: &[&'k str]) -> impl Iterator<Item = &'k str> {
    let items: Vec<Option<&str>> =
        before.iter().copied().map(Some).chain([None]).chain(after.iter().copied().map(Some)).collect();
    let mut items = items.into_iter();
    std::iter::from_fn(move || items.next().flatten())
}

#[test]
fn image_keys_stop_at_the_first_none_of_an_iterator() {
    let mut keys = with_a_gap(&[], &["late"]);
    let error = ImageKeys::new(keys.by_ref()).unwrap_err();
    assert_eq!((error.found, keys.next()), (0, Some("late")));

    let mut keys = with_a_gap(&["a"], &["late"]);
    assert_eq!(ImageKeys::new(keys.by_ref()).unwrap()[..], ["a"]);
    assert_eq!(keys.next(), Some("late"), "a key is lost");
}

#[test]
fn image_keys_take_at_most_one_key_too_many() {
    let mut taken = 0;
    let endless = std::iter::from_fn(|| {
        taken += 1;
        Some("key")
    });
    assert!(ImageKeys::new(endless).unwrap_err().found > ImageKeys::MAX);
    assert!(taken <= ImageKeys::MAX + 1, "{taken} keys taken");
}

/// Runs a test again in a child process with these environment variables, and without other proxies. Returns its output.
fn in_a_process_with(test: &str, variables: &[(&str, &OsStr)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(CHILD, "1");
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy", "request_method"] {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    let output = command.envs(variables.iter().copied()).output().unwrap();
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success() && text.contains(DONE), "{text}");
    text
}

const CHILD: &str = "HEYGEN_API_TEST_CHILD";
const DONE: &str = "the child is done";

fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

#[cfg(unix)]
#[test]
fn a_base_url_that_is_not_unicode_is_not_in_the_error() {
    use std::os::unix::ffi::OsStrExt;

    if is_child() {
        let error = Client::from_env().unwrap_err();
        return println!("{error} {error:?} {DONE}");
    }
    let text = in_a_process_with(
        "runtime::a_base_url_that_is_not_unicode_is_not_in_the_error",
        &[
            ("HEYGEN_API_KEY", "key".as_ref()),
            ("HEYGEN_API_BASE", OsStr::from_bytes(b"https://user:a-secret@api.heygen.com/\xff")),
        ],
    );
    assert!(text.contains("base URL") && !text.contains("a-secret"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_to_this_machine_ignore_the_proxy_of_the_environment() {
    if is_child() {
        let server = mock::MockServer::start_async().await;
        mock::add_looks(&server, mock::looks(1)).await;
        let of_mock = mock::client(&server).add_looks(&request()).await;
        let server = Server::start(&[OK]);
        let client = Client::builder("key").base_url(server.url()).retry(Retry::none()).build().unwrap();
        let of_client = client.add_looks(&request()).await;
        let (of_download, ..) = download(&[WHOLE]).await;
        return println!("{} {} {} {DONE}", of_mock.is_ok(), of_client.is_ok(), of_download.is_ok());
    }
    let proxy = Server::start(&[Respond(b"HTTP/1.1 502 -\r\nconnection: close\r\n\r\n")]);
    let url = proxy.url();
    let name = "runtime::calls_to_this_machine_ignore_the_proxy_of_the_environment";
    let text = in_a_process_with(name, &[("HTTP_PROXY", url.as_ref()), ("http_proxy", url.as_ref())]);
    assert_eq!(proxy.heads(), Vec::<String>::new());
    assert!(text.contains("true true true"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_http_goes_through_a_proxy_only_if_it_is_allowed() {
    let (server, proxy) = (Server::start(&[OK]), Server::start(&[OK]));
    let builder = |base: &str| {
        let http = reqwest::Client::builder().proxy(reqwest::Proxy::all(proxy.url()).unwrap());
        Client::builder("key").base_url(base).http(http)
    };
    assert!(builder("http://api.invalid").build().is_err());

    let to_this_machine = builder(&server.url()).allow_http(true).build().unwrap();
    to_this_machine.add_looks(&request()).await.unwrap();
    assert_eq!((server.requests(), proxy.requests()), (1, 0));

    let allowed = builder("http://api.invalid").allow_http(true).build().unwrap();
    allowed.add_looks(&request()).await.unwrap();
    assert_eq!((server.requests(), proxy.requests()), (1, 1));
}

/// Downloads from a server with these responses. Returns the result, the text of the file, and the number of requests.
async fn download(acts: &[Act]) -> (Result<u64, DownloadError>, String, usize) {
    let (server, directory) = (Server::start(acts), tempfile::tempdir().unwrap());
    let path = directory.path().join("look.jpg");
    std::fs::write(&path, "before").unwrap();
    let retry = Retry::default().first_delay(Duration::from_millis(1)).max_delay(Duration::from_secs(1));
    let client = Client::builder("key").retry(retry).build().unwrap();
    let result = client.download(&SignedUrl::new(format!("{}/look.jpg", server.url())), &path).await;
    (result, std::fs::read_to_string(&path).unwrap(), server.requests())
}

const CUT: Act = Respond(
    b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\netag: \"a\"\r\nconnection: close\r\n\r\n8\r\n01234567\r\n8\r\n012",
);
const WHOLE: Act = Respond(b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\nconnection: close\r\n\r\n01234567");

#[tokio::test(flavor = "multi_thread")]
async fn a_truncated_download_is_not_completed_by_a_partial_response() {
    let rest =
        Respond(b"HTTP/1.1 206 -\r\ncontent-range: bytes 11-15/16\r\netag: \"a\"\r\nconnection: close\r\n\r\n34");
    let (result, text, _) = download(&[CUT, rest]).await;
    assert!(result.is_err(), "{result:?}: {text}");
    assert_eq!(text, "before");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_waits_for_retry_after() {
    let later = Respond(b"HTTP/1.1 503 -\r\nretry-after: 3600\r\nconnection: close\r\n\r\n");
    let (result, text, requests) = download(&[later, WHOLE]).await;
    assert!(matches!(result, Err(DownloadError::Status(status)) if status == 503), "{result:?}");
    assert_eq!((text.as_str(), requests), ("before", 1), "`Retry-After` is longer than `max_delay`");

    let soon = Respond(b"HTTP/1.1 503 -\r\nretry-after: 1\r\nconnection: close\r\n\r\n");
    let begin = std::time::Instant::now();
    let (result, text, requests) = download(&[soon, WHOLE]).await;
    assert_eq!((result.unwrap(), text.as_str(), requests), (8, "01234567", 2));
    assert!(begin.elapsed() >= Duration::from_secs(1), "{:?}", begin.elapsed());
}

mod span {
    use std::collections::BTreeMap;
    use std::fmt::Debug;
    use std::future::ready;
    use std::net::SocketAddr;
    use std::sync::{Arc, Mutex};

    use heygen_api::reqwest::dns::{Addrs, Name, Resolve, Resolving};
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Subscriber};
    use tracing_subscriber::layer::{Context, Layer};

    use super::*;
    use crate::support::log::subscribe;

    type Fields = BTreeMap<&'static str, String>;

    /// Records the fields of this crate's span, and whether the child event is in it.
    #[derive(Clone, Default)]
    struct Recorder {
        fields: Arc<Mutex<Fields>>,
        child: Arc<Mutex<Option<bool>>>,
    }

    struct Into<'a>(&'a mut Fields);

    impl Visit for Into<'_> {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            self.0.insert(field.name(), format!("{value:?}").trim_matches('"').to_owned());
        }
    }

    const CHILD_TARGET: &str = "child";

    impl<S: Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>> Layer<S> for Recorder {
        fn on_new_span(&self, attributes: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
            if attributes.metadata().target().starts_with("heygen_api") {
                attributes.record(&mut Into(&mut self.fields.lock().unwrap()));
            }
        }

        fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
            if context.metadata(id).is_some_and(|metadata| metadata.target().starts_with("heygen_api")) {
                values.record(&mut Into(&mut self.fields.lock().unwrap()));
            }
        }

        fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
            if event.metadata().target() == CHILD_TARGET {
                let is_inside = |span: tracing_subscriber::registry::SpanRef<'_, S>| {
                    span.metadata().target().starts_with("heygen_api")
                };
                let inside = context.event_scope(event).is_some_and(|mut scope| scope.any(is_inside));
                *self.child.lock().unwrap() = Some(inside);
            }
        }
    }

    /// Logs an event while reqwest connects.
    struct LoggingResolver(SocketAddr);

    impl Resolve for LoggingResolver {
        fn resolve(&self, _: Name) -> Resolving {
            tracing::info!(target: CHILD_TARGET, "resolves");
            let addresses: Addrs = Box::new(std::iter::once(self.0));
            Box::pin(ready(Ok(addresses)))
        }
    }

    // On one thread, so that its subscriber gets all events.
    async fn recorded(way: Way) -> Recorder {
        let recorder = Recorder::default();
        let _guard = subscribe(recorder.clone());
        let server = Server::start(&[OK]);
        let resolver = Arc::new(LoggingResolver(server.address));
        let http = heygen_api::reqwest::Client::builder().no_proxy().dns_resolver(resolver);
        let base = format!("http://localhost:{}", server.address.port());
        way.send(&Client::builder("key").base_url(base).http(http).build().unwrap()).await.unwrap();
        recorder
    }

    #[tokio::test]
    async fn events_of_a_call_are_in_its_span() {
        for way in Way::ALL {
            assert_eq!(*recorded(way).await.child.lock().unwrap(), Some(true), "{way:?}");
        }
    }

    #[tokio::test]
    async fn span_fields_have_opentelemetry_names() {
        for way in Way::ALL {
            let recorder = recorded(way).await;
            let fields = recorder.fields.lock().unwrap();
            for (name, value) in [
                ("operation", "add_looks"),
                ("request_id", "request-1"),
                ("http.request.method", "POST"),
                ("http.response.status_code", "200"),
                ("server.address", "localhost"),
            ] {
                assert_eq!(fields.get(name).map(String::as_str), Some(value), "{way:?}: {name} of {fields:?}");
            }
        }
    }
}
