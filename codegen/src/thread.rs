//! Runs the generator on a thread with a large stack.

use std::any::Any;
use std::panic;
use std::sync::Once;
use std::thread::{self, Builder};

use crate::diagnostic::{Diagnostic, Result, Stage};

const NAME: &str = "heygen-api-codegen";

/// The size of the stack. typify recurses into schemas, and a deep one would overflow the stack of the main thread.
const STACK: usize = 256 << 20;

/// Runs `generate` on a thread of its own. If a dependency panics, the panic becomes a diagnostic and prints nothing.
pub(crate) fn run_on_thread<T: Send>(generate: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let hook = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(NAME) {
                hook(info);
            }
        }));
    });
    let builder = Builder::new().name(NAME.to_owned()).stack_size(STACK);
    thread::scope(|scope| match builder.spawn_scoped(scope, generate) {
        Ok(thread) => thread.join().unwrap_or_else(|panic| {
            Err(thread_error(&format!("panicked: {}", message_of(&*panic).unwrap_or("without a message"))))
        }),
        Err(error) => Err(thread_error(&format!("could not start a thread: {error}"))),
    })
}

fn thread_error(message: &str) -> Diagnostic {
    let help = "this is a bug in heygen-api-codegen: fix it in codegen/";
    Diagnostic::new(Stage::Generating, "", format!("the code generator {message}"), help)
}

/// The message of a panic.
pub(crate) fn message_of(panic: &(dyn Any + Send)) -> Option<&str> {
    panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied())
}
