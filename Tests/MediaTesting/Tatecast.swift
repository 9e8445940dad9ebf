import Foundation

/// The built command, as a process.
public enum Tatecast {
    /// Beside the test bundle, where the build leaves it.
    public static let executable: String = {
        let places =
            [try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")].compactMap { $0 }
            + CommandLine.arguments
        for place in places {
            let path = URL(fileURLWithPath: place).deletingLastPathComponent().path + "/tatecast"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        return "tatecast"
    }()

    /// A render that has ended, and what it left.
    public struct Run: Sendable {
        public let result: ToolProcess.Result
        /// The folder it was to write to.
        public let output: String

        public init(result: ToolProcess.Result, output: String) {
            (self.result, self.output) = (result, output)
        }

        public var status: Int32 { result.status }

        /// Every file and folder left in the output folder, by its path in there; `nil` if there is no folder.
        public var files: [String]? {
            FileManager.default.fileExists(atPath: output)
                ? (FileManager.default.subpaths(atPath: output) ?? []).sorted() : nil
        }

        /// What the warnings say, each without its first word.
        public var warnings: [String] {
            result.errors.split(separator: "\n").filter { $0.hasPrefix("warning: ") }.map { String($0.dropFirst(9)) }
        }

        public func read(_ file: String) -> [UInt8]? {
            (try? Data(contentsOf: URL(fileURLWithPath: "\(output)/\(file)"))).map { [UInt8]($0) }
        }
    }

    /// A path in the run's folder that nobody else uses.
    public static func newPath(_ name: String = "out") -> String {
        "\(ClipLibrary.folder)/\(name)-\(UUID().uuidString.prefix(8))"
    }

    /// Writes a text file and returns its path.
    public static func file(_ name: String, _ text: String) throws -> String {
        let path = newPath("text") + "-" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// Renders a clip with a small preset into a new folder.
    public static func render(
        _ clip: Clip, preset: String = smallPreset, arguments: [String] = [], output: String? = nil,
        _ body: (RunningProcess) async throws -> Void = { _ in }
    ) async throws -> Run {
        try await render(
            path: try await ClipLibrary.shared.path(clip), preset: preset, arguments: arguments, output: output,
            body)
    }

    /// Renders a file by its path.
    ///
    /// - Parameter wrapper: A command that runs the one given as its last arguments, e.g. as another user.
    public static func render(
        path: String, preset: String = smallPreset, arguments: [String] = [], output: String? = nil,
        wrapper: [String] = [], _ body: (RunningProcess) async throws -> Void = { _ in }
    ) async throws -> Run {
        let output = output ?? newPath()
        let words =
            wrapper + [executable, "render", path, "--preset", try file("preset.yaml", preset), "--output", output]
            + arguments
        return Run(result: try await ToolProcess(words[0], Array(words.dropFirst())).run(body), output: output)
    }

    /// A command of the program.
    public static func command(_ words: [String], environment: [String: String] = [:]) -> ToolProcess {
        var process = ToolProcess(executable, words)
        process.environment = environment
        return process
    }

    /// Two small rungs without layers: cheap, and a show by all rules.
    public static let smallPreset = preset()

    public static func preset(
        width: Int = 360, height: Int = 640, rate: Int = 30, latency: String = "normal", more: String = ""
    ) -> String {
        """
        name: small
        canvas: {width: \(width), height: \(height), frameRate: \(rate)}
        latency: \(latency)
        ladder:
          - {width: \(width), height: \(height), bitRate: 1500k}
          - {width: \(width / 2), height: \(height / 2), bitRate: 400k}
        \(more)
        """
    }
}
