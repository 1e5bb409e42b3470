//! What the page is made of: a list of all crates in it (CycloneDX), which no foreign source and no licence
//! beyond the known ones may enter.

use crate::process::{output, root};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Licences under which a crate may be used here, by their SPDX names.
const LICENCES: [&str; 12] = [
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause",
    "BSL-1.0", "CC0-1.0", "ISC", "MIT", "Unicode-3.0", "Unlicense", "Zlib",
];

/// Where crates may come from, and nowhere else: the registry that Cargo uses by itself.
const REGISTRY: &str = "registry+";

/// The name of the list in the folder of the page.
const LIST: &str = "hosting/components.cdx.json";

/// Writes the list into the folder of the page.
pub fn write(folder: &Path) -> Result<(), String> {
    let page = metadata(&["--filter-platform", "wasm32-unknown-unknown"], "split")?;
    let list = list(&page)?;
    let text = serde_json::to_string_pretty(&list).map_err(|problem| problem.to_string())?;
    let file = folder.join(LIST);
    std::fs::write(&file, text + "\n").map_err(|e| format!("{}: {e}", file.display()))
}

/// Fails if a crate of the page, of the tool or of the tests has another source or licence than it may.
pub fn check() -> Result<(), String> {
    let all = metadata(&[], "ui,split,fault,tools,e2e")?;
    let faults = faults(&all);
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n✗ ")) }
}

fn metadata(further: &[&str], features: &str) -> Result<Value, String> {
    let manifest = root().join("Cargo.toml").display().to_string();
    let mut args =
        vec!["metadata", "--locked", "--format-version", "1", "--manifest-path", &manifest];
    args.extend(["--no-default-features", "--features", features]);
    args.extend(further);
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let text = output(cargo, &args).ok_or("`cargo metadata` says nothing")?;
    serde_json::from_str(&text).map_err(|problem| format!("`cargo metadata`: {problem}"))
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().into_iter().flatten()
}

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// Returns what is wrong with sources and licences.
fn faults(metadata: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for package in packages(metadata) {
        let name = format!("{} {}", text(package, "name"), text(package, "version"));
        let source = text(package, "source");
        if package["id"] != metadata["resolve"]["root"] && !source.starts_with(REGISTRY) {
            faults.push(format!("{name} comes from {source:?}, not from the registry"));
        }
        let licence = text(package, "license");
        if !is_allowed(licence) {
            faults.push(format!("{name} stands under {licence:?}, which nobody has looked at"));
        }
    }
    faults
}

/// Tells whether an SPDX expression can be met with the licences that are allowed. Older crates write `/`
/// for "or".
fn is_allowed(licence: &str) -> bool {
    let words = licence.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut rest = words.as_slice();
    either(&mut rest) == Some(true) && rest.is_empty()
}

/// Reads alternatives; `None` if the expression is broken.
fn either(rest: &mut &[&str]) -> Option<bool> {
    let mut met = both(rest)?;
    while let Some((&"OR", tail)) = rest.split_first() {
        *rest = tail;
        met |= both(rest)?;
    }
    Some(met)
}

/// Reads what must hold together.
fn both(rest: &mut &[&str]) -> Option<bool> {
    let mut met = one(rest)?;
    while let Some((&"AND", tail)) = rest.split_first() {
        *rest = tail;
        met &= one(rest)?;
    }
    Some(met)
}

/// Reads one licence or what stands in brackets.
fn one(rest: &mut &[&str]) -> Option<bool> {
    let (first, tail) = rest.split_first()?;
    *rest = tail;
    if *first == "(" {
        let met = either(rest)?;
        let (last, tail) = rest.split_first()?;
        *rest = tail;
        return (*last == ")").then_some(met);
    }
    let mut name = (*first).to_owned();
    if let ["WITH", exception, tail @ ..] = *rest {
        name = format!("{name} WITH {exception}");
        *rest = tail;
    }
    Some(LICENCES.contains(&name.as_str()))
}

