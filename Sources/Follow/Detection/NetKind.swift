/// The nets: what goes in, and how to read what comes out.
enum NetKind: CaseIterable, Sendable {
    /// BlazeFace, short range: exact, quick, for faces that fill a good part of its square.
    case faceNear
    /// BlazeFace, full range: finds faces from a twentieth of its square, and things that are none.
    case faceFar
    /// BlazePalm.
    case palm

    /// Of the square that goes in, in samples.
    var side: Int { self == .faceFar ? 192 : 128 }

    /// What black is to it; white is 1.
    var black: Float { self == .palm ? 0 : -1 }

    /// How sure it must be.
    var threshold: Double { self == .palm ? 0.4 : 0.5 }

    /// Where its anchors stand.
    var anchors: AnchorGrid {
        switch self {
        case .faceFar: AnchorGrid(side: side, layers: [.init(stride: 4, repeats: 1)])
        case .faceNear, .palm:
            AnchorGrid(side: side, layers: [.init(stride: 8, repeats: 2), .init(stride: 16, repeats: 6)])
        }
    }

    /// Points that come with each box.
    var pointCount: Int { self == .palm ? 7 : 6 }

    /// As people call it.
    var name: String {
        switch self {
        case .faceNear: "face-near"
        case .faceFar: "face-far"
        case .palm: "palm"
        }
    }
}
