import Foundation
import Synchronization

@testable import Delivery

/// A store in memory that answers as it is told to, and looks at each playlist as its readers would.
final class ScriptedStore: FileTaker {
    private struct State {
        var files: [String: UploadFile] = [:]
        /// Every request in its order: `+` before what was stored, `-` before what was removed.
        var done: [String] = []
        var attempts = 0
        var going: [String: Int] = [:]
        var mostGoing = 0
        /// What a reader would have stumbled over.
        var faults: [String] = []
    }

    private let state = Mutex(State())
    private let failure = Mutex<(@Sendable (String) -> UploadFailure?)>({ _ in nil })

    /// - Parameter failure: What a request for a name fails with; `nil` for a success. Removals have `-` before it.
    func answer(_ failure: @escaping @Sendable (String) -> UploadFailure?) { self.failure.withLock { $0 = failure } }

    var files: [String: UploadFile] { state.withLock { $0.files } }
    var done: [String] { state.withLock { $0.done } }
    var attempts: Int { state.withLock { $0.attempts } }
    var mostGoing: Int { state.withLock { $0.mostGoing } }
    var faults: [String] { state.withLock { $0.faults } }

    func text(_ name: String) -> String? { files[name].map { String(decoding: $0.bytes, as: UTF8.self) } }

    func put(_ file: UploadFile, within limit: Duration) async throws(UploadFailure) {
        begin(file.name)
        // Others have their turn while it is under way.
        await Task.yield()
        if let failure = finish(file.name, failing: file.name) { throw failure }
        state.withLock { state in
            state.files[file.name] = file
            state.done.append("+" + file.name)
            Self.read(file, &state)
        }
    }

    func remove(_ name: String, within limit: Duration) async throws(UploadFailure) {
        begin(name)
        await Task.yield()
        if let failure = finish(name, failing: "-" + name) { throw failure }
        state.withLock { state in
            state.files[name] = nil
            state.done.append("-" + name)
            for file in state.files.values { Self.read(file, &state) }
        }
    }

    func close() async {}

    private func begin(_ name: String) {
        state.withLock { state in
            state.attempts += 1
            state.going[name, default: 0] += 1
            if state.going[name]! > 1 { state.faults.append("\(name) is under way twice") }
            state.mostGoing = max(state.mostGoing, state.going.values.reduce(0, +))
        }
    }

    private func finish(_ name: String, failing key: String) -> UploadFailure? {
        let failure = failure.withLock { $0(key) }
        state.withLock { $0.going[name]! -= 1 }
        return failure
    }

    /// RFC 8216bis 6.2.1: whatever a playlist names can be fetched, but what it lists as missing.
    private static func read(_ file: UploadFile, _ state: inout State) {
        guard file.name.hasSuffix(".m3u8"), !file.isGzipped else { return }
        let folder = file.name.contains("/") ? file.name.prefix { $0 != "/" } + "/" : ""
        let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
        for (index, line) in lines.enumerated() where !line.hasPrefix("#") {
            let isMissing = lines[..<index].last == "#EXT-X-GAP"
            if !isMissing, state.files[folder + line] == nil {
                state.faults.append("\(file.name) names \(line), which isn't there")
            }
        }
    }
}
