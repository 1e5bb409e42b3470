fn main() {
    sitz_und_stimme::ui::start();
}
