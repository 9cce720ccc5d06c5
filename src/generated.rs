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
/// The operations of HeyGen's documents. `Client::from(&client)` creates it from a client of the crate
/// `heygen-api`, and uses its API key, connections, retries and limits.
#[derive(Clone, Debug)]
pub struct Client(::heygen_api::runtime::Client);
impl ::std::convert::From<&::heygen_api::runtime::Client> for Client {
    fn from(client: &::heygen_api::runtime::Client) -> Self {
        Self(client.clone())
    }
}
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///Contains the list of looks.
    #[derive(
        ::heygen_api::runtime::serde::Deserialize,
        ::heygen_api::runtime::serde::Serialize,
        Clone,
        Debug,
        Default,
        PartialEq
    )]
    #[non_exhaustive]
    #[cfg_attr(
        feature = "schemars",
        derive(::heygen_api::runtime::schemars::JsonSchema)
    )]
    pub struct AddLooksData {
        ///List of looks added to the avatar group.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub photo_avatar_list: ::std::option::Option<::std::vec::Vec<Look>>,
    }
    impl AddLooksData {
        ///Creates a builder for this type.
        pub fn builder() -> builder::AddLooksData {
            Default::default()
        }
    }
    ///Looks to add to a photo avatar group.
    #[derive(
        ::heygen_api::runtime::serde::Deserialize,
        ::heygen_api::runtime::serde::Serialize,
        Clone,
        Debug,
        PartialEq
    )]
    #[non_exhaustive]
    #[cfg_attr(
        feature = "schemars",
        derive(::heygen_api::runtime::schemars::JsonSchema)
    )]
    pub struct AddLooksRequest {
        ///Unique identifier of the avatar group to which the new looks will be added. Can be retrieved from the [Create Photo Avatar Group](https://docs.heygen.com/reference/create-photo-avatar-group) endpoint.
        pub group_id: ::std::string::String,
        ///Image key(s) of the AI-generated avatar(s)/uploaded photo(s) to add to the avatar group. For AI-generated avatars, this can be retrieved from the [Check Photo/Look Generation Status](https://docs.heygen.com/reference/check-photolook-generation-status) endpoint. For user-uploaded photos, this can be retrieved from the [Upload Asset](https://docs.heygen.com/reference/upload-asset) endpoint. A maximum of 4 images can be added at a time.
        pub image_keys: crate::ImageKeys,
        ///Name of the look.
        pub name: ::std::string::String,
        ///Unique identifier of the AI-generated avatar. Can be retrieved from the [Generate Photo Avatar Photos](https://docs.heygen.com/reference/generate-photo-avatar-photos) endpoint. _Applies only to the AI avatar photos._
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub generation_id: ::std::option::Option<::std::string::String>,
    }
    impl AddLooksRequest {
        ///Creates a builder for this type.
        pub fn builder() -> builder::AddLooksRequest {
            Default::default()
        }
    }
    ///HeyGen's response: either `data` or `error`.
    #[derive(
        ::heygen_api::runtime::serde::Deserialize,
        ::heygen_api::runtime::serde::Serialize,
        Clone,
        Debug,
        Default,
        PartialEq
    )]
    #[non_exhaustive]
    #[cfg_attr(
        feature = "schemars",
        derive(::heygen_api::runtime::schemars::JsonSchema)
    )]
    pub struct AddLooksResponse {
        ///Displays error message when the request fails; null if the request is successful.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub error: ::std::option::Option<::heygen_api::runtime::serde_json::Value>,
        ///Contains the list of looks.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub data: ::std::option::Option<AddLooksData>,
        ///HeyGen's notice that it retires the operation: an object with `message`, `v3_endpoint`, `docs_url` and `sunset_date`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub warning: ::std::option::Option<::heygen_api::runtime::serde_json::Value>,
    }
    impl AddLooksResponse {
        ///Creates a builder for this type.
        pub fn builder() -> builder::AddLooksResponse {
            Default::default()
        }
    }
    ///A look of a photo avatar group.
    #[derive(
        ::heygen_api::runtime::serde::Deserialize,
        ::heygen_api::runtime::serde::Serialize,
        Clone,
        Debug,
        Default,
        PartialEq
    )]
    #[non_exhaustive]
    #[cfg_attr(
        feature = "schemars",
        derive(::heygen_api::runtime::schemars::JsonSchema)
    )]
    pub struct Look {
        ///Unique identifier of the look.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<::std::string::String>,
        ///URL of the look's image.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub image_url: ::std::option::Option<::std::string::String>,
        ///Unix timestamp when the look was created.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created_at: ::std::option::Option<f64>,
        ///Name of the look.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<::std::string::String>,
        ///Processing status of the look (e.g., "pending", "in_appeal", "moderation_rejected").
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<::std::string::String>,
        ///Unique identifier of the group the look belongs to.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub group_id: ::std::option::Option<::std::string::String>,
        ///Whether the look is a motion (animated) avatar.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub is_motion: ::std::option::Option<bool>,
        ///URL of the motion avatar's preview. Returns null if not available.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub motion_preview_url: ::std::option::Option<::std::string::String>,
        ///Indicates the origin of the look (e.g., "generated" or "uploaded").
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub business_type: ::std::option::Option<::std::string::String>,
        ///Information about the look's upscaling availability.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub upscale_availability: ::std::option::Option<UpscaleAvailability>,
        ///Whether the look has already been upscaled.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub upscaled: ::std::option::Option<bool>,
        ///Background sound effect applied to the look. Returns null if none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub background_sound_effect: ::std::option::Option<::std::string::String>,
        ///Default voice ID assigned to the look.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub default_voice_id: ::std::option::Option<::std::string::String>,
        ///Message describing the result of content moderation for the look. Provides the reason if the look is rejected, suspended, or pending review. Returns null if no moderation issues exist.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub moderation_msg: ::std::option::Option<::std::string::String>,
    }
    impl Look {
        ///Creates a builder for this type.
        pub fn builder() -> builder::Look {
            Default::default()
        }
    }
    ///Information about the look's upscaling availability.
    #[derive(
        ::heygen_api::runtime::serde::Deserialize,
        ::heygen_api::runtime::serde::Serialize,
        Clone,
        Debug,
        Default,
        PartialEq
    )]
    #[non_exhaustive]
    #[cfg_attr(
        feature = "schemars",
        derive(::heygen_api::runtime::schemars::JsonSchema)
    )]
    pub struct UpscaleAvailability {
        ///Whether the look can be upscaled.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub available: ::std::option::Option<bool>,
        ///Reason why the look cannot be upscaled (if applicable).
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub reason: ::std::option::Option<::std::string::String>,
    }
    impl UpscaleAvailability {
        ///Creates a builder for this type.
        pub fn builder() -> builder::UpscaleAvailability {
            Default::default()
        }
    }
    /// Types for composing complex structures.
    pub mod builder {
        ///Builder for [`AddLooksData`](super::AddLooksData).
        #[derive(Clone, Debug)]
        pub struct AddLooksData {
            photo_avatar_list: ::std::result::Result<
                ::std::option::Option<::std::vec::Vec<super::Look>>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for AddLooksData {
            fn default() -> Self {
                Self {
                    photo_avatar_list: Ok(Default::default()),
                }
            }
        }
        impl AddLooksData {
            ///List of looks added to the avatar group.
            pub fn photo_avatar_list<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::std::vec::Vec<super::Look>>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.photo_avatar_list = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for photo_avatar_list: {e}"
                        )
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<AddLooksData> for super::AddLooksData {
            type Error = super::error::ConversionError;
            fn try_from(
                value: AddLooksData,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    photo_avatar_list: value.photo_avatar_list?,
                })
            }
        }
        impl ::std::convert::From<super::AddLooksData> for AddLooksData {
            fn from(value: super::AddLooksData) -> Self {
                Self {
                    photo_avatar_list: Ok(value.photo_avatar_list),
                }
            }
        }
        ///Builder for [`AddLooksRequest`](super::AddLooksRequest).
        #[derive(Clone, Debug)]
        pub struct AddLooksRequest {
            group_id: ::std::result::Result<
                ::std::string::String,
                ::std::string::String,
            >,
            image_keys: ::std::result::Result<crate::ImageKeys, ::std::string::String>,
            name: ::std::result::Result<::std::string::String, ::std::string::String>,
            generation_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for AddLooksRequest {
            fn default() -> Self {
                Self {
                    generation_id: Ok(Default::default()),
                    group_id: Err("no value supplied for group_id".to_string()),
                    image_keys: Err("no value supplied for image_keys".to_string()),
                    name: Err("no value supplied for name".to_string()),
                }
            }
        }
        impl AddLooksRequest {
            ///Unique identifier of the avatar group to which the new looks will be added. Can be retrieved from the [Create Photo Avatar Group](https://docs.heygen.com/reference/create-photo-avatar-group) endpoint.
            pub fn group_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.group_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for group_id: {e}")
                    });
                self
            }
            ///Image key(s) of the AI-generated avatar(s)/uploaded photo(s) to add to the avatar group. For AI-generated avatars, this can be retrieved from the [Check Photo/Look Generation Status](https://docs.heygen.com/reference/check-photolook-generation-status) endpoint. For user-uploaded photos, this can be retrieved from the [Upload Asset](https://docs.heygen.com/reference/upload-asset) endpoint. A maximum of 4 images can be added at a time.
            pub fn image_keys<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<crate::ImageKeys>,
                T::Error: ::std::fmt::Display,
            {
                self.image_keys = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for image_keys: {e}")
                    });
                self
            }
            ///Name of the look.
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::string::String>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            ///Unique identifier of the AI-generated avatar. Can be retrieved from the [Generate Photo Avatar Photos](https://docs.heygen.com/reference/generate-photo-avatar-photos) endpoint. _Applies only to the AI avatar photos._
            pub fn generation_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.generation_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for generation_id: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<AddLooksRequest> for super::AddLooksRequest {
            type Error = super::error::ConversionError;
            fn try_from(
                value: AddLooksRequest,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    generation_id: value.generation_id?,
                    group_id: value.group_id?,
                    image_keys: value.image_keys?,
                    name: value.name?,
                })
            }
        }
        impl ::std::convert::From<super::AddLooksRequest> for AddLooksRequest {
            fn from(value: super::AddLooksRequest) -> Self {
                Self {
                    generation_id: Ok(value.generation_id),
                    group_id: Ok(value.group_id),
                    image_keys: Ok(value.image_keys),
                    name: Ok(value.name),
                }
            }
        }
        ///Builder for [`AddLooksResponse`](super::AddLooksResponse).
        #[derive(Clone, Debug)]
        pub struct AddLooksResponse {
            error: ::std::result::Result<
                ::std::option::Option<::heygen_api::runtime::serde_json::Value>,
                ::std::string::String,
            >,
            data: ::std::result::Result<
                ::std::option::Option<super::AddLooksData>,
                ::std::string::String,
            >,
            warning: ::std::result::Result<
                ::std::option::Option<::heygen_api::runtime::serde_json::Value>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for AddLooksResponse {
            fn default() -> Self {
                Self {
                    data: Ok(Default::default()),
                    error: Ok(Default::default()),
                    warning: Ok(Default::default()),
                }
            }
        }
        impl AddLooksResponse {
            ///Displays error message when the request fails; null if the request is successful.
            pub fn error<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::heygen_api::runtime::serde_json::Value>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.error = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for error: {e}")
                    });
                self
            }
            ///Contains the list of looks.
            pub fn data<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<super::AddLooksData>>,
                T::Error: ::std::fmt::Display,
            {
                self.data = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for data: {e}")
                    });
                self
            }
            ///HeyGen's notice that it retires the operation: an object with `message`, `v3_endpoint`, `docs_url` and `sunset_date`.
            pub fn warning<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<::heygen_api::runtime::serde_json::Value>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.warning = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for warning: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<AddLooksResponse> for super::AddLooksResponse {
            type Error = super::error::ConversionError;
            fn try_from(
                value: AddLooksResponse,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    data: value.data?,
                    error: value.error?,
                    warning: value.warning?,
                })
            }
        }
        impl ::std::convert::From<super::AddLooksResponse> for AddLooksResponse {
            fn from(value: super::AddLooksResponse) -> Self {
                Self {
                    data: Ok(value.data),
                    error: Ok(value.error),
                    warning: Ok(value.warning),
                }
            }
        }
        ///Builder for [`Look`](super::Look).
        #[derive(Clone, Debug)]
        pub struct Look {
            id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            image_url: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            created_at: ::std::result::Result<
                ::std::option::Option<f64>,
                ::std::string::String,
            >,
            name: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            status: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            group_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            is_motion: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            motion_preview_url: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            business_type: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            upscale_availability: ::std::result::Result<
                ::std::option::Option<super::UpscaleAvailability>,
                ::std::string::String,
            >,
            upscaled: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            background_sound_effect: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            default_voice_id: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
            moderation_msg: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for Look {
            fn default() -> Self {
                Self {
                    background_sound_effect: Ok(Default::default()),
                    business_type: Ok(Default::default()),
                    created_at: Ok(Default::default()),
                    default_voice_id: Ok(Default::default()),
                    group_id: Ok(Default::default()),
                    id: Ok(Default::default()),
                    image_url: Ok(Default::default()),
                    is_motion: Ok(Default::default()),
                    moderation_msg: Ok(Default::default()),
                    motion_preview_url: Ok(Default::default()),
                    name: Ok(Default::default()),
                    status: Ok(Default::default()),
                    upscale_availability: Ok(Default::default()),
                    upscaled: Ok(Default::default()),
                }
            }
        }
        impl Look {
            ///Unique identifier of the look.
            pub fn id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.id = value
                    .try_into()
                    .map_err(|e| format!("error converting supplied value for id: {e}"));
                self
            }
            ///URL of the look's image.
            pub fn image_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.image_url = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for image_url: {e}")
                    });
                self
            }
            ///Unix timestamp when the look was created.
            pub fn created_at<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<f64>>,
                T::Error: ::std::fmt::Display,
            {
                self.created_at = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for created_at: {e}")
                    });
                self
            }
            ///Name of the look.
            pub fn name<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.name = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for name: {e}")
                    });
                self
            }
            ///Processing status of the look (e.g., "pending", "in_appeal", "moderation_rejected").
            pub fn status<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.status = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for status: {e}")
                    });
                self
            }
            ///Unique identifier of the group the look belongs to.
            pub fn group_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.group_id = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for group_id: {e}")
                    });
                self
            }
            ///Whether the look is a motion (animated) avatar.
            pub fn is_motion<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.is_motion = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for is_motion: {e}")
                    });
                self
            }
            ///URL of the motion avatar's preview. Returns null if not available.
            pub fn motion_preview_url<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.motion_preview_url = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for motion_preview_url: {e}"
                        )
                    });
                self
            }
            ///Indicates the origin of the look (e.g., "generated" or "uploaded").
            pub fn business_type<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.business_type = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for business_type: {e}")
                    });
                self
            }
            ///Information about the look's upscaling availability.
            pub fn upscale_availability<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<
                    ::std::option::Option<super::UpscaleAvailability>,
                >,
                T::Error: ::std::fmt::Display,
            {
                self.upscale_availability = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for upscale_availability: {e}"
                        )
                    });
                self
            }
            ///Whether the look has already been upscaled.
            pub fn upscaled<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.upscaled = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for upscaled: {e}")
                    });
                self
            }
            ///Background sound effect applied to the look. Returns null if none.
            pub fn background_sound_effect<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.background_sound_effect = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for background_sound_effect: {e}"
                        )
                    });
                self
            }
            ///Default voice ID assigned to the look.
            pub fn default_voice_id<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.default_voice_id = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for default_voice_id: {e}"
                        )
                    });
                self
            }
            ///Message describing the result of content moderation for the look. Provides the reason if the look is rejected, suspended, or pending review. Returns null if no moderation issues exist.
            pub fn moderation_msg<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.moderation_msg = value
                    .try_into()
                    .map_err(|e| {
                        format!(
                            "error converting supplied value for moderation_msg: {e}"
                        )
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<Look> for super::Look {
            type Error = super::error::ConversionError;
            fn try_from(
                value: Look,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    background_sound_effect: value.background_sound_effect?,
                    business_type: value.business_type?,
                    created_at: value.created_at?,
                    default_voice_id: value.default_voice_id?,
                    group_id: value.group_id?,
                    id: value.id?,
                    image_url: value.image_url?,
                    is_motion: value.is_motion?,
                    moderation_msg: value.moderation_msg?,
                    motion_preview_url: value.motion_preview_url?,
                    name: value.name?,
                    status: value.status?,
                    upscale_availability: value.upscale_availability?,
                    upscaled: value.upscaled?,
                })
            }
        }
        impl ::std::convert::From<super::Look> for Look {
            fn from(value: super::Look) -> Self {
                Self {
                    background_sound_effect: Ok(value.background_sound_effect),
                    business_type: Ok(value.business_type),
                    created_at: Ok(value.created_at),
                    default_voice_id: Ok(value.default_voice_id),
                    group_id: Ok(value.group_id),
                    id: Ok(value.id),
                    image_url: Ok(value.image_url),
                    is_motion: Ok(value.is_motion),
                    moderation_msg: Ok(value.moderation_msg),
                    motion_preview_url: Ok(value.motion_preview_url),
                    name: Ok(value.name),
                    status: Ok(value.status),
                    upscale_availability: Ok(value.upscale_availability),
                    upscaled: Ok(value.upscaled),
                }
            }
        }
        ///Builder for [`UpscaleAvailability`](super::UpscaleAvailability).
        #[derive(Clone, Debug)]
        pub struct UpscaleAvailability {
            available: ::std::result::Result<
                ::std::option::Option<bool>,
                ::std::string::String,
            >,
            reason: ::std::result::Result<
                ::std::option::Option<::std::string::String>,
                ::std::string::String,
            >,
        }
        impl ::std::default::Default for UpscaleAvailability {
            fn default() -> Self {
                Self {
                    available: Ok(Default::default()),
                    reason: Ok(Default::default()),
                }
            }
        }
        impl UpscaleAvailability {
            ///Whether the look can be upscaled.
            pub fn available<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<bool>>,
                T::Error: ::std::fmt::Display,
            {
                self.available = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for available: {e}")
                    });
                self
            }
            ///Reason why the look cannot be upscaled (if applicable).
            pub fn reason<T>(mut self, value: T) -> Self
            where
                T: ::std::convert::TryInto<::std::option::Option<::std::string::String>>,
                T::Error: ::std::fmt::Display,
            {
                self.reason = value
                    .try_into()
                    .map_err(|e| {
                        format!("error converting supplied value for reason: {e}")
                    });
                self
            }
        }
        impl ::std::convert::TryFrom<UpscaleAvailability>
        for super::UpscaleAvailability {
            type Error = super::error::ConversionError;
            fn try_from(
                value: UpscaleAvailability,
            ) -> ::std::result::Result<Self, super::error::ConversionError> {
                Ok(Self {
                    available: value.available?,
                    reason: value.reason?,
                })
            }
        }
        impl ::std::convert::From<super::UpscaleAvailability> for UpscaleAvailability {
            fn from(value: super::UpscaleAvailability) -> Self {
                Self {
                    available: Ok(value.available),
                    reason: Ok(value.reason),
                }
            }
        }
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
    impl AddLooksRequest {
        /// Creates a request with the required fields, sorted by name.
        pub(crate) fn with_required(
            group_id: ::std::string::String,
            image_keys: crate::ImageKeys,
            name: ::std::string::String,
        ) -> Self {
            Self {
                group_id,
                image_keys,
                name,
                generation_id: ::std::default::Default::default(),
            }
        }
    }
}
impl Client {
    /**Add looks to photo avatar group

Add other looks to existing photo avatar group

Sends a `POST` request to `/v2/photo_avatar/avatar_group/add`

```ignore
let response = client.add_looks()
    .body(body)
    .send()
    .await;
```*/
    pub fn add_looks(&self) -> builder::AddLooks {
        builder::AddLooks::new(&self.0)
    }
}
/// Types for composing operation parameters.
#[allow(clippy::all)]
pub mod builder {
    use super::types;
    use ::heygen_api::runtime;
    /**Builder for [`Client::add_looks`]

[`Client::add_looks`]: super::Client::add_looks*/
    #[derive(Debug, Clone)]
    pub struct AddLooks {
        client: runtime::Client,
        body: Result<types::builder::AddLooksRequest, String>,
    }
    impl AddLooks {
        ///Creates a request that `client` sends.
        pub(super) fn new(client: &runtime::Client) -> Self {
            Self {
                client: client.clone(),
                body: Ok(::std::default::Default::default()),
            }
        }
        ///Sets the body.
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: std::convert::TryInto<types::AddLooksRequest>,
            <V as std::convert::TryInto<
                types::AddLooksRequest,
            >>::Error: std::fmt::Display,
        {
            self.body = value
                .try_into()
                .map(From::from)
                .map_err(|s| {
                    format!("conversion to `AddLooksRequest` for body failed: {}", s)
                });
            self
        }
        ///Changes the body with `f`.
        pub fn body_map<F>(mut self, f: F) -> Self
        where
            F: std::ops::FnOnce(
                types::builder::AddLooksRequest,
            ) -> types::builder::AddLooksRequest,
        {
            self.body = self.body.map(f);
            self
        }
        ///Sends a `POST` request to `/v2/photo_avatar/avatar_group/add`
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
            let body = body
                .and_then(|v| {
                    types::AddLooksRequest::try_from(v).map_err(|e| e.to_string())
                })
                .map_err(runtime::invalid_request)?;
            runtime::request(&client, &OPERATION, &[]).json(&body).send().await
        }
    }
}
/// Typed mocks of every operation, for `httpmock`.
#[cfg(feature = "mock")]
pub mod mock {
    pub mod operations {
        //! [`When`](::heygen_api::runtime::httpmock::When) and [`Then`](::heygen_api::runtime::httpmock::Then)
        //! wrappers for each operation. Each can be converted to
        //! its inner type with a call to `into_inner()`. This can
        //! be used to explicitly deviate from permitted values.
        use super::super::*;
        ///The requests that a mock of `add_looks` responds to.
        pub struct AddLooksWhen(::heygen_api::runtime::httpmock::When);
        impl AddLooksWhen {
            ///Matches every request of the operation.
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
            ///Returns the inner value of `httpmock`.
            pub fn into_inner(self) -> ::heygen_api::runtime::httpmock::When {
                self.0
            }
            ///Matches requests with this `body`.
            pub fn body(self, value: &types::AddLooksRequest) -> Self {
                Self(self.0.json_body_obj(value))
            }
        }
        ///The response of a mock of `add_looks`.
        pub struct AddLooksThen(::heygen_api::runtime::httpmock::Then);
        impl AddLooksThen {
            ///Creates an empty response.
            pub fn new(inner: ::heygen_api::runtime::httpmock::Then) -> Self {
                Self(inner)
            }
            ///Returns the inner value of `httpmock`.
            pub fn into_inner(self) -> ::heygen_api::runtime::httpmock::Then {
                self.0
            }
            ///Responds with this status, and with a body if there is one.
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
        ///Adds a mock of `add_looks`.
        fn add_looks<F>(&self, config_fn: F) -> ::heygen_api::runtime::httpmock::Mock<'_>
        where
            F: FnOnce(operations::AddLooksWhen, operations::AddLooksThen);
    }
    impl MockServerExt for ::httpmock::MockServer {
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
