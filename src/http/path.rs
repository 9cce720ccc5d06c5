//! Builds the URL of a request. Each value of a path stays in its segment.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Appends a path, which may have a query, to a base URL.
pub(super) fn join(base: &Url, path: &str) -> Url {
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let mut url = base.clone();
    url.set_path(&[base.path().trim_end_matches('/'), path].concat());
    url.set_query(query);
    url
}

/// Appends a path that the caller has encoded to a base URL.
///
/// # Errors
/// The path does not begin with `/`, it has an empty segment, or a URL parser would change it, such as `.`, `..` or a space.
pub(super) fn join_checked(base: &Url, path: &str) -> Result<Url, String> {
    let url = join(base, path);
    let reason = if !path.starts_with('/') {
        "it must begin with `/`"
    } else if path.split('/').skip(1).any(str::is_empty) {
        "it must not have an empty segment"
    } else if !url.path().ends_with(path) {
        "it must be percent-encoded, have no segment `.` or `..`, and no query: use `query` for that"
    } else {
        return Ok(url);
    };
    Err(format!("the path {path:?}: {reason}"))
}

/// Replaces each `{}` of a template with a percent-encoded value.
///
/// # Errors
/// A segment would be empty, `.` or `..`. URL parsers normalize such a path, even with encoded dots, so it could be another operation's.
pub(crate) fn fill(template: &str, values: &[&str]) -> Result<String, String> {
    if values.is_empty() {
        return Ok(template.to_owned());
    }
    let mut parts = template.split("{}");
    let mut path = parts.next().unwrap_or_default().to_owned();
    for (value, part) in values.iter().zip(parts) {
        path.extend(utf8_percent_encode(value, RESERVED));
        path += part;
    }
    let segments = |text| str::split(str::split(text, '?').next().unwrap_or_default(), '/');
    let filled = segments(template).zip(segments(&path)).filter(|(place, _)| place.contains("{}"));
    match filled.map(|(_, segment)| segment).find(|segment| matches!(*segment, "" | "." | "..")) {
        Some(segment) => Err(format!("a parameter of the path {template} must not be {segment:?}")),
        None => Ok(path),
    }
}
