public import Broadcast
public import FFmpegKit
import Foundation
import HLS
import NIOPosix

/// Stores a folder's show elsewhere, after the fact: what isn't stored yet by its ledger, and the playlists after all that they name.
public struct FolderUpload: Sendable {
    /// What is in the folder, and what its ledger says.
    private struct Contents: Sendable {
        let files: PresentationFiles
        let stored: Set<String>
        let playlists: [(name: String, text: [UInt8])]
        /// All that a media playlist lists, but what it lists as missing.
        let named: Set<String>
    }

    private let uploader: Uploader
    private let folder: String

    /// So long nothing may get through before it is given up.
    private static let patience = Duration.seconds(60)

    /// - Parameter uploader: Of the same folder.
    public init(_ uploader: Uploader, folder: String) { (self.uploader, self.folder) = (uploader, folder) }

    /// Whether an earlier run was to store this folder's show there, and something of it is left. Blocks.
    public var isOwed: Bool {
        let files = PresentationFiles(of: folder)
        let ledger = UploadLedger(folder: folder, destination: uploader.address.text).read()
        return ledger.isBegun && !ledger.stored.isSuperset(of: files.media + files.playlists)
    }

    /// - Parameters:
    ///   - repeats: Whether all is stored once more.
    ///   - stop: Ends it early.
    /// - Returns: How many files are left.
    /// - Throws: ``JobError`` for a folder without a show, or with a playlist that can't be read.
    public func run(repeats: Bool, until stop: Interrupt) async throws -> Int {
        let (folder, address) = (folder, uploader.address.text)
        let contents = try await NIOThreadPool.singleton.runIfActive { try Self.contents(of: folder, for: address) }
        uploader.expectNoLateReaders()
        for name in contents.files.media where repeats || !contents.stored.contains(name) { uploader.addMedia(name) }
        // Named, and neither here nor there: nobody can fetch it.
        for missing in contents.named.subtracting(contents.files.media).subtracting(contents.stored).sorted() {
            uploader.addMedia(missing)
        }
        for playlist in contents.playlists { uploader.addPlaylist(playlist.name, [playlist.text]) }
        // What a broadcast had no time to remove.
        for old in contents.stored.subtracting(contents.files.media).subtracting(contents.named).sorted()
        where !PresentationFiles.changes(old) {
            uploader.remove(old)
        }
        while uploader.hasWork, !stop.isRequested, uploader.silence < Self.patience {
            _ = await uploader.drain(for: .milliseconds(200))
            // Nobody mends a refusal while a command waits.
            if uploader.isRefused { break }
        }
        return uploader.counters.pending
    }

    /// Blocks.
    ///
    /// - Throws: ``JobError`` for a folder without a show.
    public static func look(into folder: String) throws(JobError) { _ = try files(of: folder) }

    private static func files(of folder: String) throws(JobError) -> PresentationFiles {
        let files = PresentationFiles(of: folder)
        guard !files.playlists.isEmpty else {
            throw JobError(
                .inputNotFound, "\(folder) has no show in it: expected master.m3u8 and its renditions' folders")
        }
        return files
    }

    private static func contents(of folder: String, for address: String) throws(JobError) -> Contents {
        let files = try files(of: folder)
        var playlists: [(name: String, text: [UInt8])] = []
        var named: Set<String> = []
        for name in files.playlists {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
                throw JobError(.inputNotFound, "\(folder)/\(name) can't be read")
            }
            playlists.append((name, Array(data)))
            guard name.contains("/") else { continue }
            do throws(PlaylistError) {
                let list = try MediaPlaylist(parsing: String(decoding: data, as: UTF8.self))
                let own = list.segments.lazy.filter { !$0.isGap }.flatMap { [$0.uri] + ($0.map.map { [$0.uri] } ?? []) }
                named.formUnion(own.map { "\(FilePath.parent(of: name))/\($0)" })
            } catch {
                throw JobError(
                    .inputUnusable,
                    "\(folder)/\(name) is cut off, or no playlist of ours: give the command that made it once more: \(error)"
                )
            }
        }
        let stored = UploadLedger(folder: folder, destination: address).read().stored
        return Contents(files: files, stored: stored, playlists: playlists, named: named)
    }
}
