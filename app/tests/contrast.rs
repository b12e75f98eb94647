//! Every pair of text and ground that the style sheets use meets WCAG AA in both themes: 4.5:1 for text, 3:1 for
//! shapes and the borders of controls. The colours are read from the tokens themselves.

use std::collections::HashMap;

const TOKENS: &str = include_str!("../../style/tokens.css");

/// Text at ordinary size.
const TEXT: f64 = 4.5;
/// Shapes that carry meaning, borders of controls.
const SHAPE: f64 = 3.0;
const STATES: [&str; 4] = ["ok", "busy", "warn", "bad"];
const PROVIDERS: [&str; 3] = ["virtua", "idcloudhost", "elastis"];

/// Lightness, chroma and hue in degrees.
type Oklch = [f64; 3];

/// Token name → its colour in the light and in the dark theme. Tokens with transparency lie under nothing that is read.
fn tokens() -> HashMap<&'static str, [Oklch; 2]> {
    TOKENS
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": light-dark("))
        .filter_map(|(name, colours)| {
            let mut themes = colours.split("oklch(").skip(1).map(oklch);
            Some((name, [themes.next()??, themes.next()??]))
        })
        .collect()
}

fn oklch(text: &str) -> Option<Oklch> {
    let (numbers, _) = text.split_once(')')?;
    let numbers: Vec<f64> =
        numbers.split_whitespace().map(|number| number.parse().ok()).collect::<Option<_>>()?;
    numbers.try_into().ok()
}

/// Linear sRGB, by Björn Ottosson's matrices.
fn linear_srgb([lightness, chroma, hue]: Oklch) -> [f64; 3] {
    let (sin, cos) = hue.to_radians().sin_cos();
    let (a, b) = (chroma * cos, chroma * sin);
    let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
}

fn luminance(colour: Oklch) -> f64 {
    let [red, green, blue] = linear_srgb(colour).map(|channel| channel.clamp(0.0, 1.0));
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: Oklch, other: Oklch) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// What is drawn on what, and how well it must be seen.
fn pairs() -> Vec<(String, String, f64)> {
    let mut pairs: Vec<(String, String, f64)> = Vec::new();
    let mut on = |fronts: &[&str], grounds: &[&str], least: f64| {
        for front in fronts {
            pairs.extend(grounds.iter().map(|ground| ((*front).to_owned(), (*ground).to_owned(), least)));
        }
    };
    on(&["n-12", "n-11", "n-10"], &["n-1", "n-2", "n-3", "n-4", "n-5", "rail", "raised"], TEXT);
    on(&["n-12", "n-10"], &["ok-soft", "busy-soft", "warn-soft", "bad-soft", "accent-soft"], TEXT);
    on(&["n-9"], &["n-1", "n-2", "rail", "raised"], TEXT);
    on(&["n-12"], &["n-6"], TEXT);
    on(&["n-8"], &["n-1", "rail", "raised"], SHAPE);
    on(&["n-9"], &["n-3", "n-4"], SHAPE);
    on(&["accent-text"], &["n-1", "n-2", "n-3", "rail", "raised", "accent-soft"], TEXT);
    on(&["accent-text"], &["warn-soft", "bad-soft", "ok-soft", "busy-soft"], TEXT);
    on(&["on-fill"], &["accent", "accent-hover", "bad-fill"], TEXT);
    for state in STATES {
        let (text, soft) = (format!("{state}-text"), format!("{state}-soft"));
        on(&[&text], &["n-1", "n-2", "raised", "accent-soft", &soft], TEXT);
        on(&[state], &["n-1", "n-2", "rail", "raised", &soft], SHAPE);
    }
    for provider in PROVIDERS {
        on(&[provider], &[&format!("{provider}-soft")], TEXT);
    }
    pairs
}

#[test]
fn every_pair_meets_wcag_aa_in_both_themes() {
    let tokens = tokens();
    let mut short = Vec::new();
    for (front, ground, least) in pairs() {
        let (Some(fronts), Some(grounds)) = (tokens.get(front.as_str()), tokens.get(ground.as_str())) else {
            panic!("no such token: {front} or {ground}");
        };
        for (theme, (front_colour, ground_colour)) in ["light", "dark"].iter().zip(fronts.iter().zip(grounds))
        {
            let ratio = contrast(*front_colour, *ground_colour);
            if ratio < least {
                short.push(format!("{theme}: {front} on {ground} is {ratio:.2}, needs {least}"));
            }
        }
    }
    assert!(short.is_empty(), "{}", short.join("\n"));
}

#[test]
fn every_colour_exists_in_srgb() {
    // A colour beyond the screen's range is moved by the browser, and what was measured above would not be what is seen.
    for (name, themes) in tokens() {
        for colour in themes {
            let inside = linear_srgb(colour).iter().all(|channel| (-0.002..=1.002).contains(channel));
            assert!(inside, "{name}: {colour:?} lies outside sRGB");
        }
    }
}

#[test]
fn the_measure_agrees_with_known_values() {
    let (white, black) = ([1.0, 0.0, 0.0], [0.0, 0.0, 0.0]);
    assert!((contrast(white, black) - 21.0).abs() < 0.01);
    // #767676 is the lightest grey that reads on white; its lightness in OKLCH is 0.5680.
    let grey = contrast([0.568, 0.0, 0.0], white);
    assert!((grey - 4.54).abs() < 0.05, "{grey}");
    assert!(tokens().len() >= 35, "tokens were not read");
}
