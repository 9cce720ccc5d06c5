//! Writes several files: all of them or none.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context, Result};

/// The contents of files before a change.
#[derive(Default)]
pub struct Undo(Vec<(PathBuf, Option<Vec<u8>>)>);

impl Undo {
    /// Saves the current contents of a file.
    pub fn remember(&mut self, path: PathBuf) -> Result<()> {
        let before = read(&path)?;
        self.0.push((path, before));
        Ok(())
    }

    /// The paths of the files, relative to `root`.
    pub fn names(&self, root: &Path) -> Vec<String> {
        self.0.iter().map(|(path, _)| path.strip_prefix(root).unwrap_or(path).display().to_string()).collect()
    }

    /// Restores the contents.
    pub fn undo(self) {
        for (path, before) in self.0.into_iter().rev() {
            let undone = match before {
                Some(bytes) => replace(&path, &bytes),
                None => fs::remove_file(&path)
                    .or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }),
            };
            if let Err(error) = undone {
                eprintln!("{}: could not be restored: {error}", path.display());
            }
        }
    }
}

/// Writes the files whose text changed. After an error, all changes are undone.
pub fn write(root: &Path, texts: impl IntoIterator<Item = (String, String)>) -> Result<Undo> {
    let mut done = Undo::default();
    for (name, text) in texts {
        let path = root.join(name);
        let written = read(&path).and_then(|before| {
            if before.as_deref() != Some(text.as_bytes()) {
                replace(&path, text.as_bytes()).with_context(|| format!("{}: cannot be written", path.display()))?;
                done.0.push((path, before));
            }
            Ok(())
        });
        if written.is_err() {
            done.undo();
            return written.map(|()| Undo::default()).context("no file was changed");
        }
    }
    Ok(done)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{}: cannot be read", path.display())),
    }
}

/// Replaces a file as a whole, with the permissions of a new file.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let permissions = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(permissions);
    let mut file = builder.prefix(".staged").tempfile_in(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
