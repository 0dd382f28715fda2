//! A bar of a chart: two figures in one line.

use super::paint::Paint;

/// The eighths of a column.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// A bar of `good` and `bad` on a scale where `most` takes `width` columns. The second part is shaded as well as
/// painted, so that it is told apart without colour. What is there at all has a mark.
pub fn bar(good: u64, bad: u64, most: u64, width: usize, color: bool) -> String {
    if most == 0 || width == 0 || good + bad == 0 {
        return String::new();
    }
    let eighths =
        |figure: u64| (u128::from(figure) * width as u128 * 8).div_ceil(u128::from(most)) as usize;
    let shaded = if bad == 0 { 0 } else { eighths(bad).div_ceil(8).min(width) };
    let solid = eighths(good).min((width - shaded) * 8);
    let mut solid_text = "█".repeat(solid / 8);
    if !solid.is_multiple_of(8) {
        solid_text.push(EIGHTHS[solid % 8 - 1]);
    }
    Paint::Green.on(&solid_text, color) + &Paint::Red.on(&"▒".repeat(shaded), color)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_fills_its_share_and_never_more_than_its_width() {
        let rows = [
            (0, 0, 10, ""),
            (10, 0, 10, "██████████"),
            (5, 5, 10, "█████▒▒▒▒▒"),
            (1, 0, 1000, "▏"),
            (0, 1, 1000, "▒"),
            (1000, 1, 1000, "█████████▒"),
            (3, 0, 8, "███▊"),
            (5, 0, 0, ""),
        ];
        for (good, bad, most, expected) in rows {
            assert_eq!(bar(good, bad, most, 10, false), expected, "{good} {bad} {most}");
        }
    }
}
