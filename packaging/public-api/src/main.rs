//! Writes the public items of a library, one a line, from the JSON that rustdoc made of it: `koseki-public-api FILE`.

use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args_os().nth(1).ok_or("no file of rustdoc's JSON is named")?;
    // What every type has by blanket implementations or by the compiler's own judgement says little of this library and would
    // make a list that nobody reads; what is derived is a promise, and stays.
    let api = public_api::Builder::from_rustdoc_json(file)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build()?;
    let mut out = std::io::stdout().lock();
    for item in api.items() {
        writeln!(out, "{item}")?;
    }
    Ok(())
}
