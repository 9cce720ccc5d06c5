//! Where a document comes from, as far as the document itself shows.

use super::table::cell;
use crate::page::Document;

/// The cell for the column "from", in Markdown.
pub fn of(document: &Document, slug: &str, picked: &[String]) -> String {
    let info = document.fence.as_deref().unwrap_or_default();
    let title = cell(document.value["info"]["title"].as_str().unwrap_or(slug));
    let origin = match (&document.fence, info.split_once(' ')) {
        (Some(_), Some((_, place))) => format!("the YAML block of HeyGen's page for `{}`", cell(place)),
        (Some(_), None) => format!("the JSON block of <https://docs.heygen.com/reference/{slug}>"),
        (None, _) => format!("HeyGen's document \"{title}\""),
    };
    let ids: Vec<String> = picked.iter().map(|id| format!("`{}`", cell(id))).collect();
    if ids.is_empty() { origin } else { format!("{} from {origin}", ids.join(", ")) }
}
