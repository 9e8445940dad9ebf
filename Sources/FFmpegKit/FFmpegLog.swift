import CFFmpeg
import Synchronization

/// FFmpeg's own log, which goes to stderr until somebody asks for it.
public enum FFmpegLog {
    private static let receiver = Mutex<(@Sendable (String) -> Void)?>(nil)

    /// The parts of a line that FFmpeg wrote in several calls, by thread; hardly ever any.
    private static let parts = Mutex<[UInt: String]>([:])
    private static let hasParts = Atomic(false)
    /// Threads that ended in the middle of a line.
    private static let partLimit = 64

    /// x264's complaints about its parameters.
    private static let heard = Mutex<[String]>([])

    /// Sends every further line to `receive`, on whatever thread FFmpeg logs from.
    ///
    /// - Parameter verbose: Whether FFmpeg's chatter is wanted as well; its formatting costs time.
    public static func redirect(verbose: Bool, to receive: @escaping @Sendable (String) -> Void) {
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
            heard.withLock { $0 = [] }
            try body()
            return heard.withLock { $0 }
        }
    }

    private static let opening = Mutex(())

    private static func install() { _ = installed }

    /// Once: FFmpeg's threads read what this writes.
    private static let installed: Void = cffmpeg_set_log_receiver { level, component, text in
        guard let text, let component else { return }
        FFmpegLog.take(level: level, component: String(cString: component), text: String(cString: text))
    }

    /// On FFmpeg's threads, many at once: what takes time holds no lock.
    private static func take(level: Int32, component: String, text: String) {
        guard let complete = wholeLine(text)?.filter({ $0 != "\n" }) else { return }
        if component == "libx264", level <= AV_LOG_WARNING, complete.contains("parsing option") {
            heard.withLock { $0.append(complete) }
        }
        guard !complete.isEmpty, let receive = receiver.withLock({ $0 }) else { return }
        receive(component.isEmpty ? complete : "\(component): \(complete)")
    }

    /// The text with what the thread said before it of the same line; `nil` if more is to come.
    private static func wholeLine(_ text: String) -> String? {
        let isWhole = text.utf8.last == UInt8(ascii: "\n")
        if isWhole && !hasParts.load(ordering: .relaxed) { return text }
        let thread = UInt(cffmpeg_thread())
        return parts.withLock { parts in
            let line = (parts.removeValue(forKey: thread) ?? "") + text
            defer { hasParts.store(!parts.isEmpty, ordering: .relaxed) }
            guard !isWhole, line.utf8.count <= 1_000, parts.count < partLimit else { return line }
            parts[thread] = line
            return nil
        }
    }
}
