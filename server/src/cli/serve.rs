//! `skydeck serve`: the panel, from the first check of what was asked to the last answer.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use backend::{Backend, Config};
use clap::Args;
use domain::provider::Brand;
use ipnet::IpNet;
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

use super::origin::origin;
use super::simulate::announce;
use super::{Failure, place, say};
use crate::config::{HttpConfig, Limits};
use crate::demo::{Demo, Pace, SPEED, keys};
use crate::listen;
use crate::router::router;
use crate::shared::{Shared, told_to_stop};
use crate::site::Site;

/// What `serve` is told.
#[derive(Args, Debug)]
pub struct ServeArgs {
    /// Serve a demo: simulated providers, a seeded team, and nothing kept unless --data-dir is given.
    #[arg(long)]
    demo: bool,
    /// Where to listen; port 0 takes any free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Where the data lies. The default is skydeck in XDG_DATA_HOME or ~/.local/share.
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Call a brand's API at another address, which may be private; repeat for several brands.
    #[arg(long, value_name = "BRAND=URL", value_parser = provider_url)]
    provider_url: Vec<(Brand, Url)>,
    /// How many times faster than the real providers the demo's work.
    #[arg(long, value_name = "FACTOR", default_value_t = SPEED, value_parser = speed)]
    speed: f64,
    /// Generate this many servers in each of the demo's accounts.
    #[arg(long, value_name = "N", requires = "demo")]
    seed_servers: Option<usize>,
    /// Let people add other brands of the Warren platform by base URL.
    #[arg(long)]
    allow_custom_base_urls: bool,
    /// The address that people type, when a proxy with TLS stands in front.
    #[arg(long, value_name = "URL")]
    public_origin: Option<Url>,
    /// A proxy whose X-Forwarded-For or Forwarded header is believed; repeat for several.
    #[arg(long, value_name = "CIDR", value_parser = network)]
    trusted_proxy: Vec<IpNet>,
    /// The site folder. The default is SKYDECK_SITE, else `site` beside the executable.
    #[arg(long, value_name = "DIR", env = "SKYDECK_SITE")]
    site: Option<PathBuf>,
    /// Lift the limits on how much one session may ask, for load tests.
    #[arg(long)]
    no_rate_limit: bool,
}

fn provider_url(text: &str) -> Result<(Brand, Url), String> {
    let (brand, url) = text.split_once('=').ok_or("write it as BRAND=URL")?;
    let known = || Brand::ALL.map(Brand::slug).join(", ");
    let brand = Brand::from_slug(brand).ok_or_else(|| format!("no brand {brand}; known are {}", known()))?;
    let url = Url::parse(url).map_err(|error| error.to_string())?;
    if matches!(url.scheme(), "http" | "https") {
        Ok((brand, url))
    } else {
        Err("only http and https".to_owned())
    }
}

/// Reads a factor: positive and finite.
pub fn speed(text: &str) -> Result<f64, String> {
    let factor = text.parse::<f64>().map_err(|error| error.to_string())?;
    if factor.is_finite() && factor > 0.0 { Ok(factor) } else { Err("must be above zero".to_owned()) }
}

/// Reads a network; a single address is a network of one.
fn network(text: &str) -> Result<IpNet, String> {
    let single = || text.parse::<IpAddr>().map(IpNet::from);
    text.parse::<IpNet>().or_else(|_| single()).map_err(|_| "not an address or network".to_owned())
}

/// Serves until a signal comes.
///
/// # Errors
/// When something stands against starting: nothing was changed then.
pub async fn run(args: ServeArgs) -> Result<(), Failure> {
    // What can be refused is refused before anything is opened.
    origin(args.listen, args.public_origin.as_ref(), &args.trusted_proxy)?;
    let site = Site::find(args.site.as_deref())?;
    let listener =
        TcpListener::bind(args.listen).await.map_err(|error| cannot_listen(args.listen, &error))?;
    let address = listener.local_addr()?;
    let http = http(&args, address)?;

    let demo = match args.demo {
        true => {
            let pace = Pace { speed: args.speed, servers: args.seed_servers };
            Some(Demo::start(pace, args.data_dir.as_deref()).await?)
        }
        false => None,
    };
    let backend = Backend::open(config(&args, &http, demo.as_ref())?).await?;
    let (stop, stopping) = watch::channel(false);
    let mut told = stopping.clone();
    listen::stop_on_signal(stop)?;
    let seeded = match &demo {
        Some(_) => backend.seed_demo(&keys()).await.map_err(failed)?,
        None => Vec::new(),
    };
    backend.start_background();

    let shared = Shared::new(backend.clone(), http, stopping.clone());
    let router = router(&shared, &site);
    let serving = tokio::spawn(listen::serve(listener, router, shared.http.clone(), stopping));
    let public = args.public_origin.as_ref().map(|url| url.origin().ascii_serialization());
    if let Some(token) = backend.setup_link().await.map_err(failed)? {
        let base = public.unwrap_or_else(|| format!("http://{address}"));
        say(format_args!("set-up: {base}/setup/{token}"));
    }
    for account in seeded {
        say(format_args!("sign-in: {} {} {}", account.role.slug(), account.email, account.password));
    }
    demo.iter().flat_map(Demo::simulators).for_each(announce);
    say(format_args!("skydeck: http://{address}"));

    let changes = async {
        told_to_stop(&mut told).await;
        backend.finish_changes().await;
    };
    // Side by side, so that both together take no longer than the limit of one.
    let (served, ()) = tokio::join!(serving, changes);
    backend.close().await;
    drop(demo);
    Ok(served?)
}

fn cannot_listen(address: SocketAddr, error: &io::Error) -> Failure {
    Failure::new(format!("cannot listen on {address}: {error}"))
}

fn failed(error: backend::BackendError) -> Failure {
    Failure::new(error.into_public("start").message)
}

fn http(args: &ServeArgs, address: SocketAddr) -> Result<HttpConfig, Failure> {
    let origin = origin(address, args.public_origin.as_ref(), &args.trusted_proxy)?;
    let mut limits = Limits::default();
    if args.no_rate_limit {
        limits.rate = None;
    }
    Ok(HttpConfig { origin, trusted_proxies: args.trusted_proxy.clone(), limits })
}

fn config(args: &ServeArgs, http: &HttpConfig, demo: Option<&Demo>) -> Result<Config, Failure> {
    let mut config = match demo.and_then(Demo::folder) {
        // Nothing of this outlives the process, so its key need not either.
        Some(folder) => Config::new(folder, crate::demo::passing_key()?),
        None => Config::new(place::data_dir(args.data_dir.clone())?, place::master_key()?),
    };
    let simulated = demo.map(Demo::base_urls).unwrap_or_default();
    config.provider_options = simulated
        .into_iter()
        .chain(args.provider_url.clone())
        .fold(config.provider_options, |options, (brand, url)| options.with_base_url(brand, url));
    config.demo = demo.is_some();
    if config.demo {
        config.refresh = config.refresh.for_providers(args.speed);
    }
    config.custom_base_urls = args.allow_custom_base_urls;
    config.loopback_http = !http.origin.is_secure();
    config.public_origin.clone_from(&args.public_origin);
    Ok(config)
}
