//! The pipeline from HeyGen's documents to Rust. Each step is a pure function; only build.rs touches files, so
//! the tests and `cargo xtask` call the very same code.
//!
//! read → correct ([`overlay`]) → [`merge`] → lower 3.1 to 3.0 ([`lower`]) → [`relax`] responses → name types
//! ([`names`]) → clean descriptions ([`text`]) → [`generate`].

pub mod facts;
pub mod generate;
pub mod lower;
pub mod merge;
pub mod names;
pub mod overlay;
pub mod problem;
pub mod relax;
pub mod text;
pub mod walk;

use problem::{Problem, Result, Stage};
use serde_json::Value;

/// A document of HeyGen's and its overlay, as text, with their file names for messages.
pub struct Source {
    pub file: String,
    pub text: String,
    /// File name and text.
    pub overlay: Option<(String, String)>,
}

/// HeyGen's document with our corrections.
pub fn correct(source: &Source) -> Result<merge::Named> {
    let mut document = json(&source.file, &source.text, Stage::Vendor, "vendor HeyGen's page again, byte for byte")?;
    names::drop_titles(&mut document)?;
    if let Some((file, text)) = &source.overlay {
        let overlay = json(file, text, Stage::Overlay, "mend the overlay: it is ours")?;
        document = overlay::apply(document, &overlay).map_err(|problem| problem.in_file(file))?;
    }
    Ok(merge::Named { file: source.file.clone(), document })
}

fn json(file: &str, text: &str, stage: Stage, remedy: &str) -> Result<Value> {
    serde_json::from_str(text)
        .map_err(|error| Problem::new(stage, "", format!("not JSON: {error}"), remedy).in_file(file))
}

/// The document that progenitor is given: corrected, merged, lowered, relaxed, named.
pub fn prepare(documents: &[merge::Named]) -> Result<Value> {
    let merged = merge::merge(documents)?;
    let lowered = lower::lower(merged)?;
    let relaxed = relax::responses(lowered)?;
    let mut named = names::to_components(relaxed)?;
    text::descriptions(&mut named);
    Ok(named)
}

/// The whole way: the generated client as formatted Rust.
pub fn client(sources: &[Source]) -> Result<String> {
    on_large_stack(|| {
        let documents = sources.iter().map(correct).collect::<Result<Vec<_>>>()?;
        let prepared = prepare(&documents)?;
        let facts = facts::facts(&documents, &prepared)?;
        Ok(prettyplease::unparse(&generate::generate(prepared, &facts)?))
    })
}

/// typify recurses with the depth of a schema, and the main thread's stack is too small for a deep one.
fn on_large_stack<T: Send>(run: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    const STACK: usize = 256 << 20;
    let failed = |what: &str| {
        let remedy = "this is a defect of build/: mend it there";
        Problem::new(Stage::Generating, "", format!("the pipeline {what}"), remedy)
    };
    std::thread::scope(|scope| match std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run) {
        Ok(thread) => thread.join().unwrap_or_else(|_| Err(failed("panicked"))),
        Err(error) => Err(failed(&format!("could not start a thread: {error}"))),
    })
}
