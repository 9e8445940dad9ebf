import MediaModel

/// Finds out which channels say something, of the pairs of both fields in their order (CEA-608). It reads no text.
struct ClosedCaptionReader: Sendable {
    /// What characters are added to.
    private struct Place {
        var channel: ClosedCaptionChannel
        /// Whether they are captions; the same channel has pages of text besides.
        var isCaption: Bool
    }

    /// For each field; `nil` until a control code has said it.
    private var places: [Place?] = [nil, nil]

    /// Takes a pair. Returns the channel whose caption it adds characters to; `nil` if it does something else.
    mutating func take(_ pair: ClosedCaptionPair) -> ClosedCaptionChannel? {
        let field = Int(pair.field.rawValue)
        let (first, second) = (pair.first & 0x7f, pair.second & 0x7f)
        // Damaged: what a decoder does with it is for the decoder to say.
        guard !pair.first.nonzeroBitCount.isMultiple(of: 2) else { return nil }
        switch first {
        case 0x01...0x0f:
            // Data of the programme (XDS), up to the next control code.
            places[field] = nil
            return nil
        case 0x10...0x1f:
            let isSecond = first & 0x08 != 0
            let channel = Self.channels[field * 2 + (isSecond ? 1 : 0)]
            let mode = Self.isMiscellaneous(first) ? Self.isCaption(second) : nil
            // Where characters go (0x40 and above) is said of captions and of text alike.
            let isCaption = mode ?? (places[field].map { $0.channel == channel ? $0.isCaption : true } ?? true)
            places[field] = Place(channel: channel, isCaption: isCaption)
            return nil
        case 0x20...:
            return places[field].flatMap { $0.isCaption ? $0.channel : nil }
        default: return nil
        }
    }

    /// In the order of fields, and in each of the bit that tells them apart.
    private static let channels: [ClosedCaptionChannel] = [.cc1, .cc2, .cc3, .cc4]

    /// Whether its second byte commands, rather than to say where or how characters are to stand.
    private static func isMiscellaneous(_ first: UInt8) -> Bool { [0x14, 0x15, 0x1c, 0x1d].contains(first) }

    /// Which of two modes a command begins; `nil` if neither.
    private static func isCaption(_ command: UInt8) -> Bool? {
        switch command {
        // Pop-on (RCL), roll-up (RU2 to RU4), paint-on (RDC).
        case 0x20, 0x25...0x27, 0x29: true
        // Text from the top (TR), and on (RTD).
        case 0x2a, 0x2b: false
        default: nil
        }
    }
}
