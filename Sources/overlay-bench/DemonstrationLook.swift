import MediaModel
import Show

/// A style for all layers of the demonstration: how designs are looked at that must hold for every preset.
enum DemonstrationLook: String, CaseIterable {
    /// Each type's own.
    case standard
    case pale, neon, bare, arabic

    /// A BCP 47 tag.
    var locale: String { self == .arabic ? "ar-EG" : self == .neon ? "en-US" : "ja-JP" }

    /// The layer in this look.
    func dressed(_ layer: Layer) -> Layer {
        guard self != .standard else { return layer }
        var box = layer.box
        dress(&box.style)
        return layer.with(box)
    }

    private func dress(_ style: inout LayerStyle) {
        switch self {
        case .standard, .arabic: break
        case .pale:
            style = .standard
            (style.font, style.letterSpacing, style.color) = ("BIZ UDPGothic Regular", 4, .rgb(0x4a_3728))
            style.plate = .rgb(0xff_fdf8, alpha: 0xf0)
            style.gradient = LayerStyle.Gradient(to: .rgb(0xfd_ece4, alpha: 0xf0), direction: .diagonal)
            (style.accent, style.accentText) = (.rgb(0xb0_4a5a), .white)
            (style.radius, style.shadow) = (4, 0.2)
            style.border = LayerStyle.Line(color: .rgb(0xe8_b4b8), width: 0.3)
        case .neon:
            style = .standard
            (style.font, style.textSize, style.plate) = ("BIZ UDGothic Bold", 2.5, .rgb(0x0b_0f1a, alpha: 0xf2))
            style.gradient = LayerStyle.Gradient(to: .rgb(0x31_1b92, alpha: 0xf2), direction: .horizontal)
            (style.accent, style.accentText) = (.rgb(0x39_ff88), .rgb(0x04_1f10))
            (style.radius, style.shadow) = (0, 0.6)
            style.border = LayerStyle.Line(color: .rgb(0x39_ff88), width: 0.4)
        case .bare:
            style = .standard
            (style.plate, style.accent, style.accentText) = (.clear, .rgb(0xff_e066), .black)
            (style.radius, style.shadow) = (1, 0)
            style.outline = LayerStyle.Line(color: .black, width: 0.5)
        }
    }
}

extension Layer {
    fileprivate func with(_ box: LayerBox) -> Layer {
        var layer = self
        layer.box = box
        return layer
    }
}
