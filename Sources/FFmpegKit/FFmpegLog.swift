import CFFmpeg
import Synchronization

/// FFmpeg's own log, which goes to stderr until somebody asks for it.
public enum FFmpegLog {
    public enum Level: Sendable {
        case error, warning, info, debug
    }

    private static let receiver = Mutex<(@Sendable (Level, String) -> Void)?>(nil)

    /// The parts of a line that FFmpeg wrote in several calls, and x264's complaints about its parameters.
    private static let state = Mutex<(line: String, complaints: [String])>(("", []))

    /// Sends every further line to `receive`, on whatever thread FFmpeg logs from.
    ///
    /// - Parameter verbose: Whether FFmpeg's chatter is wanted as well; its formatting costs time.
    public static func redirect(verbose: Bool, to receive: @escaping @Sendable (Level, String) -> Void) {
        receiver.withLock { $0 = receive }
        av_log_set_level(verbose ? AV_LOG_VERBOSE : AV_LOG_WARNING)
        install()
    }

    /// Runs `body` and returns what x264 complained about meanwhile: a key that it doesn't know, or a value.
    ///
    /// FFmpeg only logs a bad key in `x264-params` and goes on (libavcodec/libx264.c), so a misspelt
    /// row of the encoder table would quietly encode something else.
    static func complaints<Failure: Error>(during body: () throws(Failure) -> Void) throws(Failure) -> [String] {
        // One encoder opens at a time, so that no complaint is put down to another.
        try opening.withLock { _ throws(Failure) in
            install()
            state.withLock { $0.complaints = [] }
            try body()
            return state.withLock { $0.complaints }
        }
    }

    private static let opening = Mutex(())

    private static func install() {
        cffmpeg_set_log_receiver { level, component, text in
            guard let text, let component else { return }
            FFmpegLog.take(level: level, component: String(cString: component), text: String(cString: text))
        }
    }

    private static func take(level: Int32, component: String, text: String) {
        let complete: String? = state.withLock { state in
            state.line += text
            guard state.line.last == "\n" || state.line.count > 1000 else { return nil }
            defer { state.line = "" }
            let line = String(state.line.filter { $0 != "\n" })
            if component == "libx264", level <= AV_LOG_WARNING, line.contains("parsing option") {
                state.complaints.append(line)
            }
            return line
        }
        guard let complete, !complete.isEmpty, let receive = receiver.withLock({ $0 }) else { return }
        let meaning: Level =
            level <= AV_LOG_ERROR ? .error : level <= AV_LOG_WARNING ? .warning : level <= AV_LOG_INFO ? .info : .debug
        receive(meaning, component.isEmpty ? complete : "\(component): \(complete)")
    }
}
