//! Everything that is kept on a device, in one file: to take it to another device, or to have it safe.

use crate::domain::answers::Answers;
use crate::domain::date::Date;
use crate::domain::events::Stars;
use crate::domain::json::is_slug;
use crate::domain::records::{Fits, Records, Refused, Store, whole};
use crate::domain::saved::{self, Loaded, PREFIX, merge};
use crate::domain::settings::Settings;
use crate::domain::share::Fault;
use crate::domain::way::Kept;
use serde_json::{Map, Value};

/// Largest file that is read, in bytes. Notes on the way may be long.
pub const LARGEST: usize = 1_048_576;

/// What stands in a file in the place of a pack.
const OWNER: &str = "everything";

/// A record of a file.
#[derive(Clone, Debug)]
pub struct Part {
    pub key: String,
    /// A pack, or `app`.
    pub owner: String,
    pub fits: Fits,
    pub data: Value,
}

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct Backup {
    pub parts: Vec<Part>,
    /// Records that this build does not know or cannot read.
    pub skipped: usize,
}

/// Returns owner and reader of a record, by what stands behind [`PREFIX`].
fn kind(name: &str) -> Option<(String, Fits)> {
    if name == "settings" {
        return Some(("app".to_owned(), |value| Settings::from_value(value).is_some()));
    }
    let (kind, root) = name.split_once('.')?;
    let fits: Fits = match kind {
        "answers" | "fit" => |value| Answers::from_value(value).is_some(),
        "path" => |value| Kept::from_value(value).is_some(),
        "stars" => |value| Stars::from_value(value).is_some(),
        _ => return None,
    };
    is_slug(root).then(|| (root.to_owned(), fits))
}

/// Returns the text of a file with everything that lies in a store, and with what lives as long as the tab:
/// pairs of a key and its data.
pub fn to_file(
    store: &dyn Store,
    in_tab: &[(String, Value)],
    day: Date,
) -> Result<String, Refused> {
    let mut records = Map::new();
    for key in store.keys()? {
        let Some(name) = key.strip_prefix(PREFIX) else { continue };
        let name = name.strip_suffix(".b").unwrap_or(name);
        let Some((owner, fits)) = kind(name).filter(|_| !records.contains_key(name)) else {
            continue;
        };
        if let Some(data) = whole(store, &format!("{PREFIX}{name}"), &owner, fits) {
            records.insert(name.to_owned(), data);
        }
    }
    for (key, more) in in_tab {
        if let Some(name) = key.strip_prefix(PREFIX) {
            let data = merge(&Value::Null, more, records.get(name).unwrap_or(&Value::Null));
            records.insert(name.to_owned(), data);
        }
    }
    let mut data = Map::new();
    data.insert("day".to_owned(), Value::String(day.to_string()));
    data.insert("records".to_owned(), Value::Object(records));
    Ok(saved::to_text(OWNER, Value::Object(data)))
}

/// Tells whether a text is such a file, whatever is in it.
pub fn is_file(text: &str) -> bool {
    let envelope: Option<Value> = serde_json::from_str(text).ok();
    envelope.is_some_and(|envelope| envelope.get("of").and_then(Value::as_str) == Some(OWNER))
}

/// Opens the text of a file.
pub fn from_file(text: &str) -> Result<Backup, Fault> {
    if text.is_empty() {
        return Err(Fault::Empty);
    }
    if text.len() > LARGEST {
        return Err(Fault::TooLong);
    }
    let records = match saved::load(Some(text), OWNER, |data| data.get("records").cloned()) {
        Loaded::Ok(records) | Loaded::Upgraded(records, _) => records,
        Loaded::FromFuture(_) => return Err(Fault::Newer),
        Loaded::Fresh | Loaded::Damaged(_) => return Err(Fault::Foreign),
    };
    let mut backup = Backup::default();
    for (name, data) in records.as_object().ok_or(Fault::Foreign)? {
        match kind(name) {
            Some((owner, fits)) if fits(data) => {
                let key = format!("{PREFIX}{name}");
                backup.parts.push(Part { key, owner, fits, data: data.clone() });
            }
            _ => backup.skipped += 1,
        }
    }
    Ok(backup)
}

/// Lays a part over what is kept: of a field that both have the file's counts. Returns what the record has
/// become.
pub fn restore(store: &dyn Store, records: &mut Records, part: &Part) -> Result<Value, Refused> {
    if !records.is_open(&part.key) {
        records.open(store, &part.key, &part.owner, part.fits);
    }
    let data = merge(&Value::Null, &part.data, &records.data(&part.key));
    let merged = records.put(store, &part.key, data.clone())?;
    Ok(merged.unwrap_or(data))
}
