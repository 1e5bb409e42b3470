//! Packages of npm and of the system.

use super::{Purpose, Tools};
use crate::process::{find_on, output, run, say};
use std::path::Path;

const BINARYEN: &str = "132.0.0";
const AXE: &str = "4.14.1";

/// Installs the npm packages that `purpose` needs into a folder of ours.
pub fn npm_packages(tools: &Tools, dir: &Path, purpose: Purpose) -> Result<(), String> {
    let mut wanted = Vec::new();
    for (package, version, for_tests) in [("binaryen", BINARYEN, false), ("axe-core", AXE, true)] {
        if for_tests && purpose == Purpose::Page {
            continue;
        }
        let manifest = dir.join("node_modules").join(package).join("package.json");
        let there = std::fs::read_to_string(manifest)
            .is_ok_and(|text| text.contains(&format!("\"version\": \"{version}\"")));
        if !there {
            wanted.push(format!("{package}@{version}"));
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    say(format!("set-up: {} from npm (about 20 s)", wanted.join(" and ")));
    std::fs::create_dir_all(dir).map_err(|e| format!("{} cannot be made: {e}", dir.display()))?;
    run(tools
        .command("npm")
        .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
        .arg(dir)
        .args(&wanted))
    .map_err(|e| format!("{e}\nNode with npm is needed: install it and run this again."))
}

/// Tells whether MiniBrowser of WebKitGTK is there; Debian puts it outside PATH.
fn has_webkit_browser() -> bool {
    ["x86_64-linux-gnu", "aarch64-linux-gnu"]
        .iter()
        .flat_map(|arch| {
            ["4.1", "4.0", "6.0"].map(|v| format!("/usr/lib/{arch}/webkit2gtk-{v}/MiniBrowser"))
        })
        .any(|file| Path::new(&file).is_file())
}

/// Installs the browsers, their drivers and fonts, or says what to install.
pub fn system_packages(tools: &Tools) -> Result<(), String> {
    let on_path = |name: &str| find_on(&tools.path, name).is_some();
    let font = |file: &str| Path::new("/usr/share/fonts/truetype/noto").join(file).is_file();
    // On a computer that people work at, Debian would start them at once and for good.
    let servers = std::env::var_os("CI").is_some();
    let server =
        |name: &str| !servers || on_path(name) || Path::new("/usr/sbin").join(name).is_file();
    let brotli = Path::new("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so").is_file();
    let checks = [
        ("chromium", on_path("chromium")),
        ("chromium-driver", on_path("chromedriver")),
        ("firefox-esr", on_path("firefox-esr") || on_path("firefox")),
        ("webkit2gtk-driver", on_path("WebKitWebDriver") && has_webkit_browser()),
        ("xvfb", on_path("Xvfb") && on_path("xvfb-run")),
        ("xauth", on_path("xauth")),
        ("fonts-noto-core", font("NotoSansArabic-Regular.ttf")),
        ("fonts-noto-color-emoji", font("NotoColorEmoji.ttf")),
        ("nginx-light", server("nginx")),
        ("libnginx-mod-http-brotli-static", !servers || brotli),
        ("caddy", server("caddy")),
        ("apache2", server("apache2")),
    ];
    let missing: Vec<&str> =
        checks.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!(
        "These are missing and could not be installed: {}.\nOn Debian: apt-get install {}",
        missing.join(", "),
        missing.join(" ")
    );
    if !on_path("apt-get") {
        return Err(by_hand);
    }
    let is_root = output("id", &["-u"]).is_some_and(|id| id.trim() == "0");
    let apt = |args: &[&str]| {
        let mut command = if is_root {
            tools.command("apt-get")
        } else {
            let mut sudo = tools.command("sudo");
            sudo.args(["--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
            sudo
        };
        command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
        run(&mut command)
    };
    say(format!("set-up: {} from the system's packages (about 1 min)", missing.join(", ")));
    let mut install = vec!["install", "--yes", "--no-install-recommends", "-qq"];
    install.extend(&missing);
    apt(&["update", "-qq"]).and_then(|()| apt(&install)).map_err(|e| format!("{e}\n{by_hand}"))
}
