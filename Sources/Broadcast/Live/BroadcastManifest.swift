import Foundation
import HLS
import MediaModel

/// What a broadcast's folder says beside its playlists, for a later start of the process: `broadcast.json`.
///
/// The playlists on the disk have no parts, so nothing in them tells how long those are that the origin serves at the same
/// addresses.
struct BroadcastManifest: Codable, Hashable, Sendable {
    static let name = "broadcast.json"

    /// It has five numbers; whatever is longer isn't ours.
    private static let maximumByteCount = 4_096

    /// PART-TARGET, which must not change (``BroadcastConstants``).
    let partTargetMicroseconds: Int64

    /// Where the run begins whose viewers see numbers before the disk has them; `nil` if there is none.
    var beginning: Beginning?

    /// Known before anybody has seen anything of a run, so that the one after it gives no number a second meaning.
    struct Beginning: Codable, Hashable, Sendable {
        /// The media sequence number of its first segment.
        let sequence: Int
        /// The discontinuities up to that segment, with its own.
        let discontinuityCount: Int
        /// By the wall clock, not later than its first part, in milliseconds since 1970.
        let time: Int64
        /// How far its dates are ahead of that clock, as an earlier run's were; in milliseconds.
        let lead: Int64

        init(continuing earlier: BroadcastContinuation?, at date: ProgramDateTime) {
            sequence = earlier?.firstSequence ?? 0
            discontinuityCount = earlier.map { $0.discontinuityCount + 1 } ?? 0
            time = date.millisecondsSince1970
            lead = max(0, (earlier?.earliestStart ?? date).millisecondsSince1970 - time)
        }

        var date: ProgramDateTime { ProgramDateTime(millisecondsSince1970: time) }

        fileprivate var isSound: Bool {
            0..<1 << 48 ~= sequence && 0..<1 << 48 ~= discontinuityCount && 0..<1 << 48 ~= time
                && 0..<1 << 48 ~= lead
        }

        fileprivate var json: String {
            "{\"sequence\":\(sequence),\"discontinuityCount\":\(discontinuityCount),\"time\":\(time),\"lead\":\(lead)}"
        }
    }

    init(_ constants: BroadcastConstants) {
        partTargetMicroseconds = constants.partTarget.ticks(timescale: 1_000_000, rounding: .nearest)
    }

    var partTarget: MediaTime { .microseconds(partTargetMicroseconds) }

    var bytes: [UInt8] {
        let begun = beginning.map { ",\"beginning\":\($0.json)" } ?? ""
        return Array("{\"partTargetMicroseconds\":\(partTargetMicroseconds)\(begun)}\n".utf8)
    }

    /// Reads a folder's; `nil` if there is none, as in folders that older versions wrote.
    ///
    /// - Throws: ``JobError`` for one that can't be understood.
    static func read(folder: String) throws(JobError) -> BroadcastManifest? {
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { return nil }
        guard data.count <= maximumByteCount, let file = try? JSONDecoder().decode(BroadcastManifest.self, from: data),
            1...60_000_000 ~= file.partTargetMicroseconds, file.beginning?.isSound ?? true
        else {
            throw JobError(
                .outputNotWritable,
                "\(folder)/\(name) doesn't say how long the parts of the broadcast there are: choose another folder")
        }
        return file
    }
}
