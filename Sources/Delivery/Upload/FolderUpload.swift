import Broadcast
public import FFmpegKit
import Foundation
import NIOPosix

/// Stores a folder's show elsewhere, after the fact: what isn't stored yet by its ledger, and the playlists after all that they name.
public struct FolderUpload: Sendable {
    private let uploader: Uploader
    private let folder: String

    /// So long nothing may get through before it is given up.
    private static let patience = Duration.seconds(60)

    /// - Parameter uploader: Of the same folder.
    public init(_ uploader: Uploader, folder: String) { (self.uploader, self.folder) = (uploader, folder) }

    /// - Parameters:
    ///   - repeats: Whether all is stored once more.
    ///   - stop: Ends it early.
    /// - Returns: How many files are left.
    /// - Throws: ``JobError`` for a folder without a show.
    public func run(repeats: Bool, until stop: Interrupt) async throws -> Int {
        let (folder, address) = (folder, uploader.address.text)
        let (files, stored) = try await NIOThreadPool.singleton.runIfActive {
            (PresentationFiles(of: folder), UploadLedger(folder: folder, destination: address).read())
        }
        guard !files.playlists.isEmpty else {
            throw JobError(
                .inputNotFound, "\(folder) has no show in it: expected master.m3u8 and its renditions' folders")
        }
        for name in files.media where repeats || !stored.contains(name) { uploader.addMedia(name) }
        let here = Set(files.media).union(stored)
        let texts = try await NIOThreadPool.singleton.runIfActive {
            files.playlists.compactMap { name in
                FileManager.default.contents(atPath: "\(folder)/\(name)").map { (name: name, text: Array($0)) }
            }
        }
        for (name, text) in texts where name.contains("/") {
            // Named, and neither here nor there: nobody can fetch it.
            for missing in Self.media(of: name, text) where !here.contains(missing) { uploader.addMedia(missing) }
        }
        for (name, text) in texts { uploader.addPlaylist(name, [text]) }
        while !stop.isRequested, uploader.silence < Self.patience {
            if await uploader.drain(for: .milliseconds(200)) == 0 { return 0 }
            // Nobody mends a refusal while a command waits.
            if uploader.isRefused { break }
        }
        return uploader.counters.pending
    }

    /// The segments that a media playlist names, as the folder has them.
    private static func media(of name: String, _ text: [UInt8]) -> Set<String> {
        let rendition = name.prefix { $0 != "/" }
        let lines = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline)
        return Set(lines.filter { !$0.hasPrefix("#") }.map { "\(rendition)/\($0)" })
    }
}
