import Broadcast
import Foundation
import Logging
import MediaModel

/// Tells whoever waits how far a render is: a bar on a terminal, a line every few seconds elsewhere.
struct ProgressReporter: Sendable {
    private let progress: RenderProgress
    private let frameRate: FrameRate
    private let logger: Logger
    private let clock = ContinuousClock()

    init(_ progress: RenderProgress, frameRate: FrameRate, logger: Logger) {
        self.progress = progress
        self.frameRate = frameRate
        self.logger = logger
    }

    /// Reports for as long as something goes on; nothing of it is left on the terminal.
    ///
    /// - Parameter reporter: `nil` for people who don't want to see it.
    static func show<Value>(_ reporter: ProgressReporter?, during body: () async throws -> Value) async throws -> Value
    {
        let reporting = reporter.map { reporter in Task { await reporter.run() } }
        defer {
            reporting?.cancel()
            Console.shared.clearStatus()
        }
        return try await body()
    }

    /// Reports until cancelled.
    private func run() async {
        let begin = clock.now
        let console = Console.shared
        let pause: Duration = console.isTerminal ? .milliseconds(200) : .seconds(3)
        while (try? await clock.sleep(for: pause)) != nil {
            let frames = progress.frames
            guard frames > 0 else { continue }
            let line = Self.line(
                frames: frames, expected: progress.expectedFrames, frameRate: frameRate,
                elapsed: (clock.now - begin) / .seconds(1), width: console.isTerminal ? console.width : nil)
            if console.isTerminal { console.show(status: line) } else { logger.info("\(line)") }
        }
    }

    /// E.g. `[██████████░░░░░░░░░░]  52 %  127 of 243 frames  2.4×  2 s left`; without a bar if `width` is `nil`.
    static func line(frames: Int, expected: Int, frameRate: FrameRate, elapsed: Double, width: Int?) -> String {
        let speed = elapsed > 0 ? frameRate.time(ofTick: frames).seconds / elapsed : 0
        guard expected > 0 else { return "\(frames) frames  \(decimal(speed))×" }
        // What a container says of its duration may be a little too short.
        let share = min(1, Double(frames) / Double(expected))
        let left = speed > 0 ? frameRate.time(ofTick: max(0, expected - frames)).seconds / speed : 0
        let percent = String(Int(share * 100))
        let text =
            String(repeating: " ", count: 3 - percent.count)
            + "\(percent) %  \(frames) of \(max(frames, expected)) frames"
            + "  \(decimal(speed))×  \(duration(left)) left"
        guard let width else { return text.trimmingCharacters(in: .whitespaces) }
        let room = min(40, width - text.count - 5)
        guard room >= 8 else { return String(text.prefix(max(0, width - 1))) }
        let filled = Int(share * Double(room))
        return "[" + String(repeating: "█", count: filled) + String(repeating: "░", count: room - filled) + "]  " + text
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
}

/// One digit after the point, whatever the locale.
func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
}
