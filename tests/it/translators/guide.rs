//! What `docs/languages.md` tells translators is so.

use crate::support::root;

/// The program of home page, frame and check, up to the result.
const PAGES: [&str; 14] = [
    "ui/app/check.rs", "ui/frame.rs", "ui/pages/home.rs", "ui/pages/quiz.rs", "ui/pages/result.rs",
    "ui/pages/result/check.rs", "ui/pages/result/steps.rs", "ui/pages/result/take.rs",
    "ui/parts/chamber.rs", "ui/parts/contact.rs", "ui/parts/fetch.rs", "ui/parts/heading.rs",
    "ui/parts/prose.rs", "ui/parts/sources.rs",
];

fn read(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
}

/// Returns the keys of the messages that a program names.
fn keys(program: &str, messages: &str) -> Vec<String> {
    let named = program.split("Message::").skip(1).filter_map(|rest| {
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        let line = messages.lines().find(|line| line.trim().starts_with(&format!("{name} = ")))?;
        line.split('"').nth(1).map(str::to_owned)
    });
    named.collect()
}

/// Returns the keys that a guide does not name, neither whole nor by their beginning (`home.`).
fn unnamed(guide: &str, keys: &[String]) -> Vec<String> {
    let words: Vec<&str> = guide.split('`').skip(1).step_by(2).collect();
    let is_named = |key: &str| {
        words.iter().any(|word| *word == key || word.ends_with('.') && key.starts_with(word))
    };
    keys.iter().filter(|key| !is_named(key)).cloned().collect()
}

#[test]
fn the_guide_names_all_messages_with_which_home_and_check_are_whole() {
    let guide = read("docs/languages.md");
    let start = guide.find("### Where to begin").expect("a section");
    let section = guide[start + 3..].split("\n##").next().unwrap_or_default();
    let messages = read("src/domain/messages.rs");
    for page in PAGES {
        let keys = keys(&read(&format!("src/{page}")), &messages);
        assert_eq!(unnamed(section, &keys), Vec::<String>::new(), "{page}");
    }
    let found = keys(&read("src/ui/pages/home.rs"), &messages);
    assert!(found.len() > 10 && found.contains(&"home.title".to_owned()), "{found:?}");
    assert_eq!(unnamed("Take `role.` and `home.titles`.", &["home.title".to_owned()]).len(), 1);
    assert_eq!(
        unnamed("Take `home.`.", &found[..1]).len(),
        usize::from(!found[0].starts_with("home"))
    );
}

/// What the page says before the app runs comes from the same messages.
#[test]
fn the_words_of_the_first_screen_are_messages_that_the_guide_counts() {
    let page = read("index.html");
    let mut keys: Vec<&str> =
        page.split("data-text=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 12, "{keys:?}");
    assert!(read("docs/languages.md").contains("twelve of these messages"));
}
