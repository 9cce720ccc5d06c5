//! Adds looks to a photo avatar group and prints them.
//!
//! Without image keys, it runs against a local mock server that sends HeyGen's documented example, so it needs no account.

use std::error::Error as StdError;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use comfy_table::Table;
use heygen_api::{AddLooksRequest, BatchSummary, Client, Error, ImageKeys, mock};
use indicatif::ProgressBar;

/// Add any number of images to a HeyGen photo avatar group, as looks.
///
/// Without image keys, this runs against a local mock server and needs no account.
#[derive(Parser)]
#[command(
    after_help = "Environment:\n  HEYGEN_API_KEY   the key of your HeyGen account\n  HEYGEN_API_BASE  the base URL, if not HeyGen's"
)]
struct Arguments {
    /// The avatar group to add the looks to
    #[arg(long)]
    group_id: Option<String>,
    /// The name of the looks
    #[arg(long)]
    name: Option<String>,
    /// The generation id of AI-generated photos
    #[arg(long)]
    generation_id: Option<String>,
    /// Read more image keys from a file, one per line (- for standard input)
    #[arg(long, value_name = "FILE")]
    keys_from: Option<PathBuf>,
    /// How many calls may run at the same time
    #[arg(long, default_value_t = 1)]
    concurrency: usize,
    /// Print the looks as JSON
    #[arg(long)]
    json: bool,
    /// Save the images of the looks to this directory
    #[arg(long, value_name = "DIR")]
    download: Option<PathBuf>,
    /// Use the mock server even if there are image keys
    #[arg(long)]
    mock: bool,
    /// The keys of the images to add
    #[arg(value_name = "KEY")]
    keys: Vec<String>,
}

