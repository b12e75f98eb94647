//! `skydeck simulate`: the simulated providers alone, for whoever wants to point something at them.

use std::net::{Ipv4Addr, SocketAddr};

use clap::Args;
use simulators::{SimKind, SimOptions, Simulator};
use tokio::sync::watch;

use super::{Failure, say};
use crate::demo::Pace;
use crate::listen::stop_on_signal;
use crate::shared::told_to_stop;

/// Keys that the simulated providers take, for the help.
const KEYS: &str = "\
Keys:
  Virtua        demo-virtua-key
  IDCloudHost   demo-idcloudhost-key
                demo-idcloudhost-restricted-key   pays with one billing account, which need not be named
  Elastis       demo-elastis-key
                demo-elastis-restricted-key       the same";

/// Without an address all three start, on free ports.
#[derive(Args, Debug)]
#[command(after_help = KEYS)]
pub struct SimulateArgs {
    /// Where Virtua listens.
    #[arg(long, value_name = "ADDR")]
    virtua: Option<SocketAddr>,
    /// Where IDCloudHost listens.
    #[arg(long, value_name = "ADDR")]
    idcloudhost: Option<SocketAddr>,
    /// Where Elastis listens.
    #[arg(long, value_name = "ADDR")]
    elastis: Option<SocketAddr>,
    /// How many times faster than the real providers changes happen.
    #[arg(long, value_name = "FACTOR", default_value = "1", value_parser = super::serve::speed)]
    speed: f64,
    /// Generate this many servers instead of the demo's.
    #[arg(long, value_name = "N")]
    seed_servers: Option<usize>,
}

impl SimulateArgs {
    fn chosen(&self) -> Vec<(SimKind, SocketAddr)> {
        let all = [
            (SimKind::Virtua, self.virtua),
            (SimKind::IdCloudHost, self.idcloudhost),
            (SimKind::Elastis, self.elastis),
        ];
        if all.iter().all(|(_, address)| address.is_none()) {
            let free = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
            return all.map(|(kind, _)| (kind, free)).to_vec();
        }
        all.into_iter().filter_map(|(kind, address)| Some((kind, address?))).collect()
    }
}

/// Serves until a signal comes.
///
/// # Errors
/// When an address can't be listened on.
pub async fn run(args: SimulateArgs) -> Result<(), Failure> {
    let pace = Pace { speed: args.speed, servers: args.seed_servers };
    let mut running = Vec::new();
    for (kind, address) in args.chosen() {
        let restricted_key = kind.demo_restricted_key().to_owned();
        let options = SimOptions { restricted_key, ..pace.options() };
        let started = simulators::start(kind, address, options).await;
        running.push(started.map_err(|error| Failure::new(format!("cannot listen on {address}: {error}")))?);
    }
    let (stop, mut stopping) = watch::channel(false);
    stop_on_signal(stop)?;
    running.iter().for_each(announce);
    told_to_stop(&mut stopping).await;
    for simulator in running {
        simulator.shutdown().await;
    }
    Ok(())
}

/// Prints where a simulator listens.
pub fn announce(simulator: &Simulator) {
    say(format_args!("{}: http://{}", simulator.kind().name(), simulator.addr()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_key() {
        for kind in SimKind::ALL {
            for key in [kind.demo_key(), kind.demo_restricted_key()] {
                assert!(KEYS.contains(key), "{key}");
            }
        }
    }
}
