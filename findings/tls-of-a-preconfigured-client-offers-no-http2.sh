#!/usr/bin/env bash
# An HTTP client that is given its own TLS configuration silently speaks HTTP/1.1 only, though the same client offers HTTP/2 without it.
#
# reqwest 0.13.5 with rustls 0.23.46: a default client offers `h2` and `http/1.1` in its ClientHello. With
# `ClientBuilder::tls_backend_preconfigured` it offers nothing, so no server can choose HTTP/2: `alpn_protocols` of the configuration has to be
# set by hand, and its default is empty.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "hello"
edition = "2024"
[dependencies]
reqwest = { version = "=0.13.5", default-features = false, features = ["http2", "rustls-no-provider"] }
rustls = { version = "=0.23.46", default-features = false, features = ["ring", "std", "tls12"] }
tokio = { version = "1", features = ["macros", "net", "rt"] }
tokio-rustls = { version = "=0.26.6", default-features = false }
[workspace]
TOML
cat >src/main.rs <<'RUST'
use reqwest::{Client, ClientBuilder};
use rustls::{ClientConfig, RootCertStore, server::Acceptor};

/// What the client offers to a server, which then closes the connection.
async fn offered(client: ClientBuilder) -> Vec<String> {
    let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", server.local_addr().unwrap());
    let request = client.no_proxy().build().unwrap().get(url).send();
    let hello = async {
        let (connection, _) = server.accept().await.unwrap();
        let handshake = tokio_rustls::LazyConfigAcceptor::new(Acceptor::default(), connection).await.unwrap();
        let offered = handshake.client_hello().alpn().into_iter().flatten();
        offered.map(|name| String::from_utf8_lossy(name).into_owned()).collect()
    };
    tokio::join!(hello, request).0
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let tls = ClientConfig::builder().with_root_certificates(RootCertStore::empty()).with_no_client_auth();
    println!("default: {:?}", offered(Client::builder()).await);
    println!("preconfigured: {:?}", offered(Client::builder().tls_backend_preconfigured(tls)).await);
}
RUST
cargo run --quiet | tee seen
diff seen - <<'SEEN'
default: ["h2", "http/1.1"]
preconfigured: []
SEEN
