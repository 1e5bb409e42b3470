//! State that views follow.
//!
//! Leptos makes machine code for every type of signal, and this app holds ten: a dozen kilobytes of
//! wasm. Here the reactive part is one trigger without a value, the same for all of them.

use leptos::prelude::{ArcTrigger, Notify, Track};
use std::sync::{PoisonError, RwLock};

/// A value that views follow: whoever reads it with [`Watched::with`] runs anew when it changes.
#[derive(Debug)]
pub struct Watched<T> {
    value: RwLock<T>,
    changed: ArcTrigger,
}

impl<T> Watched<T> {
    /// Starts with a value.
    pub fn new(value: T) -> Watched<T> {
        Watched { value: RwLock::new(value), changed: ArcTrigger::new() }
    }

    /// Reads the value and follows it.
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.changed.track();
        self.with_untracked(read)
    }

    /// Reads the value without following it.
    pub fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.value.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the value and tells all that follow it.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.value.write().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify();
    }

    /// Puts another value in its place and tells nobody: what views show of it is the same.
    pub fn set_quietly(&self, value: T) {
        *self.value.write().unwrap_or_else(PoisonError::into_inner) = value;
    }

    /// Puts another value in its place and tells all that follow it.
    pub fn set(&self, value: T) {
        self.update(|old| *old = value);
    }
}

impl<T: Default> Default for Watched<T> {
    fn default() -> Watched<T> {
        Watched::new(T::default())
    }
}

impl<T: Clone> Watched<T> {
    /// Returns the value and follows it.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// Returns the value without following it.
    pub fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }
}
