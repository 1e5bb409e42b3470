//! What has to be there before the first page: pack, languages, texts, stored data.

use crate::domain::answers::Answers;
use crate::domain::date::Date;
use crate::domain::json::{self, Problems, is_slug};
use crate::domain::kiosk::{Profile, file_of as kiosk_file_of};
use crate::domain::language::{self, Language};
use crate::domain::messages::{Message, Tongue};
use crate::domain::pack::{self, Pack, Reading};
use crate::domain::records::Records;
use crate::domain::saved::{self, Loaded as Stored};
use crate::domain::settings::Settings;
use crate::domain::text::{self, join};
use crate::shell::files::{self, FileFault};
use crate::shell::{clock, location, page, store};
use crate::ui::el;
use crate::ui::extra::Extra;
use crate::ui::stand::{self, Plan, Stand};
use serde_json::{Map, Value};

/// Everything that the app starts from.
pub struct Loaded {
    pub pack: Pack,
    pub languages: Vec<Language>,
    pub tongue: Tongue,
    pub settings: Settings,
    pub answers: Answers,
    pub fit_answers: Answers,
    pub today: Date,
    /// Whether `?today=` set the date.
    pub simulated: bool,
    /// What is kept on the device, with the records that stand above.
    pub records: Records,
    pub notices: Vec<Message>,
    pub plan: Option<&'static Plan>,
    pub stand: Option<&'static Stand>,
}

/// Returns the name of the profile of the stand that the address asks for.
pub fn profile() -> Option<String> {
    location::query("kiosk").filter(|name| is_slug(name))
}

/// Loads everything; the error is a sentence for the crash report, not for the person.
pub async fn load() -> Result<Loaded, String> {
    let mut notices = Vec::new();
    let stand = match profile() {
        Some(name) => Some((name, stand::load().await.map_err(|_| "The stand cannot be loaded.")?)),
        None => None,
    };
    let plan = match &stand {
        Some((name, stand)) => {
            store::seal();
            let file = kiosk_file_of(name).unwrap_or_default();
            let text = files::text(&file).await.ok();
            Some((stand.read)(name, text))
        }
        None => None,
    };
    // What is stored may be what does not work; the person has chosen to begin without it.
    if plan.is_none() && page::is_without() {
        store::seal();
        notices.push(Message::NoticeWithout);
    }
    let mut records = Records::new(page::chance(), clock::today());
    let fits = |value: &Value| Settings::from_value(value).is_some();
    let settings = records.open(&store::Local, saved::SETTINGS, "app", fits);
    let settings = Settings::from_value(&settings).unwrap_or_default();
    let languages = languages().await?;
    let profile = plan.map(|plan| &plan.profile);
    let wanted = profile.and_then(|profile| profile.pack.clone());
    let pack = pack(wanted, &mut notices).await?;
    let language = match profile {
        Some(profile) => first_on_stand(&languages, profile),
        None => first_language(&languages, &pack, &settings)?,
    };
    let tongue = tongue(&pack, &languages, &language, false, 0)
        .await
        .map_err(|fault| format!("The texts in \"{language}\" cannot be read: {fault}"))?;
    let mut open = |key: &str| {
        let fits = |value: &Value| Answers::from_value(value).is_some();
        let value = records.open(&store::Local, key, &pack.root, fits);
        Answers::from_value(&value).unwrap_or_default()
    };
    let key = saved::answers_key(&pack.root);
    let (mut answers, fit_answers) = (open(&key), open(&saved::fit_key(&pack.root)));
    // What is kept as long as the tab is newer than what may lie beside the rest.
    let in_tab = store::read_in_tab(&key);
    if let Stored::Ok(more) = saved::load(in_tab.as_deref(), &pack.root, Answers::from_value) {
        answers.record_all(more);
    }
    let simulated = location::query("today").and_then(|text| Date::parse(&text));
    Ok(Loaded {
        pack,
        languages,
        tongue,
        settings,
        answers,
        fit_answers,
        today: simulated.unwrap_or_else(clock::today),
        simulated: simulated.is_some(),
        records,
        notices,
        plan,
        stand: stand.map(|(_, stand)| stand),
    })
}

/// A stand speaks the first language of its profile, whatever its browser asks for.
fn first_on_stand(languages: &[Language], profile: &Profile) -> String {
    let asked = location::query("lang").and_then(|tag| language::choose(languages, &[tag]));
    let first = asked.or(profile.tiles(languages).first().copied());
    first.map(|language| language.tag.clone()).unwrap_or_default()
}

fn first_language(
    languages: &[Language],
    pack: &Pack,
    settings: &Settings,
) -> Result<String, String> {
    let offered: Vec<Language> =
        languages.iter().filter(|l| pack.languages.contains(&l.tag)).cloned().collect();
    let mut wishes: Vec<String> = Vec::new();
    wishes.extend(location::query("lang"));
    wishes.extend(settings.language.clone());
    wishes.extend(page::wished_languages());
    let chosen = language::choose(&offered, &wishes).or(languages.first());
    chosen.map(|l| l.tag.clone()).ok_or_else(|| "There is no language.".to_owned())
}

