//! The same call written by hand with `reqwest` and `serde`, with the same settings and fields.

use std::error::Error;
use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub struct Request {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation_id: Option<String>,
    pub group_id: String,
    pub image_keys: Vec<String>,
    pub name: String,
}

#[derive(Deserialize)]
pub struct Response {
    pub data: Option<Data>,
    pub error: Option<serde_json::Value>,
    pub warning: Option<serde_json::Value>,
}

#[derive(Deserialize)]
pub struct Data {
    pub photo_avatar_list: Option<Vec<Look>>,
}

#[derive(Deserialize)]
pub struct Look {
    pub background_sound_effect: Option<String>,
    pub business_type: Option<String>,
    pub created_at: Option<f64>,
    pub default_voice_id: Option<String>,
    pub group_id: Option<String>,
    pub id: Option<String>,
    pub image_url: Option<String>,
    pub is_motion: Option<bool>,
    pub moderation_msg: Option<String>,
    pub motion_preview_url: Option<String>,
    pub name: Option<String>,
    pub status: Option<String>,
    pub upscale_availability: Option<UpscaleAvailability>,
    pub upscaled: Option<bool>,
}

#[derive(Deserialize)]
pub struct UpscaleAvailability {
    pub available: Option<bool>,
    pub reason: Option<String>,
}

pub struct Client {
    http: reqwest::Client,
    base_url: String,
}

impl Client {
    pub fn new(key: &str, base_url: &str) -> Result<Self, Box<dyn Error>> {
        let mut headers = HeaderMap::new();
        let mut key = HeaderValue::from_str(key)?;
        key.set_sensitive(true);
        headers.insert("x-api-key", key);
        let http = reqwest::Client::builder()
            .default_headers(headers)
            .user_agent("hand-written/0.1.0")
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(60))
            .build()?;
        Ok(Self { http, base_url: base_url.to_owned() })
    }

    pub async fn add_looks(&self, request: &Request) -> Result<Vec<Look>, Box<dyn Error>> {
        let url = format!("{}/v2/photo_avatar/avatar_group/add", self.base_url);
        let response = self.http.post(url).header(ACCEPT, "application/json").json(request).send().await?;
        let body = response.error_for_status()?.bytes().await?;
        let response: Response = serde_json::from_slice(&body)?;
        if let Some(error) = response.error {
            return Err(error.to_string().into());
        }
        Ok(response.data.and_then(|data| data.photo_avatar_list).unwrap_or_default())
    }
}
