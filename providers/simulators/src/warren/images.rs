//! `GET config/vm_images` and its two halves, plain systems and ready-made applications.

use serde_json::{Value, json};

use super::state::State;
use crate::http::{Call, Outcome, Reply, Route};

pub(super) static ROUTES: &[Route<State>] = &[
    Route::read("config/vm_images", all),
    Route::read("config/vm_images/plain_os", plain),
    Route::read("config/vm_images/app_catalog", catalog),
];

/// One system or application with its versions.
pub(super) struct Image {
    pub(super) os_name: &'static str,
    display_name: &'static str,
    app: bool,
    /// Identifier, name, and whether it is published.
    pub(super) versions: &'static [(&'static str, &'static str, bool)],
}

pub(super) static IMAGES: [Image; 8] = [
    Image {
        os_name: "ubuntu",
        display_name: "Ubuntu",
        app: false,
        // The documents' samples and clients as old as they name the first two.
        versions: &[
            ("16.04", "16.04 LTS", false),
            ("20.04", "20.04 LTS", false),
            ("20.04-lts", "20.04 LTS", false),
            ("22.04-lts", "22.04 LTS", true),
            ("24.04-lts", "24.04 LTS", true),
        ],
    },
    Image {
        os_name: "debian",
        display_name: "Debian",
        app: false,
        versions: &[("11", "11", true), ("12", "12", true)],
    },
    Image {
        os_name: "almalinux",
        display_name: "AlmaLinux",
        app: false,
        versions: &[("8", "8", true), ("9", "9", true)],
    },
    Image { os_name: "rocky", display_name: "Rocky Linux", app: false, versions: &[("9", "9", true)] },
    Image {
        os_name: "windows",
        display_name: "Windows Server",
        app: false,
        versions: &[("2019", "2019", true), ("2022", "2022", true)],
    },
    Image { os_name: "docker", display_name: "Docker", app: true, versions: &[("27", "27", true)] },
    Image { os_name: "wordpress", display_name: "WordPress", app: true, versions: &[("6", "6", true)] },
    Image { os_name: "gitlab", display_name: "GitLab", app: true, versions: &[("17", "17", true)] },
];

fn all(_: &Call, _: &State) -> Outcome {
    Ok(answer(|_| true))
}

fn plain(_: &Call, _: &State) -> Outcome {
    Ok(answer(|image| !image.app))
}

fn catalog(_: &Call, _: &State) -> Outcome {
    Ok(answer(|image| image.app))
}

fn answer(shown: fn(&Image) -> bool) -> Reply {
    let images: Vec<Value> =
        IMAGES.iter().zip(1..).filter(|(image, _)| shown(image)).map(|(image, at)| wire(image, at)).collect();
    Reply::ok(&Value::Array(images))
}

fn wire(image: &Image, position: u32) -> Value {
    let version = |(id, name, published): &(&str, &str, bool)| json!({"os_version": id, "display_name": name, "published": published});
    let versions: Vec<Value> = image.versions.iter().map(version).collect();
    json!({
        "os_name": image.os_name,
        "display_name": image.display_name,
        "ui_position": position,
        "is_default": position == 1,
        "is_app_catalog": image.app,
        "icon": icon(image),
        "versions": versions,
    })
}

/// A picture as a data URL: a disc whose colour tells the images apart.
fn icon(image: &Image) -> String {
    let colour =
        image.os_name.bytes().fold(0x2b_4c_7e_u32, |sum, byte| sum.wrapping_mul(31) ^ u32::from(byte));
    let colour = format!("%23{:06x}", colour & 0x00ff_ffff);
    format!(
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Ccircle cx='12' cy='12' \
         r='11' fill='{colour}'/%3E%3C/svg%3E"
    )
}
