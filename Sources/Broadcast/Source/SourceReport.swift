import Logging
import Synchronization

/// What was odd about a source: each thing counted, and said once.
final class SourceReport: Sendable {
    private struct State {
        var said: Set<String> = []
        var warnings: [String] = []
        var lastSaid = ""
        var damagedPictures = 0
        var damagedPackets = 0
    }

    private static let capacity = 1_000
    private let logger: Logger
    private let onWarning: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// - Parameter onWarning: Told each warning too, on the thread that has it: returns at once.
    init(logger: Logger, onWarning: @escaping @Sendable (String) -> Void = { _ in }) {
        self.logger = logger
        self.onWarning = onWarning
    }

    var warnings: [String] { state.withLock { $0.warnings } }

    /// Says it the first time.
    func warnOnce(_ key: String, _ message: @autoclosure () -> String) {
        let text: String? = state.withLock { state in
            guard state.said.insert(key).inserted else { return nil }
            let text = message()
            state.warnings.append(text)
            return text
        }
        if let text { tell(text) }
    }

    /// Says what isn't odd, unless it was the last thing said so.
    func logOnce(_ message: String) {
        let isNew = state.withLock { state in
            defer { state.lastSaid = message }
            return state.lastSaid != message
        }
        if isNew { log(message) }
    }

    /// Says what isn't odd.
    func log(_ message: String) {
        logger.info("\(message)")
    }

    /// Says it, and keeps it for the summary.
    func warn(_ message: String) {
        // A broadcast of hours may have any number to say; the summary needs the first.
        state.withLock { if $0.warnings.count < Self.capacity { $0.warnings.append(message) } }
        tell(message)
    }

    private func tell(_ warning: String) {
        logger.warning("\(warning)")
        onWarning(warning)
    }

    /// Counts a picture that the decoder lost or had to make up.
    func countDamagedPicture() {
        state.withLock { $0.damagedPictures += 1 }
        announceDamage()
    }

    /// Counts pictures that turn out to be missing at the end; the sum says so.
    func countLostPictures(_ count: Int) {
        state.withLock { $0.damagedPictures += count }
    }

    /// Counts a packet of sound that can't be decoded.
    func countDamagedSound() {
        state.withLock { $0.damagedPackets += 1 }
        announceDamage()
    }

    private func announceDamage() {
        let isFirst = state.withLock { $0.said.insert("damage").inserted }
        if isFirst { tell("the source is damaged in places; going on with what can be decoded") }
    }

    /// Says how much damage there was, if any. Call once, at the end.
    func sumUpDamage() {
        let (pictures, packets) = state.withLock { ($0.damagedPictures, $0.damagedPackets) }
        guard pictures + packets > 0 else { return }
        var parts: [String] = []
        if pictures > 0 { parts.append("\(pictures) picture\(pictures == 1 ? "" : "s")") }
        if packets > 0 { parts.append("\(packets) packet\(packets == 1 ? "" : "s") of sound") }
        let text = "the source is damaged: \(parts.joined(separator: " and ")) lost or incomplete"
        state.withLock { $0.warnings.append(text) }
        logger.warning("\(text)")
    }
}
