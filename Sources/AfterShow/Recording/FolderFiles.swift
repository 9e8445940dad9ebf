public import Broadcast
import Foundation
public import HLS

/// The files of a show's folder.
public struct FolderFiles: SegmentSource {
    /// Of any file that is read whole. A segment of ten seconds at 16 Mbit/s has 20 MB.
    private static let maximumByteCount = 256 << 20

    public let place: String

    /// - Parameter folder: Its path.
    public init(folder: String) { place = folder }

    public func bytes(of name: String, in rendition: RenditionID) throws(JobError) -> [UInt8] {
        try bytes(of: "\(rendition)/\(name)")
    }

    /// Reads a file by its path in the folder. Blocks.
    ///
    /// - Throws: ``JobError`` if it isn't there, can't be read, or is too large to be one of a show.
    public func bytes(of path: String) throws(JobError) -> [UInt8] {
        let whole = "\(place)/\(path)"
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: whole) else {
            throw JobError(.inputNotFound, "\(whole): no such file")
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? Int,
            size <= Self.maximumByteCount
        else {
            throw JobError(.inputUnusable, "\(whole) is no file of a show")
        }
        guard let data = FileManager.default.contents(atPath: whole) else {
            throw JobError(.inputNotFound, "\(whole) can't be read: permission denied")
        }
        return [UInt8](data)
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(place)/\(path)") }
}
