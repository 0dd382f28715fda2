//! A part of a whole, exact: `0.1` of 100 is 10 and nothing beside it.

use std::fmt;
use std::str::FromStr;

const WHOLE: u32 = 1_000_000;

/// A part between none and all, in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ratio(u32);

impl Ratio {
    pub const ALL: Ratio = Ratio(WHOLE);

    /// So many thousandths, at most all.
    pub const fn thousandths(thousandths: u32) -> Ratio {
        Ratio(if thousandths < 1000 { thousandths * (WHOLE / 1000) } else { WHOLE })
    }

    /// Whether `count` of `of` is more than this part.
    pub fn is_exceeded(self, count: u64, of: u64) -> bool {
        u128::from(count) * u128::from(WHOLE) > u128::from(self.0) * u128::from(of)
    }

    /// Twice the part, at most all.
    #[must_use]
    pub fn doubled(self) -> Ratio {
        Ratio((self.0 * 2).min(WHOLE))
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:06}", self.0 % WHOLE);
        match digits.trim_end_matches('0') {
            "" => write!(f, "{}", self.0 / WHOLE),
            digits => write!(f, "{}.{digits}", self.0 / WHOLE),
        }
    }
}

/// What was read is no ratio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotARatio;

impl fmt::Display for NotARatio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number from 0 to 1 with at most six decimals")
    }
}

impl std::error::Error for NotARatio {}

impl FromStr for Ratio {
    type Err = NotARatio;

    /// Reads `0.15`.
    fn from_str(text: &str) -> Result<Ratio, NotARatio> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !is_number(whole) || !is_number(decimals) || decimals.len() > 6 {
            return Err(NotARatio);
        }
        let millionths: u32 = format!("{decimals:0<6}").parse().map_err(|_| NotARatio)?;
        let whole: u32 = whole.parse().map_err(|_| NotARatio)?;
        let all = whole.checked_mul(WHOLE).and_then(|whole| whole.checked_add(millionths));
        all.filter(|all| *all <= WHOLE).map(Ratio).ok_or(NotARatio)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_read_and_written_as_a_decimal_number() {
        for text in ["0", "0.1", "0.003", "0.000001", "0.999999", "1"] {
            assert_eq!(text.parse::<Ratio>().map(|ratio| ratio.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("0.15".parse(), Ok(Ratio::thousandths(150)));
        assert_eq!("1.0".parse(), Ok(Ratio::ALL));
        for text in
            ["", ".", "0.", ".5", "-0.1", "1.000001", "0.0000001", "2", "10 %", "0,1", "9999999999"]
        {
            assert_eq!(text.parse::<Ratio>(), Err(NotARatio), "{text}");
        }
    }

    #[test]
    fn a_part_is_exceeded_by_one_more_and_by_nothing_less() {
        for thousandths in 1..1000 {
            let ratio = Ratio::thousandths(thousandths);
            assert!(!ratio.is_exceeded(u64::from(thousandths), 1000));
            assert!(ratio.is_exceeded(u64::from(thousandths) + 1, 1000));
        }
        assert!(!Ratio::ALL.is_exceeded(u64::MAX, u64::MAX));
        assert!(!Ratio::thousandths(0).is_exceeded(0, 0));
        assert_eq!(Ratio::thousandths(150).doubled(), Ratio::thousandths(300));
        assert_eq!(Ratio::thousandths(600).doubled(), Ratio::ALL);
    }
}
