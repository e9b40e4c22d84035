//! Plots, as SVG.

use std::fmt::Write as _;
use std::path::Path;

use mubatch::Result;

use crate::job_file::write;

/// Writes a plot of `what` as it changes with `title`, and says so.
pub fn plot(path: &Path, what: &str, title: &str, points: &[(f64, f64)]) -> Result<()> {
    let path = write(path.to_owned(), svg(what, title, points).as_bytes())?;
    println!("wrote {}", path.display());
    Ok(())
}

/// The axis across is logarithmic, the one up begins at 0.
fn svg(what: &str, title: &str, points: &[(f64, f64)]) -> String {
    const WIDTH: f64 = 480.0;
    const HEIGHT: f64 = 260.0;
    const MARGIN: f64 = 50.0;
    let (first, last) = (points.first().map_or(1.0, |p| p.0), points.last().map_or(1.0, |p| p.0));
    let top = points.iter().map(|p| p.1).fold(1.0, f64::max);
    let decimals = if top < 100.0 { 1 } else { 0 };
    let across = |x: f64| MARGIN + (x / first).ln() / (last / first).ln() * (WIDTH - 2.0 * MARGIN);
    let up = |y: f64| HEIGHT - MARGIN - y / top * (HEIGHT - 2.0 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" \
         font-size=\"11\" text-anchor=\"middle\">\n<text x=\"{}\" y=\"20\">{what}, by {title}</text>\n",
        WIDTH / 2.0
    );
    let (left, bottom, right) = (MARGIN, HEIGHT - MARGIN, WIDTH - MARGIN);
    let _ = writeln!(svg, "<path d=\"M{left} {MARGIN}V{bottom}H{right}\" fill=\"none\" stroke=\"#888\"/>");
    let line: Vec<String> = points.iter().map(|&(x, y)| format!("{:.1},{:.1}", across(x), up(y))).collect();
    let _ = writeln!(svg, "<polyline points=\"{}\" fill=\"none\" stroke=\"#06c\" stroke-width=\"2\"/>", line.join(" "));
    for &(x, y) in points {
        let (at_x, at_y) = (across(x), up(y));
        let _ = writeln!(svg, "<circle cx=\"{at_x:.1}\" cy=\"{at_y:.1}\" r=\"3\" fill=\"#06c\"/>");
        let _ = writeln!(svg, "<text x=\"{at_x:.1}\" y=\"{:.1}\">{y:.decimals$}</text>", at_y - 8.0);
        let _ = writeln!(svg, "<text x=\"{at_x:.1}\" y=\"{:.1}\">{x}</text>", bottom + 16.0);
    }
    svg + "</svg>\n"
}
