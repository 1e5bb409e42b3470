//! Local storage that may be missing, blocked or full.

use crate::domain::kiosk::{LOCK_KEY, TALLY_KEY};
use crate::domain::saved::PREFIX;
use std::cell::Cell;
use web_sys::Storage;

thread_local! {
    /// Whether nothing is kept and nothing is known: on a stand.
    static SEALED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps nothing from now on, and finds nothing that was kept before, but for the counts of the stand.
pub fn seal() {
    SEALED.set(true);
}

fn is_sealed(key: &str) -> bool {
    SEALED.get() && key != LOCK_KEY && key != TALLY_KEY
}

/// Storage did not do what was asked; the app goes on in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refused;

fn storage() -> Result<Storage, Refused> {
    // Asking for the object already throws where storage is blocked.
    web_sys::window().and_then(|w| w.local_storage().ok().flatten()).ok_or(Refused)
}

/// Returns the text stored under a key.
pub fn read(key: &str) -> Result<Option<String>, Refused> {
    if is_sealed(key) {
        return Ok(None);
    }
    storage()?.get_item(key).map_err(|_| Refused)
}

/// Stores a text.
pub fn write(key: &str, text: &str) -> Result<(), Refused> {
    if is_sealed(key) {
        return Ok(());
    }
    storage()?.set_item(key, text).map_err(|_| Refused)
}

/// Removes what is stored under a key.
pub fn remove(key: &str) -> Result<(), Refused> {
    storage()?.remove_item(key).map_err(|_| Refused)
}

/// Removes everything that the app has ever stored for a visitor.
pub fn remove_all() -> Result<(), Refused> {
    let storage = storage()?;
    let count = storage.length().map_err(|_| Refused)?;
    let keys: Vec<String> = (0..count).filter_map(|i| storage.key(i).ok().flatten()).collect();
    for key in keys.iter().filter(|key| key.starts_with(PREFIX)) {
        storage.remove_item(key).map_err(|_| Refused)?;
    }
    Ok(())
}

/// Removes what a visitor of a stand may have left.
pub fn forget_visitor() {
    let _ = remove_all();
    if let Some(Ok(Some(session))) = web_sys::window().map(|window| window.session_storage()) {
        let _ = session.clear();
    }
}
