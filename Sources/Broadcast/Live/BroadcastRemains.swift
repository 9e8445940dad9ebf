import Foundation
import HLS

/// What lies in a broadcast's folder: whether a run of ours left all of it, wherever it was cut off.
struct BroadcastRemains {
    /// The first file that no broadcast of ours makes; `nil` if there is none.
    private(set) var foreign: String?
    private(set) var isEmpty = true
    /// Whether a rendition has its folder.
    private(set) var hasRenditions = false
    /// The highest number in a segment's name.
    private(set) var lastSequence: Int?
    /// Whether a rendition has a playlist, readable or not.
    private(set) var hasPlaylist = false
    /// The renditions that have one.
    private(set) var listed: [RenditionID] = []
    /// Segments and initialisation sections, with their folders.
    private(set) var media: [String] = []
    /// Of files that were being written, but media, which ages.
    private(set) var temporaries: [String] = []

    /// Poster and storyboard, if there are any; they come after a segment.
    private var pictures: [String] = []

    /// What lies beside the renditions' folders.
    private static let files = [
        PresentationNames.multivariant, PresentationNames.events, PresentationNames.record, PresentationNames.sourceMap,
        BroadcastManifest.name, BedNote.name,
    ]

    /// - Parameters:
    ///   - path: The folder; nothing remains where there is none.
    ///   - isOurs: Whether another file of the broadcast's has this name: a recording of its source.
    init(of path: String, isOurs: (String) -> Bool) {
        for name in Self.names(in: path) where !PresentationNames.isIgnored(name) {
            isEmpty = false
            if let id = RenditionID(name), id.isOurs, Self.isFolder("\(path)/\(name)") {
                hasRenditions = true
                takeRendition(id, Self.names(in: "\(path)/\(name)"))
            } else if Self.files.contains(PresentationNames.whole(name)) {
                if name.hasSuffix(".tmp") { temporaries.append(name) }
            } else if PresentationNames.isSideFile(name) {
                pictures.append(name)
            } else if name == Storyboard.folder, Self.isFolder("\(path)/\(name)") {
                takeStoryboard(Self.names(in: "\(path)/\(name)"))
            } else if !isOurs(name) {
                foreign = foreign ?? name
            }
        }
        // A picture alone is somebody else's.
        if hasRenditions {
            temporaries += pictures.filter { $0.hasSuffix(".tmp") }
        } else if let picture = pictures.first {
            foreign = foreign ?? picture
        }
    }

    private mutating func takeStoryboard(_ names: [String]) {
        for name in names where !PresentationNames.isIgnored(name) {
            let file = "\(Storyboard.folder)/\(name)"
            if PresentationNames.isStoryboardFile(name) { pictures.append(file) } else { foreign = foreign ?? file }
        }
    }

    private mutating func takeRendition(_ rendition: RenditionID, _ names: [String]) {
        for name in names where !PresentationNames.isIgnored(name) {
            let (file, whole) = ("\(rendition)/\(name)", PresentationNames.whole(name))
            if PresentationNames.isPlaylist(whole) {
                if name == whole { hasPlaylist = true } else { temporaries.append(file) }
                if name == "playlist.m3u8" || name == "recording.m3u8" { listed.append(rendition) }
            } else if PresentationNames.isMedia(whole) {
                media.append(file)
                if case .segment(_, let sequence, _)? = MediaName(parsing: whole) {
                    lastSequence = max(lastSequence ?? sequence, sequence)
                }
            } else {
                foreign = foreign ?? file
            }
        }
    }

    private static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
