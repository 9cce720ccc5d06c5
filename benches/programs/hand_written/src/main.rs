//! Makes the same calls with hand-written code.

#[path = "../../../support/hand_written.rs"]
#[allow(dead_code, reason = "the fields are what is decoded")]
mod hand_written;

use hand_written::{Client, Request};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let calls: usize = std::env::args().nth(1).unwrap_or_default().parse()?;
    let client = Client::new(&std::env::var("HEYGEN_API_KEY")?, &std::env::var("HEYGEN_API_BASE")?)?;
    for _ in 0..calls {
        let request = Request {
            generation_id: None,
            group_id: "group-id".to_owned(),
            image_keys: vec!["image/a/original".to_owned()],
            name: "Dua Casual".to_owned(),
        };
        println!("{}", client.add_looks(&request).await?.len());
    }
    Ok(())
}
