import MediaModel
import Show
import Typeset

extension Look {
    /// Starts a badge: a short text on a small plate of the accent colour.
    ///
    /// - Parameters:
    ///   - scale: The size of its text, in units.
    ///   - width: The most that the badge may take, in luma samples.
    func badge(_ text: PlainText, scale: Double = 1, width: Double, with typesetter: borrowing Typesetter) -> Badge {
        Badge(text, scale: scale, within: width, look: self, typesetter: typesetter)
    }

    /// A short text on a small plate of the accent colour.
    struct Badge: ~Copyable {
        private let look: Look
        private let text: TextBlock
        private let padding: Double
        /// In whole luma samples.
        let width, height: Double
        /// Whether its text is too long for it.
        let isCut: Bool

        fileprivate init(
            _ text: PlainText, scale: Double, within limit: Double, look: Look, typesetter: borrowing Typesetter
        ) {
            self.look = look
            padding = look.unit * scale * 0.5
            self.text = typesetter.fit(
                text, style: look.accentText(scale), within: look.limits(width: limit - 2 * padding))
            width = (self.text.width + 2 * padding).rounded(.up)
            height = (look.unit * scale * 1.5).rounded()
            isCut = self.text.isCut
        }

        func draw(on drawing: borrowing Drawing, x: Double, y: Double) {
            let area = Rectangle(x: x.rounded(), y: y.rounded(), width: width, height: height)
            drawing.fill(look.accentShape(area), with: .color(look.style.accent))
            drawing.draw(text, x: area.x + (width - text.width) / 2, y: area.y + (height - text.height) / 2)
        }
    }
}
