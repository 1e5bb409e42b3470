//! A QR code as a drawing: dark on light in every theme, because cameras want it so.

use crate::ui::el::{El, drawing, el};
use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};

/// Largest version that is made: more would not be read from a small screen.
const LARGEST: u8 = 20;
/// Light margin around the code, in modules.
const MARGIN: i32 = 4;

/// Returns the code of a link that ends in `code`; nothing if it is too long to be read.
///
/// The code of capital letters and digits is written in the mode that takes the least room.
pub fn code(link: &str, code: &str, label: &str) -> Option<El> {
    let head = link.strip_suffix(code)?;
    let parts = [QrSegment::make_bytes(head.as_bytes()), QrSegment::make_alphanumeric(code)];
    let qr = QrCode::encode_segments_advanced(
        &parts,
        // The smallest code has the largest modules; what room is left goes into correction.
        QrCodeEcc::Low,
        Version::MIN,
        Version::new(LARGEST),
        None,
        true,
    );
    let picture = drawing(markup(&qr.ok()?));
    let figure = el("div").class("qr").attr("role", "img").attr("aria-label", label);
    Some(figure.add(picture))
}

fn markup(qr: &QrCode) -> String {
    let size = qr.size() + 2 * MARGIN;
    let mut path = String::new();
    for y in 0..qr.size() {
        let mut x = 0;
        while x < qr.size() {
            let start = x;
            while x < qr.size() && qr.get_module(x, y) {
                x += 1;
            }
            if x > start {
                let (left, top, width) = (start + MARGIN, y + MARGIN, x - start);
                path.push_str(&format!("M{left} {top}h{width}v1h-{width}z"));
            }
            x += 1;
        }
    }
    format!(
        "<svg class=\"qr__picture\" viewBox=\"0 0 {size} {size}\" \
         aria-hidden=\"true\" focusable=\"false\"><rect class=\"qr__light\" width=\"{size}\" \
         height=\"{size}\"/><path class=\"qr__dark\" d=\"{path}\"/></svg>"
    )
}
