::heygen_api::runtime::check_generator!("0.2");
/// The server in HeyGen's document.
pub const BASE_URL: &str = "https://api.heygen.com";
/// The documents that this client is generated from.
pub const DOCUMENTS: &[::heygen_api::runtime::Document] = &[
    ::heygen_api::runtime::Document::new(
        "openapi/add-looks-to-photo-avatar-group.json",
        "heygen-api",
        "4.0.8",
    ),
];
///`minItems` of `ImageKeys`, from the corrected document.
pub const IMAGE_KEYS_MIN: usize = 1usize;
///`maxItems` of `ImageKeys`, from the corrected document.
pub const IMAGE_KEYS_MAX: usize = 4usize;
/// Types of requests and responses.
#[allow(clippy::all, deprecated, missing_docs)]
pub mod types {
    #[allow(unused_imports)]
    use ::heygen_api::runtime::{self, serde, serde_json};
    ///Contains the list of looks.
    #[derive(serde::Deserialize, serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[non_exhaustive]
    #[serde(crate = "::heygen_api::runtime::serde")]
    #[cfg_attr(
        feature = "schemars",
        derive(runtime::schemars::JsonSchema),
        schemars(crate = "::heygen_api::runtime::schemars")
    )]
    pub struct AddLooksData {
        ///List of looks added to the avatar group.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub photo_avatar_list: Option<Vec<Look>>,
    }
    ///Looks to add to a photo avatar group.
    #[derive(serde::Deserialize, serde::Serialize, Clone, Debug, PartialEq)]
    #[non_exhaustive]
    #[serde(crate = "::heygen_api::runtime::serde")]
    #[cfg_attr(
        feature = "schemars",
        derive(runtime::schemars::JsonSchema),
        schemars(
            crate = "::heygen_api::runtime::schemars",
            transform = runtime::tool_input
        )
    )]
    pub struct AddLooksRequest {
        ///Unique identifier of the avatar group to which the new looks will be added. Can be retrieved from the [Create Photo Avatar Group](https://docs.heygen.com/reference/create-photo-avatar-group) endpoint.
        pub group_id: String,
        ///Image key(s) of the AI-generated avatar(s)/uploaded photo(s) to add to the avatar group. For AI-generated avatars, this can be retrieved from the [Check Photo/Look Generation Status](https://docs.heygen.com/reference/check-photolook-generation-status) endpoint. For user-uploaded photos, this can be retrieved from the [Upload Asset](https://docs.heygen.com/reference/upload-asset) endpoint. A maximum of 4 images can be added at a time.
        pub image_keys: crate::ImageKeys,
        ///Name of the look.
        pub name: String,
        ///Unique identifier of the AI-generated avatar. Can be retrieved from the [Generate Photo Avatar Photos](https://docs.heygen.com/reference/generate-photo-avatar-photos) endpoint. _Applies only to the AI avatar photos._
        #[serde(skip_serializing_if = "Option::is_none")]
        pub generation_id: Option<String>,
    }
    impl AddLooksRequest {
        pub fn new(
            group_id: impl Into<String>,
            image_keys: crate::ImageKeys,
            name: impl Into<String>,
        ) -> Self {
            Self {
                group_id: group_id.into(),
                image_keys,
                name: name.into(),
                generation_id: Default::default(),
            }
        }
        pub fn with_generation_id(mut self, generation_id: impl Into<String>) -> Self {
            self.generation_id = Some(generation_id.into());
            self
        }
    }
    ///HeyGen's response: either `data` or `error`.
    #[derive(serde::Deserialize, serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[non_exhaustive]
    #[serde(crate = "::heygen_api::runtime::serde")]
    #[cfg_attr(
        feature = "schemars",
        derive(runtime::schemars::JsonSchema),
        schemars(crate = "::heygen_api::runtime::schemars")
    )]
    pub struct AddLooksResponse {
        ///Displays error message when the request fails; null if the request is successful.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub error: Option<serde_json::Value>,
        ///Contains the list of looks.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub data: Option<AddLooksData>,
        ///HeyGen's notice that it retires the operation: an object with `message`, `v3_endpoint`, `docs_url` and `sunset_date`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub warning: Option<serde_json::Value>,
    }
    ///A look of a photo avatar group.
    #[derive(serde::Deserialize, serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[non_exhaustive]
    #[serde(crate = "::heygen_api::runtime::serde")]
    #[cfg_attr(
        feature = "schemars",
        derive(runtime::schemars::JsonSchema),
        schemars(crate = "::heygen_api::runtime::schemars")
    )]
    pub struct Look {
        ///Unique identifier of the look.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<String>,
        ///URL of the look's image.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub image_url: Option<String>,
        ///Unix timestamp when the look was created.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub created_at: Option<f64>,
        ///Name of the look.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        ///Processing status of the look (e.g., "pending", "in_appeal", "moderation_rejected").
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<String>,
        ///Unique identifier of the group the look belongs to.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub group_id: Option<String>,
        ///Whether the look is a motion (animated) avatar.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub is_motion: Option<bool>,
        ///URL of the motion avatar's preview. Returns null if not available.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub motion_preview_url: Option<String>,
        ///Indicates the origin of the look (e.g., "generated" or "uploaded").
        #[serde(skip_serializing_if = "Option::is_none")]
        pub business_type: Option<String>,
        ///Information about the look's upscaling availability.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub upscale_availability: Option<UpscaleAvailability>,
        ///Whether the look has already been upscaled.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub upscaled: Option<bool>,
        ///Background sound effect applied to the look. Returns null if none.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub background_sound_effect: Option<String>,
        ///Default voice ID assigned to the look.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub default_voice_id: Option<String>,
        ///Message describing the result of content moderation for the look. Provides the reason if the look is rejected, suspended, or pending review. Returns null if no moderation issues exist.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub moderation_msg: Option<String>,
    }
    impl Look {
        /// Returns the URL of the image, and when it expires. `None` if HeyGen sent no URL.
        pub fn image(&self) -> Option<::heygen_api::runtime::SignedUrl> {
            ::heygen_api::runtime::image(self.image_url.as_deref())
        }
        /// Returns `created_at`, to the microsecond. `None` if HeyGen sent no time between 1970 and 9999.
        pub fn created_at_time(&self) -> Option<::std::time::SystemTime> {
            ::heygen_api::runtime::time(self.created_at.map(Into::into))
        }
    }
    ///Information about the look's upscaling availability.
    #[derive(serde::Deserialize, serde::Serialize, Clone, Debug, Default, PartialEq)]
    #[non_exhaustive]
    #[serde(crate = "::heygen_api::runtime::serde")]
    #[cfg_attr(
        feature = "schemars",
        derive(runtime::schemars::JsonSchema),
        schemars(crate = "::heygen_api::runtime::schemars")
    )]
    pub struct UpscaleAvailability {
        ///Whether the look can be upscaled.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub available: Option<bool>,
        ///Reason why the look cannot be upscaled (if applicable).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
    }
}
/// The operations of HeyGen's documents. `Client::from(&client)` creates it from a client of the crate
/// `heygen-api`, and uses its API key, connections, retries and limits.
#[derive(Clone, Debug)]
pub struct Client(::heygen_api::runtime::Client);
impl From<&::heygen_api::runtime::Client> for Client {
    fn from(client: &::heygen_api::runtime::Client) -> Self {
        Self(client.clone())
    }
}
impl Client {
    /**Add looks to photo avatar group

Add other looks to existing photo avatar group

Sends a `POST` request to `/v2/photo_avatar/avatar_group/add`*/
    pub fn add_looks(&self) -> builder::AddLooks {
        builder::AddLooks::new(&self.0)
    }
}
/// Types for composing operation parameters.
#[allow(clippy::all)]
#[allow(deprecated, missing_docs)]
pub mod builder {
    use super::types;
    use ::heygen_api::runtime;
    #[derive(Debug, Clone)]
    pub struct AddLooks {
        client: runtime::Client,
        body: Result<types::AddLooksRequest, String>,
    }
    impl AddLooks {
        pub(super) fn new(client: &runtime::Client) -> Self {
            Self {
                client: client.clone(),
                body: Err("body was not initialized".to_string()),
            }
        }
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: TryInto<types::AddLooksRequest>,
            V::Error: ::std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map_err(|error| format!("`body` is not valid: {error}"));
            self
        }
        pub async fn send(
            self,
        ) -> Result<runtime::Response<types::AddLooksResponse>, runtime::Error> {
            static OPERATION: runtime::Operation = runtime::Operation::new(
                    "add_looks",
                    runtime::Method::POST,
                    super::BASE_URL,
                    "/v2/photo_avatar/avatar_group/add",
                )
                .retired("2026-10-31", "POST /v3/avatars");
            let Self { client, body } = self;
            let body = body.map_err(runtime::invalid_request)?;
            runtime::request(&client, &OPERATION, &[]).json(&body).send().await
        }
    }
}
/// Typed mocks of every operation, for `httpmock`.
#[cfg(feature = "mock")]
#[allow(deprecated, missing_docs)]
pub mod mock {
    pub mod operations {
        //! [`When`](::heygen_api::runtime::httpmock::When) and [`Then`](::heygen_api::runtime::httpmock::Then)
        //! wrappers for each operation. Each can be converted to
        //! its inner type with a call to `into_inner()`. This can
        //! be used to explicitly deviate from permitted values.
        use super::super::*;
        pub struct AddLooksWhen(::heygen_api::runtime::httpmock::When);
        impl AddLooksWhen {
            pub fn new(inner: ::heygen_api::runtime::httpmock::When) -> Self {
                Self(
                    inner
                        .method(::heygen_api::runtime::httpmock::Method::POST)
                        .path_matches(
                            ::heygen_api::runtime::regex::Regex::new(
                                    "^/v2/photo_avatar/avatar_group/add$",
                                )
                                .unwrap(),
                        ),
                )
            }
            pub fn into_inner(self) -> ::heygen_api::runtime::httpmock::When {
                self.0
            }
            pub fn body(self, value: &types::AddLooksRequest) -> Self {
                Self(self.0.json_body_obj(value))
            }
        }
        pub struct AddLooksThen(::heygen_api::runtime::httpmock::Then);
        impl AddLooksThen {
            pub fn new(inner: ::heygen_api::runtime::httpmock::Then) -> Self {
                Self(inner)
            }
            pub fn into_inner(self) -> ::heygen_api::runtime::httpmock::Then {
                self.0
            }
            pub fn success(self, status: u16, value: &types::AddLooksResponse) -> Self {
                assert_eq!(status / 100u16, 2u16);
                Self(
                    self
                        .0
                        .status(status)
                        .header("content-type", "application/json")
                        .json_body_obj(value),
                )
            }
        }
    }
    /// An extension trait for [`MockServer`](::heygen_api::runtime::httpmock::MockServer) that
    /// adds a method for each operation. These are the equivalent of
    /// type-checked [`mock()`](::heygen_api::runtime::httpmock::MockServer::mock) calls.
    pub trait MockServerExt {
        fn add_looks<F>(&self, config_fn: F) -> ::heygen_api::runtime::httpmock::Mock<'_>
        where
            F: FnOnce(operations::AddLooksWhen, operations::AddLooksThen);
    }
    impl MockServerExt for ::heygen_api::runtime::httpmock::MockServer {
        fn add_looks<F>(&self, config_fn: F) -> ::heygen_api::runtime::httpmock::Mock<'_>
        where
            F: FnOnce(operations::AddLooksWhen, operations::AddLooksThen),
        {
            self.mock(|when, then| {
                config_fn(
                    operations::AddLooksWhen::new(when),
                    operations::AddLooksThen::new(then),
                )
            })
        }
    }
}