type Failure = Box<dyn StdError>;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(code) => code,
        Err(failure) => {
            let error = failure.downcast_ref::<Error>();
            eprintln!("error: {failure}{}", error.map(|error| format!(" ({})", remedy(error))).unwrap_or_default());
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let mut keys = arguments.keys.clone();
    if let Some(file) = &arguments.keys_from {
        let text = read(file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        keys.extend(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
    }
    if arguments.mock || (keys.is_empty() && arguments.keys_from.is_none()) {
        let server = mock::MockServer::start_async().await;
        mock_heygen(&server).await;
        eprintln!("Using a mock server at {}. To call HeyGen, see --help.", server.base_url());
        if keys.is_empty() {
            keys.push("image/a/original".to_owned());
        }
        return add(&mock::client(&server), keys, "group-id", "Dua Casual", &arguments).await;
    }
    let (Some(group_id), Some(name)) = (&arguments.group_id, &arguments.name) else {
        return Err("--group-id and --name are required".into());
    };
    if keys.is_empty() {
        return Err("no image keys: pass at least one, as an argument or with --keys-from".into());
    }
    add(&Client::from_env()?, keys, group_id, name, &arguments).await
}

fn read(file: &Path) -> std::io::Result<String> {
    if file != Path::new("-") {
        return std::fs::read_to_string(file);
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text)
}

/// Sends the example of HeyGen's document, and serves its images.
async fn mock_heygen(server: &mock::MockServer) {
    let document: serde_json::Value =
        serde_json::from_str(include_str!("../openapi/add-looks-to-photo-avatar-group.json")).unwrap_or_default();
    let Some((path, item)) = document["paths"].as_object().and_then(|paths| paths.iter().next()) else { return };
    let example = &item["post"]["responses"]["200"]["content"]["application/json"]["examples"]["Result"]["value"];
    let here = format!("{}/image", server.base_url());
    let body = example.to_string().replace("https://files2.heygen.ai", &here);
    server
        .mock_async(|when, then| {
            when.method("POST").path(path).header("x-api-key", "mock-key");
            then.status(200).header("content-type", "application/json").body(body);
        })
        .await;
    server
        .mock_async(|when, then| {
            when.method("GET").path_includes("/image").header_missing("x-api-key");
            then.status(200).body("an image");
        })
        .await;
}

async fn add(
    client: &Client,
    keys: Vec<String>,
    group_id: &str,
    name: &str,
    arguments: &Arguments,
) -> Result<ExitCode, Failure> {
    let bar = ProgressBar::new(keys.len().div_ceil(ImageKeys::MAX) as u64); // hidden if standard error is no terminal
    let (group_id, name, generation_id) = (group_id.to_owned(), name.to_owned(), arguments.generation_id.clone());
    let request = move |keys| {
        let mut request = AddLooksRequest::new(&group_id, keys, &name);
        request.generation_id.clone_from(&generation_id);
        request
    };
    let mut batches = client.add_looks_in_batches(keys, request).concurrency(arguments.concurrency);
    let mut summary = BatchSummary::default();
    while let Some(outcome) = batches.next().await {
        summary.add(outcome);
        bar.inc(1);
    }
    summary.append(batches.into_summary());
    bar.finish_and_clear();
    print(&summary, arguments.json)?;
    if let Some(directory) = &arguments.download {
        download(client, &summary, directory).await?;
    }
    for failed in &summary.failed {
        eprintln!("error: {}: {} ({})", failed.keys.join(" "), failed.error, remedy(&failed.error));
    }
    if !summary.not_tried.is_empty() {
        eprintln!("not tried: {}", summary.not_tried.join(" "));
    }
    Ok(if summary.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print(summary: &BatchSummary, json: bool) -> Result<(), Failure> {
    if json {
        println!("{}", serde_json::to_string_pretty(&summary.looks().collect::<Vec<_>>())?);
        return Ok(());
    }
    if summary.added.is_empty() {
        return Ok(());
    }
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::UTF8_FULL_CONDENSED).set_header(["id", "name", "status"]);
    for look in summary.looks() {
        table.add_row([&look.id, &look.name, &look.status].map(|text| text.as_deref().unwrap_or("-")));
    }
    println!("{table}");
    eprintln!("{} looks added. --download DIR saves their images, --json prints all fields.", table.row_count());
    let mut notices = summary.added.iter().filter_map(|batch| batch.added.retirement.as_ref());
    if let Some(day) = notices.find_map(|notice| notice.sunset.as_ref()) {
        eprintln!("HeyGen announced the end of this operation for {day}. examples/v3 shows what replaces it.");
    }
    Ok(())
}

async fn download(client: &Client, summary: &BatchSummary, directory: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    for (number, look) in summary.looks().enumerate() {
        let Some(image) = look.image() else { continue };
        // The id comes from a server. Without other characters, it cannot lead out of the directory.
        let id: String = look.id.iter().flat_map(|id| id.chars()).filter(char::is_ascii_alphanumeric).collect();
        let ending = image.to_string().rsplit_once('.').map(|(_, ending)| ending.to_owned());
        let ending = ending.filter(|ending| ending.len() < 6 && ending.chars().all(|c| c.is_ascii_alphanumeric()));
        let file = directory.join(format!("{:03}-{id}.{}", number + 1, ending.as_deref().unwrap_or("jpg")));
        let failed = |error: heygen_api::DownloadError| match error.source() {
            Some(source) => format!("{}: {error}: {source}", file.display()),
            None => format!("{}: {error}", file.display()),
        };
        let bytes = image.download(client, &file).await.map_err(failed)?;
        eprintln!("saved {} ({bytes} bytes)", file.display());
    }
    Ok(())
}

fn remedy(error: &Error) -> &'static str {
    match error {
        Error::Config(_) => "see --help for the environment variables",
        Error::ImageKeys(_) => "remove the blank keys",
        error if error.is_auth() => "check HEYGEN_API_KEY",
        error if error.is_rate_limited() => "wait, then retry",
        error if error.is_retired() => "examples/v3 shows what replaces it",
        error if error.may_have_been_applied() => "check the avatar group before you retry",
        _ => "fix the request, then retry",
    }
}