/// Returns the list of what is in the page: the crates that the program was made of.
fn list(metadata: &Value) -> Result<Value, String> {
    let root = metadata["resolve"]["root"].as_str().ok_or("the package has no root")?;
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|n| (text(n, "id"), n))
        .collect();
    let (mut inside, mut open) = (BTreeSet::new(), vec![root]);
    while let Some(id) = open.pop() {
        if !inside.insert(id) {
            continue;
        }
        for dependency in
            nodes.get(id).and_then(|node| node["deps"].as_array()).into_iter().flatten()
        {
            // Neither what only tests need nor what only runs while building.
            let normal = dependency["dep_kinds"].as_array().into_iter().flatten();
            if normal.into_iter().any(|kind| kind["kind"].is_null()) {
                open.push(text(dependency, "pkg"));
            }
        }
    }
    let mut own = Value::Null;
    let mut components = Vec::new();
    for package in packages(metadata).filter(|package| inside.contains(text(package, "id"))) {
        let (name, version) = (text(package, "name"), text(package, "version"));
        let component = json!({
            "type": if text(package, "id") == root { "application" } else { "library" },
            "bom-ref": format!("pkg:cargo/{name}@{version}"),
            "name": name,
            "version": version,
            "purl": format!("pkg:cargo/{name}@{version}"),
            "licenses": [{ "expression": text(package, "license").replace('/', " OR ") }],
        });
        if text(package, "id") == root { own = component } else { components.push(component) }
    }
    components.sort_by_key(|component| component["purl"].to_string());
    if components.is_empty() || own.is_null() {
        return Err("`cargo metadata` names no crates of the page".to_owned());
    }
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": own },
        "components": components,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_read_as_they_are_meant() {
        for fine in [
            "MIT",
            "MIT OR Apache-2.0",
            "GPL-3.0-only OR MIT",
            "Apache-2.0 / MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0-only",
        ] {
            assert!(is_allowed(fine), "{fine}");
        }
        for foreign in [
            "", "GPL-3.0-only", "MIT AND GPL-3.0-only", "(MIT OR Apache-2.0) AND GPL-2.0-only",
            "(MIT", "MIT MIT", "MIT OR", "Apache-2.0 WITH Some-exception",
        ] {
            assert!(!is_allowed(foreign), "{foreign}");
        }
    }

    /// Returns what Cargo says of a package with a crate for the page and one for its tests.
    fn made(source: &str, licence: &str) -> Value {
        let one = |name: &str, source: Value| {
            json!({
                "id": name, "name": name, "version": "1.0.0", "source": source, "license": licence,
            })
        };
        let kinds = |kind: Value| json!([{ "kind": kind }]);
        let (used, only_tests) = (one("used", json!(source)), one("only_tests", json!(source)));
        json!({
            "packages": [one("app", Value::Null), used, only_tests],
            "resolve": { "root": "app", "nodes": [
                { "id": "app", "deps": [
                    { "pkg": "used", "dep_kinds": kinds(Value::Null) },
                    { "pkg": "only_tests", "dep_kinds": kinds(json!("dev")) },
                ] },
                { "id": "used", "deps": [] },
                { "id": "only_tests", "deps": [] },
            ] },
        })
    }

    #[test]
    fn foreign_sources_and_licences_are_faults() {
        assert_eq!(faults(&made("registry+https://example.org", "MIT")), Vec::<String>::new());
        assert_eq!(faults(&made("git+https://example.org", "MIT")).len(), 2);
        assert_eq!(faults(&made("registry+https://example.org", "Secret")).len(), 3);
    }

    #[test]
    fn the_list_holds_what_is_in_the_page() {
        let list = list(&made("registry+https://example.org", "MIT/Apache-2.0")).unwrap();
        assert_eq!(list["metadata"]["component"]["name"], "app");
        assert_eq!(list["components"].as_array().unwrap().len(), 1);
        assert_eq!(list["components"][0]["purl"], "pkg:cargo/used@1.0.0");
        assert_eq!(list["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert!(super::list(&json!({ "packages": [] })).is_err());
    }
}
