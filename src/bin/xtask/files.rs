//! Files of a release, with errors that name the file.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::Path;

/// Returns the text of a file.
pub fn read(file: &Path) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|e| format!("{} cannot be read: {e}", file.display()))
}

/// Returns the bytes of a file.
pub fn bytes_of(file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|e| format!("{} cannot be read: {e}", file.display()))
}

/// Writes a file; its folder is there.
pub fn save(file: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(file, bytes).map_err(|e| format!("{} cannot be written: {e}", file.display()))
}

/// Returns the names in a folder, in their order.
pub fn names_in(folder: &Path) -> Result<Vec<String>, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let name = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = entries.flatten().map(name).collect();
    names.sort();
    Ok(names)
}

/// Returns the texts and data below some parts of a folder that a page may fetch, as paths from the folder
/// on, in their order. Calendar files are not among them: only a calendar fetches those.
pub fn content(folder: &Path, parts: &[&str]) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut open: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
    while let Some(path) = open.pop() {
        let here = folder.join(&path);
        if here.is_dir() {
            open.extend(names_in(&here)?.into_iter().map(|name| format!("{path}/{name}")));
        } else if [".json", ".txt"].iter().any(|end| path.ends_with(end)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Packs bytes as small as they get.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    let packed = packer.write_all(bytes).and_then(|()| packer.finish());
    packed.map_err(|e| format!("gzip: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_found_at_any_depth_in_its_order() {
        let folder = std::env::temp_dir().join(format!("files-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("packs/b/deep")).unwrap();
        std::fs::create_dir_all(folder.join("other")).unwrap();
        let files = ["packs/b/deep/z.txt", "packs/a.json", "packs/b/day.ics", "other/c.json"];
        for file in files {
            save(&folder.join(file), b"{}").unwrap();
        }
        assert_eq!(content(&folder, &["packs"]).unwrap(), ["packs/a.json", "packs/b/deep/z.txt"]);
        assert_eq!(names_in(&folder).unwrap(), ["other", "packs"]);
        assert!(read(&folder.join("none")).unwrap_err().contains("none cannot be read"));
        assert!(names_in(&folder.join("none")).is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
