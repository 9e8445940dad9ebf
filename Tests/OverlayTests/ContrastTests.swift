import Foundation
import MediaModel
@testable import Show
import Testing

@testable import Overlay

/// The default styles' text against their plates by WCAG 2, over the brightest and the darkest picture.
@Suite struct ContrastTests {
    private func luminance(_ color: Color) -> Double {
        func linear(_ value: UInt8) -> Double {
            let part = Double(value) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
    }

    private func over(_ front: Color, _ back: Color) -> Color {
        func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
            UInt8((Double(a) * Double(front.alpha) + Double(b) * Double(255 - front.alpha)) / 255)
        }
        return Color(
            red: mix(front.red, back.red), green: mix(front.green, back.green), blue: mix(front.blue, back.blue))
    }

    private func contrast(_ text: Color, _ plate: Color) -> Double {
        let values = [luminance(over(text, plate)), luminance(plate)].sorted()
        return (values[1] + 0.05) / (values[0] + 0.05)
    }

    @Test(arguments: [
        PriceLayer().box.style, HeartsLayer().box.style, CommentLayer().box.style, NameplateLayer().box.style,
        RecapLayer().box.style, TextLayer(text: "").box.style, ClockLayer().box.style, CountdownLayer().box.style,
    ])
    func isEnoughOnEveryPicture(style: LayerStyle) {
        for picture in [Color.white, .black] {
            let plate = over(style.plate, picture)
            #expect(contrast(style.color, plate) >= 4.5)
            #expect(contrast(style.color.dimmed(0.92), plate) >= 4.5, "the old price")
        }
        #expect(contrast(style.accentText, style.accent) >= 4.5, "the badge")
    }
}
