//! Any status, header and body of a response become a value or an error that can be shown, and never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, Vec<u8>, Vec<u8>)| {
    let (status, header, body) = input;
    // Half of the inputs are successes.
    let status = if status % 2 == 0 { 200 } else { 100 + status % 500 };
    match heygen_api::fuzz_response(status, &header, body) {
        Some(Err(error)) => {
            let shown = format!("{error} {error:?} {}", error.may_have_been_applied());
            assert!(!shown.is_empty());
        }
        Some(Ok(response)) => assert!(format!("{response:?}").len() > 2),
        None => {}
    }
});
