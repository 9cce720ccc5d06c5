//! The flow: upload, create, wait, list.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use heygen_api::Error;
use heygen_api::reqwest::Body;
use heygen_api::reqwest::multipart::{Form, Part};

use crate::Failure;
use crate::v3;
use crate::v3::types::{AssetFileInput, AvatarLook, AvatarLookStatus, CreateAvatarRequest, PhotoAvatarRequest};

/// How often to ask whether a look is usable.
pub struct Polling {
    /// The delay at first.
    pub first: Duration,
    /// The delay after `slower_after`.
    pub later: Duration,
    pub slower_after: Duration,
    pub deadline: Duration,
}

/// What HeyGen advises.
pub const POLLING: Polling = Polling {
    first: Duration::from_secs(10),
    later: Duration::from_secs(30),
    slower_after: Duration::from_secs(120),
    deadline: Duration::from_secs(300),
};

/// What happened to the images. Each is in one list.
#[derive(Default)]
pub struct Summary {
    /// HeyGen charged these. With the id of the look.
    pub charged: Vec<(PathBuf, String)>,
    /// HeyGen may have charged these: check the group before you send them again.
    pub maybe_charged: Vec<(PathBuf, Failure)>,
    pub not_charged: Vec<(PathBuf, Failure)>,
    pub not_tried: Vec<PathBuf>,
}

/// Uploads each image, and creates one look of it. Stops at an error that every further call would have.
pub async fn create_looks(
    heygen: &v3::Client,
    group_id: &str,
    name: &str,
    images: &[PathBuf],
    progress: impl Fn(),
) -> Summary {
    let mut summary = Summary::default();
    for (index, image) in images.iter().enumerate() {
        let stops = match create_look(heygen, group_id, name, image, &mut summary).await {
            Ok(()) => false,
            Err(error) => {
                let stops =
                    error.is_auth() || error.is_insufficient_credit() || error.is_rate_limited() || error.is_retired();
                summary.not_charged.push((image.clone(), error.into()));
                stops
            }
        };
        progress();
        if stops {
            summary.not_tried = images[index + 1..].to_vec();
            break;
        }
    }
    summary
}

/// An error is one of an image that was certainly not charged.
async fn create_look(
    heygen: &v3::Client,
    group_id: &str,
    name: &str,
    image: &Path,
    summary: &mut Summary,
) -> Result<(), Error> {
    let bytes = match std::fs::read(image) {
        Ok(bytes) => bytes,
        Err(error) => {
            summary.not_charged.push((image.to_owned(), error.into()));
            return Ok(());
        }
    };
    let asset_id = match upload(heygen, image, bytes).await? {
        Some(asset_id) => asset_id,
        None => {
            summary.not_charged.push((image.to_owned(), "HeyGen returned no asset id".into()));
            return Ok(());
        }
    };
    let look = PhotoAvatarRequest::new(AssetFileInput::new(asset_id).into(), name).with_avatar_group_id(group_id);
    match heygen.create_avatar().body(CreateAvatarRequest::from(look)).send().await {
        Ok(created) => match created.body.data.and_then(|data| data.avatar_item?.id) {
            Some(id) => summary.charged.push((image.to_owned(), id)),
            None => summary.maybe_charged.push((image.to_owned(), "HeyGen returned no look".into())),
        },
        Err(error) if error.may_have_been_applied() => summary.maybe_charged.push((image.to_owned(), error.into())),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Returns the id of the asset. An upload that fails is not charged.
async fn upload(heygen: &v3::Client, image: &Path, bytes: Vec<u8>) -> Result<Option<String>, Error> {
    let name = image.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let form = Form::new().part("file", Part::bytes(bytes).file_name(name));
    let content_type = format!("multipart/form-data; boundary={}", form.boundary());
    let body = Body::wrap_stream(form.into_stream());
    let uploaded = heygen.upload_asset().content_type(content_type).body(body).send().await?;
    Ok(uploaded.body.data.and_then(|asset| asset.asset_id))
}

/// Polls until a look is usable. If HeyGen will not make it so, the error has HeyGen's code.
pub async fn wait_until_usable(heygen: &v3::Client, id: &str, polling: &Polling) -> Result<(), Failure> {
    let begin = Instant::now();
    loop {
        let look = heygen.get_avatar_look().look_id(id).send().await?.body.data.unwrap_or_default();
        match look.status {
            Some(AvatarLookStatus::Failed) => {
                let error = look.error.unwrap_or_default();
                let (code, message) = (error.code.unwrap_or_default(), error.message.unwrap_or_default());
                return Err(format!("{message} (code {code})").into());
            }
            Some(AvatarLookStatus::PendingConsent) => {
                return Err("the person in the image must consent (code pending_consent)".into());
            }
            _ if is_usable(&look) => return Ok(()),
            _ => {}
        }
        let waited = begin.elapsed();
        let delay = if waited < polling.slower_after { polling.first } else { polling.later };
        if waited + delay > polling.deadline {
            return Err(format!("not usable after {} s", waited.as_secs()).into());
        }
        tokio::time::sleep(delay).await;
    }
}

/// A look exists at once, but has an image and a size only when it is usable.
fn is_usable(look: &AvatarLook) -> bool {
    let sizes = [look.image_width, look.image_height];
    look.preview_image_url.is_some() && sizes.iter().all(|size| size.is_some_and(|size| size.as_f64() > 0.0))
}

/// Reads all pages.
pub async fn looks_of_group(heygen: &v3::Client, group_id: &str) -> Result<Vec<AvatarLook>, Error> {
    let (mut looks, mut token) = (Vec::new(), None);
    loop {
        let mut request = heygen.list_avatar_looks().group_id(group_id).limit(50);
        if let Some(token) = &token {
            request = request.token(token);
        }
        let page = request.send().await?.body;
        looks.extend(page.data.unwrap_or_default());
        let next = page.next_token.filter(|next| page.has_more == Some(true) && token.as_ref() != Some(next));
        if next.is_none() {
            return Ok(looks);
        }
        token = next;
    }
}
