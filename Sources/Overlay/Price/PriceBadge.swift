import MediaModel
import Show
import Typeset

/// A few words on a plate of the accent colour: the discount, what is left.
struct PriceBadge: ~Copyable {
    private let text: TextBlock
    private let color: Color
    private let padding: Double
    let height: Double

    /// - Parameter widest: Its words are shrunk to that, in luma samples.
    init(_ text: PlainText, look: Look, widest: Double, typesetter: borrowing Typesetter) {
        padding = look.unit * 0.42
        self.text = typesetter.fit(
            text, style: look.text(1.08, look.style.accentText, lineHeight: 1.2),
            within: look.limits(width: widest - 2 * padding))
        color = look.style.accent
        height = (look.unit * 1.46).rounded()
    }

    var width: Double { (text.width + 2 * padding).rounded(.up) }

    func draw(on drawing: borrowing Drawing, x: Double, y: Double) {
        let top = y.rounded()
        let area = Rectangle(x: x, y: top, width: width, height: height)
        drawing.fill(.roundedRectangle(area, radius: height * 0.26), with: .color(color))
        drawing.draw(text, x: x + (width - text.width) / 2, y: top + (height - text.height) / 2)
    }
}
