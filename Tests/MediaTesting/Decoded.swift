import Foundation
public import MediaModel

/// What a player would make of an output, by way of `ffmpeg`.
public enum Decoded {
    /// Every picture of a playlist or file, in its own size.
    public static func pictures(_ path: String, size: PixelSize) async throws -> [Picture] {
        let words = [
            "-v", "error", "-i", path, "-an", "-vsync", "passthrough", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-",
        ]
        let bytes = [UInt8](try await run("ffmpeg", words).output)
        let area = size.width * size.height * 3 / 2
        return (0..<bytes.count / area).map {
            Picture(size: size, bytes: Array(bytes[$0 * area..<($0 + 1) * area]))
        }
    }

    /// All the sound, both channels mixed.
    public static func sound(_ path: String) async throws -> Sound {
        let words = ["-v", "error", "-i", path, "-vn", "-f", "s16le", "-ac", "1", "-ar", "48000", "-"]
        let bytes = try await run("ffmpeg", words).output
        return Sound(
            samples: bytes.withUnsafeBytes { raw in
                (0..<raw.count / 2).map { Float(raw.loadUnaligned(fromByteOffset: $0 * 2, as: Int16.self)) / 32768 }
            })
    }

    /// What `ffprobe` lists of a section (`packet`, `frame`, `stream`): a row of the entries for each.
    ///
    /// - Parameter stream: `v:0` or `a:0`.
    public static func list(_ section: String, _ entries: [String], stream: String, of path: String) async throws
        -> [[String]]
    {
        let words = [
            "-v", "error", "-select_streams", stream, "-show_entries", "\(section)=\(entries.joined(separator: ","))",
            "-of", "compact=p=0", path,
        ]
        return try await run("ffprobe", words).text.split(separator: "\n").map { line in
            let pairs = line.split(separator: "|").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
            return entries.map { entry in pairs.first { $0.first == entry }?.last ?? "" }
        }
    }

    private static func run(_ program: String, _ words: [String]) async throws -> ToolProcess.Result {
        let result = try await ToolProcess(program, words).run()
        guard result.status == 0 else { throw ClipError(description: "\(program) \(words): \(result.errors)") }
        return result
    }
}

/// A decoded picture, 8-bit 4:2:0.
public struct Picture: Sendable {
    public let size: PixelSize
    public let bytes: [UInt8]

    /// A colour in Y'CbCr.
    public struct Color: Sendable, Hashable, CustomStringConvertible {
        public var luma, blue, red: Int

        public init(luma: Int, blue: Int, red: Int) { (self.luma, self.blue, self.red) = (luma, blue, red) }

        /// What R'G'B' of 0…255 is in BT.709, limited range.
        public init(bt709 red: Double, _ green: Double, _ blue: Double) {
            let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
            self.luma = Int((16 + luma * 219 / 255).rounded())
            self.blue = Int((128 + (blue - luma) / 1.8556 * 224 / 255).rounded())
            self.red = Int((128 + (red - luma) / 1.5748 * 224 / 255).rounded())
        }

        /// The largest difference of any component.
        public func distance(_ other: Color) -> Int {
            max(abs(luma - other.luma), abs(blue - other.blue), abs(red - other.red))
        }

        public var description: String { "(\(luma), \(blue), \(red))" }
    }

    /// The mean of 16×16 samples about a place given in shares of the width and height.
    public func color(x: Double, y: Double) -> Color {
        let (column, row) = (Int(x * Double(size.width)), Int(y * Double(size.height)))
        let area = size.width * size.height
        let chroma = PixelSize(width: size.width / 2, height: size.height / 2)
        return Color(
            luma: mean(0, size, column, row, 8), blue: mean(area, chroma, column / 2, row / 2, 4),
            red: mean(area + area / 4, chroma, column / 2, row / 2, 4))
    }

    private func mean(_ start: Int, _ plane: PixelSize, _ column: Int, _ row: Int, _ reach: Int) -> Int {
        let rows = max(0, row - reach)..<min(plane.height, row + reach)
        let columns = max(0, column - reach)..<min(plane.width, column + reach)
        var sum = 0
        for y in rows { for x in columns { sum += Int(bytes[start + y * plane.width + x]) } }
        return (sum + rows.count * columns.count / 2) / max(1, rows.count * columns.count)
    }

    /// How much a line differs from the next, as the mean of all luma samples: 0 for a picture of upright bars, and some
    /// levels where two fields of moving ones are woven together.
    public var unevenness: Double {
        var sum = 0
        for index in 0..<size.width * (size.height - 1) {
            sum += abs(Int(bytes[index]) - Int(bytes[index + size.width]))
        }
        return Double(sum) / Double(size.width * (size.height - 1))
    }
}

/// Decoded sound: one channel at 48 kHz, in -1…1.
public struct Sound: Sendable {
    public let samples: [Float]

    /// Well above what a codec spreads about, well below the test tone's 0.125.
    private static let threshold: Float = 0.03

    /// When it begins to be heard, in seconds; `nil` in silence.
    public var onset: Double? { samples.firstIndex { abs($0) > Self.threshold }.map { Double($0) / 48_000 } }

    /// When it was heard last, in seconds.
    public var end: Double? { samples.lastIndex { abs($0) > Self.threshold }.map { Double($0) / 48_000 } }

    public var duration: Double { Double(samples.count) / 48_000 }
}
