public import Broadcast
import Foundation
import HLS
import Lines
public import MediaModel
import Origin
import Reporting

/// Keeps the broadcast's own record, `record.ndjson` beside the recording: who watches, and what viewers see of the source, for ``ShowReader``.
///
/// It listens to what happens as webhooks do, and looks at the audience every ten seconds. Nothing waits for it or for its disk: what finds no room is left out.
public final class BroadcastRecorder: Sendable {
    /// From one look at the audience to the next.
    private static let pause = Duration.seconds(10)
    /// Lines that wait for the disk, in bytes: an hour of them.
    private static let limit = 256 << 10
    /// Changes that are kept in one such time; a source that comes and goes faster is no news.
    private static let mostChanges = 20

    private let job: BroadcastJob
    private let time: @Sendable () -> MediaTime?
    private let audience: @Sendable () -> AudienceSample?
    private let sink: LineSink<String>

    /// - Parameters:
    ///   - folder: With the recording.
    ///   - time: The programme's media time, as it is now; `nil` before it begins.
    ///   - server: Where viewers come in; `nil` where they read the disk.
    public init(
        folder: String, job: BroadcastJob, server: OriginServer?, time: @escaping @Sendable () -> MediaTime?
    ) {
        (self.job, self.time) = (job, time)
        audience = { server?.audienceSample }
        let path = "\(folder)/\(RecordLine.fileName)"
        sink = LineSink(
            named: "record", limit: Self.limit,
            taker: RecordFile(path: path) { cause in
                guard let cause else { return }
                job.tell(.warning("\(path) can't be written, and is tried again; the show goes on: \(cause)"))
            })
    }

    /// Works until the programme is over. Then call ``finish()``.
    public func run() async {
        let changes = Changes()
        await withTaskGroup(of: Void.self) { group in
            let events = job.events.listen()
            group.addTask { await self.take(events, changes) }
            group.addTask { await self.look(changes) }
            // The events end with the programme.
            await group.next()
            group.cancelAll()
        }
        guard await begin(changes) else { return }
        put(sample())
        put(line(.end))
    }

    /// Waits half a second at most for what isn't written yet. Blocks.
    public func finish() { sink.end(within: .milliseconds(500)) }

    // MARK: - What is told

    private func take(_ first: AsyncStream<BroadcastEvent>, _ changes: Changes) async {
        await BroadcastEvent.each(of: first, listen: { job.events.listen() }) { event in
            guard let line = line(of: event), await changes.admit(mostly: Self.mostChanges), await begin(changes)
            else { return }
            put(line)
        }
    }

    private func look(_ changes: Changes) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.pause)
            if Task.isCancelled { return }
            await changes.renew()
            if await begin(changes) { put(sample()) }
        }
    }

    /// Puts the first line of a run, once there is something to report of: a broadcast that is ended before its first segment leaves an
    /// empty folder.
    ///
    /// - Returns: Whether it has begun.
    private func begin(_ changes: Changes) async -> Bool {
        let status = job.status
        guard status.snapshot.segments > 0, let start = status.programDateTime(of: .zero) else { return false }
        guard await changes.begin() else { return true }
        var line = RecordLine(.begin, at: 0)
        (line.version, line.time) = (RecordLine.version, start.millisecondsSince1970)
        put(line)
        var source = self.line(.source)
        source.state = job.status.snapshot.source.rawValue
        put(source)
        return true
    }

    private func line(_ kind: RecordLine.Kind) -> RecordLine { RecordLine(kind, at: time()?.seconds ?? 0) }

    private func line(of event: BroadcastEvent) -> RecordLine? {
        switch event {
        case .source(let state, let cause):
            var line = line(.source)
            (line.state, line.cause) = (state.rawValue, cause?.rawValue)
            return line
        case .overload(_, let step, _):
            var line = line(.overload)
            line.state = step.name
            return line
        case .disk(let fault): return trouble("\(fault.sentence)")
        case .destinationDown(let name, let cause, _): return trouble("destination \(name): \(cause)")
        case .upload(.lost(let file, let reason)): return trouble("\(file) isn't stored: \(reason)")
        default: return nil
        }
    }

    private func trouble(_ text: String) -> RecordLine {
        var line = line(.trouble)
        line.text = String(text.prefix(500))
        return line
    }

    private func sample() -> RecordLine? {
        guard time() != nil else { return nil }
        var line = line(.audience)
        line.audience = audience() ?? AudienceSample()
        return line
    }

    private func put(_ line: RecordLine?) {
        guard let line else { return }
        let text = line.json
        sink.put(text, cost: text.utf8.count)
    }

    /// What both tasks need to know.
    private actor Changes {
        private var hasBegun = false
        private var count = 0

        /// - Returns: Whether this is the first time.
        func begin() -> Bool {
            defer { hasBegun = true }
            return !hasBegun
        }

        func admit(mostly limit: Int) -> Bool {
            count += 1
            return count <= limit
        }

        func renew() { count = 0 }
    }
}

extension DiskFault {
    /// Without paths of this machine: a report goes to others.
    fileprivate var sentence: String {
        switch self {
        case .slow(let store): "\(store) was too slow for a segment, which is missing in the recording"
        case .presentation(let store, _): "\(store) couldn't take a file of the recording"
        case .eventLog(_, let cause): "the log of events couldn't be written: \(cause)"
        case .sourceRecording(_, let cause): "the recording of the source couldn't be written: \(cause)"
        }
    }
}
