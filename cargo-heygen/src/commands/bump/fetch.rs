//! Fetches pages: over HTTPS only, with limits for time and size.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};

/// The largest page, in bytes. HeyGen's whole document has 1.2 MB.
const MAX_SIZE: usize = 30_000_000;
const MAX_REDIRECTS: usize = 10;
const USER_AGENT: &str = concat!("cargo-heygen/", env!("CARGO_PKG_VERSION"));

/// Whether an argument is a URL and not a file.
pub fn is_url(argument: &str) -> bool {
    argument.contains("://")
}

/// Fetches a page. Fails if it takes longer than `timeout`.
pub fn fetch_page(url: &str, timeout: Duration) -> Result<Vec<u8>> {
    let url = Url::parse(url).context("invalid URL")?;
    if !is_allowed(&url, is_local_http(&url)) {
        bail!("only https:// URLs are fetched; save the page and pass the file instead");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime")?;
    let fetched = runtime.block_on(async { tokio::time::timeout(timeout, download(&url)).await });
    fetched.unwrap_or_else(|_| bail!("not complete after {} seconds: try again later", timeout.as_secs()))
}

async fn download(url: &Url) -> Result<Vec<u8>> {
    let local = is_local_http(url);
    let policy = Policy::custom(move |attempt| {
        if !is_allowed(attempt.url(), local) {
            let target = attempt.url().to_string();
            attempt.error(format!("it redirects to {target}, and only https:// URLs are followed"))
        } else if attempt.previous().len() > MAX_REDIRECTS {
            attempt.error(format!("more than {MAX_REDIRECTS} redirects"))
        } else {
            attempt.follow()
        }
    });
    let builder = Client::builder().user_agent(USER_AGENT).redirect(policy);
    let client = if local { builder.no_proxy() } else { builder }.build().context("no HTTP client")?;
    let mut response = client.get(url.clone()).send().await.map_err(reqwest::Error::without_url)?;
    let (status, end) = (response.status(), response.url().clone());
    if !status.is_success() {
        let moved = match end.host_str() {
            Some("docs.heygen.com") => "; HeyGen's reference moved to developers.heygen.com: find the page there",
            _ => ": check the URL",
        };
        bail!("the server returned {status}{}{moved}", if end == *url { String::new() } else { format!(" for {end}") });
    }
    if end.host_str() != url.host_str() {
        eprintln!("note: {url} redirects to {end}; use that URL to record it in openapi/README.md");
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(reqwest::Error::without_url)? {
        if bytes.len() + chunk.len() > MAX_SIZE {
            bail!("larger than {} MB, so this is not a page of HeyGen's reference", MAX_SIZE / 1_000_000);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn is_allowed(url: &Url, local: bool) -> bool {
    url.scheme() == "https" || local && is_local_http(url)
}

/// Plain HTTP to this machine, for tests.
fn is_local_http(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    url.scheme() == "http" && (host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback()))
}
