//! Changes to version 4.0.8 of HeyGen's document, as replacements in its text.

pub type Replacements = &'static [(&'static str, &'static str)];

/// Adds a response field and a required request field, removes a response field, fixes `created_at`, changes the limit, and rewords
/// a description.
pub const TO_4_1_0: Replacements = &[
    ("\"version\": \"4.0.8\"", "\"version\": \"4.1.0\""),
    (
        "\"is_motion\": {\n",
        "\"prompt\": {\n                                \"type\": \"string\"\n                              },\n                              \"is_motion\": {\n",
    ),
    (
        "                              \"background_sound_effect\": {\n                                \"type\": \"string\",\n                                \"description\": \"Background sound effect applied to the look. Returns null if none. \"\n                              },\n",
        "",
    ),
    ("\"type\": \"integer\"", "\"type\": \"number\""),
    ("A maximum of 4 images", "A maximum of 6 images"),
    (
        "\"generation_id\": {\n",
        "\"orientation\": {\n                    \"type\": \"string\"\n                  },\n                  \"generation_id\": {\n",
    ),
    ("                  \"image_keys\",\n", "                  \"image_keys\",\n                  \"orientation\",\n"),
    ("Unique identifier of the look.", "Identifier of the look."),
];

/// Single changes: name, expected exit code, replacements.
pub const ONE_CHANGE: &[(&str, i32, Replacements)] = &[
    ("documentation", 0, &[("URL of the look's image.", "Link to the image of the look.")]),
    (
        "field-added",
        0,
        &[(
            "\"is_motion\": {\n",
            "\"prompt\": {\n                                \"type\": \"string\"\n                              },\n                              \"is_motion\": {\n",
        )],
    ),
    (
        "response-nullable",
        2,
        &[(
            "\"type\": \"string\",\n                                \"description\": \"Processing status",
            "\"type\": [\"string\", \"null\"],\n                                \"description\": \"Processing status",
        )],
    ),
    (
        "request-limited",
        2,
        &[(
            "\"type\": \"string\",\n                    \"description\": \"Name of the look. \"",
            "\"type\": \"string\",\n                    \"maxLength\": 40,\n                    \"description\": \"Name of the look. \"",
        )],
    ),
];
