//! Adds images to a photo avatar group with v3 of HeyGen's API: the flow that replaces `add_looks`.
//!
//! Without arguments, it runs against a mock server and needs no account. With your own:
//!
//! ```sh
//! HEYGEN_API_KEY=... cargo run -p heygen-v3 -- GROUP_ID NAME IMAGE...
//! ```

mod looks;
mod mock;
#[cfg(test)]
mod tests;
/// The client of the documents in openapi/, which build.rs generates.
mod v3 {
    heygen_api::include_client!();
}

use std::error::Error as StdError;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use heygen_api::{Client, SignedUrl};
use indicatif::ProgressBar;
use looks::{POLLING, Polling, create_looks, looks_of_group, wait_until_usable};

type Failure = Box<dyn StdError>;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<bool, Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments[..] {
        [] => {
            let server = mock::heygen().await?;
            eprintln!("Using a mock server at {}. With an account: GROUP_ID NAME IMAGE...", server.base_url());
            let second = Duration::from_secs(1);
            let polling =
                Polling { first: second / 10, later: second, slower_after: second * 2, deadline: second * 10 };
            let directory = std::env::temp_dir().join(format!("heygen-v3-{}", std::process::id()));
            std::fs::create_dir_all(&directory)?;
            let images = ["one.jpg", "two.jpg"].map(|name| directory.join(name));
            images.iter().try_for_each(|image| std::fs::write(image, "an image"))?;
            let result =
                add_images(&heygen_api::mock::client(&server), "group-1", "Summer", &images, &directory, &polling)
                    .await;
            std::fs::remove_dir_all(&directory)?;
            result
        }
        [group_id, name, images @ ..] if !images.is_empty() => {
            let images: Vec<PathBuf> = images.iter().map(PathBuf::from).collect();
            add_images(&Client::from_env()?, group_id, name, &images, Path::new("."), &POLLING).await
        }
        _ => Err("usage: GROUP_ID NAME IMAGE..., with the API key in HEYGEN_API_KEY".into()),
    }
}

/// Returns true if every image is a usable look, and the images of all looks of the group are saved.
async fn add_images(
    client: &Client,
    group_id: &str,
    name: &str,
    images: &[PathBuf],
    directory: &Path,
    polling: &Polling,
) -> Result<bool, Failure> {
    let heygen = v3::Client::from(client);
    let bar = ProgressBar::new(2 * images.len() as u64); // hidden if standard error is no terminal
    let summary = create_looks(&heygen, group_id, name, images, || bar.inc(1)).await;
    let mut is_complete = summary.charged.len() == images.len();
    for (image, id) in &summary.charged {
        let text = match wait_until_usable(&heygen, id, polling).await {
            Ok(()) => "usable".to_owned(),
            Err(error) => {
                is_complete = false;
                format!("not known to be usable: {error}")
            }
        };
        bar.suspend(|| eprintln!("{}: charged, look {id}, {text}", image.display()));
        bar.inc(1);
    }
    bar.finish_and_clear();
    for (image, error) in &summary.maybe_charged {
        eprintln!("{}: may have been charged, so check the group before you retry: {error}", image.display());
    }
    summary.not_charged.iter().for_each(|(image, error)| eprintln!("{}: not charged: {error}", image.display()));
    summary.not_tried.iter().for_each(|image| eprintln!("{}: not tried", image.display()));
    for look in looks_of_group(&heygen, group_id).await? {
        let (Some(id), Some(url)) = (&look.id, &look.preview_image_url) else { continue };
        // The id comes from a server. Without other characters, it cannot lead out of the directory.
        let file: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let file = file + ".jpg";
        match SignedUrl::new(url).download(client, directory.join(&file)).await {
            Ok(bytes) => println!("saved {file} ({bytes} bytes)"),
            Err(error) => {
                is_complete = false;
                eprintln!("{id}: not saved: {error}");
            }
        }
    }
    Ok(is_complete)
}
