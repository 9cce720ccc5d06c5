//! The pipeline from HeyGen's documents to Rust. Each step is a pure function; only build.rs touches files, so
//! the tests and `cargo xtask` call the very same code.
//!
//! [`read`] → correct ([`overlay`]) → [`merge`] → [`resolve`] references → fit [`operations`] to progenitor
//! ([`parameters`], [`bodies`], [`security`]) → tell the two [`sides`] apart → [`lower`] 3.1 to 3.0 ([`keywords`], [`types`]) → [`relax`]
//! responses ([`unions`]), keep requests [`strict`] ([`inherit`]) → name types ([`names`]) → clean descriptions ([`text`]) →
//! [`generate`], with [`limits`], [`patch`] and [`facts`].

pub mod bodies;
pub mod facts;
pub mod generate;
pub mod inherit;
pub mod keywords;
pub mod left_out;
pub mod limits;
pub mod lower;
pub mod merge;
pub mod mock;
pub mod names;
pub mod operations;
pub mod overlay;
pub mod parameters;
pub mod patch;
pub mod problem;
pub mod read;
pub mod relax;
pub mod resolve;
pub mod security;
pub mod sides;
pub mod strict;
pub mod text;
pub mod types;
pub mod unions;
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

/// What the pipeline makes of the documents.
pub struct Output {
    /// The generated client. It is formatted in tests only: nobody reads it where it is built.
    pub rust: String,
    /// What is left out or not checked, and why.
    pub warnings: Vec<Problem>,
}

/// HeyGen's document with our corrections.
pub fn correct(source: &Source) -> Result<merge::Named> {
    let remedy = "vendor HeyGen's page again, byte for byte";
    let mut document = read::read(&source.file, &source.text, Stage::Vendor, remedy)?;
    names::drop_titles(&mut document)?;
    if let Some((file, text)) = &source.overlay {
        let overlay = read::read(file, text, Stage::Overlay, "mend the overlay: it is ours")?;
        document = overlay::apply(document, &overlay).map_err(|problem| problem.in_file(file))?;
    }
    Ok(merge::Named { file: source.file.clone(), document })
}

/// The document that progenitor is given.
pub fn prepare(documents: &[merge::Named]) -> Result<Value> {
    Ok(prepare_with_warnings(documents)?.0)
}

/// The document that progenitor is given, and what is not in it.
pub fn prepare_with_warnings(documents: &[merge::Named]) -> Result<(Value, Vec<Problem>)> {
    let merged = merge::merge(documents)?;
    let resolved = resolve::schemas(merged)?;
    let mut warnings = security::warnings(documents);
    let (fitted, more) = operations::fit(resolved)?;
    warnings.extend(more);
    let (lowered, more) = lower::lower(sides::split(fitted)?)?;
    warnings.extend(more);
    let (relaxed, more) = relax::responses(lowered)?;
    warnings.extend(more);
    let (strict, more) = strict::requests(relaxed)?;
    warnings.extend(more);
    let (mut named, more) = names::to_components(strict)?;
    warnings.extend(more);
    text::descriptions(&mut named);
    Ok((named, warnings))
}

/// The whole way: the generated client.
pub fn client(sources: &[Source]) -> Result<String> {
    Ok(output(sources)?.rust)
}

/// The whole way, with warnings.
pub fn output(sources: &[Source]) -> Result<Output> {
    on_large_stack(|| {
        let documents = sources.iter().map(correct).collect::<Result<Vec<_>>>()?;
        let (mut prepared, mut warnings) = prepare_with_warnings(&documents)?;
        let generated = |prepared: &Value| generate::generate(prepared.clone(), &facts::facts(&documents, prepared)?);
        let (file, more) = match generated(&prepared) {
            Ok(generated) => generated,
            // Operations are tried one by one only where all together fail.
            Err(problem) => {
                let left_out = generate::leave_out_what_fails(&mut prepared)?;
                if left_out.is_empty() {
                    return Err(problem);
                }
                warnings.extend(left_out);
                generated(&prepared)?
            }
        };
        warnings.extend(more);
        left_out::none_is_missing(&left_out::needed(&documents), &prepared, &warnings)?;
        Ok(Output { rust: print(file), warnings })
    })
}

#[cfg(test)]
fn print(file: syn::File) -> String {
    prettyplease::unparse(&file)
}

#[cfg(not(test))]
fn print(file: syn::File) -> String {
    let mut text = String::new();
    lines(&file.items, &mut text);
    text
}

/// An item a line: rustdoc is slow with long ones.
#[cfg(not(test))]
fn lines(items: &[syn::Item], text: &mut String) {
    for item in items {
        match item {
            syn::Item::Mod(syn::ItemMod { attrs, vis, ident, content: Some((_, items)), .. }) => {
                *text += &format!("{} {{\n", quote::quote!(#(#attrs)* #vis mod #ident));
                lines(items, text);
                *text += "}\n";
            }
            item => *text += &format!("{}\n", quote::quote!(#item)),
        }
    }
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
