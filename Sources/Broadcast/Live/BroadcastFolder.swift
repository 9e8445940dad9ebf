import Foundation
import HLS
import MediaModel

/// Opens the folder of a broadcast: an empty one, or one with a broadcast that was cut off, which then goes on.
///
/// A process may die at any instant, and the machine with it. So nothing that an own run can leave is refused: not a folder
/// without playlists, not half a file. Whoever opens it holds its ``OutputClaim``.
enum BroadcastFolder {
    struct Opened: Sendable {
        let folder: OutputFolder
        let continuation: BroadcastContinuation?
        /// By rendition: what an earlier run left there, the oldest first; to be deleted as that run would have. Nothing, if
        /// it kept a recording.
        let leftovers: [RenditionID: [Leftover]]
        /// Whether an earlier run left anything.
        let isResumed: Bool
        /// What ``BroadcastManifest`` says of this run.
        /// `nil` for stores that no run begins from.
        var manifest: BroadcastManifest?
        /// What was lost, for the log.
        let complaints: [String]
        /// Of an earlier run.
        var pictures = KeptPictures()

        /// For a store that has the same files, and isn't begun from.
        var withoutManifest: Opened {
            var copy = self
            copy.manifest = nil
            return copy
        }

        /// Removes what was made so far, if the broadcast has ended before it began. Nothing of an earlier run.
        func leaveAsFound() {
            guard !isResumed, !BroadcastRemains(of: folder.path, isOurs: { _ in true }).hasRenditions else { return }
            // Whoever committed events has a log.
            let log = "\(folder.path)/\(PresentationNames.events)"
            if (try? FileManager.default.attributesOfItem(atPath: log))?[.size] as? Int == 0 {
                folder.remove(PresentationNames.events)
            }
            folder.remove(BedNote.name)
            folder.remove(PresentationNames.sourceMap)
            folder.remove(BroadcastManifest.name)
            folder.removeIfEmpty()
        }
    }

    /// A file of an earlier run.
    struct Leftover: Hashable, Sendable {
        /// With the rendition's folder.
        let name: String
        /// When its media end, as media time of the new run: before its beginning, and so negative or 0. Not earlier than
        /// they do.
        let end: MediaTime
    }

    /// - Parameters:
    ///   - renditions: Those of the programme.
    ///   - isServed: Whether viewers see the show before the disk has it.
    ///   - isOurs: Whether another file of the broadcast's in the folder has this name.
    ///   - now: The wall-clock time; nobody else broadcasts there any more.
    /// - Throws: ``JobError`` if what is there is finished, or isn't a broadcast of ours.
    static func open(
        path: String, renditions: [RenditionID], constants: BroadcastConstants, isServed: Bool = false,
        isOurs: (String) -> Bool = { _ in false },
        now: ProgramDateTime = ProgramDateTime(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000))
    ) throws(JobError) -> Opened {
        var reading = Reading(path: path)
        let listed = try reading.continuation(renditions, constants, now)
        let folder = try OutputFolder(path: path, overwrites: true, canBeReverted: false)
        let remains = BroadcastRemains(of: path, isOurs: isOurs)
        // An operator's autoclosure would forget the error's type.
        let continuation =
            if let listed { listed } else { try Self.unlisted(remains, path, renditions, constants, now) }
        remains.temporaries.forEach(folder.remove)
        var leftovers: [RenditionID: [Leftover]] = [:]
        if remains.hasPlaylist {
            if continuation != nil { for id in renditions { leftovers[id] = reading.leftovers(id) } }
        } else {
            // No playlist ever named them, and none will.
            remains.media.forEach(folder.remove)
        }
        var manifest = BroadcastManifest(constants)
        if isServed { manifest.beginning = .init(continuing: continuation, at: now) }
        // On a full disk the broadcast goes on without it: the disk's thread tries again.
        try? folder.write([manifest.bytes], to: BroadcastManifest.name, isDurable: true)
        return Opened(
            folder: folder, continuation: continuation, leftovers: leftovers, isResumed: !remains.isEmpty,
            manifest: manifest,
            complaints: reading.complaints, pictures: remains.isEmpty ? KeptPictures() : KeptPictures(in: path))
    }

    /// What there is to go on from where no playlist lists a segment: a run died in its first moments, if all is ours.
    private static func unlisted(
        _ remains: BroadcastRemains, _ path: String, _ renditions: [RenditionID], _ constants: BroadcastConstants,
        _ now: ProgramDateTime
    ) throws(JobError) -> BroadcastContinuation? {
        if let foreign = remains.foreign {
            throw JobError(
                .outputNotWritable,
                "\(path) isn't empty, and \(foreign) in it is no file of a broadcast: choose another folder, or move it away"
            )
        }
        if let other = remains.listed.first(where: { !renditions.contains($0) }) {
            throw JobError(
                .outputNotWritable,
                "\(path) has a broadcast with other renditions, such as \(other): choose the preset that it began with, or "
                    + "another folder")
        }
        let told = try? BroadcastManifest.read(folder: path)
        guard told?.beginning != nil || remains.lastSequence != nil else { return nil }
        if told?.beginning != nil, let old = told?.partTarget, old != constants.partTarget {
            throw JobError(
                .outputNotWritable,
                "\(path): \(BroadcastContinuationError.partTarget(old, wanted: constants.partTarget))")
        }
        return BroadcastContinuation(
            unlistedSince: told?.beginning?.date ?? now, lead: told?.beginning?.lead ?? 0,
            firstSequence: told?.beginning?.sequence ?? 0, lastSequence: remains.lastSequence,
            discontinuityCount: told?.beginning?.discontinuityCount ?? 0, constants: constants, now: now)
    }
}

