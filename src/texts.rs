//! Tools for translators: every text of a language as a table, back into the files, what is missing or
//! behind the German text, made-up languages for trying layouts, and a reader for simple German.
//!
//! Only the host tool uses this. Nothing here reads a clock or a file: the contents are passed in, and
//! what comes out are texts, each with the file into which it belongs, and reports.
//!
//! ```text
//! files ► Book (texts of German and of one language, stamps) ► rows ► table
//! table ► taken::read ► Book with other texts ► files
//! ```

pub mod begin;
pub mod book;
pub mod faults;
pub mod flat;
pub mod plurals;
pub mod pseudo;
pub mod report;
pub mod rows;
pub mod sheet;
pub mod simple;
pub mod stamps;
pub mod taken;
pub mod usage;
