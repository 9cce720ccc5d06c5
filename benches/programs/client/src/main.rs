//! Makes the number of calls in the argument, with this crate.

use heygen_api::{AddLooksRequest, Client, ImageKeys};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let calls: usize = std::env::args().nth(1).unwrap_or_default().parse()?;
    let client = Client::from_env()?;
    for _ in 0..calls {
        let request = AddLooksRequest::new("group-id", ImageKeys::new(["image/a/original"])?, "Dua Casual");
        println!("{}", client.add_looks(request).await?.looks.len());
    }
    Ok(())
}
