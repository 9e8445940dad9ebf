public import Broadcast
public import HLS

/// Where a recording's files are read: a folder, or what a broadcast keeps in memory.
public protocol SegmentSource: Sendable {
    /// What the files are called together, for sentences: a folder's path, or `the live window`.
    var place: String { get }

    /// Reads a file of a rendition. May block.
    ///
    /// - Throws: ``JobError`` if it isn't there, or not any more.
    func bytes(of name: String, in rendition: RenditionID) throws(JobError) -> [UInt8]
}
