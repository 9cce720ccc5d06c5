#!/usr/bin/env bash
# A header such as `Retry-After` or `Expires` whose weekday does not fit its date is no date at all for Rust's parser of HTTP dates.
#
# httpdate 1.0.3 refuses "Sun, 31 Oct 2026 00:00:00 GMT", because that day is a Saturday. Python's email.utils.parsedate_to_datetime and
# JavaScript's Date.parse ignore the weekday.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir src
cat >Cargo.toml <<'TOML'
[package]
name = "dates"
edition = "2024"
[dependencies]
httpdate = "=1.0.3"
[workspace]
TOML
cat >src/main.rs <<'RUST'
fn main() {
    for text in std::env::args().skip(1) {
        println!("httpdate: {}", if httpdate::parse_http_date(&text).is_ok() { "a date" } else { "refused" });
    }
}
RUST
for date in "Sat, 31 Oct 2026 00:00:00 GMT" "Sun, 31 Oct 2026 00:00:00 GMT"; do
    echo "$date"
    cargo run --quiet -- "$date"
    echo "Python: $(python3 -c 'import email.utils, sys; print(email.utils.parsedate_to_datetime(sys.argv[1]).date())' "$date")"
    echo "JavaScript: $(node -p 'new Date(Date.parse(process.argv[1])).toISOString().slice(0, 10)' "$date")"
done | tee seen
diff seen - <<'SEEN'
Sat, 31 Oct 2026 00:00:00 GMT
httpdate: a date
Python: 2026-10-31
JavaScript: 2026-10-31
Sun, 31 Oct 2026 00:00:00 GMT
httpdate: refused
Python: 2026-10-31
JavaScript: 2026-10-31
SEEN
