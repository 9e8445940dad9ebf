import ArgumentParser
import Foundation
import HLS

/// When the programme of a file begins.
struct StartTimeOption: ParsableArguments {
    @Option(help: "The wall-clock time of the first picture, e.g. 2026-11-22T20:00:00.000Z. Default: now.")
    var startTime: String?

    func validate() throws {
        if let startTime, ProgramDateTime(parsing: startTime) == nil {
            throw ValidationError("--start-time \(startTime): expected a time such as 2026-11-22T20:00:00.000Z")
        }
    }

    /// The present, where nobody has said anything.
    var date: ProgramDateTime {
        startTime.flatMap { ProgramDateTime(parsing: $0) }
            ?? ProgramDateTime(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
