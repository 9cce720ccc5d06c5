//! The failures that HeyGen's service returns, and their errors.

use std::time::Duration;

use crate::support::log::Log;
use crate::support::raw::Server;
use crate::support::{add_looks, document_example, path, request, respond};
use heygen_api::reqwest::Method;
use heygen_api::{ApiError, Client, Error, RetirementNotice};
use httpmock::MockServer;
use serde_json::json;

async fn api_error(head: &str, body: &str) -> ApiError {
    match add_looks(head, body).await.unwrap_err() {
        Error::Api(error) => *error,
        other => panic!("{head}: {other:?}"),
    }
}

#[tokio::test]
async fn code_and_message_are_read_from_every_form_of_error() {
    for (status, body, code, message) in [
        (401, r#"{"code":400112,"message":"Unauthorized"}"#, Some("400112"), "Unauthorized"),
        (400, r#"{"error":{"code":"invalid","message":"too long"},"data":null}"#, Some("invalid"), "too long"),
        (400, r#"{"code":100,"data":null,"message":"bad key"}"#, Some("100"), "bad key"),
        (415, r#"{"detail":"Unsupported media type"}"#, None, "Unsupported media type"),
        (200, r#"{"error":"Group not found","data":null}"#, None, "Group not found"),
        (200, r#"{"error":{"code":7,"message":"no"},"data":null}"#, Some("7"), "no"),
        (400, r#"{"detail":[{"loc":["body","name"]}]}"#, None, r#"[{"loc":["body","name"]}]"#),
        (400, r#"{"error":"","message":"elsewhere"}"#, None, "elsewhere"),
        (404, "", None, "Not Found"),
        (502, "<html><h1>Oops</h1></html>", None, "Bad Gateway"),
    ] {
        let error = api_error(&format!("{status} -\r\nx-request-id: request-1"), body).await;
        assert_eq!((error.code.as_deref(), error.message.as_str()), (code, message), "{status} {body}");
        assert_eq!((error.response.status.as_u16(), &error.response.body[..]), (status, body.as_bytes()));
        assert_eq!(error.response.request_id.as_deref(), Some("request-1"));
    }
}

#[tokio::test]
async fn add_looks_and_the_generated_operation_return_the_same_error() {
    let body = r#"{"error":{"code":"invalid","message":"too long","param":"name","doc_url":"https://x/y"}}"#;
    let server = Server::start(&[respond("422 -\r\nx-trace: 1\r\nretry-after: 7\r\nsunset: 2100-01-01", body)]);
    let client = Client::builder("key").base_url(server.url()).build().unwrap();
    let one = client.add_looks(request()).await.unwrap_err();
    let other = client.api().add_looks().body(request()).send().await.unwrap_err();
    let (Error::Api(one), Error::Api(other)) = (one, other) else { panic!() };
    assert_eq!((one.param.as_deref(), one.doc_url.as_deref()), (Some("name"), Some("https://x/y")));
    assert_eq!(one, other);
}

#[tokio::test]
async fn the_body_of_an_error_is_truncated_to_body_max() {
    let error = api_error("500 -", &"x".repeat(100_000)).await;
    assert_eq!(error.response.body.len(), ApiError::BODY_MAX);
    let body = json!({ "error": "odd", "data": { "photo_avatar_list": ["x".repeat(100_000)] } }).to_string();
    let error = add_looks("200 OK", &body).await.unwrap_err();
    assert_eq!(error.body(), Some(body.as_bytes()), "a 2xx is kept whole");
}

#[tokio::test]
async fn each_status_is_classified() {
    type Question = (&'static str, fn(&Error) -> bool);
    const QUESTIONS: [Question; 6] = [
        ("auth", Error::is_auth),
        ("rate limited", Error::is_rate_limited),
        ("insufficient credit", Error::is_insufficient_credit),
        ("not found", Error::is_not_found),
        ("retired", Error::is_retired),
        ("applied", Error::may_have_been_applied),
    ];
    for (status, body, expected) in [
        (307, "", &[][..]),
        (400, "", &[]),
        (401, "", &["auth"]),
        (402, "", &["insufficient credit"]),
        (400, r#"{"error":{"code":"insufficient_credit"}}"#, &["insufficient credit"]),
        (403, "", &["auth"]),
        (404, "", &["retired"]),
        (404, "<html>Not Found</html>", &["retired"]),
        (404, r#"{"error":{"code":"not_found","message":"no such group"}}"#, &["not found"]),
        (404, r#"{"error":"no such group"}"#, &["not found"]),
        (404, r#"{"code":400404,"message":"no such group"}"#, &["not found"]),
        (404, r#"{"error":{"code":"not_fou"#, &["not found"]),
        (404, "[1,]", &["not found"]),
        (404, "{}", &["not found"]),
        (400, r#"{"code":400014,"message":"deprecated"}"#, &["retired"]),
        (408, "", &["applied"]),
        (409, "", &["applied"]),
        (410, r#"{"error":{"code":"gone","message":"gone"}}"#, &["retired"]),
        (413, "", &[]),
        (429, "", &["rate limited"]),
        (500, "", &["applied"]),
        (503, "", &["applied"]),
    ] {
        let error = add_looks(&format!("{status} -"), body).await.unwrap_err();
        let found: Vec<&str> =
            QUESTIONS.iter().filter(|(_, question)| question(&error)).map(|(name, _)| *name).collect();
        assert_eq!(found, expected, "{status} {body}");
    }
}

#[tokio::test]
async fn a_rate_limit_error_has_retry_after() {
    let longest = Some(u64::from(u32::MAX));
    for (value, seconds) in [
        ("120", Some(120)),
        ("soon", None),
        ("-1", None),
        ("31.01", Some(32)),
        ("31.00", Some(31)),
        ("99999999999999999999999999", longest),
        ("40, 120", Some(120)),
        ("40, Sun, 06 Nov 1994 08:49:37 GMT", Some(40)),
        ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
    ] {
        let error = add_looks(&format!("500 -\r\nretry-after: {value}"), "").await.unwrap_err();
        assert_eq!(error.retry_after().map(|delay| delay.as_secs()), seconds, "{value}");
    }
    for value in ["Fri, 01 Jan 2100 00:00:00 GMT", "1, Fri, 01 Jan 2100 00:00:00 GMT", "Fri Jan  1 00:00:00 2100"] {
        let error = add_looks(&format!("500 -\r\nretry-after: {value}"), "").await.unwrap_err();
        assert!(error.retry_after().unwrap() > Duration::from_secs(3600), "{value}");
    }
    let error = add_looks("500 -\r\nretry-after: 7\r\nretry-after: 8\r\nretry-after: 1", "").await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(8)));
}

#[tokio::test]
async fn a_notice_of_retirement_is_returned_with_the_looks() {
    let mut body = document_example();
    body["warning"] = json!({
        "message": "v2 is going away", "v3_endpoint": "POST /v3/avatars",
        "docs_url": "https://docs.heygen.com/v3", "sunset_date": "2026-10-31",
    });
    let head = "200 OK\r\ndeprecation: true\r\nsunset: Sat, 31 Oct 2026 00:00:00 GMT";
    let added = add_looks(head, &body.to_string()).await.unwrap();
    let RetirementNotice { message, sunset, replacement, docs_url, .. } = added.retirement.unwrap();
    assert_eq!(message.as_deref(), Some("v2 is going away"));
    assert_eq!(sunset.as_deref(), Some("2026-10-31"));
    assert_eq!(replacement.as_deref(), Some("POST /v3/avatars"));
    assert_eq!(docs_url.as_deref(), Some("https://docs.heygen.com/v3"));

    let added = add_looks(head, &document_example().to_string()).await.unwrap();
    assert_eq!(added.retirement.unwrap().sunset.as_deref(), Some("Sat, 31 Oct 2026 00:00:00 GMT"));
    let added = add_looks("200 OK", &document_example().to_string()).await.unwrap();
    assert_eq!(added.retirement, None);
    body["warning"] = json!("going");
    let notice = add_looks("200 OK", &body.to_string()).await.unwrap().retirement.unwrap();
    assert_eq!(notice.message.as_deref(), Some("going"), "a warning of another form");
    assert_eq!(notice.replacement.as_deref(), Some("POST /v3/avatars"), "the documented replacement");
}

#[tokio::test]
async fn a_last_day_that_has_passed_retires_only_what_returns_no_error_of_heygen() {
    let past = "\r\nsunset: Sat, 31 Oct 2020 00:00:00 GMT";
    let warning = r#"{"warning":{"sunset_date":"2020-10-31"}}"#;
    for (status, headers, body, retired) in [
        (400, past, "", true),
        (403, past, "<html>", true),
        (404, past, "{}", true),
        (400, "", warning, true),
        (400, past, r#"{"code":1,"message":"no such group"}"#, false),
        (404, past, r#"{"error":{"message":"no"#, false),
        (400, "\r\nsunset: Fri, 01 Jan 2100 00:00:00 GMT", "", false),
        (400, "", "", false),
        (401, past, "", false),
        (402, past, "", false),
        (408, past, "", false),
        (409, past, "", false),
        (429, past, "", false),
        (500, past, "", false),
    ] {
        let error = add_looks(&format!("{status} -{headers}"), body).await.unwrap_err();
        assert_eq!(error.is_retired(), retired, "{status} {headers} {body}");
        let Error::Api(error) = error else { panic!() };
        assert_eq!(error.retirement.is_some(), !headers.is_empty() || body == warning, "{status} {headers} {body}");
    }
    let long = format!("<html>{}", " ".repeat(9 << 20));
    let gone = api_error("410 -", "<html>").await.retirement.unwrap();
    assert_eq!(gone.replacement.as_deref(), Some("POST /v3/avatars"), "the documented replacement");
    for (head, body, what) in
        [("404 -", &*long, "larger than the limit"), ("404 -\r\ncontent-length: 99", "<html>", "cut")]
    {
        assert!(add_looks(head, body).await.unwrap_err().is_not_found(), "a body that is {what}");
    }
    let server = Server::start(&[respond("404 -", "<html>")]);
    let client = Client::builder("key").base_url(server.url()).build().unwrap();
    let error = client.request(Method::GET, "/any").send_empty().await.unwrap_err();
    assert!(error.is_not_found(), "an operation without a documented end");
}

#[tokio::test]
async fn the_headers_of_a_notice_are_read_together() {
    let example = document_example().to_string();
    const LINK: &str =
        "link: <https://a.b/next>; rel=\"next\", <https://a.b/c,d>; rel=\"help deprecation\"; type=\"text/html\"";
    for (headers, docs_url) in [
        (format!("deprecation: @1688169599\r\n{LINK}"), Some(Some("https://a.b/c,d"))),
        ("deprecation: true".to_owned(), Some(None)),
        (format!("deprecation: false\r\n{LINK}"), None),
        (format!("deprecation: ?0\r\n{LINK}"), None),
        (LINK.to_owned(), None),
    ] {
        let notice = add_looks(&format!("200 OK\r\n{headers}"), &example).await.unwrap().retirement;
        assert_eq!(notice.as_ref().map(|notice| notice.docs_url.as_deref()), docs_url, "{headers:?}");
    }
}

#[tokio::test]
async fn messages_and_the_log_are_short_and_have_no_control_characters() {
    let (log, _guard) = Log::start();
    let text = "\u{1b}[31m\n\u{202e}".to_owned() + &"x".repeat(100_000);
    let members = json!({ "code": text, "message": text, "param": text, "doc_url": text });
    let bodies = [
        (500, json!({ "error": members }).to_string()),
        (410, json!({ "warning": { "message": text, "sunset_date": text, "v3_endpoint": text } }).to_string()),
        (200, json!({ "data": { "photo_avatar_list": [{ "created_at": text }] } }).to_string()),
    ];
    let client = Client::builder("key").build().unwrap();
    let host = format!("https://31m{}/?a", "x".repeat(100_000));
    let mut errors = vec![
        client.request(Method::GET, &text).send_empty().await.unwrap_err(),
        client.request(Method::GET, "/a").query(&text, [[1]]).send_empty().await.unwrap_err(),
        Client::builder("key").base_url(host).build().unwrap_err(),
    ];
    for (status, body) in bodies {
        let head = format!("{status} -\r\nx-request-id: 31m{}", "x".repeat(10_000));
        errors.push(add_looks(&head, &body).await.unwrap_err());
    }
    let log = log.take();
    assert!(log.contains(" WARN "), "{log}");
    for text in errors
        .iter()
        .map(Error::to_string)
        .inspect(|text| assert!(text.contains("31m"), "{text}"))
        .chain(log.lines().map(str::to_owned))
    {
        assert!(text.len() < 6000, "{} bytes", text.len());
        assert!(!text.contains(|character: char| character.is_control() || character == '\u{202e}'), "{text}");
    }
}

#[tokio::test]
async fn a_base_url_may_have_a_path_prefix() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.path(format!("/proxy{}", path()));
            then.status(200).json_body(document_example());
        })
        .await;
    for base in ["/proxy", "/proxy/"] {
        let client = Client::builder("key\n").base_url(server.url(base)).build().unwrap();
        client.add_looks(request()).await.unwrap();
    }
    mock.assert_calls_async(2).await;
}
