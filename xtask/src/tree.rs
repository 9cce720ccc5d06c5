//! Writing several files: all, or none.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result};
use tempfile::NamedTempFile;

/// Writes and removes (`None`) files of a directory. All that can fail early does so before the first file is touched; if a
/// later step fails, what was done is undone.
pub fn write<'a>(directory: &Path, changes: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> Result<()> {
    let mut staged = Vec::new();
    for (name, text) in changes {
        let path = directory.join(name);
        let before = match fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("{}: cannot be read", path.display())),
        };
        let failed = || format!("{}: cannot be written", path.display());
        let file = text.map(|text| stage(directory, text.as_bytes())).transpose().with_context(failed)?;
        staged.push((path, before, file));
    }
    let mut done: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    for (path, before, file) in staged {
        let result = match file {
            Some(file) => file.persist(&path).map(|_| ()).map_err(|error| error.error),
            None => fs::remove_file(&path),
        };
        if let Err(error) = result {
            undo(directory, done);
            return Err(error).with_context(|| format!("{}: cannot be written; nothing was changed", path.display()));
        }
        done.push((path, before));
    }
    Ok(())
}

/// A file beside its place, with the rights that a new file has.
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
            eprintln!("{}: could not be put back: {error}", path.display());
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
        fs::write(directory.join("removed"), "old").unwrap();
        let before = files(directory);
        let changes = [("changed", Some("new")), ("added", Some("new")), ("removed", None)];
        // The last step fails: the file is not there.
        let error = write(directory, changes.into_iter().chain([("missing", None)])).unwrap_err();
        assert!(format!("{error:#}").contains("nothing was changed"), "{error:#}");
        assert_eq!(files(directory), before);
        write(directory, changes).unwrap();
        let after = BTreeMap::from([("changed".into(), "new".into()), ("added".into(), "new".into())]);
        assert_eq!(files(directory), after);
    }
}
