package import Broadcast
package import HLS

/// A bucket, or a web server's folder, as a place that keeps a broadcast. Files are only handed over: nobody waits for them.
package struct UploadStore: SegmentStore {
    private let uploader: Uploader

    package init(_ uploader: Uploader) { self.uploader = uploader }

    package var noun: String { "the upload" }
    package var location: String { uploader.address.location }
    package var readableFolder: String? { nil }

    package func prepare(_ rendition: RenditionID) throws(JobError) {}

    package func write(_ pieces: [[UInt8]], to name: String, isDurable: Bool) throws(JobError) {
        guard PresentationFiles.isForViewers(name) else { return }
        if PresentationFiles.changes(name) {
            uploader.addPlaylist(name, pieces)
        } else {
            uploader.addMedia(name, .bytes(pieces), byteCount: pieces.reduce(0) { $0 + $1.count })
        }
    }

    package func remove(_ name: String) {
        if PresentationFiles.isForViewers(name) { uploader.remove(name) }
    }
}
