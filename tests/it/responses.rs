//! How responses are interpreted: which error they are, and whether they may have been applied.

use std::collections::HashMap;
use std::time::Duration;

use crate::support::raw::Act::RespondForever;
use crate::support::raw::Server;
use crate::support::{add_looks, call_json, request, respond};
use heygen_api::reqwest::Method;
use heygen_api::{AddLooksResponse, Client, Error, Retry};

fn client(server: &Server) -> Client {
    Client::builder("key").base_url(server.url()).retry(Retry::none()).build().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn success_without_data_is_an_error_of_heygen_if_it_has_a_code_or_a_message() {
    for (body, code, message) in [
        (r#"{"code":400562,"message":"forbidden","data":null}"#, Some("400562"), "forbidden"),
        (r#"{"message":"forbidden"}"#, None, "forbidden"),
        (r#"{"code":"internal_error","data":null}"#, Some("internal_error"), "OK"),
    ] {
        let error = add_looks("200 OK", body).await.unwrap_err();
        assert!(error.may_have_been_applied(), "{body}");
        let Error::Api(error) = error else { panic!("{body}: {error:?}") };
        assert_eq!((error.code.as_deref(), error.message.as_str()), (code, message), "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_success_without_data_is_an_error_of_add_looks_alone() {
    for (head, body) in [("200 OK", ""), ("204 No Content", ""), ("200 OK", "{}"), ("200 OK", r#"{"data":null}"#)] {
        let server = Server::start(&[respond(head, body)]);
        let response = client(&server).api().add_looks().body(request()).send().await.unwrap();
        assert_eq!(response.body, AddLooksResponse::default(), "{head} {body}");
        let error = client(&server).add_looks(request()).await.unwrap_err();
        assert!(error.may_have_been_applied(), "{head} {body}");
        let Error::Decode(error) = error else { panic!("{head} {body}: {error:?}") };
        assert_eq!((error.path.as_str(), &error.response.body[..]), ("data", body.as_bytes()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_length_larger_than_the_memory_is_not_reserved() {
    let act = RespondForever(b"HTTP/1.1 200 OK\r\ncontent-length: 9223372036854775807\r\n\r\n", b"{}");
    let server = Server::start(&[act]);
    let builder = Client::builder("key").base_url(server.url()).retry(Retry::none());
    let client = builder.response_limit(usize::MAX).timeout(Duration::from_millis(200)).build().unwrap();
    let error = client.add_looks(request()).await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(error) if error.is_timeout() && !error.response.as_ref().unwrap().body.is_empty())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_of_heygen_is_recognized_whatever_the_response_type_is() {
    for body in [
        r#"{"error":{"code":"no","message":"not now"},"data":null}"#,
        "{\"warning\":null,\"error\" :\n{\"code\":\"no\",\"message\":\"not now\"}}",
        r#"{"data":null,"err\u006fr":{"code":"no","message":"not now"}}"#,
    ] {
        let server = Server::start(&[respond("200 OK", body)]);
        let error = call_json::<HashMap<String, Option<String>>>(&client(&server), Method::POST).await.unwrap_err();
        let Error::Api(error) = error else { panic!("{body}: {error:?}") };
        assert_eq!((error.code.as_deref(), error.message.as_str()), (Some("no"), "not now"), "{body}");
    }
    let server = Server::start(&[respond("200 OK", r#"["no error"]"#)]);
    call_json::<Vec<String>>(&client(&server), Method::GET).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_body_is_an_error_of_an_operation_without_content() {
    for body in ["", "{"] {
        let server = Server::start(&[respond("200 OK\r\ncontent-length: 500", body)]);
        let client = client(&server);
        let error = client.request(Method::POST, "/any").send_empty().await.unwrap_err();
        assert!(error.may_have_been_applied());
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        assert_eq!((error.status().unwrap().as_u16(), error.body()), (200, Some(body.as_bytes())));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_truncated_number_is_not_decoded() {
    let server = Server::start(&[respond("200 OK\r\ncontent-length: 5", "12")]);
    let error = call_json::<u64>(&client(&server), Method::POST).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    assert_eq!(error.body(), Some(&b"12"[..]));

    let server = Server::start(&[respond("200 OK\r\ncontent-length: 5", "12345")]);
    call_json::<u64>(&client(&server), Method::POST).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_response_limit_includes_a_byte_order_mark_and_may_be_zero() {
    let json = r#"{"data":{}}"#;
    let longer = format!("\u{feff}{json}  ");
    for (limit, body) in [(longer.len() - 1, longer.as_str()), (longer.len() - 2, &longer), (0, json)] {
        let server = Server::start(&[respond("200 OK", body)]);
        let client = Client::builder("key").base_url(server.url()).response_limit(limit).build().unwrap();
        let result = client.api().add_looks().body(request()).send().await;
        assert!(result.is_err(), "{limit} of {} bytes: {result:?}", body.len());
        let mut stream = client.request(Method::POST, "/any").send_stream().await.unwrap().body;
        let error = loop {
            match stream.next().await.expect("an error before the end") {
                Ok(_) => {}
                Err(error) => break error,
            }
        };
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert!(stream.next().await.is_none(), "the stream ends after the error");
        assert!(matches!(client.add_looks(request()).await, Err(Error::Decode(_))));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn looks_in_an_unknown_form_are_kept_in_the_body() {
    let body = r#"{"data":{"looks":[{"id":"a"}]}}"#;
    let added = add_looks("200 OK\r\nx-trace: 1", body).await.unwrap();
    assert_eq!((added.looks.len(), added.body.as_deref()), (0, Some(body.as_bytes())));
    assert_eq!((added.status.as_u16(), &added.headers["x-trace"]), (200, &"1".parse().unwrap()));
    for empty in
        [r#"{"data":{}}"#, r#"{"data":{"photo_avatar_list":null}}"#, r#"{"data":{"photo_avatar_list":[],"a":1}}"#]
    {
        let added = add_looks("200 OK", empty).await.unwrap();
        assert_eq!((&added.looks[..], added.body), (&[][..], None), "{empty}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_stream_ends_with_an_error_that_has_the_status_and_the_redacted_headers() {
    let server = Server::start(&[respond("200 OK\r\nx-echo: secret-api-key\r\ncontent-length: 9", "secret")]);
    let client = Client::builder("secret-api-key").base_url(server.url()).build().unwrap();
    for (method, applied) in [(Method::GET, false), (Method::POST, true)] {
        let mut stream = client.request(method, "/any").send_stream().await.unwrap().body;
        assert_eq!(stream.next().await.unwrap().unwrap(), "secret", "bytes are as HeyGen sends them");
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!((error.status().unwrap().as_u16(), error.may_have_been_applied()), (200, applied));
        assert!(matches!(&error, Error::Transport(_)) && error.to_string().contains("6 bytes"), "{error}");
        assert!(!format!("{error:?}").contains("secret-api-key"), "{error:?}");
        assert!(stream.next().await.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_instead_of_a_stream_has_the_errors_of_this_crate() {
    let server = Server::start(&[respond("403 Forbidden", r#"{"code":400562,"message":"forbidden"}"#)]);
    let error = client(&server).request(Method::GET, "/any").send_stream().await.unwrap_err();
    assert!(error.is_auth() && error.code() == Some("400562"), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_byte_stream_keeps_its_byte_order_mark() {
    let server = Server::start(&[respond("200 OK", "\u{feff}text")]);
    let mut response = client(&server).request(Method::GET, "/any").send_stream().await.unwrap();
    let mut all = Vec::new();
    while let Some(chunk) = response.body.next().await {
        all.extend_from_slice(&chunk.unwrap());
    }
    assert_eq!(all, "\u{feff}text".as_bytes());
}
