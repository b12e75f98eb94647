//! What a power action does, in words: to the server, to the bill, and what cannot be undone.

use domain::money::Price;
use domain::power::PowerAction;
use domain::provider::{Brand, Platform};

/// What happens, a sentence each.
pub(crate) fn effects(action: PowerAction, brand: Brand, one_call: bool) -> Vec<String> {
    let mut effects: Vec<&str> = match action {
        PowerAction::Start => vec!["Switches the server on and boots what is on its disk."],
        PowerAction::Stop => vec![
            "Asks the operating system to shut down, then the server is off.",
            "Everything that runs on it ends. An operating system that does not listen may take minutes, or stay on.",
        ],
        PowerAction::ForceStop => vec![
            "Cuts the power at once. The operating system is not asked.",
            "What was not yet written to disk is lost, which can corrupt data and file systems.",
        ],
        PowerAction::Restart if one_call => vec![
            "The provider shuts the server down and starts it again, with one request.",
            "Everything that runs on it ends, and it is out of reach for a few minutes.",
        ],
        PowerAction::Restart => vec![
            "Asks the operating system to shut down, and starts the server again once it is off.",
            "Everything that runs on it ends, and it is out of reach for a few minutes.",
        ],
    };
    let name = brand.name();
    let mut effects: Vec<String> = effects.drain(..).map(ToOwned::to_owned).collect();
    if action == PowerAction::Restart && !one_call {
        effects.push(format!(
            "{name}'s API has no restart, so two requests are sent, a stop and a start. If the stop fails, no start \
             is sent; if the start fails, the server stays off."
        ));
    }
    match brand.platform() {
        Platform::Warren => effects.push(format!(
            "{name} works on a request for up to a minute or so before it answers. You need not wait on this page."
        )),
        Platform::Virtua => effects.push(format!(
            "{name} takes the request on and works on it; the server is read until it is done."
        )),
    }
    effects
}

/// What it does to the bill.
pub(crate) fn cost(action: PowerAction, brand: Brand, price: Option<&Price>) -> String {
    let name = brand.name();
    let known = price.map(|price| format!("{} a month, {} an hour", price.month, price.hour));
    match (action, brand.platform()) {
        (PowerAction::Restart, _) => "A restart does not change what the server costs.".to_owned(),
        (PowerAction::Stop | PowerAction::ForceStop, Platform::Warren) => format!(
            "A stopped server at {name} is still billed: the server itself at a lower rate, its disks and addresses \
             in full. Only deleting it ends the bill."
        ),
        (PowerAction::Stop | PowerAction::ForceStop, Platform::Virtua) => match known {
            Some(known) => format!(
                "{name} does not say that a stopped server costs less. Expect it to cost the same: {known}."
            ),
            None => {
                format!("{name} does not say that a stopped server costs less. Expect it to cost the same.")
            }
        },
        (PowerAction::Start, _) => known.map_or_else(
            || "What it costs while it runs cannot be told from the provider's figures.".to_owned(),
            |known| format!("While it runs it costs {known}."),
        ),
    }
}

/// What cannot be undone.
pub(crate) fn irreversible(action: PowerAction) -> Option<String> {
    (action == PowerAction::ForceStop).then(|| {
        "What the server had in memory and not yet on disk is gone. Starting it again does not bring it back."
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_is_never_sold_as_free() {
        for brand in Brand::ALL {
            for action in [PowerAction::Stop, PowerAction::ForceStop] {
                let text = cost(action, brand, None);
                assert!(text.contains("still billed") || text.contains("cost the same"), "{text}");
            }
        }
    }

    #[test]
    fn a_restart_of_two_requests_says_so() {
        let effects = effects(PowerAction::Restart, Brand::Elastis, false).join(" ");
        assert!(effects.contains("two requests"), "{effects}");
    }

    #[test]
    fn only_the_forced_stop_cannot_be_undone() {
        let lasting: Vec<_> = PowerAction::ALL.into_iter().filter(|a| irreversible(*a).is_some()).collect();
        assert_eq!(lasting, [PowerAction::ForceStop]);
    }
}
