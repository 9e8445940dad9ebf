/// What a publisher says of its stream in `onMetaData`. Encoders are often wrong in it, so it is for display only.
public struct StreamMetadata: Hashable, Sendable {
    /// In pixels.
    public var width: Int?
    /// In pixels.
    public var height: Int?
    /// Pictures per second.
    public var frameRate: Double?
    /// In kilobits per second.
    public var videoBitRate: Double?
    /// In kilobits per second.
    public var audioBitRate: Double?
    /// In hertz.
    public var audioSampleRate: Int?
    public var audioChannels: Int?
    /// The encoder's name, of at most 200 printable characters.
    public var encoder: String?

    public init() {}
}

extension StreamMetadata {
    /// Takes what makes sense and leaves out the rest; `nil` if `value` is no object.
    init?(_ value: AMFValue) {
        guard case .object = value else { return nil }
        self.init()
        width = value.whole("width", in: 1...65_536)
        height = value.whole("height", in: 1...65_536)
        frameRate = value.real("framerate", in: 0.001...1_000)
        // FFmpeg writes 0 where it doesn't know.
        videoBitRate = value.real("videodatarate", in: 0.001...10_000_000)
        audioBitRate = value.real("audiodatarate", in: 0.001...10_000_000)
        audioSampleRate = value.whole("audiosamplerate", in: 1...768_000)
        audioChannels = value.whole("audiochannels", in: 1...64)
        if audioChannels == nil, case .boolean(let isStereo) = value["stereo"] { audioChannels = isStereo ? 2 : 1 }
        encoder = value["encoder"]?.text.map { printable($0, limit: 200) }
    }
}

extension AMFValue {
    fileprivate func real(_ key: String, in range: ClosedRange<Double>) -> Double? {
        // Some encoders write numbers as text.
        guard let number = self[key]?.number ?? self[key]?.text.flatMap(Double.init), range.contains(number) else {
            return nil
        }
        return number
    }

    fileprivate func whole(_ key: String, in range: ClosedRange<Double>) -> Int? {
        real(key, in: range).map { Int($0.rounded()) }
    }
}

/// `text` with `substitute` for each character that a terminal would obey, cut to `limit`: what strangers send goes into logs.
package func printable(_ text: String, limit: Int, substitute: Unicode.Scalar = "\u{FFFD}") -> String {
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(limit) {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            clean.append(substitute)
        default: clean.append(scalar)
        }
    }
    return String(clean)
}
