//! Which plural forms a language has, after the rules of Unicode (CLDR).

/// Languages that do not have `one` and `other`, with their forms.
const RULES: [(&str, &[&str]); 13] = [
    ("ja ko zh vi th id ms lo my km jv su yue bo dz ig wo yo", &["other"]),
    ("ru uk be pl", &["one", "few", "many", "other"]),
    ("it es fr pt ca", &["one", "many", "other"]),
    ("sr hr bs sh ro mo", &["one", "few", "other"]),
    ("cs sk lt", &["one", "few", "many", "other"]),
    ("ar ars", &["zero", "one", "two", "few", "many", "other"]),
    ("cy", &["zero", "one", "two", "few", "many", "other"]),
    ("he iw iu se", &["one", "two", "other"]),
    ("sl dsb hsb gd", &["one", "two", "few", "other"]),
    ("lv ksh", &["zero", "one", "other"]),
    ("ga br gv mt", &["one", "two", "few", "many", "other"]),
    ("shi", &["one", "few", "other"]),
    ("kw", &["zero", "one", "two", "few", "many", "other"]),
];

/// Returns the plural forms of a language, by the part of its tag before the first hyphen.
pub fn forms(tag: &str) -> &'static [&'static str] {
    let base = tag.split('-').next().unwrap_or_default();
    let found = RULES.iter().find(|(tags, _)| tags.split(' ').any(|known| known == base));
    found.map_or(&["one", "other"], |(_, forms)| forms)
}
