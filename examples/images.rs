//! Saves the image of a look before its URL expires.

use std::error::Error;
use std::time::{Duration, SystemTime};

use heygen_api::{AddLooksRequest, ImageKeys, SignedUrl, mock};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // A mock server. To call HeyGen: `let client = heygen_api::Client::from_env()?;`
    let server = mock::MockServer::start_async().await;
    mock::add_looks(&server, mock::looks(1)).await;
    server.mock(|when, then| drop((when.path("/look.jpg"), then.status(200).body("an image"))));
    let client = mock::client(&server);

    let request = AddLooksRequest::new("group-id", ImageKeys::new(["image/a/original"])?, "Dua Casual");
    let added = client.add_looks(request).await?;
    let image = added.looks.first().and_then(|look| look.image()).ok_or("no image")?;
    let days = image.expires_in(SystemTime::now()).unwrap_or_default().as_secs() / 86_400;
    println!("{image} works for {days} days");

    // The image above does not exist, but this one does:
    let image = SignedUrl::new(format!("{}/look.jpg", server.base_url()));
    let directory = tempfile::tempdir()?;
    let file = directory.path().join("look.jpg");
    let download = image.download(&client, &file).size_limit(10 << 20);
    let bytes = download.progress(|progress| println!("{} of {:?} bytes", progress.received, progress.total)).await?;
    println!("{bytes} bytes saved");

    // To test with an expired URL:
    let expired = SignedUrl::new(format!("{}/look.jpg?Expires=1", server.base_url()));
    println!("expired: {}", expired.is_expired_at(SystemTime::now() - Duration::from_secs(1)));
    Ok(())
}
