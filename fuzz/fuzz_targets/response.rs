//! For any status, header and body, a response becomes a value or an error that can be printed, and does not show the API key. It never panics.
//!
//! The input is `STATUS HEADER`, a line break, and the body.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let (head, body) = split(input, b'\n');
    let (status, header) = split(head, b' ');
    let status = std::str::from_utf8(status).ok().and_then(|status| status.parse().ok()).unwrap_or(200);
    match heygen_api::fuzz_response(status, header, body.to_vec()) {
        Some(Err(error)) => {
            let shown = format!("{error} {error:?} {}", error.may_have_been_applied());
            // Not its beginning: `Debug` shows the byte FF as `\xff`, whose end looks like it.
            assert!(!shown.contains("uzz-key"), "the key in {shown}");
        }
        Some(Ok(response)) => assert!(format!("{response:?}").len() > 2),
        None => {}
    }
});

fn split(bytes: &[u8], at: u8) -> (&[u8], &[u8]) {
    match bytes.iter().position(|byte| *byte == at) {
        Some(index) => (&bytes[..index], &bytes[index + 1..]),
        None => (bytes, b""),
    }
}
