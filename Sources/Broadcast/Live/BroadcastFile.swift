import Foundation
import HLS
import MediaModel

/// What a broadcast's folder says beside its playlists, for a later start of the process: `broadcast.json`.
///
/// The playlists on the disk have no parts, so nothing in them tells how long those are that the origin serves at the same
/// addresses.
struct BroadcastFile: Codable, Hashable, Sendable {
    static let name = "broadcast.json"

    /// It has one number; whatever is longer isn't ours.
    private static let maximumByteCount = 4_096

    /// PART-TARGET, which must not change (``BroadcastConstants``).
    let partTargetMicroseconds: Int64

    init(_ constants: BroadcastConstants) {
        partTargetMicroseconds = constants.partTarget.ticks(timescale: 1_000_000, rounding: .nearest)
    }

    var partTarget: MediaTime { .microseconds(partTargetMicroseconds) }

    var bytes: [UInt8] { Array("{\"partTargetMicroseconds\":\(partTargetMicroseconds)}\n".utf8) }

    /// Reads a folder's; `nil` if there is none, as in folders that older versions wrote.
    ///
    /// - Throws: ``JobError`` for one that can't be understood.
    static func read(folder: String) throws(JobError) -> BroadcastFile? {
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else { return nil }
        guard data.count <= maximumByteCount, let file = try? JSONDecoder().decode(BroadcastFile.self, from: data),
            1...60_000_000 ~= file.partTargetMicroseconds
        else {
            throw JobError(
                .outputNotWritable,
                "\(folder)/\(name) doesn't say how long the parts of the broadcast there are: choose another folder")
        }
        return file
    }
}
