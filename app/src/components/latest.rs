//! A resource as pages read it: the last good answer, and apart from it why there is no newer one.

use leptos::prelude::*;

use crate::error::AppError;
use crate::json::Resource;

/// The last answer, kept while a refetch fails; and the failure. Call it inside of what waits for the resource.
pub fn latest<T>(resource: Resource<Result<T, AppError>>) -> (Memo<Option<T>>, Memo<Option<AppError>>)
where
    T: Clone + Send + Sync + 'static,
{
    #[cfg(feature = "ssr")]
    super::wait::reads::Reads::add(move || resource.with_untracked(|_| ()));
    // Every answer carries a new clock, so comparing two would cost time and code to find them different.
    let good = Memo::new_with_compare(
        move |last: Option<&Option<T>>| match resource.get() {
            Some(Ok(answer)) => Some(answer),
            _ => last.cloned().flatten(),
        },
        |_, _| true,
    );
    // The whole answer is not copied for that.
    let failed = Memo::new(move |_| {
        resource.with(|answer| answer.as_ref().and_then(|answer| answer.as_ref().err().cloned()))
    });
    (good, failed)
}
