import Broadcast
import FFmpegKit
import Foundation
import Lines
import Logging
import MediaModel

/// The words of the command line, as the broadcast takes them.
extension LiveCommand {
    /// Where the show is kept, if it is.
    var folder: String? { hasNoDisk ? nil : output }

    private var eventFile: String? { events.flatMap { $0 == "-" ? nil : $0 } }

    /// Where the pictures are that events name: beside their file.
    var pictureFolder: String {
        eventFile.map { FilePath.parent(of: $0) }.map { $0.isEmpty ? "." : $0 } ?? "."
    }

    func source() throws -> LiveInput {
        if let listen {
            let address = try PublishAddressOption(
                listen, certificate: tlsCert, key: tlsKey, isTLSForOthers: serve != nil)
            return .listen(try address.configuration(takeover, limits: limits.limits))
        }
        guard let input, !input.isEmpty else {
            throw JobError(.usage, "--input is empty: expected an address or a media file")
        }
        if let stream = NetworkStream(url: input) {
            SecretMask.learn(address: input)
            return .pull(stream)
        }
        guard !input.contains("://") else {
            throw JobError(
                .usage, "--input \(input): expected rtmp://, rtmps://, srt://, http://, https:// or a media file")
        }
        guard FileManager.default.fileExists(atPath: input) else {
            throw JobError(.inputNotFound, "\(input): no such file")
        }
        return .file(path: input, loops: loop)
    }

    func options(for source: LiveInput, _ logger: Logger) throws -> LiveOptions {
        let (preset, captions) = try said.load(over: try show.load(), logger: logger)
        let file = eventFile
        var options = LiveOptions(
            preset: preset, events: try file.map { try EventInput.load($0) } ?? [], output: folder)
        options.captions = captions
        options.eyes = try FollowEyes(for: options.preset)
        options.pictureFolder = pictureFolder
        options.jitterBuffer = jitterBuffer.map { Int64($0) * 1_000_000 } ?? source.usualJitterBuffer
        options.audioDelay = Int64(audioDelay) * 1_000_000
        options.isMuted = mute
        options.startsWithSource = (start ?? (listen == nil ? .withSource : .atOnce)) == .withSource
        options.endsWithSource = endWhenSourceEnds
        options.maximumDuration = duration.map { .microseconds(Int64(($0 * 1_000_000).rounded())) }
        options.window = .microseconds(Int64(window * 1_000_000))
        options.records = record
        options.hasAudioOnlyVariant = !show.hasNoAudioOnly
        options.sourceRecording = try recordSource.map { try SourceRecordingFile(path: $0) }
        options.longestPicturePause = maxPicturePause.map { Int64($0 * 1_000_000_000) }
        options.state = told.state.flatMap { state in
            // One lock for both.
            folder.map { FilePath.place(of: state) == FilePath.place(of: $0) } ?? false ? nil : state
        }
        return options
    }
}
