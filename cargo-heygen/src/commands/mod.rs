//! One module for each command.

pub mod bump;
pub mod check;
pub mod diff;
pub mod generate;
