import FFmpegKit
import Foundation
import MediaModel
import Show

/// Writes the one-file MP4 beside the show, from the top rung's thread and the audio thread.
///
/// The file appears whole: it is written under another name, and gets its own when it is finished.
final class MovieWriter: @unchecked Sendable {
    // Sendable, as every access to what follows holds the lock of `changed`.
    private let changed = NSCondition()
    private let path: String
    private var tracks: [MovieFile.Track: EncodedTrack] = [:]
    private var file: WholeMovie?
    private var isAborted = false
    /// When the last picture written ends.
    private var videoEnd = MediaTime.zero
    /// Sound beyond that, in order: a show that is stopped ends with its pictures, and what is handed to FFmpeg's
    /// interleaving can't be taken back.
    private var held: [HeldSound] = []

    private final class HeldSound {
        let start: MediaTime
        var packet: Packet?

        init(_ packet: consuming Packet, start: MediaTime) {
            self.start = start
            self.packet = .some(packet)
        }
    }

    /// What any disk copies in a fraction of a second.
    private static let urgentByteCount = 64 << 20

    init(path: String) { self.path = path }

    /// Takes the packets of one track, on its encoder's thread: waits until both tracks are described.
    final class TrackSink: PacketSink {
        private let movie: MovieWriter
        private let kind: MovieFile.Track
        /// How many ticks of the packets' times make a second.
        private let timescale: Int64

        init(_ movie: MovieWriter, _ kind: MovieFile.Track, timescale: Int) {
            (self.movie, self.kind, self.timescale) = (movie, kind, Int64(timescale))
        }

        func begin(_ track: EncodedTrack, codec: String) throws -> Bool {
            try movie.add(kind, track)
            return true
        }

        func receive(_ packet: consuming Packet, _ timing: TickTiming?) throws -> Bool {
            try movie.write(packet, of: kind, timescale: timescale)
        }

        // The file ends when both tracks have: see `MovieWriter.finish(isUrgent:)`.
        func finish() {}
    }

    /// Describes a track. Both must be before either's first packet can be written.
    private func add(_ kind: MovieFile.Track, _ track: EncodedTrack) throws {
        changed.lock()
        defer { changed.unlock() }
        tracks[kind] = track
        guard let video = tracks[.video], let audio = tracks[.audio] else { return }
        file = try WholeMovie(path: path, video: video, audio: audio)
        changed.broadcast()
    }

    /// Adds a packet, once both tracks are described. Returns `false` if the job has failed.
    private func write(_ packet: consuming Packet, of kind: MovieFile.Track, timescale: Int64) throws -> Bool {
        changed.lock()
        defer { changed.unlock() }
        while file == nil && !isAborted { changed.wait() }
        guard !isAborted else { return false }
        let (start, duration) = (packet.presentationTime ?? 0, packet.duration)
        switch kind {
        case .video:
            videoEnd = max(videoEnd, MediaTime(start + duration, timescale: timescale))
            try file?.write(packet, to: .video)
        case .audio: held.append(HeldSound(packet, start: MediaTime(start, timescale: timescale)))
        }
        let due = held.prefix { $0.start < videoEnd }
        for sound in due {
            if let packet = sound.packet.take() { try file?.write(packet, to: .audio) }
        }
        held.removeFirst(due.count)
        return true
    }

    /// Completes the file and gives it its name.
    ///
    /// - Parameters:
    ///   - isUrgent: Whether a large file keeps its index at its end, as moving it means to write all of it again.
    ///   - offers: What was on sale when. There is a chapter for each that it shows, if there is anything to choose from.
    ///   - language: Of the chapters' titles.
    func finish(isUrgent: Bool = false, offers: [ProductOffer] = [], language: String = Preset().locale) throws {
        changed.lock()
        defer { changed.unlock() }
        guard file != nil else { return }
        let movesIndex = !isUrgent || (file?.byteCount ?? 0) < Self.urgentByteCount
        let chapters = offers.compactMap { offer -> MovieNotes.Chapter? in
            let end = min(offer.end ?? videoEnd, videoEnd)
            guard offer.start < end else { return nil }
            return .init(start: offer.start, end: end, title: offer.product.name.text(in: language))
        }
        try file?.finish(movesIndex: movesIndex, chapters: chapters.count > 1 ? chapters : [])
        file = nil
    }

    /// Lets everyone go who waits, and removes what was written.
    func abort() {
        changed.lock()
        defer { changed.unlock() }
        isAborted = true
        file = nil
        WholeMovie.abandon(path)
        changed.broadcast()
    }
}
