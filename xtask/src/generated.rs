//! The pipeline run in this process, as build.rs runs it.

use crate::pipeline::problem::Result;
use crate::pipeline::{self, Output, Source};

/// Runs the pipeline without a backtrace for each panic in a dependency, which it catches and tells as a problem.
pub fn generate(sources: &[Source]) -> Result<Output> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let output = pipeline::output(sources);
    std::panic::set_hook(hook);
    output
}
