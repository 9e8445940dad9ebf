import HLS
import Synchronization

@testable import Broadcast

/// A store in memory that remembers what it was asked for, and fails when a test says so.
final class MemoryStore: SegmentStore {
    enum Call: Hashable, Sendable {
        case prepare(RenditionID)
        case write(String, [UInt8])
        case remove(String)
    }

    private let state = Mutex<(calls: [Call], files: [String: [UInt8]])>(([], [:]))
    private let fails: @Sendable (_ name: String) -> Bool

    init(
        noun: String = "the memory", fails: @escaping @Sendable (_ name: String) -> Bool = { _ in false }
    ) {
        (self.noun, self.fails) = (noun, fails)
    }

    let noun: String
    let location = "memory"
    let readableFolder: String? = nil

    var calls: [Call] { state.withLock { $0.calls } }
    var files: [String: [UInt8]] { state.withLock { $0.files } }

    func prepare(_ rendition: RenditionID) { state.withLock { $0.calls.append(.prepare(rendition)) } }

    func write(_ pieces: [[UInt8]], to name: String, isDurable: Bool) throws(JobError) {
        guard !fails(name) else { throw JobError(.outputNotWritable, "\(name) can't be written: it is forgotten") }
        state.withLock { state in
            let bytes = pieces.flatMap(\.self)
            state.calls.append(.write(name, bytes))
            state.files[name] = bytes
        }
    }

    func remove(_ name: String) {
        state.withLock { state in
            state.calls.append(.remove(name))
            state.files[name] = nil
        }
    }
}
