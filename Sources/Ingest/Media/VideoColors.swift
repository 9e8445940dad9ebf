/// How to read pictures as colours, in the code points of ITU-T H.273 (Enhanced RTMP v2, "Metadata Frame", `colorConfig`).
public struct VideoColors: Hashable, Sendable {
    /// 2 where the publisher doesn't say.
    public var primaries, transfer, matrix: UInt8

    public init(primaries: UInt8, transfer: UInt8, matrix: UInt8) {
        (self.primaries, self.transfer, self.matrix) = (primaries, transfer, matrix)
    }
}

extension VideoColors {
    /// - Parameter value: `colorInfo`; `nil` if it says nothing, which takes an earlier one back.
    init?(_ value: AMFValue) {
        guard let configuration = value["colorConfig"] else { return nil }
        func code(_ key: String) -> UInt8? {
            // Only whole numbers are code points.
            configuration[key]?.number.flatMap { UInt8(exactly: $0) }
        }
        let codes = (code("colorPrimaries"), code("transferCharacteristics"), code("matrixCoefficients"))
        guard codes.0 != nil || codes.1 != nil || codes.2 != nil else { return nil }
        self.init(primaries: codes.0 ?? 2, transfer: codes.1 ?? 2, matrix: codes.2 ?? 2)
    }
}