// MARK: - Playlists

extension BroadcastFolder {
    /// Reads a folder's playlists, and remembers which of them are lost.
    private struct Reading {
        let path: String
        private(set) var complaints: [String] = []

        init(path: String) { self.path = path }

        mutating func continuation(
            _ renditions: [RenditionID], _ constants: BroadcastConstants, _ now: ProgramDateTime
        ) throws(JobError) -> BroadcastContinuation? {
            var playlists: [RenditionID: MediaPlaylist] = [:]
            var iFrames: [RenditionID: MediaPlaylist] = [:]
            for id in renditions {
                playlists[id] = try read("\(id)/recording.m3u8")
                if playlists[id] == nil { playlists[id] = try read("\(id)/playlist.m3u8") }
                iFrames[id] = try read("\(id)/iframes.m3u8")
            }
            guard !playlists.isEmpty else { return nil }
            let partTarget = try BroadcastManifest.read(folder: path)?.partTarget
            do throws(BroadcastContinuationError) {
                return try BroadcastContinuation(
                    playlists: playlists, iFramePlaylists: iFrames, constants: constants, partTarget: partTarget,
                    now: now)
            } catch {
                if case .empty = error { return nil }
                throw JobError(.outputNotWritable, "\(path): \(error)")
            }
        }

        /// - Returns: `nil` if there is none, or none any more: a machine that lost its power may leave an empty file, or
        ///   zeros, where one was renamed.
        private mutating func read(_ name: String) throws(JobError) -> MediaPlaylist? {
            guard let data = FileManager.default.contents(atPath: "\(path)/\(name)") else { return nil }
            do throws(PlaylistError) {
                return try MediaPlaylist(parsing: String(decoding: data, as: UTF8.self))
            } catch {
                guard data.isEmpty || data.contains(0) || data.starts(with: Array("#EXTM3U".utf8)) else {
                    throw JobError(
                        .outputNotWritable,
                        "\(path)/\(name) isn't a playlist that can be gone on from: \(error)")
                }
                complaints.append(
                    "\(path)/\(name) is cut off, as after a power failure; the broadcast goes on without it")
                return nil
            }
        }

        func leftovers(_ rendition: RenditionID) -> [Leftover] {
            guard !FileManager.default.fileExists(atPath: "\(path)/\(rendition)/recording.m3u8"),
                let files = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(rendition)")
            else { return [] }
            var ends: [String: MediaTime] = [:]
            var end = MediaTime.zero
            var copy = self
            for segment in (try? copy.read("\(rendition)/playlist.m3u8"))?.segments.reversed() ?? [] {
                ends[segment.uri] = end
                // An init segment stays as long as the last segment that needs it.
                if let map = segment.map, ends[map.uri] == nil { ends[map.uri] = end }
                end = end - segment.duration
            }
            // What isn't listed any more, or never was, ended before what is; or else nobody has heard of it.
            return files.filter { PresentationNames.isMedia(PresentationNames.whole($0)) }
                .map { Leftover(name: "\(rendition)/\($0)", end: ends[$0] ?? end) }
                .sorted { $0.end == $1.end ? $0.name < $1.name : $0.end < $1.end }
        }
    }
}
