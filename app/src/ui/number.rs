//! Numbers with their units and money in its own currency. Amounts stay decimal text from end to end: never floats.

use leptos::prelude::*;

use super::Markup;

/// A number and its dimmed unit.
#[component]
pub fn Num(
    /// The digits as they should read.
    #[prop(into)]
    value: String,
    /// The unit.
    #[prop(optional, into)]
    unit: String,
) -> impl IntoView {
    Markup::one(|html| html.num(&value, &unit))
}

impl Markup {
    /// A number and its dimmed unit, if it has one.
    pub fn num(&mut self, value: &str, unit: &str) -> &mut Self {
        self.raw(r#"<span class="num nowrap">"#).text(value);
        if !unit.is_empty() {
            self.raw(r#"<span class="unit">"#).text(unit).raw("</span>");
        }
        self.raw("</span>")
    }
}

/// An amount of money, digits grouped, decimals kept as they are.
#[component]
pub fn Money(
    /// The exact amount as decimal text.
    #[prop(into)]
    amount: String,
    /// The currency's code.
    #[prop(into)]
    currency: String,
    /// Per what: `mo`, `h`, or nothing.
    #[prop(optional)]
    per: &'static str,
) -> impl IntoView {
    let unit = if per.is_empty() { currency } else { format!("{currency}/{per}") };
    view! {
        <span class="num nowrap">
            {group_digits(&amount)}
            <span class="unit cur">{unit}</span>
        </span>
    }
}

/// Groups the whole part by thousands: `-1234567.50` becomes `−1,234,567.50`. Text that is no number stays as it is.
pub fn group_digits(amount: &str) -> String {
    let (sign, digits) = match amount.strip_prefix('-') {
        Some(rest) => ("\u{2212}", rest),
        None => ("", amount),
    };
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !fraction.is_none_or(all_digits) {
        return amount.to_owned();
    }
    let mut grouped = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::group_digits;

    #[test]
    fn groups_the_whole_part_and_keeps_every_decimal() {
        assert_eq!(group_digits("999"), "999");
        assert_eq!(group_digits("1000"), "1,000");
        assert_eq!(group_digits("1234567.5000"), "1,234,567.5000");
        assert_eq!(group_digits("-412000"), "\u{2212}412,000");
        assert_eq!(group_digits("0.0042"), "0.0042");
    }

    #[test]
    fn leaves_alone_what_is_no_number() {
        for text in ["", "-", "unknown", "1e9", "1,000", "12.3.4"] {
            assert_eq!(group_digits(text), text);
        }
    }
}
