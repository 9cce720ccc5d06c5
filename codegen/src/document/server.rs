//! The server of a document or of an operation, written in one way.

use serde_json::Value;

/// The URL of the first of these servers, with the defaults of its variables. The scheme and the host are in lower case, and
/// there is no default port and no `/` at the end: servers that differ only by these are the same server.
///
/// `None` if there is no server, or if its URL is relative or has a variable without a default.
pub fn server_url(servers: &Value) -> Option<String> {
    let server = servers.get(0)?;
    let mut url = server["url"].as_str()?.to_owned();
    for (name, variable) in server["variables"].as_object().into_iter().flatten() {
        url = url.replace(&format!("{{{name}}}"), variable["default"].as_str()?);
    }
    let (scheme, rest) = url.split_once("://")?;
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (scheme, host) = (scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
    let port = match scheme.as_str() {
        "https" => ":443",
        "http" => ":80",
        _ => return None,
    };
    let host = host.strip_suffix(port).unwrap_or(&host);
    let is_whole = !host.is_empty() && !url.contains(['{', '}', '?', '#', '@']);
    is_whole.then(|| format!("{scheme}://{host}{}", path.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_server_has_one_form() {
        for url in ["https://a.example.com/v1", "HTTPS://A.example.COM:443/v1/", "https://{host}.example.com/v1"] {
            let servers = json!([{ "url": url, "variables": { "host": { "default": "a" } } }, { "url": "https://b.example.com" }]);
            assert_eq!(server_url(&servers).as_deref(), Some("https://a.example.com/v1"), "{url}");
        }
        for url in
            ["/v1", "", "https://", "ftp://a.example.com", "https://{host}.example.com", "https://u:p@a.example.com"]
        {
            assert_eq!(server_url(&json!([{ "url": url }])), None, "{url}");
        }
        assert_eq!(server_url(&json!([])), None);
        assert_ne!(server_url(&json!([{ "url": "http://a:443" }])), server_url(&json!([{ "url": "http://a" }])));
    }
}
