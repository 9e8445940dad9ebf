import FFmpegKit
import Foundation
import Loudness
import MediaModel
import Show

/// Decodes the files of a bed. Blocks, for some seconds a song: on a thread that nobody waits for, but in a render.
struct BedFile {
    /// All files of a bed together may have so many samples: ten minutes, which are 115 MB of memory.
    static let mostSamples = 600 * Resampler.outputRate

    private let interrupt: Interrupt
    private let diagnostics: Diagnostics

    /// - Parameter interrupt: Ends it.
    init(interrupt: Interrupt, diagnostics: Diagnostics) {
        (self.interrupt, self.diagnostics) = (interrupt, diagnostics)
    }

    /// - Returns: What there is to play, which may be less than was asked for: of each file that can't be used it is said why. `nil` if
    ///   nothing is left, or it was ended.
    func load(_ bed: BedPreset) -> BedMusic? {
        var (pieces, room) = ([BedPiece](), Self.mostSamples)
        for path in bed.files where !interrupt.isRequested {
            guard room >= BedPiece.leastLength else {
                say(path, "there is no room for it: all files of a bed have ten minutes together")
                continue
            }
            do {
                if let piece = try decode(path, room) {
                    pieces.append(piece)
                    room -= piece.length
                }
            } catch {
                if !interrupt.isRequested { say(path, Self.reason(error, path)) }
            }
        }
        return pieces.isEmpty || interrupt.isRequested ? nil : BedMusic(pieces)
    }

    private func say(_ path: String, _ reason: String) {
        diagnostics.warn("the bed's file \(path) isn't played: \(reason)")
    }

    private static func reason(_ error: any Error, _ path: String) -> String {
        let words =
            switch error {
            case let error as JobError: error.message
            case let error as FFmpegError: error.code.message
            default: "\(error)"
            }
        // The sentence names it already.
        return words.replacing("\(path): ", with: "").replacing("\(path) ", with: "it ")
    }

    /// - Returns: `nil` if it was ended, or has no use: then that is said.
    private func decode(_ path: String, _ room: Int) throws -> BedPiece? {
        if case .photo(let format, _) = FileKind(path: path) {
            say(path, "it is a picture (\(format)); a bed needs sound")
            return nil
        }
        var container = try FileSource.open(path, interrupt)
        guard let track = container.bestTrack({ if case .audio = $0 { true } else { false } }) else {
            say(path, SourceTracks.notes(on: container, isSilent: true).last ?? "there is no sound in it")
            return nil
        }
        if container.tracks.contains(where: { if case .video = $0.kind { true } else { false } }) {
            diagnostics.log("the bed's file \(path) is a video: its sound alone is played")
        }
        container.select([track])
        var decoder = SoundDecoder(diagnostics: .silent)
        try decoder.open(container.makeParameters(of: track))
        var (maker, buffer) = (BedPieceMaker(), SoundBuffer())
        var isOver = false
        while !isOver, maker.count < room, !interrupt.isRequested {
            if let packet = container.readUntimed() {
                try decoder.decode(packet, into: &buffer)
            } else {
                try decoder.finish(into: &buffer)
                isOver = true
            }
            let count = min(buffer.count, room - maker.count)
            if count > 0 { buffer.take(count) { left, right in maker.append(left.span, right.span) } }
        }
        guard !interrupt.isRequested else { return nil }
        if !isOver {
            diagnostics.warn(
                "the bed's file \(path) is longer than there is room for: its first \(Self.minutes(maker.count)) are played"
            )
        }
        switch maker.finish() {
        case .piece(let piece): return piece
        case .tooShort: say(path, "it has less than a second of sound")
        case .silent: say(path, "nothing in it is heard")
        }
        return nil
    }

    private static func minutes(_ samples: Int) -> String {
        let seconds = samples / Resampler.outputRate
        return "\(seconds / 60) min \(seconds % 60) s"
    }
}
