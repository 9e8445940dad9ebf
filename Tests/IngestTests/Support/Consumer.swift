import Foundation
import Testing

@testable import Ingest

/// Takes the events of a server on a thread of its own, as the broadcast does.
final class Consumer: @unchecked Sendable {
    // Sendable, as every access to what follows holds the lock of `changed`.
    private let changed = NSCondition()
    private var taken: [IngestEvent] = []
    private var isFinished = false

    init(_ eventQueue: IngestEventQueue) {
        let thread = Thread { [self] in
            while let event = eventQueue.next() { note { taken.append(event) } }
            note { isFinished = true }
        }
        thread.name = "consumer"
        thread.start()
    }

    var events: [IngestEvent] {
        changed.lock()
        defer { changed.unlock() }
        return taken
    }

    /// Waits until the events are as wanted, at most `seconds`. Returns them.
    @discardableResult
    func wait(
        _ seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation,
        until isWanted: @escaping @Sendable ([IngestEvent]) -> Bool
    ) async -> [IngestEvent] {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            let events = events
            if isWanted(events) { return events }
            try? await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("what was waited for didn't come within \(seconds) s", sourceLocation: sourceLocation)
        return events
    }

    private func note(_ body: () -> Void) {
        changed.lock()
        body()
        changed.signal()
        changed.unlock()
    }
}

extension [IngestEvent] {
    var pictures: [EncodedSample] { compactMap { if case .video(let unit) = $0 { unit } else { nil } } }
    var sounds: [EncodedSample] { compactMap { if case .audio(let unit) = $0 { unit } else { nil } } }
    var ends: [EndReason] { compactMap { if case .ended(let reason) = $0 { reason } else { nil } } }

    var publications: [Publication] {
        compactMap { if case .published(let publication) = $0 { publication } else { nil } }
    }

    var videoConfigurations: [VideoConfiguration] {
        compactMap { if case .videoConfiguration(let configuration) = $0 { configuration } else { nil } }
    }

    var audioConfigurations: [AudioConfiguration] {
        compactMap { if case .audioConfiguration(let configuration) = $0 { configuration } else { nil } }
    }
}
