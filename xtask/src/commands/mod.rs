//! A room for each command.

pub mod check;
pub mod diff;
pub mod generate;
pub mod items;
pub mod vendor;
