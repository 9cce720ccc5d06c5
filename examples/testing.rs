//! Tests code that uses this crate, without HeyGen. Your tests would use `#[tokio::test]` instead of `main`.

use heygen_api::{AddLooksRequest, Client, Error, ImageKeys, mock};

/// The code to test.
async fn add_look(client: &Client) -> Result<String, Error> {
    let request = AddLooksRequest::new("group-id", ImageKeys::new(["image/a/original"])?, "Dua Casual");
    match client.add_looks(request).await {
        Ok(added) => Ok(format!("{} looks", added.looks.len())),
        Err(error) if error.is_rate_limited() => Ok("later".to_owned()),
        Err(error) => Err(error),
    }
}

#[tokio::main]
async fn main() {
    let server = mock::MockServer::start_async().await;
    let call = mock::add_looks(&server, mock::looks(2)).await;
    assert_eq!(add_look(&mock::client(&server)).await.unwrap(), "2 looks");
    call.assert_async().await;
    call.delete_async().await;

    mock::add_looks(&server, mock::rate_limited(5)).await;
    assert_eq!(add_look(&mock::client(&server)).await.unwrap(), "later");
    println!("both responses were handled");
}
