//! Adds more images than one call accepts.

use heygen_api::{AddLooksRequest, ImageKeys, mock};

#[tokio::main]
async fn main() {
    // A mock server. To call HeyGen: `let client = heygen_api::Client::from_env()?;`
    let server = mock::MockServer::start_async().await;
    mock::add_looks(&server, mock::looks(ImageKeys::MAX)).await;
    let client = mock::client(&server);

    let keys = (1..=10).map(|number| format!("image/{number}/original"));
    let request = |keys| AddLooksRequest::new("group-id", keys, "Dua Casual");
    let mut batches = client.add_looks_in_batches(keys, request).concurrency(2);
    while let Some(outcome) = batches.next().await {
        match outcome.result {
            Ok(added) => println!("{}: {} looks", outcome.keys.join(" "), added.looks.len()),
            Err(error) if error.may_have_been_applied() => println!("{}: unknown: {error}", outcome.keys.join(" ")),
            Err(error) => println!("{}: not added: {error}", outcome.keys.join(" ")),
        }
    }
    println!("not tried: {}", batches.not_tried().count());
}
