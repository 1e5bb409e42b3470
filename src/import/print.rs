//! Writing an event file: always the same order of fields, so that two versions can be compared.

use crate::domain::date::Date;
use serde_json::{Map, Value};

/// Fields in the order in which they stand; others follow by name.
const ORDER: [&str; 38] = [
    "id", "when", "was", "place", "postcode", "venue", "directions", "online", "on_site", "title",
    "kind", "organiser", "organiser_kind", "audience", "registration", "register_by",
    "register_url", "languages", "interpreting", "childcare", "step_free", "series", "status",
    "note", "more", "cost", "source", "updated", "in_days", "date", "from", "to", "about", "sort",
    "time", "end_time", "de", "en",
];

/// Returns the text of an event file.
pub fn file(name: &str, as_of: Date, events: &[Map<String, Value>]) -> String {
    let mut out = String::from("{\n  \"format\": 1,\n  \"id\": ");
    out.push_str(&Value::from(name).to_string());
    out.push_str(&format!(",\n  \"as_of\": \"{as_of}\",\n  \"events\": ["));
    for (at, event) in events.iter().enumerate() {
        out.push_str(if at == 0 { "\n    " } else { ",\n    " });
        object(&mut out, event, 2);
    }
    out.push_str(if events.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
    out
}

fn object(out: &mut String, map: &Map<String, Value>, depth: usize) {
    let mut fields: Vec<(&String, &Value)> = map.iter().collect();
    let order = |name: &str| ORDER.iter().position(|other| *other == name).unwrap_or(ORDER.len());
    fields.sort_by_key(|(name, _)| (order(name), *name));
    let entries = fields.into_iter().map(|(name, value)| (Some(name), value));
    block(out, ('{', '}'), entries, depth);
}

fn value(out: &mut String, of: &Value, depth: usize) {
    match of {
        Value::Object(map) => object(out, map, depth),
        Value::Array(list) => block(out, ('[', ']'), list.iter().map(|item| (None, item)), depth),
        plain => out.push_str(&plain.to_string()),
    }
}

fn block<'a>(
    out: &mut String,
    (open, close): (char, char),
    items: impl Iterator<Item = (Option<&'a String>, &'a Value)>,
    depth: usize,
) {
    let indent = |depth: usize| format!("\n{}", "  ".repeat(depth));
    out.push(open);
    let mut any = false;
    for (name, item) in items {
        out.push_str(if any { "," } else { "" });
        any = true;
        out.push_str(&indent(depth + 1));
        if let Some(name) = name {
            out.push_str(&Value::from(name.as_str()).to_string());
            out.push_str(": ");
        }
        value(out, item, depth + 1);
    }
    if any {
        out.push_str(&indent(depth));
    }
    out.push(close);
}
