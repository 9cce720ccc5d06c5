//! Calls every operation of the fixtures against a mock. The build script writes these tests.

include!(concat!(env!("OUT_DIR"), "/every.rs"));
