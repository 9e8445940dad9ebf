import MediaModel
import Overlay
import Presets
import Show

/// WCAG 2's contrast of text (1.4.3): 4.5 to 1, and 3 to 1 for large text.
///
/// A plate counts with both ends of its gradient; one that lets the picture through counts over white and over black, the
/// worst that the picture can be. Text that its plate doesn't keep apart from the picture needs an outline: a line of at
/// least 0.2 % of the canvas' width all around its letters that has the contrast to them, whatever the picture is. A shadow doesn't
/// count: it is the plate's.
struct ContrastRule {
    static let normal = 4.5
    static let large = 3.0
    /// In percent of the canvas' width: 1.4 samples of 720.
    static let leastOutline = 0.2

    static func findings(of preset: Preset, _ places: PresetPlaces) -> [CheckFinding] {
        preset.layers.enumerated().flatMap { index, layer in
            pairs(of: layer).compactMap { pair -> CheckFinding? in
                let ratio = pair.ratio
                guard ratio < pair.least else { return nil }
                let path = "layers[\(index)].\(layer.type.rawValue).style"
                let keys = [pair.textKey, pair.groundKey]
                let position = places.position(
                    ofFirst: keys.map { "\(path).\($0)" } + keys.map { "style.\($0)" } + ["layers[\(index)]"])
                // Rounded down, as 4.5 rounded up from 4.46 would be a riddle.
                let tenths = Int(ratio * 10)
                return CheckFinding(
                    severity: .error, rule: .contrast, file: position.file, line: position.line,
                    column: position.column, layers: [layer.box.name],
                    message: """
                        "\(layer.box.name)" has \(pair.what) with a contrast of \(tenths / 10).\(tenths % 10) to 1\
                        \(pair.isWorstOverPicture ? " at worst, where the picture shows through" : ""); \
                        \(pair.least == large ? "3" : "4.5") to 1 can be read\(pair.advice)
                        """)
            }
        }
    }

    /// A colour of text and what is behind it.
    private struct Pair {
        let what: String
        /// The keys of the style that decide.
        let textKey, groundKey: String
        let text: Color
        let grounds: [Color]
        let outline: LayerStyle.Line?
        let least: Double

        init(_ colors: TextColors, style: LayerStyle) {
            what = colors.what
            (textKey, groundKey) = (colors.textKey, colors.groundKey)
            text = colors.color(style)
            let plates = [style.plate] + (style.gradient.map { [$0.to] } ?? [])
            switch colors.ground {
            case .plate: grounds = plates
            case .opaquePlate: grounds = plates.map { $0.over(.black) }
            case .flatPlate: grounds = [style.plate]
            case .accent: grounds = [style.accent]
            }
            switch colors.ground {
            case .plate, .opaquePlate: outline = style.outline
            // A counter's figures and a badge's have none.
            case .flatPlate, .accent: outline = nil
            }
            least = ContrastRule.least(style, scale: colors.scale)
        }

        var ratio: Double {
            let worst =
                grounds.flatMap { ground in
                    [Color.white, .black].map { picture -> Double in
                        let below = ground.over(picture)
                        return text.over(below).contrast(on: below)
                    }
                }.min() ?? 1
            guard let outline, outline.width >= leastOutline, outline.color.alpha > 200 else { return worst }
            return max(worst, text.contrast(on: outline.color))
        }

        var isWorstOverPicture: Bool { grounds.contains { $0.alpha < 255 } }

        var advice: String {
            isWorstOverPicture && groundKey == "plate"
                ? ": make the plate denser, or give the letters an outline of another lightness" : ""
        }
    }

    private static func pairs(of layer: Layer) -> [Pair] {
        layer.descriptor.textColors.map { Pair($0, style: layer.box.style) }
    }

    /// WCAG calls text large from 24 px on, from 18.66 px if it is bold. On a phone, where 9:16 is 375 x 667 px, that is
    /// 3.6 % and 2.8 % of the height.
    fileprivate static func least(_ style: LayerStyle, scale: Double) -> Double {
        let face = style.face.lowercased()
        let isBold = ["bold", "black", "heavy"].contains { face.contains($0) } && !face.contains("semibold")
        return style.textSize * scale >= (isBold ? 2.8 : 3.6) ? large : normal
    }
}

extension Color {
    /// This colour laid over an opaque one.
    func over(_ ground: Color) -> Color {
        func mix(_ front: UInt8, _ back: UInt8) -> UInt8 {
            let sum: Int = Int(front) * Int(alpha) + Int(back) * (255 - Int(alpha))
            return UInt8((sum + 127) / 255)
        }
        return Color(red: mix(red, ground.red), green: mix(green, ground.green), blue: mix(blue, ground.blue))
    }
}
