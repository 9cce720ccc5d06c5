//! `bump` with URLs: what is fetched, and what is rejected with the URL and the reason.

use crate::support::server::Server;
use crate::support::{self, DOCUMENT, Repository, TEXT, changed, page};

const REWORDED: (&str, &str) = ("Unique identifier of the look.", "Identifier of the look.");

fn bump(repository: &Repository, url: &str) -> support::Output {
    // Enough for 30 MB on a busy machine.
    let timeout = if url.ends_with("/endless") { "2" } else { "120" };
    repository.heygen(&["bump", url, "--compile=none", "--timeout", timeout])
}

#[test]
fn a_page_is_fetched_and_its_url_lands_in_the_table() {
    let (server, repository) = (Server::new(), Repository::new());
    server.serve_page("/reference/looks.md", &page(&changed(TEXT, &[REWORDED])));
    server.serve("/moved", &format!("302 Found\r\nLocation: {}", server.url("/reference/looks.md")), b"");
    let url = server.url("/moved");
    let output = bump(&repository, &url);
    assert_eq!(output.code, 0, "{}", output.all());
    assert_eq!(repository.read(DOCUMENT), changed(TEXT, &[REWORDED]));
    assert!(repository.read("README.md").contains(&format!("| <{url}> |")), "{}", repository.read("README.md"));
}

#[test]
fn what_is_not_the_page_is_rejected_with_its_url_and_the_reason() {
    let (server, repository) = (Server::new(), Repository::new());
    let before = repository.files();
    let redirect = |to: &str| format!("302 Found\r\nLocation: {to}");
    server.serve("/fails", "500 Internal Server Error", b"");
    server.serve("/to-http", &redirect("http://example.com/page.md"), b"");
    server.serve("/circle", &redirect(&server.url("/circle")), b"");
    server.serve("/large", "200 OK", &vec![b' '; 30_000_001]);
    server.serve("/endless", "200 OK", b"# ");
    server.serve("/latin", "200 OK", b"caf\xe9");
    let other = "# A page\n\n```yaml /openapi/external-api.json GET /v3/tea\nopenapi: 3.1.0\ninfo: { title: t, version: '1' }\n\
        paths: { /v3/coffee: { get: { responses: {} } } }\n```\n";
    server.serve_page("/other", other);
    for (path, reason) in [
        ("/gone", "the server returned 404 Not Found: check the URL"),
        ("/fails", "the server returned 500 Internal Server Error"),
        ("/to-http", "it redirects to http://example.com/page.md, and only https:// URLs are followed"),
        ("/circle", "more than 10 redirects"),
        ("/large", "larger than 30 MB"),
        ("/endless", "not complete after 2 seconds"),
        ("/latin", "not text in UTF-8"),
        ("/other", "the page is about GET /v3/tea, but its document does not have this operation"),
    ] {
        let url = server.url(path);
        let output = bump(&repository, &url);
        assert_eq!(output.code, 1, "{path}: {}", output.all());
        assert!(output.errors.contains(&url) && output.errors.contains(reason), "{path}: {}", output.all());
        assert_eq!(repository.files(), before, "{path}");
    }
    let plain = bump(&repository, "http://example.com/page.md");
    assert!(plain.code == 1 && plain.errors.contains("only https:// URLs are fetched"), "{}", plain.all());
}

#[test]
fn without_arguments_every_page_of_the_table_is_updated() {
    let (server, repository) = (Server::new(), Repository::new());
    let update = || repository.heygen(&["bump", "--compile=none"]);
    let row = |slug: &str, url: &str| format!("| `{slug}.json` | <{url}> | 1 | 2027-01-01 | `0` |");
    let readme = |rows: &[String]| {
        let readme = include_str!("../fixtures/openapi/README.md");
        let own = readme.lines().find(|line| line.starts_with("| `add-looks")).unwrap();
        let (before, after) = readme.split_once(own).unwrap();
        let url = format!("<{}>", server.url("/add-looks"));
        let own = changed(own, &[("<https://docs.heygen.com/reference/add-looks-to-photo-avatar-group>", &url)]);
        repository.write("README.md", &format!("{before}{own}\n{}{after}", rows.join("\n")));
    };
    // A page of the reference is Markdown with `.md`. One row has no page any more, and one has no URL.
    server.serve_page("/add-looks.md", &page(&changed(TEXT, &[REWORDED])));
    readme(&[row("gone", &server.url("/gone")), "| `local.json` | a file | 1 | 2027-01-01 | `0` |".to_owned()]);
    let output = update();
    assert_eq!(output.code, 2, "{}", output.all());
    assert_eq!(repository.read(DOCUMENT), changed(TEXT, &[REWORDED]), "the others go on");
    let item = format!("- [ ] A page was not updated: {}.md: the server returned 404", server.url("/gone"));
    assert!(output.out.contains(&item), "{}", output.all());
    assert!(output.errors.contains("openapi/local.json is not updated"), "{}", output.all());

    // Another page answers 200: it must not replace the document.
    let before = repository.files();
    let coffee =
        "openapi: 3.1.0\ninfo: { title: Plant Store, version: '1' }\npaths: { /plants: { get: { responses: {} } } }\n";
    server.serve_page("/add-looks.md", coffee);
    let output = update();
    assert_eq!(output.code, 1, "{}", output.all());
    assert!(output.errors.contains("its document \"Plant Store\" has GET /plants"), "{}", output.all());
    assert!(output.errors.contains("none of the 2 pages could be read"), "{}", output.all());
    assert_eq!(repository.files(), before);
}
