import Foundation
import HLS
import Lines
import MediaModel
import Show
import Synchronization

/// What a broadcast's bed does, for a later start of the process: `bed.json` in its folder.
///
/// Media time begins anew with each process, so it is by the wall clock here, as EXT-X-PROGRAM-DATE-TIME has it: the bed that goes on is
/// where it would be had it played on meanwhile.
struct BedNote: Codable, Hashable, Sendable {
    static let name = "bed.json"

    /// It has two numbers and a word; whatever is longer isn't ours.
    private static let maximumByteCount = 1_024

    let isPlaying: Bool
    /// How often somebody asked for the next file.
    let skips: Int
    /// When that was last, or the first run began; in milliseconds since 1970.
    let begin: Int64

    /// - Parameter start: Of the programme.
    init(_ state: BedState, startedAt start: ProgramDateTime) {
        (isPlaying, skips) = (state.isPlaying, state.skips)
        begin = start.advanced(by: state.begin).millisecondsSince1970
    }

    /// What the bed of a programme does that begins now.
    func state(startedAt start: ProgramDateTime) -> BedState {
        var state = BedState()
        (state.isPlaying, state.skips) = (isPlaying, skips)
        // A clock that was set back by years, or a folder of another machine: what is to come can't have played yet.
        state.begin = .milliseconds(min(0, begin - start.millisecondsSince1970))
        return state
    }

    var bytes: [UInt8] { Array("{\"isPlaying\":\(isPlaying),\"skips\":\(skips),\"begin\":\(begin)}\n".utf8) }

    /// Reads a folder's. Blocks.
    ///
    /// - Returns: `nil` if there is none, or none that can be understood: then the bed begins anew.
    static func read(folder: String) -> BedNote? {
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"), data.count <= maximumByteCount,
            let note = try? JSONDecoder().decode(BedNote.self, from: data), 0..<1 << 31 ~= note.skips,
            0..<1 << 47 ~= note.begin
        else { return nil }
        return note
    }
}

/// Keeps the last ``BedNote`` in its file, on a thread of its own, as a disk may hang or be full.
final class BedNoteKeeper: Sendable {
    private final class Latest: Sendable {
        let note = Mutex<BedNote?>(nil)
    }

    private struct Writer: LineTaker {
        private static let pause = Duration.seconds(8)

        let path: String
        let latest: Latest
        let diagnostics: Diagnostics

        func take(_ item: LineItem<Void>) -> LineOutcome {
            guard let note = latest.note.withLock({ $0 }) else { return .taken }
            do throws(JobError) {
                try OutputFolder.replace(path, with: [note.bytes])
                return .taken
            } catch {
                diagnostics.warnOnce(path, "\(error.message): after a restart the bed wouldn't be where it is now")
                return .later(Self.pause)
            }
        }
    }

    private let latest = Latest()
    /// That there is another is all it has: which one is looked at when the disk takes it.
    private let calls: LineSink<Void>

    /// - Parameter folder: The broadcast's.
    init(folder: String, diagnostics: Diagnostics) {
        calls = LineSink(
            named: "bed note", limit: 1,
            taker: Writer(path: "\(folder)/\(BedNote.name)", latest: latest, diagnostics: diagnostics))
    }

    deinit { calls.end(within: .zero) }

    /// Never waits.
    func put(_ note: BedNote) {
        latest.note.withLock { $0 = note }
        calls.put((), cost: 1)
    }
}