async fn languages() -> Result<Vec<Language>, String> {
    let text = files::text("messages/languages.json").await.map_err(|f| unread("languages", f))?;
    let problems = Problems::default();
    let languages = language::read(&text, &problems);
    match languages.is_empty() {
        true => Err(first_problem(&problems)),
        false => Ok(languages),
    }
}

/// Loads the pack that the address names. If a town's pack is broken, the law of its state is still
/// there, and the person is told.
async fn pack(profile: Option<String>, notices: &mut Vec<Message>) -> Result<Pack, String> {
    let wanted = location::query("pack").filter(|id| is_slug(id)).or(profile);
    // Each copy of the app names its own pack in index.html.
    let wanted = wanted.or_else(|| page::root_data("pack")).unwrap_or_default();
    let chain = chain(&wanted).await?;
    let mut reading = pack::read(&chain);
    if let (false, Some(pack)) = (reading.has_errors(), reading.pack.take()) {
        return Ok(pack);
    }
    let base = chain.last().cloned().into_iter().collect::<Vec<_>>();
    match pack::read(&base) {
        Reading { pack: Some(pack), problems } if chain.len() > 1 && problems.is_empty() => {
            notices.push(Message::NoticePackFallback);
            Ok(pack)
        }
        _ => {
            let all: Vec<String> = reading.problems.iter().map(ToString::to_string).collect();
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            Err(join(&all, "\n"))
        }
    }
}

async fn chain(wanted: &str) -> Result<Vec<(String, String)>, String> {
    let mut chain: Vec<(String, String)> = Vec::new();
    let mut next = Some(wanted.to_owned());
    while let Some(id) = next {
        if chain.iter().any(|(other, _)| *other == id) {
            break;
        }
        let file = pack::file_of(&id);
        match files::text(&file).await {
            Ok(text) => {
                next = pack::chain_step(&text);
                chain.push((id, text));
            }
            Err(fault) if chain.is_empty() => return Err(unread(&file, fault)),
            // Reading the chain reports which pack is missing.
            Err(_) => break,
        }
    }
    Ok(chain)
}

/// Loads messages and pack texts of a language; with `spare` also those of the fallback language,
/// and those of the sets of files whose bits are in `extras`.
pub async fn tongue(
    pack: &Pack,
    languages: &[Language],
    tag: &str,
    spare: bool,
    extras: u32,
) -> Result<Tongue, String> {
    let find = |tag: &str| languages.iter().find(|l| l.tag == tag).cloned();
    let language = find(tag).ok_or("The language is not known.")?;
    let fallback = languages.first().cloned().ok_or("There is no language.")?;
    let main = texts(pack, tag, extras).await?;
    let other = match spare && fallback.tag != tag {
        true => {
            let mut other = texts(pack, &fallback.tag, extras).await?;
            text::lend(&main, &mut other);
            other
        }
        false => Map::new(),
    };
    el::lends(&fallback);
    Ok(Tongue::new(language, fallback, main, other))
}

async fn texts(pack: &Pack, tag: &str, extras: u32) -> Result<Map<String, Value>, String> {
    let mut names = vec![format!("messages/{tag}.json")];
    names.extend(pack.text_files.iter().map(|id| pack::texts_file_of(id, tag)));
    for extra in Extra::of(extras) {
        names.extend(extra.packs(pack).iter().rev().map(|id| extra.texts_file_of(id, tag)));
    }
    all_of(pack, tag, &names).await
}

/// Loads the texts of a set of files, with what the packs themselves say in their place.
pub async fn extra_texts(
    pack: &Pack,
    tag: &str,
    extra: Extra,
) -> Result<Map<String, Value>, String> {
    let names = extra.packs(pack).iter().rev().map(|id| extra.texts_file_of(id, tag));
    all_of(pack, tag, &names.collect::<Vec<_>>()).await
}

/// Loads files of texts at the same time, and lays each over those before it.
async fn all_of(pack: &Pack, tag: &str, names: &[String]) -> Result<Map<String, Value>, String> {
    for name in names {
        files::begin(name);
    }
    let mut all = Map::new();
    let mut fault = None;
    for name in names {
        // Also behind a failure: a request that nobody has taken would answer the next try.
        match map(name).await {
            Ok(texts) => all.extend(texts),
            Err(problem) => fault = fault.or(Some(problem)),
        }
    }
    lay_inline(pack, tag, &mut all);
    fault.map_or(Ok(all), Err)
}

fn lay_inline(pack: &Pack, tag: &str, all: &mut Map<String, Value>) {
    for (_, inline) in pack.inline_texts.iter().filter(|(language, _)| language == tag) {
        all.extend(inline.clone());
    }
}

async fn map(file: &str) -> Result<Map<String, Value>, String> {
    let text = files::text(file).await.map_err(|fault| unread(file, fault))?;
    let problems = Problems::default();
    match json::parse(file, &text, &problems) {
        Some(Value::Object(map)) => Ok(map),
        _ => Err(first_problem(&problems)),
    }
}

fn unread(file: &str, fault: FileFault) -> String {
    match fault {
        FileFault::Missing => format!("{file} is missing"),
        FileFault::Unreachable => format!("{file} cannot be reached"),
    }
}

fn first_problem(problems: &Problems) -> String {
    problems.borrow().first().map(ToString::to_string).unwrap_or_default()
}
