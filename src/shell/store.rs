//! Local storage that may be missing, blocked or full.

use crate::domain::kiosk::{LOCK_KEY, TALLY_KEY};
pub use crate::domain::records::Refused;
use crate::domain::records::Store;
use crate::domain::saved::PREFIX;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{Storage, StorageEvent};

thread_local! {
    /// Whether nothing is kept and nothing is known: on a stand.
    static SEALED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps nothing from now on, and finds nothing that was kept before, but for the counts of the stand.
pub fn seal() {
    SEALED.set(true);
}

/// Tells whether nothing is kept and nothing is known.
pub fn is_sealed() -> bool {
    SEALED.get()
}

fn is_hidden(key: &str) -> bool {
    SEALED.get() && key != LOCK_KEY && key != TALLY_KEY
}

/// The local storage of the browser.
pub struct Local;

impl Store for Local {
    fn read(&self, key: &str) -> Result<Option<String>, Refused> {
        read(key)
    }

    fn write(&self, key: &str, text: &str) -> Result<(), Refused> {
        write(key, text)
    }

    fn remove(&self, key: &str) -> Result<(), Refused> {
        remove(key)
    }

    fn keys(&self) -> Result<Vec<String>, Refused> {
        keys(&storage()?)
    }
}

fn storage() -> Result<Storage, Refused> {
    // Asking for the object already throws where storage is blocked.
    web_sys::window().and_then(|w| w.local_storage().ok().flatten()).ok_or(Refused)
}

/// Returns the text stored under a key.
pub fn read(key: &str) -> Result<Option<String>, Refused> {
    if is_hidden(key) {
        return Ok(None);
    }
    storage()?.get_item(key).map_err(|_| Refused)
}

/// Stores a text.
pub fn write(key: &str, text: &str) -> Result<(), Refused> {
    if is_hidden(key) {
        return Ok(());
    }
    storage()?.set_item(key, text).map_err(|_| Refused)
}

/// Removes what is stored under a key.
pub fn remove(key: &str) -> Result<(), Refused> {
    storage()?.remove_item(key).map_err(|_| Refused)
}

/// The same, also when nothing is to be known of it: to hand it out.
pub struct Raw;

impl Store for Raw {
    fn read(&self, key: &str) -> Result<Option<String>, Refused> {
        storage()?.get_item(key).map_err(|_| Refused)
    }

    fn write(&self, _: &str, _: &str) -> Result<(), Refused> {
        Err(Refused)
    }

    fn remove(&self, _: &str) -> Result<(), Refused> {
        Err(Refused)
    }

    fn keys(&self) -> Result<Vec<String>, Refused> {
        keys(&storage()?)
    }
}

fn keys(storage: &Storage) -> Result<Vec<String>, Refused> {
    let count = storage.length().map_err(|_| Refused)?;
    Ok((0..count).filter_map(|i| storage.key(i).ok().flatten()).collect())
}

/// Removes everything that the app has ever stored for a visitor.
pub fn remove_all() -> Result<(), Refused> {
    for storage in [storage(), tab()] {
        let storage = storage?;
        for key in keys(&storage)?.iter().filter(|key| key.starts_with(PREFIX)) {
            storage.remove_item(key).map_err(|_| Refused)?;
        }
    }
    Ok(())
}

/// The storage that lives as long as the tab.
fn tab() -> Result<Storage, Refused> {
    web_sys::window().and_then(|w| w.session_storage().ok().flatten()).ok_or(Refused)
}

/// Returns the text that is kept under a key as long as the tab.
pub fn read_in_tab(key: &str) -> Option<String> {
    if is_hidden(key) {
        return None;
    }
    tab().ok()?.get_item(key).ok().flatten()
}

/// Keeps a text as long as the tab, or removes it. If that does not work it is in memory only.
pub fn keep_in_tab(key: &str, text: Option<&str>) {
    if let (Ok(tab), false) = (tab(), is_hidden(key)) {
        let _ = match text {
            Some(text) => tab.set_item(key, text),
            None => tab.remove_item(key),
        };
    }
}

/// Calls `act` with the key that another tab has changed, or with none if that one has erased everything.
pub fn on_change(act: impl Fn(Option<String>) + 'static) {
    if let Some(window) = web_sys::window() {
        gloo_events::EventListener::new(&window, "storage", move |event| {
            act(event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key));
        })
        .forget();
    }
}

/// Removes what a visitor of a stand may have left.
pub fn forget_visitor() {
    let _ = remove_all();
    if let Some(Ok(Some(session))) = web_sys::window().map(|window| window.session_storage()) {
        let _ = session.clear();
    }
}
