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

/// Why there is no look of an image.
enum NotCreated {
    NotCharged(Failure),
    MaybeCharged(Failure),
}

impl<E: Into<Failure>> From<E> for NotCreated {
    fn from(error: E) -> Self {
        Self::NotCharged(error.into())
    }
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
    let mut images = images.iter();
    for image in images.by_ref() {
        let created = create_look(heygen, group_id, name, image).await;
        progress();
        match created {
            Ok(id) => summary.charged.push((image.clone(), id)),
            Err(NotCreated::MaybeCharged(error)) => summary.maybe_charged.push((image.clone(), error)),
            Err(NotCreated::NotCharged(error)) => {
                let stops = error.downcast_ref().is_some_and(stops_all);
                summary.not_charged.push((image.clone(), error));
                if stops {
                    break;
                }
            }
        }
    }
    summary.not_tried = images.cloned().collect();
    summary
}

fn stops_all(error: &Error) -> bool {
    let is_of_account = error.is_auth() || error.is_insufficient_credit() || error.is_rate_limited();
    is_of_account || error.is_not_found() || error.is_retired()
}

/// Returns the id of the look.
async fn create_look(heygen: &v3::Client, group_id: &str, name: &str, image: &Path) -> Result<String, NotCreated> {
    let file = AssetFileInput::new(upload(heygen, image).await?);
    let look = PhotoAvatarRequest::new(file.into(), name).with_avatar_group_id(group_id);
    match heygen.create_avatar().body(CreateAvatarRequest::from(look)).send().await {
        Ok(created) => {
            let id = created.body.data.and_then(|data| data.avatar_item?.id);
            id.ok_or_else(|| NotCreated::MaybeCharged("HeyGen returned no look".into()))
        }
        Err(error) if error.may_have_been_applied() => Err(NotCreated::MaybeCharged(error.into())),
        Err(error) => Err(error.into()),
    }
}

/// Returns the id of the asset. HeyGen does not charge for an upload.
async fn upload(heygen: &v3::Client, image: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(image)?;
    let name = image.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let form = Form::new().part("file", Part::bytes(bytes).file_name(name));
    let content_type = format!("multipart/form-data; boundary={}", form.boundary());
    let body = Body::wrap_stream(form.into_stream());
    let uploaded = heygen.upload_asset().content_type(content_type).body(body).send().await?;
    uploaded.body.data.and_then(|asset| asset.asset_id).ok_or_else(|| "HeyGen returned no asset id".into())
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
