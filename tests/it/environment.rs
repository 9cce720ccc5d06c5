//! The environment of the process: variables, and proxies.

use std::ffi::OsStr;
use std::process::Command;

use crate::support::raw::Act::{self, Respond};
use crate::support::raw::Server;
use crate::support::request;
use heygen_api::{Client, Retry, SignedUrl, mock, reqwest};

const OK: Act = Respond(b"HTTP/1.1 200 OK\r\nconnection: close\r\nx-request-id: request-1\r\n\r\n{\"data\":{}}");

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
        "environment::a_base_url_that_is_not_unicode_is_not_in_the_error",
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
        let of_mock = mock::client(&server).add_looks(request()).await;
        let server = Server::start(&[OK]);
        let client = Client::builder("key").base_url(server.url()).retry(Retry::none()).build().unwrap();
        let of_client = client.add_looks(request()).await;
        let server = Server::start(&[Respond(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\nconnection: close\r\n\r\n-")]);
        let directory = tempfile::tempdir().unwrap();
        let of_download = SignedUrl::new(server.url()).download(&client, directory.path().join("look.jpg")).await;
        return println!("{} {} {} {DONE}", of_mock.is_ok(), of_client.is_ok(), of_download.is_ok());
    }
    let proxy = Server::start(&[Respond(b"HTTP/1.1 502 -\r\nconnection: close\r\n\r\n")]);
    let url = proxy.url();
    let name = "environment::calls_to_this_machine_ignore_the_proxy_of_the_environment";
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
    to_this_machine.add_looks(request()).await.unwrap();
    assert_eq!((server.requests(), proxy.requests()), (1, 0));

    let allowed = builder("http://api.invalid").allow_http(true).build().unwrap();
    allowed.add_looks(request()).await.unwrap();
    assert_eq!((server.requests(), proxy.requests()), (1, 1));
}
