//! Writing several files: all, or none.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result};
use tempfile::NamedTempFile;

/// Writes files of a directory, except those that have their text already. Most failures come before the first file changes;
/// after a later one, all changes are undone.
pub fn write<'a>(directory: &Path, texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<()> {
    let mut staged = Vec::new();
    for (name, text) in texts {
        let path = directory.join(name);
        let before = match fs::read(&path) {
            Ok(bytes) if bytes == text.as_bytes() => continue,
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("{}: cannot be read", path.display())),
        };
        let file = stage(directory, text.as_bytes());
        staged.push((file.with_context(|| format!("{}: cannot be written", path.display()))?, path, before));
    }
    let mut done: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    for (file, path, before) in staged {
        if let Err(error) = file.persist(&path) {
            undo(directory, done);
            return Err(error.error)
                .with_context(|| format!("{}: cannot be written; nothing was changed", path.display()));
        }
        done.push((path, before));
    }
    Ok(())
}

/// A temporary file in the same directory, with the permissions of a new file.
fn stage(directory: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let permissions = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(permissions);
    let mut file = builder.prefix(".staged").tempfile_in(directory)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn undo(directory: &Path, done: Vec<(PathBuf, Option<Vec<u8>>)>) {
    for (path, before) in done.into_iter().rev() {
        let undone = match before {
            Some(bytes) => stage(directory, &bytes).and_then(|file| Ok(file.persist(&path).map(|_| ())?)),
            None => fs::remove_file(&path),
        };
        if let Err(error) = undone {
            eprintln!("{}: could not be restored: {error}", path.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn files(directory: &Path) -> BTreeMap<String, String> {
        let entries = fs::read_dir(directory).unwrap().map(io::Result::unwrap);
        let text = |entry: &fs::DirEntry| fs::read_to_string(entry.path()).unwrap();
        entries.map(|entry| (entry.file_name().into_string().unwrap(), text(&entry))).collect()
    }

    #[test]
    fn what_was_written_before_a_failure_is_undone() {
        let directory = tempfile::tempdir().unwrap();
        let directory = directory.path();
        fs::write(directory.join("changed"), "old").unwrap();
        let before = files(directory);
        let texts = [("changed", "new"), ("added", "new")];
        // The last file fails: its directory does not exist.
        let error = write(directory, texts.into_iter().chain([("missing/file", "new")])).unwrap_err();
        assert!(format!("{error:#}").contains("nothing was changed"), "{error:#}");
        assert_eq!(files(directory), before);
        write(directory, texts).unwrap();
        let after = BTreeMap::from([("changed".into(), "new".into()), ("added".into(), "new".into())]);
        assert_eq!(files(directory), after);
    }
}
