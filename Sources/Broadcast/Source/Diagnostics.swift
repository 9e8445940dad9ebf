import Lines
import Logging
import Synchronization

/// What was odd about a job, its source above all: each thing counted, and said once, or now and then if it goes on.
///
/// Any thread: what is logged is formatted and written elsewhere.
final class Diagnostics: Sendable {
    private struct State {
        var quota: RepeatQuota
        var said: Set<String> = []
        var warnings: [String] = []
        var lastSaid = ""
        var damagedPictures = 0
        var damagedPackets = 0
    }

    private static let capacity = 1_000
    private let logger: Logger
    private let onWarning: @Sendable (String) -> Void
    private let now: @Sendable () -> Duration
    private let state: Mutex<State>

    /// - Parameters:
    ///   - quota: What is said of warnings that repeat. By default all but those that are word for word the same: who renders a file
    ///     wants to know of each.
    ///   - now: On any clock that doesn't go back.
    ///   - onWarning: Told each warning that is said, without secrets, on the thread that has it: returns at once.
    init(
        logger: Logger, quota: RepeatQuota = RepeatQuota(same: 3),
        now: @escaping @Sendable () -> Duration = Diagnostics.monotonic,
        onWarning: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.logger = logger
        self.now = now
        self.onWarning = onWarning
        state = Mutex(State(quota: quota))
    }

    /// For what is looked at twice, and told of once.
    static var silent: Diagnostics { Diagnostics(logger: Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }) }

    static let monotonic: @Sendable () -> Duration = {
        let begin = ContinuousClock.now
        return { begin.duration(to: .now) }
    }()

    var warnings: [String] { state.withLock { $0.warnings } }

    /// Says it the first time.
    func warnOnce(_ key: String, _ message: @autoclosure () -> String) {
        // Keys are few, but for those that have a peer's words in them.
        let isNew: Bool? = state.withLock { state in
            state.said.count < Self.capacity ? state.said.insert(key).inserted : nil
        }
        guard isNew != false else { return }
        // Made outside the lock, which the composer may want.
        let text = message()
        guard isNew == true else { return warn(text) }
        state.withLock { if $0.warnings.count < Self.capacity { $0.warnings.append(text) } }
        tell(text)
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

    /// Says it, unless its like was said too often just now, and keeps it for the summary.
    func warn(_ message: String) {
        let time = now()
        let leftOut: Int? = state.withLock { state in
            // A broadcast of hours may have any number to say; the summary needs the first.
            if state.warnings.count < Self.capacity { state.warnings.append(message) }
            return state.quota.take(message, at: time)
        }
        guard let leftOut else { return }
        tell(leftOut > 0 ? "\(message) (\(leftOut) more like it before)" : message)
    }

    private func tell(_ warning: String) {
        logger.warning("\(warning)")
        onWarning(SecretMask.masked(warning))
    }

    /// How much of the source couldn't be decoded so far.
    var damage: (pictures: Int, packets: Int) { state.withLock { ($0.damagedPictures, $0.damagedPackets) } }

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

    /// Says how much damage there was, if any, and how often what was left out. Call once, at the end.
    func sumUpDamage() {
        for (text, count) in state.withLock({ $0.quota.takeLeftOut() }) { tell("\(count) more like: \(text)") }
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
