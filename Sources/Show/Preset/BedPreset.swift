/// Music under a voice: what `bed: {file: shop.ogg, under: -18}` says.
public struct BedPreset: Hashable, Sendable {
    /// In LU against the programme.
    public static let unders = -40.0 ... -10.0
    /// How many files a bed may have.
    public static let fileCounts = 1...16
    /// So much louder it is where nobody is heard, in LU.
    public static let rise = 10.0

    /// Absolute, or relative to the process' folder; one after the other, and then from the first again. Each was there when the
    /// preset was read.
    public var files: [String]
    /// How loud it is under a voice, in LU against the programme's loudness.
    public var under: Double

    public init(files: [String], under: Double = -18) { (self.files, self.under) = (files, under) }
}
