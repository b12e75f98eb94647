//! All brands behind one door, over one pair of HTTP clients.

use std::fmt;
use std::sync::Arc;

use domain::provider::{Brand, Platform};

use crate::credential::Endpoint;
use crate::family::Provider;
use crate::http::Http;
use crate::options::Options;
use crate::virtua::Virtua;
use crate::warren::Warren;

/// Every provider that Skydeck speaks to. Cheap to clone.
#[derive(Clone)]
pub struct Registry {
    options: Arc<Options>,
    virtua: Arc<dyn Provider>,
    idcloudhost: Arc<dyn Provider>,
    elastis: Arc<dyn Provider>,
    warren: Arc<dyn Provider>,
}

/// The HTTP clients could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client could not be made: {0}")]
pub struct StartError(#[from] pub(crate) reqwest::Error);

impl Registry {
    /// Makes the clients. Nothing is sent.
    ///
    /// # Errors
    /// When the encryption library cannot be set up.
    pub fn new(options: Options) -> Result<Self, StartError> {
        let options = Arc::new(options);
        let http = Http::new(options.clone())?;
        Ok(Self::over(options, http))
    }

    /// Every brand over these HTTP clients.
    pub(crate) fn over(options: Arc<Options>, http: Http) -> Self {
        let http = Arc::new(http);
        let make = |brand: Brand| -> Arc<dyn Provider> {
            match brand.platform() {
                Platform::Virtua => Arc::new(Virtua::new(brand, http.clone())),
                Platform::Warren => Arc::new(Warren::new(brand, http.clone())),
            }
        };
        Self {
            virtua: make(Brand::Virtua),
            idcloudhost: make(Brand::IdCloudHost),
            elastis: make(Brand::Elastis),
            warren: make(Brand::Warren),
            options,
        }
    }

    /// The provider of `brand`.
    #[must_use]
    pub fn provider(&self, brand: Brand) -> &dyn Provider {
        self.shared(brand).as_ref()
    }

    /// The provider of `brand`, to keep.
    #[must_use]
    pub const fn shared(&self, brand: Brand) -> &Arc<dyn Provider> {
        match brand {
            Brand::Virtua => &self.virtua,
            Brand::IdCloudHost => &self.idcloudhost,
            Brand::Elastis => &self.elastis,
            Brand::Warren => &self.warren,
        }
    }

    /// The settings.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Where `brand` answers, with the scheme that is tried first; `None` where a person must give the address.
    #[must_use]
    pub fn default_endpoint(&self, brand: Brand) -> Option<Endpoint> {
        crate::endpoint::default_endpoint(brand, &self.options)
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry").field("options", &self.options).finish_non_exhaustive()
    }
}
