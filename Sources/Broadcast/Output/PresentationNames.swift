import HLS

/// The names that files of a show have, on the disk: what else lies in a folder isn't ours.
package enum PresentationNames {
    static let multivariant = "master.m3u8"
    static let events = "events.ndjson"
    /// A picture of the show, for who hasn't seen it yet.
    package static let poster = Storyboard.poster
    /// The broadcast's own record, for reports.
    static let record = "record.ndjson"
    /// Which picture of the recorded source was shown when (``SourceMap``).
    static let sourceMap = "source.ndjson"

    /// Whether a rendition's folder is called so (``Track``).
    static func isRendition(_ name: String) -> Bool { RenditionID(name)?.isOurs ?? false }

    /// Whether a rendition has a playlist of this name.
    static func isPlaylist(_ name: String) -> Bool {
        ["playlist.m3u8", "iframes.m3u8", "recording.m3u8"].contains(name)
    }

    /// Whether a rendition has a file of this name, an initialisation section or a segment.
    static func isMedia(_ name: String) -> Bool {
        switch MediaName(parsing: name) {
        case .segment?, .initialisation?: true
        case .part?, nil: false
        }
    }

    /// Whether a show has such a file beside its renditions: of pictures, or of chapters.
    static func isSideFile(_ name: String) -> Bool {
        let whole = whole(name)
        return [poster, Storyboard.list].contains(whole) || ChapterName.matches(whole)
    }

    /// Whether the storyboard's folder has a file of this name.
    static func isStoryboardFile(_ name: String) -> Bool {
        let whole = whole(name)
        return Storyboard.isSheetName(whole) || whole == "playlist.m3u8"
    }

    /// A name without what it has while its file is being written.
    static func whole(_ name: String) -> String { name.hasSuffix(".tmp") ? String(name.dropLast(4)) : name }

    /// What is told of in docs/uploads.md: what of the folder is stored elsewhere.
    package static let uploads = "uploads.ndjson"

    /// The folder of clips that were made of the show, and what lists them.
    package static let clips = "clips"

    /// The file of what one webhook is still to be told of.
    package static func outbox(of webhook: String) -> String { "webhook-\(webhook).outbox" }

    package static func isOutbox(_ name: String) -> Bool { name.hasPrefix("webhook-") && name.hasSuffix(".outbox") }

    /// What may lie in any folder and is nobody's content: our locks (``OutputClaim``), the ledger of uploads, webhooks' outboxes, clips,
    /// an ext file system's own folder, and
    /// files that NFS keeps for as long as somebody has them open.
    static func isIgnored(_ name: String) -> Bool {
        name == uploads || name == clips || name == "lost+found" || name.hasPrefix(".nfs")
            || name.hasPrefix(".") && name.hasSuffix(".lock") || isOutbox(whole(name))
    }
}
