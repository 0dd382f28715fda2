//! Texts that are kept: compared with a committed file, or written to it by `UPDATE_GOLDEN=1 cargo test -p postern`.

use std::path::Path;

/// Compares a text with a file, named from the top of the repository.
#[track_caller]
pub fn check(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let first = kept.lines().zip(text.lines()).position(|(kept, text)| kept != text);
    let line = first.unwrap_or(kept.lines().count().min(text.lines().count()));
    let of = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
    assert!(
        kept == text,
        "{file}:{}: kept is\n  {}\nnow it is\n  {}\nif that is meant: UPDATE_GOLDEN=1 cargo test -p postern",
        line + 1,
        of(&kept),
        of(text),
    );
}
