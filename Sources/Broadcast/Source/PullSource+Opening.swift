import FFmpegKit

// How a pulled source is opened, and what is said where it can't be.
extension PullSource {
    /// Opens a source that is there by itself, so that a wrong name or address is known before anything is written.
    ///
    /// - Returns: `nil` for those that come when they like.
    /// - Throws: ``JobError`` in words for whoever named it.
    static func openFirst(_ input: LiveInput, interrupt: Interrupt) throws -> InputContainer? {
        switch input {
        case .listen: return nil
        case .file(let path, _):
            let source = try FileSource(path: path, interrupt: interrupt)
            return source.container
        case .pull(let stream):
            if stream.isListener { return nil }
            do {
                var container = try open(input, interrupt)
                try awaitPictures(&container, of: stream, interrupt)
                if let track = container.bestTrack({ if case .video = $0 { true } else { false } }),
                    case .video(let picture) = track.kind
                {
                    try PictureNormaliser.check(picture, name: stream.shownURL)
                }
                return container
            } catch {
                throw explain(error, input)
            }
        }
    }

    /// Reads until pictures come, where there are none yet, for as long as a connection may take.
    private static func awaitPictures(
        _ container: inout InputContainer, of stream: NetworkStream, _ interrupt: Interrupt
    ) throws {
        guard container.bestTrack({ if case .video = $0 { true } else { false } }) == nil else { return }
        interrupt.allow(Self.patience)
        defer { interrupt.allow(nil) }
        do throws(FFmpegError) {
            while case .packet(let packet) = try container.read() {
                let track = container.tracks.first { $0.index == packet.trackIndex }
                guard case .video = track?.kind else { continue }
                return container.putBack(packet)
            }
        } catch {
            guard error.code == .interrupted, !interrupt.isRequested else { throw error }
        }
        throw noPicturesCame(stream.shownURL)
    }

    static func noPicturesCame(_ name: String) -> JobError {
        JobError(.inputUnusable, "\(name) has sent no pictures for \(patience); a show needs them")
    }

    static func open(_ input: LiveInput, _ interrupt: Interrupt) throws -> InputContainer {
        interrupt.allow(Self.patience)
        defer { interrupt.allow(nil) }
        switch input {
        case .pull(let stream):
            // A listener waits for its sender as long as it takes.
            if stream.isListener { interrupt.allow(nil) }
            return try InputContainer(stream, interrupt: interrupt)
        case .file(let path, _):
            return try FileSource.open(path, interrupt)
        case .listen:
            preconditionFailure("publishers come by themselves")
        }
    }

    static func explain(_ error: any Error, _ input: LiveInput) -> any Error {
        guard let error = error as? FFmpegError else { return error }
        switch input {
        case .file(let path, _):
            return JobError(.inputUnusable, "\(path) isn't media that can be decoded: \(error.code.message)")
        case .pull(let stream):
            let reason = error.code == .interrupted ? "nobody answered in 10 s" : error.code.message
            return JobError(.unavailable, "\(stream.shownURL) can't be read: \(reason); is the stream on air?")
        case .listen:
            return error
        }
    }
}
