/// An input and how it is made. Two clips of one name are the same clip.
public struct Clip: Sendable, Hashable {
    /// A step that `ffmpeg` can't do.
    public enum Change: Sendable, Hashable {
        /// Keeps the first percent of the bytes.
        case cut(percent: Int)
        /// Flips so many bits of the coded media, always the same ones; the first pictures stay whole.
        case damage(bits: Int)
        /// Has players turn an MP4's pictures anticlockwise, by 0, 90, 180 or 270 degrees. As phones write it: each age of
        /// `ffmpeg` has another option for it, or none.
        case setUp(degrees: Int)
        /// Says of an MP4 whose index comes last that it is Dolby Vision.
        case describeAsDolbyVision(profile: UInt8, compatibility: UInt8)
    }

    public let name: String
    /// The file's extension.
    public let container: String
    /// What `ffmpeg` is told, without the file to write; `{other}` stands for the file of another clip by its name.
    public let recipe: [String]
    /// The clips that this one is made of.
    public let sources: [Clip]
    /// Joins the sources byte by byte rather than run `ffmpeg`.
    public let isJoined: Bool
    public let change: Change?

    public init(
        _ name: String, _ container: String, _ recipe: [String], from sources: [Clip] = [], change: Change? = nil
    ) {
        (self.name, self.container, self.recipe, self.sources, self.change) = (name, container, recipe, sources, change)
        isJoined = false
    }

    /// The bytes of one clip after another's: streams that go on where others ended.
    public init(_ name: String, _ container: String, joining sources: [Clip]) {
        (self.name, self.container, self.recipe, self.sources, self.change) = (name, container, [], sources, nil)
        isJoined = true
    }

    /// The bytes of another clip, changed.
    public init(_ name: String, _ source: Clip, _ change: Change) {
        (self.name, container, recipe, sources, self.change) = (name, source.container, [], [source], change)
        isJoined = true
    }

    /// Cheap and in 8-bit 4:2:0.
    public static let h264 = h264(layout: "yuv420p")

    public static func h264(layout: String) -> [String] {
        ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-g", "30", "-pix_fmt", layout]
    }

    /// A moving test picture.
    public static func pattern(_ size: String = "640x360", rate: String = "30", seconds: Double = 1) -> [String] {
        ["-f", "lavfi", "-i", "testsrc2=s=\(size):r=\(rate):d=\(seconds)"]
    }

    public static func tone(_ seconds: Double, rate: Int = 48_000) -> [String] {
        ["-f", "lavfi", "-i", "sine=f=440:r=\(rate):d=\(seconds)"]
    }

    public static let aac = ["-c:a", "aac"]
}
