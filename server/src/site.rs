//! The folder of finished files: the bundle, its style sheet, fonts.

use std::fmt;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::any_service;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, VARY};
use leptos::config::LeptosOptions;
use serde::Deserialize;
use tower_http::services::ServeDir;

/// The name of the bundle's files.
const OUTPUT_NAME: &str = "skydeck";

/// For what never changes under its address.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// For files whose name stays over an upgrade.
const AN_HOUR: &str = "public, max-age=3600";

/// A site folder and what its build wrote down about it.
#[derive(Clone, Debug)]
pub struct Site {
    /// The folder.
    pub folder: PathBuf,
    /// What `build.json` says.
    pub build: Build,
}

/// Where one build's files lie, as `build.json` has it.
#[derive(Clone, Debug, Deserialize)]
pub struct Build {
    /// Folder of the bundle below the site, such as `pkg/1a2b`.
    pub pkg: String,
    /// Address of the style sheet.
    pub css: String,
}

/// The site folder can't be used.
#[derive(Debug)]
pub struct NoSite {
    file: PathBuf,
    why: String,
}

impl fmt::Display for NoSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        write!(
            f,
            "cannot read {file} ({}); `cargo xtask build` makes it, `--site DIR` says where it is",
            self.why
        )
    }
}

impl std::error::Error for NoSite {}

impl Site {
    /// Reads the folder's description.
    ///
    /// # Errors
    /// When there is no finished site in it.
    pub fn open(folder: &Path) -> Result<Self, NoSite> {
        let file = folder.join("build.json");
        let read = std::fs::read(&file).map_err(|error| error.to_string());
        let build = read.and_then(|text| serde_json::from_slice(&text).map_err(|error| error.to_string()));
        match build {
            Ok(build) => Ok(Self { folder: folder.to_owned(), build }),
            Err(why) => Err(NoSite { file, why }),
        }
    }

    /// `chosen`, else the folder beside the executable.
    ///
    /// # Errors
    /// When there is no finished site in it.
    pub fn find(chosen: Option<&Path>) -> Result<Self, NoSite> {
        match chosen {
            Some(folder) => Self::open(folder),
            None => {
                let executable = std::env::current_exe().unwrap_or_default();
                Self::open(&executable.parent().unwrap_or(Path::new(".")).join("site"))
            }
        }
    }

    /// Where Leptos finds and links the bundle.
    #[must_use]
    pub fn leptos_options(&self) -> LeptosOptions {
        LeptosOptions::builder()
            .output_name(OUTPUT_NAME)
            .site_root(self.folder.to_string_lossy().into_owned())
            .site_pkg_dir(self.build.pkg.clone())
            .build()
    }

    /// Answers with a file where there is one, compressed as the build left it, and passes on the rest.
    pub fn files(&self, rest: Router) -> Router {
        let files = ServeDir::new(&self.folder)
            .precompressed_br()
            .precompressed_gzip()
            .append_index_html_on_directories(false);
        let package = Router::new().fallback_service(files.clone()).layer(middleware::from_fn(
            async |request: Request, next: Next| keep(FOREVER, next.run(request).await),
        ));
        let others = files.call_fallback_on_method_not_allowed(true).fallback(rest);
        let others = Router::new().fallback_service(others).layer(middleware::from_fn(
            async |request: Request, next: Next| keep(AN_HOUR, next.run(request).await),
        ));
        // The bundle's scripts ask for these: a missing one is a missing file, not a missing page.
        Router::new().route("/pkg/{*path}", any_service(package)).fallback_service(others)
    }
}

/// Marks a file's answer as one that may be kept. Pages, redirects and failures are left alone.
fn keep(how_long: &'static str, mut response: Response) -> Response {
    let is_file = response.headers().contains_key(http::header::LAST_MODIFIED);
    if is_file && (response.status().is_success() || response.status() == http::StatusCode::NOT_MODIFIED) {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(how_long));
        // Caches in between must not hand a packed file to whoever cannot unpack it.
        response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}

#[cfg(test)]
mod tests {
    use http::header::{CONTENT_ENCODING, CONTENT_TYPE};

    use super::*;
    use crate::testing::{get, send, text};

    fn site() -> (tempfile::TempDir, Site) {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, content: &str| {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, content).unwrap();
        };
        write("build.json", r#"{"pkg":"pkg/1a2b","css":"/pkg/1a2b/skydeck.css"}"#);
        write("pkg/1a2b/skydeck.css", "body{}");
        write("pkg/1a2b/skydeck.css.br", "packed");
        write("fonts/a.woff2", "font");
        let site = Site::open(folder.path()).unwrap();
        (folder, site)
    }

    #[tokio::test]
    async fn h3_hashed_files_are_kept_for_ever_and_sent_as_the_build_packed_them() {
        let (_folder, site) = site();
        let router = site.files(Router::new());
        let response = get(&router, "/pkg/1a2b/skydeck.css", &[("accept-encoding", "gzip, br")]).await;
        assert_eq!(response.headers()[CACHE_CONTROL], FOREVER);
        assert_eq!(response.headers()[CONTENT_ENCODING], "br");
        assert_eq!(response.headers()[CONTENT_TYPE], "text/css");
        assert!(response.headers()[VARY].to_str().unwrap().eq_ignore_ascii_case("accept-encoding"));
        assert_eq!(text(response).await, "packed");
        assert_eq!(get(&router, "/fonts/a.woff2", &[]).await.headers()[CACHE_CONTROL], AN_HOUR);
    }

    #[tokio::test]
    async fn what_is_no_file_goes_on_and_a_missing_chunk_does_not() {
        let (_folder, site) = site();
        let router = site.files(Router::new().fallback(async || "a page"));
        let page = get(&router, "/servers", &[]).await;
        assert!(!page.headers().contains_key(CACHE_CONTROL));
        assert_eq!(text(page).await, "a page");
        assert_eq!(text(send(&router, "POST", "/servers", &[], "").await).await, "a page");
        let chunk = get(&router, "/pkg/0000/skydeck.js", &[]).await;
        assert_eq!(chunk.status(), 404);
        assert!(!chunk.headers().contains_key(CACHE_CONTROL));
        assert_eq!(text(get(&router, "/../Cargo.toml", &[]).await).await, "a page");
    }

    #[test]
    fn a_folder_without_a_site_says_what_makes_one() {
        let empty = tempfile::tempdir().unwrap();
        assert!(Site::open(empty.path()).unwrap_err().to_string().contains("cargo xtask build"));
    }
}
