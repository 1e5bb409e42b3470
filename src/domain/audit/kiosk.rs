//! Profiles of stands: what reading reports, and packs and languages that the app does not have.

use super::{Files, languages, report};
use crate::domain::json::{self, Problems, is_slug};
use crate::domain::kiosk;
use crate::domain::pack;
use crate::domain::problem::Problem;
use serde_json::Value;

/// Checks the profile `kiosk/<name>.json`.
pub fn check_stand(name: &str, files: Files<'_>) -> Vec<Problem> {
    let Some(file) = kiosk::file_of(name) else {
        let file = format!("kiosk/{name}.json");
        let sentence =
            "No address can name this file: use lower-case letters a-z, digits, - and _.";
        return vec![Problem::error(&file, sentence)];
    };
    let Some(text) = files(&file) else {
        return vec![Problem::error(&file, "This file is missing, or its text is not UTF-8.")];
    };
    let (profile, problems) = kiosk::read(&file, &text);
    let problems = Problems::new(problems);
    if let Some(pack) = profile.pack.filter(|pack| files(&pack::file_of(pack)).is_none()) {
        report(&problems, &format!("{file}#/pack"), format!("There is no pack \"{pack}\"."));
    }
    // The profile holds only what can be a tag; the places stand in the file.
    let value = json::parse(&file, &text, &Problems::default());
    let listed = value.as_ref().and_then(|value| value.get("languages")).and_then(Value::as_array);
    let shipped = languages(files, &problems);
    for (at, value) in listed.into_iter().flatten().enumerate() {
        if let Some(tag) = value.as_str().filter(|tag| is_slug(tag))
            && !shipped.iter().any(|language| language.tag == tag)
        {
            let place = format!("{file}#/languages/{at}");
            report(&problems, &place, format!("The app has no language \"{tag}\"."));
        }
    }
    problems.into_inner()
}
