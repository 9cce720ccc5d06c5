//! Parses dates that servers send.

use std::time::SystemTime;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Parses an HTTP date, or an ISO 8601 date in UTC such as `2026-10-31`, `2026-10-31T08:49:37Z` or `20261031T084937Z`.
pub(crate) fn parse_date(text: &str) -> Option<SystemTime> {
    let text = text.trim();
    if let Ok(date) = httpdate::parse_http_date(text) {
        return Some(date);
    }
    let text = text.split('.').next()?;
    let mut digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_iso = text.bytes().all(|byte| byte.is_ascii_digit() || b"-:TZ".contains(&byte));
    if !is_iso || !matches!(digits.len(), 8 | 12 | 14) {
        return None;
    }
    digits.extend(std::iter::repeat_n('0', 14 - digits.len()));
    let month = MONTHS.get(digits[4..6].parse::<usize>().ok()?.checked_sub(1)?)?;
    let [year, day, hour, minute, second] = [0..4, 6..8, 8..10, 10..12, 12..14].map(|range| &digits[range]);
    // Only one day of the week is right.
    let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].into_iter();
    let mut dates = weekdays.map(|weekday| format!("{weekday}, {day} {month} {year} {hour}:{minute}:{second} GMT"));
    dates.find_map(|date| httpdate::parse_http_date(&date).ok())
}
