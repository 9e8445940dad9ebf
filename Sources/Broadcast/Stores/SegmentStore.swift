package import HLS

/// A place that keeps a broadcast's files, for viewers who come later: a folder, or a bucket.
///
/// A ``BroadcastArchiver`` decides what is written and when, from what a ``StoreQueue`` brings; a store writes and removes, and
/// knows nothing of media. This is what a store may rely on, and what it owes:
///
/// - **Thread.** All calls come from one thread, which no other store shares. They may take as long as they need to.
/// - **Order.** A segment comes after the initialisation section that it needs, and before every playlist that names it; the
///   multivariant playlist comes after a segment of each rendition; a file is removed after the playlists that no longer name it.
///   A store that works on several files at a time keeps to that order all the same.
/// - **Whole files.** Whoever reads finds a file's old bytes, its new ones, or none: never a part of them. Segments and
///   initialisation sections never change; playlists are written again and again.
/// - **Failure.** Each file may fail alone, and the broadcast goes on. A segment that failed is listed as missing (EXT-X-GAP) in
///   this store's playlists, and not tried again; an initialisation section is, with each segment, and a playlist with the next
///   one that it lists. A store that wants to try longer does so within ``write(_:to:isDurable:)``, while its queue fills.
/// - **What is dropped.** The queue holds a minute of segments. Those that find no room are listed as missing in this store alone.
/// - **Deletion.** A file is removed once it has been listed nowhere for as long as RFC 8216bis 6.2.2 asks; never, if the whole
///   broadcast is recorded.
/// - **The end.** The playlists come once more, with EXT-X-ENDLIST. The process waits for that as long as its writers' graces
///   allow; what isn't there by then stays unfinished, and the same command goes on from it.
package protocol SegmentStore: Sendable {
    /// What warnings call it, e.g. `the disk`.
    var noun: String { get }

    /// Where it keeps the broadcast, for people: a path or an address.
    var location: String { get }

    /// A folder of this machine where its files can be read back under their names, so that the origin need not keep them in memory;
    /// `nil` if there is none.
    var readableFolder: String? { get }

    /// Makes what must be there before a rendition's first file.
    func prepare(_ rendition: RenditionID) throws(JobError)

    /// Writes a file whole.
    ///
    /// - Parameters:
    ///   - pieces: Its bytes, in order.
    ///   - name: Relative to the multivariant playlist, e.g. `v720x1280/8x1-12.m4s`.
    ///   - isDurable: Whether it is there even if the machine loses its power right after.
    func write(_ pieces: [[UInt8]], to name: String, isDurable: Bool) throws(JobError)

    /// Removes a file, if it is there.
    func remove(_ name: String)
}
