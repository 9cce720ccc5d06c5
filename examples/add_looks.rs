//! Adds looks to a photo avatar group, and prints them.
//!
//! With no account it calls a stand-in for HeyGen on 127.0.0.1, which answers with the document's own example.

use std::process::ExitCode;

use clap::Parser;
use comfy_table::Table;
use heygen_api::{AddLooksRequest, AddedLooks, Client, Error, ImageKeys};
use httpmock::MockServer;

/// Adds looks to one of HeyGen's photo avatar groups.
///
/// Without image keys it calls a stand-in for HeyGen in this process, and needs no account.
#[derive(Parser)]
#[command(
    after_help = "Environment:\n  HEYGEN_API_KEY   the key of your HeyGen account\n  HEYGEN_API_BASE  another server than HeyGen's"
)]
struct Arguments {
    /// The group that gets the looks
    #[arg(long, requires = "keys")]
    group_id: Option<String>,
    /// The name of the looks
    #[arg(long, requires = "keys")]
    name: Option<String>,
    /// The generation that made the images, for AI-generated photos
    #[arg(long, requires = "keys")]
    generation_id: Option<String>,
    /// The images to add, 1 to 4
    #[arg(value_name = "KEY", requires_all = ["group_id", "name"])]
    keys: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = if arguments.keys.is_empty() { stand_in().await } else { heygen(arguments).await };
    match result {
        Ok(added) => {
            print(&added);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            eprintln!("to do: {}", remedy(&error));
            ExitCode::FAILURE
        }
    }
}

async fn heygen(arguments: Arguments) -> Result<AddedLooks, Error> {
    let client = Client::from_env()?;
    let keys = ImageKeys::new(arguments.keys)?;
    let mut request =
        AddLooksRequest::new(arguments.group_id.unwrap_or_default(), arguments.name.unwrap_or_default(), keys);
    if let Some(generation_id) = arguments.generation_id {
        request = request.with_generation_id(generation_id);
    }
    client.add_looks(&request).await
}

/// The same call, to a server in this process.
async fn stand_in() -> Result<AddedLooks, Error> {
    let server = MockServer::start_async().await;
    server
        .mock_async(|when, then| {
            when.method("POST").path("/v2/photo_avatar/avatar_group/add").header("x-api-key", "no-account");
            then.status(200).json_body(document_example());
        })
        .await;
    println!("A stand-in for HeyGen answers on {}. --help tells how to call HeyGen itself.", server.base_url());
    let client = Client::builder("no-account").base_url(server.base_url()).build()?;
    let request = AddLooksRequest::new("group-id", "Dua Casual", ImageKeys::new(["image/a/original"])?);
    client.add_looks(&request).await
}

/// The answer that HeyGen's document shows.
fn document_example() -> serde_json::Value {
    let document: serde_json::Value =
        serde_json::from_str(include_str!("../openapi/add-looks-to-photo-avatar-group.json")).unwrap_or_default();
    let content = "/paths/~1v2~1photo_avatar~1avatar_group~1add/post/responses/200/content/application~1json";
    document.pointer(&format!("{content}/examples/Result/value")).cloned().unwrap_or_default()
}

fn print(added: &AddedLooks) {
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::UTF8_FULL_CONDENSED).set_header(["id", "name", "status", "image"]);
    for look in &added.looks {
        let text = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
        // The query of the URL is its signature: nobody needs it in a table.
        let image = text(&look.image_url).split('?').next().unwrap_or_default().to_owned();
        table.add_row([text(&look.id), text(&look.name), text(&look.status), image]);
    }
    println!("{table}");
    if let Some(notice) = &added.retirement {
        println!("HeyGen retires this operation: {notice:?}");
    }
}

fn remedy(error: &Error) -> &'static str {
    match error {
        Error::Config(_) => "see --help for the environment that is read",
        Error::ImageKeys(_) => "give 1 to 4 image keys",
        error if error.is_auth() => "check HEYGEN_API_KEY",
        error if error.is_rate_limited() => "wait, and call again",
        error if error.is_retired() => "use HeyGen's v3 operation",
        error if error.may_have_been_applied() => "look at the avatar group before you call again",
        _ => "mend the request, and call again",
    }
}
