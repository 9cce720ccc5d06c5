//! The weekly workflow: the command, and the script that publishes its result, with a bare repository as `origin` and a `gh` that
//! logs its arguments.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::server::Server;
use crate::support::{DOCUMENT, Repository, TEXT, changed, git, isolate_git, page};

const GH: &str = "#!/bin/sh
for last; do
    if [ \"$body\" = 1 ]; then cat \"$last\" >>\"$GH_LOG\"; fi
    if [ \"$last\" = --body-file ]; then body=1; else body=0; fi
done
echo \"gh $*\" >>\"$GH_LOG\"
";

/// A clone whose table lists a page, and the files that the script needs around it.
struct Weekly {
    repository: Repository,
    server: Server,
    around: tempfile::TempDir,
}

impl Weekly {
    /// `None` if Git is not installed.
    fn new() -> Option<Self> {
        let weekly =
            Self { repository: Repository::new(), server: Server::new(), around: tempfile::tempdir().unwrap() };
        let root = weekly.repository.path();
        git(root, &["init", "--quiet", "--initial-branch", "main"])?;
        let scripts = root.join(".github/scripts");
        fs::create_dir_all(&scripts).unwrap();
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.github/scripts");
        fs::copy(here.join("publish"), scripts.join("publish")).unwrap();
        fs::write(root.join(".gitignore"), "/target\n").unwrap();
        fs::write(root.join("CHANGELOG.md"), "# Changelog\n").unwrap();
        fs::write(root.join("Cargo.lock"), "version = 4\n").unwrap();
        fs::create_dir(weekly.path("bin")).unwrap();
        fs::write(weekly.path("bin/gh"), GH).unwrap();
        fs::set_permissions(weekly.path("bin/gh"), fs::Permissions::from_mode(0o755)).unwrap();
        let url = format!("<{}>", weekly.server.url("/page"));
        let readme = weekly.repository.read("README.md");
        weekly.repository.write(
            "README.md",
            &changed(&readme, &[("<https://docs.heygen.com/reference/add-looks-to-photo-avatar-group>", &url)]),
        );
        weekly.git(&["init", "--quiet", "--bare", weekly.path("origin").to_str().unwrap()]);
        weekly.git(&["remote", "add", "origin", weekly.path("origin").to_str().unwrap()]);
        weekly.git(&["add", "."]);
        weekly.git(&["commit", "--quiet", "--message", "today"]);
        Some(weekly)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.around.path().join(name)
    }

    fn git(&self, arguments: &[&str]) -> String {
        git(self.repository.path(), arguments).unwrap()
    }

    fn publish(&self, out: &Path) {
        let path = format!("{}:{}", self.path("bin").display(), std::env::var("PATH").unwrap());
        let mut command = Command::new("bash");
        command.current_dir(self.repository.path()).arg(".github/scripts/publish").arg(out);
        let output = isolate_git(&mut command).env("PATH", path).env("GH_LOG", self.path("gh.log")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Runs the workflow. Returns the exit code of the command and the log of `gh`.
    fn week(&self, page: &str) -> (i32, String) {
        self.server.serve_page("/page.md", page);
        let out = self.path("out");
        fs::create_dir_all(&out).unwrap();
        let output = self.repository.heygen(&["bump", "--compile=none"]);
        for (name, text) in
            [("report.md", &output.out), ("log.txt", &output.errors), ("code", &output.code.to_string())]
        {
            fs::write(out.join(name), text).unwrap();
        }
        self.publish(&out);
        let log = fs::read_to_string(self.path("gh.log")).unwrap_or_default();
        let _ = fs::remove_file(self.path("gh.log"));
        self.git(&["switch", "--quiet", "--force", "main"]);
        (output.code, log)
    }
}

const REWORDED: (&str, &str) = ("Unique identifier of the look.", "Identifier of the look.");
const VERSION: (&str, &str) = ("\"version\": \"4.0.8\"", "\"version\": \"4.0.9\"");

#[test]
fn a_bump_with_nothing_to_do_opens_one_pull_request() {
    let Some(weekly) = Weekly::new() else { return };
    assert_eq!(weekly.week(&page(TEXT)), (0, String::new()), "an unchanged page is not published");
    let bumped = changed(TEXT, &[REWORDED, VERSION]);
    let (code, log) = weekly.week(&page(&bumped));
    assert_eq!(code, 0, "{log}");
    assert!(log.contains("Nothing. Run `cargo test`") && !log.contains("--draft"), "{log}");
    assert!(
        log.contains("gh pr create --head heygen/4.0.9-") && log.contains("--title HeyGen's document 4.0.9"),
        "{log}"
    );
    let branches = weekly.git(&["branch", "--list", "heygen/*", "--format", "%(refname:short)"]);
    let [branch] = branches.lines().collect::<Vec<_>>()[..] else { panic!("{branches}") };
    let files = weekly.git(&["diff", "--name-only", "main", &format!("origin/{branch}")]);
    let written =
        ["CHANGELOG.md", "Cargo.toml", "openapi/README.md", &format!("openapi/{DOCUMENT}"), "src/generated.rs"];
    assert!(written.iter().all(|file| files.contains(file)), "{files}");
    let (_, log) = weekly.week(&page(&bumped));
    assert_eq!(log, "", "the branch already exists");
}

#[test]
fn a_bump_with_something_to_do_opens_a_draft() {
    let Some(weekly) = Weekly::new() else { return };
    let renamed = ("\"operationId\": \"add-looks", "\"operationId\": \"add-some-looks");
    let (code, log) = weekly.week(&page(&changed(TEXT, &[renamed, VERSION])));
    assert_eq!(code, 2, "{log}");
    assert!(log.contains("- [ ] `openapi/") && log.contains("--draft"), "{log}");
}

#[test]
fn a_page_that_cannot_be_read_opens_an_issue() {
    let Some(weekly) = Weekly::new() else { return };
    let (code, log) = weekly.week("<!doctype html><title>403</title>");
    assert_eq!(code, 1, "{log}");
    assert!(log.contains("this is an HTML page") && log.contains("gh issue create"), "{log}");
}
