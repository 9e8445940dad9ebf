import Foundation

/// FFmpeg's command-line tool as a publisher.
final class FFmpeg: @unchecked Sendable {
    // Sendable, as Process is used from one test only, and its log is a file.
    private let process = Process()
    private let log = FileManager.default.temporaryDirectory.appending(path: "ingest-test-\(UUID().uuidString).log")

    /// 25 pictures a second with a key frame each second, with B-frames.
    static let video = [
        "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25", "-c:v", "libx264", "-preset", "veryfast", "-g", "25",
        "-pix_fmt", "yuv420p",
    ]
    static let audio = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-c:a", "aac"]

    /// Starts publishing. Inputs come before codecs on FFmpeg's command line, so pass whole groups of each.
    init(_ arguments: [String], to url: String, isPaced: Bool = false) throws {
        try Data().write(to: log)
        process.executableURL = URL(filePath: "/usr/bin/env")
        let paced = arguments.flatMap { isPaced && $0 == "-f" ? ["-re", $0] : [$0] }
        process.arguments = ["ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error"] + paced + ["-f", "flv", url]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: log)
    }

    func kill9() { kill(process.processIdentifier, SIGKILL) }

    /// Waits for its end, and returns its exit status and what it said.
    func finish() async -> (status: Int32, errors: String) {
        while process.isRunning { try? await Task.sleep(for: .milliseconds(10)) }
        return (process.terminationStatus, (try? String(contentsOf: log, encoding: .utf8)) ?? "")
    }
}
