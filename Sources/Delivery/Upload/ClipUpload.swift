import Broadcast
public import FFmpegKit
import Foundation

/// Stores clips elsewhere, and then the list that names them.
public struct ClipUpload: Sendable {
    private let uploader: Uploader

    /// So long nothing may get through before it is given up.
    private static let patience = Duration.seconds(60)

    /// - Parameter uploader: Of the folder that the clips are in.
    public init(_ uploader: Uploader) { self.uploader = uploader }

    /// - Parameters:
    ///   - names: Those of movies and pictures.
    ///   - catalogue: That of the list.
    ///   - stop: Ends it early.
    /// - Returns: How many files are left.
    public func run(_ names: [String], catalogue: String, in folder: String, until stop: Interrupt) async -> Int {
        for name in names { uploader.addMedia(name) }
        if let list = FileManager.default.contents(atPath: "\(folder)/\(catalogue)") {
            uploader.addPlaylist(catalogue, [Array(list)])
        }
        while uploader.hasWork, !stop.isRequested, uploader.silence < Self.patience {
            _ = await uploader.drain(for: .milliseconds(200))
            // Nobody mends a refusal while a command waits.
            if uploader.isRefused { break }
        }
        return uploader.counters.pending
    }
}
