//! How much memory calls need. A binary of its own, because the allocator counts for the whole process.

#[path = "../it/support/document.rs"]
mod document;
#[path = "../../benches/support/server.rs"]
mod server;

mod decoding;
mod load;

use std::sync::Mutex;

use heygen_api::{AddLooksRequest, ImageKeys};
use peak_alloc::PeakAlloc;

/// Counts allocated bytes. Unlike resident memory, this is exact.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Held by each test, so that they run one after the other.
static ALONE: Mutex<()> = Mutex::new(());

fn request() -> AddLooksRequest {
    AddLooksRequest::new("group", ImageKeys::new(["image/a/original"]).unwrap(), "Dua Casual")
}
