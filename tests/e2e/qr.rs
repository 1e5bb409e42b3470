//! The code of a result, read back from a picture of the screen by an independent decoder.

use crate::browsers::brief;
use crate::carry::shown_link;
use crate::page::{Done, Page};
use crate::people::{TOWN, naturalised};
use std::io::Cursor;
use std::time::Duration;
use tokio::time::sleep;

/// Every look in which the code has to be readable.
pub async fn read_back(page: &mut Page) -> Done {
    let mut problems = Vec::new();
    let looks = [
        ("light", "100", 1024, "de"),
        ("dark", "100", 1024, "de"),
        ("light", "100", 360, "de"),
        ("dark", "200", 360, "de"),
        ("dark", "100", 320, "en"),
    ];
    for (theme, text_size, width, language) in looks {
        let look = format!("{theme}, {text_size} %, {width} pixels, {language}");
        page.size(width, 740).await?;
        if let Err(problem) = one_look(page, theme, text_size, language).await {
            problems.push(format!("{look}: {problem}"));
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(problems.join("\n"))
}

async fn one_look(page: &Page, theme: &str, text_size: &str, language: &str) -> Done {
    page.open_as(&naturalised()?, TOWN, "#/settings").await?;
    page.click(&format!("input[name=theme][value={theme}]")).await?;
    page.click(&format!("input[name=text_size][value='{text_size}']")).await?;
    if language != "de" {
        page.choose_language(language).await?;
    }
    page.go("#/result").await?;
    // The longest code: with the answers of the check.
    page.click("input[name=take_check]").await?;
    let link = shown_link(page).await?;
    if !link.contains(&format!("lang={language}")) {
        return Err(format!("{link} is not in {language}"));
    }
    let read = on_screen(page, ".qr").await?;
    if read == link {
        return Ok(());
    }
    Err(format!("the code says {read:?}, the link is {link:?}"))
}

/// Reads the code that an element shows from a picture of the screen. As with a camera it may take more than
/// one look: a browser that is busy shows for a moment what was there before.
pub async fn on_screen(page: &Page, css: &str) -> Done<String> {
    let mut read = look(page, css).await;
    for _ in 0..4 {
        if read.is_ok() {
            break;
        }
        sleep(Duration::from_millis(500)).await;
        read = look(page, css).await;
    }
    read
}

async fn look(page: &Page, css: &str) -> Done<String> {
    // A picture of the element alone would scroll it to the edge, behind the navigation.
    let place = "const code = document.querySelector(arguments[0]);
        code.scrollIntoView({ block: 'center', behavior: 'instant' });
        const box = code.getBoundingClientRect();
        return [box.x, box.y, box.width, box.height].map((length) => length / innerWidth);";
    let place = page.js(place, vec![css.into()]).await?;
    let place: [f64; 4] = serde_json::from_value(place).map_err(|e| e.to_string())?;
    page.settle().await?;
    let picture = page.driver()?.screenshot_as_png().await.map_err(brief)?;
    read(&picture, place)
}

/// Finds the one code at a place of a picture, given as shares of its width, and reads it.
fn read(picture: &[u8], place: [f64; 4]) -> Done<String> {
    let mut decoder = png::Decoder::new(Cursor::new(picture));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|e| e.to_string())?;
    let size = reader.output_buffer_size().ok_or("the picture is too large")?;
    let mut bytes = vec![0; size];
    let frame = reader.next_frame(&mut bytes).map_err(|e| e.to_string())?;
    let [left, top, width, height] = place.map(|share| (share * f64::from(frame.width)) as usize);
    if top + height > frame.height as usize || left + width > frame.width as usize {
        return Err(format!("the code, {width}×{height} pixels, is not on the screen as a whole"));
    }
    let samples = frame.color_type.samples();
    let grey = |x: usize, y: usize| {
        let at = (top + y) * frame.line_size + (left + x) * samples;
        let colours = if samples < 3 { 1 } else { 3 };
        let sum: u32 = bytes[at..at + colours].iter().map(|byte| u32::from(*byte)).sum();
        (sum / colours as u32) as u8
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let grids = image.detect_grids();
    let [grid] = grids.as_slice() else {
        return Err(format!("{} codes in {width}×{height} pixels", grids.len()));
    };
    grid.decode().map(|(_, text)| text).map_err(|e| format!("{e} in {width}×{height} pixels"))
}
