/// Two bytes of closed captions as line 21 had them in one field of a picture (CEA-608): two characters, or a control code.
///
/// A picture carries them in triplets (`cc_data`, ATSC A/53 part 4, 6.2.3): one byte says of what kind the two behind it are.
public struct ClosedCaptionPair: Hashable, Sendable {
    /// A picture has two: CC1 and CC2 are in the first, CC3 and CC4 in the second.
    public enum Field: UInt8, CaseIterable, Sendable {
        case first, second
    }

    /// A picture may bring so many; any more of it are left out. Encoders that send a caption at once need a hundred.
    public static let mostInPicture = 256

    public let field: Field
    /// With its parity bit, as it came. Likewise ``second``.
    public let first: UInt8
    public let second: UInt8

    public init(_ field: Field, _ first: UInt8, _ second: UInt8) {
        (self.field, self.first, self.second) = (field, first, second)
    }

    /// Whether it only says that there is nothing to say.
    public var isNull: Bool { (first | second) & 0x7f == 0 }

    /// Whether it is a control code. Most are sent twice in a row, and taken once.
    public var isControl: Bool { 0x10...0x1f ~= first & 0x7f }
}

// MARK: - Triplets

extension ClosedCaptionPair {
    /// Of a triplet's first byte: five bits that are always set, and one that says that the two others are valid.
    private static let marker: UInt8 = 0b1111_1100

    /// Reads the pairs of a picture's triplets. They come from strangers: what isn't valid is passed over, as are the packets of CEA-708,
    /// and so is what there is beyond ``mostInPicture``.
    public static func pairs(in triplets: Span<UInt8>) -> [Self] {
        var pairs: [Self] = []
        var index = 0
        while index + 3 <= triplets.count, pairs.count < mostInPicture {
            let kind = triplets[index]
            // The two kinds that remain begin a packet of CEA-708, and continue one.
            if kind & 0b100 != 0, let field = Field(rawValue: kind & 0b11) {
                pairs.append(Self(field, triplets[index + 1], triplets[index + 2]))
            }
            index += 3
        }
        return pairs
    }

    /// Adds it to a picture's triplets.
    func append(to triplets: inout [UInt8]) {
        triplets += [Self.marker | field.rawValue, first, second]
    }
}
