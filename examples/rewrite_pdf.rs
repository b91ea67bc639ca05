//! Writes what koseki read of a PDF anew, for `tests/pdf_viewers/compare.py`.
//!
//! ```sh
//! cargo run --example rewrite_pdf -- fixtures/signed/couple-and-child.pdf target/rewritten.pdf
//! ```

use std::error::Error;
use std::fs;

#[path = "../tests/pdf_viewers/rewrite.rs"]
mod rewrite;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    while let (Some(source), Some(target)) = (arguments.next(), arguments.next()) {
        match rewrite::rewrite(&fs::read(&source)?) {
            Ok(written) => fs::write(target, written)?,
            Err(error) => eprintln!("{}: {error}", source.display()),
        }
    }
    Ok(())
}
