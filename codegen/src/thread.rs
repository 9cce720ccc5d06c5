//! The thread that the generator runs on.

use std::any::Any;
use std::panic;
use std::sync::Once;
use std::thread::{self, Builder};

use crate::diagnostic::{Diagnostic, Result, Stage};

const NAME: &str = "heygen-api-codegen";

/// typify recurses with the depth of a schema: the main thread's stack is too small for a deep one.
const STACK: usize = 256 << 20;

/// Runs on a thread with a large stack. A panic in a dependency becomes a diagnostic, and prints nothing.
pub(crate) fn run<T: Send>(generate: impl FnOnce() -> Result<T> + Send) -> Result<T> {
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
            Err(failed(&format!("panicked: {}", message_of(&*panic).unwrap_or("without a message"))))
        }),
        Err(error) => Err(failed(&format!("could not start a thread: {error}"))),
    })
}

fn failed(message: &str) -> Diagnostic {
    let help = "this is a defect of heygen-api-codegen: fix it there";
    Diagnostic::new(Stage::Generating, "", format!("the code generator {message}"), help)
}

/// The message of a panic.
pub(crate) fn message_of(panic: &(dyn Any + Send)) -> Option<&str> {
    panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied())
}
