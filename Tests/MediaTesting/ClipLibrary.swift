import Foundation

/// Makes clips, each once a run, in a folder that goes when the process does.
public actor ClipLibrary {
    public static let shared = ClipLibrary()

    /// For clips and whatever a test writes. Others may look into it, since some tests run as somebody else.
    public static let folder: String = {
        let path = NSTemporaryDirectory() + "/tatecast-tests-\(getpid())"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        chmod(path, 0o755)
        atexit { try? FileManager.default.removeItem(atPath: ClipLibrary.folder) }
        return path
    }()

    private var made: [Clip: Task<String, any Error>] = [:]

    /// A clip's file. Waits until it is made.
    public func path(_ clip: Clip) async throws -> String {
        let task =
            made[clip]
            ?? Task {
                var sources: [String: String] = [:]
                for source in clip.sources { sources[source.name] = try await path(source) }
                return try await Self.make(clip, sources: sources)
            }
        made[clip] = task
        return try await task.value
    }

    private static func make(_ clip: Clip, sources: [String: String]) async throws -> String {
        let path = "\(folder)/\(clip.name).\(clip.container)"
        if clip.isJoined {
            var bytes = Data()
            for source in clip.sources { bytes += try Data(contentsOf: URL(fileURLWithPath: sources[source.name]!)) }
            try bytes.write(to: URL(fileURLWithPath: path))
        } else {
            let recipe = clip.recipe.map { word in
                sources.reduce(word) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) }
            }
            let result = try await ToolProcess("ffmpeg", ["-v", "error", "-y"] + recipe + [path]).run()
            guard result.status == 0 else { throw ClipError(description: "\(clip.name): \(result.errors)") }
        }
        try change(path, clip.change)
        return path
    }

    private static func change(_ path: String, _ change: Clip.Change?) throws {
        guard let change else { return }
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        switch change {
        case .cut(let percent):
            bytes.removeLast(bytes.count - bytes.count * percent / 100)
        case .describeAsDolbyVision(let profile, let compatibility):
            guard
                let described = DolbyVisionRecord.added(to: bytes, profile: profile, compatibility: compatibility)
            else { throw ClipError(description: "\(path) has no sample entry") }
            bytes = described
        case .damage(let bits):
            guard let media = Data(bytes).range(of: Data("mdat".utf8))?.lowerBound else {
                throw ClipError(description: "\(path) has no mdat")
            }
            // A third of the media stays as it is, so that there are good pictures before the bad.
            let start = media + (bytes.count - media) / 3
            var state: UInt64 = 7
            for _ in 0..<bits {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[start + Int(state >> 33) % (bytes.count - start)] ^= 1 << UInt8(state >> 61)
            }
        case .setUp(let degrees):
            // The track header's matrix, 40 bytes on in version 0 (ISO 14496-12, 8.3.2): {a, b, u, c, d, v, x, y, w}, all but
            // u, v and w in 16.16 fixed point. A sample at (p, q) is shown at (a·p + c·q, b·p + d·q).
            guard let header = Data(bytes).range(of: Data("tkhd".utf8))?.upperBound, bytes[header] == 0 else {
                throw ClipError(description: "\(path) has no track header of version 0")
            }
            let (cosine, sine) = [0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)][degrees]!
            for (place, value) in [(0, cosine), (1, -sine), (3, sine), (4, cosine)] {
                let number = UInt32(bitPattern: Int32(value * 65_536))
                for byte in 0..<4 {
                    bytes[header + 40 + place * 4 + byte] = UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * byte))
                }
            }
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
}

/// Why a clip can't be made: the test that wants it fails with `ffmpeg`'s own words.
public struct ClipError: Error, CustomStringConvertible {
    public let description: String
}
