import Foundation
public import MediaModel
import Show

extension Color {
    /// WCAG 2's contrast ratio of this colour as text on another, both without their alpha: 1 to 21; text needs 4.5.
    public func contrast(on plate: Color) -> Double {
        let (text, below) = (luminance, plate.luminance)
        return (max(text, below) + 0.05) / (min(text, below) + 0.05)
    }

    private var luminance: Double {
        func linear(_ value: UInt8) -> Double {
            let part = Double(value) / 255
            return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
}

extension LayerStyle {
    /// The accent colour for text on the plate, where it can be read there; the text's own colour elsewhere.
    var accentOnPlate: Color {
        let plates = [plate] + (gradient.map { [$0.to] } ?? [])
        // A clear plate says nothing about what is behind the text.
        guard plates.allSatisfy({ $0.alpha > 127 && accent.contrast(on: $0) >= 4.5 }) else { return color }
        return accent
    }
}
