//! Exact decimals from text, exponent form included, without a float on the way.

use rust_decimal::Decimal;

/// More digits than any price has; a bound on work, not on money.
const LONGEST: usize = 128;

/// The number that `text` writes. More than 28 decimals are rounded at the 28th; what does not fit is `None`.
pub(super) fn parse(text: &str) -> Option<Decimal> {
    if text.len() > LONGEST {
        return None;
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, digits) = match mantissa.as_bytes().first()? {
        b'-' => (true, mantissa.get(1..)?),
        b'+' => (false, mantissa.get(1..)?),
        _ => (false, mantissa),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let joined = format!("{whole}{fraction}");
    let significant = joined.trim_start_matches('0');
    if significant.is_empty() {
        return Some(Decimal::ZERO);
    }
    // `significant` × 10^-scale is the number.
    let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    let plain = shift(significant, scale)?;
    let number: Decimal = plain.parse().ok()?;
    Some(if negative { -number } else { number })
}

/// Digits with the point `scale` places from the right, as plain text.
fn shift(digits: &str, scale: i32) -> Option<String> {
    let longest = i32::try_from(LONGEST).ok()?;
    if scale.abs() > longest {
        // Below every unit of account; or beyond every amount.
        return (scale > 0).then(|| "0".to_owned());
    }
    let places = usize::try_from(scale.unsigned_abs()).ok()?;
    if scale <= 0 {
        return Some(format!("{digits}{}", "0".repeat(places)));
    }
    match digits.len().checked_sub(places) {
        Some(point) if point > 0 => {
            let (whole, fraction) = digits.split_at_checked(point)?;
            Some(format!("{whole}.{fraction}"))
        }
        _ => Some(format!("0.{}{digits}", "0".repeat(places - digits.len()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_number_is_none() {
        for text in
            ["", "-", ".", "e5", "1e", "1e999999999999", "0x10", "1,5", "NaN", "inf", "1e100", "--1", "1.2.3"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn exponents_move_the_point() {
        for (text, exact) in [
            ("3.42e-05", "0.0000342"),
            ("1E3", "1000"),
            ("-1.5e+2", "-150"),
            ("12.5e-1", "1.25"),
            ("0.000e9", "0"),
            ("1e-200", "0"),
        ] {
            assert_eq!(parse(text).unwrap().normalize().to_string(), exact, "{text}");
        }
    }

    proptest! {
        #[test]
        fn printed_decimals_read_back(units in any::<i64>(), scale in 0_u32..20) {
            let number = Decimal::new(units, scale);
            prop_assert_eq!(parse(&number.to_string()), Some(number));
            prop_assert_eq!(parse(&format!("{units}e-{scale}")), Some(number));
        }

        #[test]
        fn no_text_panics(text in ".{0,160}") {
            let _number = parse(&text);
        }

        #[test]
        fn no_number_like_text_panics(text in "[-+0-9.eE]{0,140}") {
            let _number = parse(&text);
        }
    }
}
