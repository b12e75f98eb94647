//! Fields for secrets: shown on request, and made in the browser. What is made here leaves it with the confirmation only.

use domain::act::Field;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use crate::ui::befell;

/// A secret of `length` characters with one of each group, in any order. `random` gives evenly spread numbers.
fn generate(groups: &[String], length: u32, random: &mut impl FnMut() -> u32) -> String {
    let mut below = |bound: usize| {
        let bound = u32::try_from(bound).unwrap_or(u32::MAX).max(1);
        // Numbers of the last, incomplete round would make the first characters more frequent.
        let rest = (u32::MAX % bound + 1) % bound;
        loop {
            let number = random();
            if number <= u32::MAX - rest {
                return (number % bound) as usize;
            }
        }
    };
    let groups: Vec<Vec<char>> = groups.iter().map(|group| group.chars().collect()).collect();
    let all: Vec<char> = groups.concat();
    let mut made: Vec<char> =
        groups.iter().filter_map(|group| group.get(below(group.len())).copied()).collect();
    while made.len() < length as usize && !all.is_empty() {
        made.extend(all.get(below(all.len())));
    }
    for at in (1..made.len()).rev() {
        made.swap(at, below(at + 1));
    }
    made.into_iter().collect()
}

/// Four bytes of the browser's own randomness. `None` where it has none: then nothing is made.
fn browser_random() -> Option<u32> {
    let mut bytes = [0_u8; 4];
    window().crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(u32::from_le_bytes(bytes))
}

/// The buttons beside a secret: show or hide it, make one.
pub fn take_click(event: &web_sys::MouseEvent, secrets: StoredValue<Vec<Field>>) {
    let Some(button) = befell(event, ".secret > button") else { return };
    let input = button.parent_element().and_then(|parent| parent.first_element_child());
    let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) else { return };
    if button.has_attribute("data-show") {
        show(&input, input.type_() == "password");
        return;
    }
    let name = button.get_attribute("value").unwrap_or_default();
    let made = secrets.with_value(|secrets| {
        let field = secrets.iter().find(|field| field.name == name)?;
        browser_random()?;
        let mut random = || browser_random().unwrap_or_default();
        Some(generate(&field.generate, field.generate_chars, &mut random))
    });
    if let Some(made) = made {
        input.set_value(&made);
        // Nobody could write down what they do not see.
        show(&input, true);
        input.select();
    }
}

/// What was wrong is not said of what is being typed.
pub fn filled_in(event: &web_sys::Event) {
    if let Some(control) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        // A valid name is always taken.
        let _taken = control.remove_attribute("aria-invalid");
    }
}

fn show(input: &HtmlInputElement, shown: bool) {
    input.set_type(if shown { "text" } else { "password" });
    if let Some(button) = input.next_element_sibling() {
        button.set_text_content(Some(if shown { "Hide" } else { "Show" }));
        let _taken = button.set_attribute("aria-pressed", if shown { "true" } else { "false" });
    }
}

#[cfg(test)]
mod tests {
    use super::generate;

    #[test]
    fn a_secret_has_one_of_each_group_and_nothing_else() {
        let groups = ["abc".to_owned(), "XYZ".to_owned(), "0123456789".to_owned()];
        let mut state = 1_u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.rotate_left(13)
        };
        let mut seen = std::collections::BTreeSet::new();
        for length in [0, 3, 12, 40] {
            for _ in 0..50 {
                let made = generate(&groups, length, &mut random);
                assert_eq!(made.chars().count(), length.max(3) as usize);
                assert!(groups.iter().all(|group| made.contains(|c| group.contains(c))), "{made}");
                assert!(made.chars().all(|c| groups.concat().contains(c)), "{made}");
                seen.insert(made);
            }
        }
        assert!(seen.len() > 120, "{}", seen.len());
        assert_eq!(generate(&[], 12, &mut random), "");
    }

    #[test]
    fn no_character_is_more_likely_than_another() {
        // The last number would be "a" once more than the other letters have: it is not taken.
        let mut given = [u32::MAX, u32::MAX - 1, 2].into_iter().cycle();
        let made = generate(&["abcde".to_owned()], 1, &mut || given.next().unwrap());
        assert_eq!(made, "e");
    }
}
