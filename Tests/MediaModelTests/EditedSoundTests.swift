import MediaModel
import Testing

@Suite struct EditedSoundTests {
    private static func track(_ edits: [(duration: Int64, mediaTime: Int64?)]) -> MovieIndex.Track {
        var track = MovieIndex.Track()
        track.timescale = 48_000
        track.edits = edits.map { .init(duration: $0.duration, mediaTime: $0.mediaTime) }
        track.samples = [.init(count: 400, value: 1_024)]
        return track
    }

    /// What FFmpeg 5.1 makes of two seconds from 0 and three from 5 s, where the second piece begins 384 samples into a packet.
    @Test func beginsAndEndsAPieceAtItsSample() throws {
        var sound = try #require(
            EditedSound(Self.track([(2_000, 1_024), (3_000, 241_024)]), movieTimescale: 1_000))
        typealias Packet = EditedSound.Packet
        func mend(_ time: Int64, isHidden: Bool = false) -> Packet {
            sound.mend(time: time, duration: 1_024, isHidden: isHidden)
        }
        #expect(mend(-1_024, isHidden: true) == Packet(time: -1_024, isHidden: true))
        #expect(mend(0) == Packet(time: 0, isHidden: false))
        // The 94th ends 256 samples behind the piece.
        #expect(mend(93 * 1_024) == Packet(time: 93 * 1_024, tail: 256, isHidden: false))
        #expect(mend(96_000 - 2_048, isHidden: true) == Packet(time: 96_000 - 2_048, isHidden: true))
        #expect(mend(96_000 - 1_024, isHidden: true) == Packet(time: 96_000 - 384, head: 384, isHidden: false))
        #expect(mend(96_000) == Packet(time: 96_640, isHidden: false))
        #expect(mend(97_024) == Packet(time: 97_664, isHidden: false))
        #expect(mend(240_000 - 1_664) == Packet(time: 240_000 - 1_024, isHidden: false))
        #expect(mend(240_000 - 640).isHidden)
    }

    @Test func leavesAPieceAloneThatBeginsWithAPacket() throws {
        var sound = try #require(
            EditedSound(Self.track([(1_000, 0), (1_000, 102_400)]), movieTimescale: 1_000))
        #expect(sound.mend(time: 46_976, duration: 1_024, isHidden: true).isHidden)
        #expect(sound.mend(time: 48_000, duration: 1_024, isHidden: false) == .init(time: 48_000, isHidden: false))
    }

    /// FFmpeg cuts the only piece by itself.
    @Test func hasNothingToDoWithOnePiece() {
        #expect(EditedSound(Self.track([(300, nil), (2_000, 1_024)]), movieTimescale: 1_000) == nil)
        #expect(EditedSound(Self.track([]), movieTimescale: 1_000) == nil)
        #expect(EditedSound(Self.track([(1, 0), (1, 0)]), movieTimescale: 0) == nil)
        #expect(EditedSound(Self.track([(.max, 0), (.max, 0)]), movieTimescale: 1) == nil)
    }

    @Test func linearSoundComesInPacketsOf1024InEachChunk() throws {
        var track = Self.track([(1_000, 0), (1_000, 101_000)])
        track.samples = [.init(count: 200_000, value: 1)]
        track.chunks = [.init(count: 2, value: 40_000), .init(count: 3, value: 20_500)]
        // 500 behind the beginning of the chunk at 100 500.
        var sound = try #require(EditedSound(track, movieTimescale: 1_000))
        #expect(
            sound.mend(time: 48_000 - 1_024, duration: 1_024, isHidden: true)
                == .init(time: 47_500, head: 500, isHidden: false))
    }
}

@Suite struct EditedPicturesTests {
    private static func pictures(
        _ edits: [(duration: Int64, mediaTime: Int64?)], samples: [(count: Int64, value: Int64)],
        offsets: [(count: Int64, value: Int64)] = []
    ) -> EditedPictures? {
        var track = MovieIndex.Track()
        track.timescale = 1_000
        track.edits = edits.map { .init(duration: $0.duration, mediaTime: $0.mediaTime) }
        track.samples = samples.map { .init(count: $0.count, value: $0.value) }
        track.offsets = offsets.map { .init(count: $0.count, value: $0.value) }
        return EditedPictures(track, movieTimescale: 1_000)
    }

    typealias Packet = EditedPictures.Packet

    /// A recording of a screen: five pictures of 4 s, of which 3 to 8 s and 14 to 18 s are shown.
    @Test func whatStandsWhereAPieceBeginsIsSeen() throws {
        var pictures = try #require(Self.pictures([(5_000, 3_000), (4_000, 14_000)], samples: [(5, 4_000)]))
        func mend(_ time: Int64, isHidden: Bool = false) -> Packet {
            pictures.mend(time: time, duration: 4_000, isHidden: isHidden)
        }
        #expect(mend(-4_000, isHidden: true) == Packet(shift: 4_000, isHidden: false))
        #expect(mend(0) == Packet(shift: 1_000, isHidden: false))
        // Behind the first piece, then before the second.
        #expect(mend(4_000, isHidden: true) == Packet(shift: 0, isHidden: true))
        #expect(mend(-3_000, isHidden: true) == Packet(shift: 0, isHidden: true))
        #expect(mend(1_000, isHidden: true) == Packet(shift: 4_000, isHidden: false))
        #expect(mend(5_000) == Packet(shift: 2_000, isHidden: false))
    }

    @Test func whatComesBehindAPieceStaysHidden() throws {
        var pictures = try #require(Self.pictures([(2_000, 1_000), (2_000, 4_500)], samples: [(9, 1_000)]))
        for time: Int64 in [0, 1_000] { #expect(!pictures.mend(time: time, duration: 1_000, isHidden: false).isHidden) }
        // Though it seems to end where the next piece begins.
        #expect(pictures.mend(time: 1_500, duration: 500, isHidden: true).isHidden)
    }

    /// Decoded as 0, 3, 1, 2, 6, 4, 5 …: of a piece from the second picture on, FFmpeg has the fourth seen at its beginning.
    @Test func reorderedPicturesComeAtTheirTimes() throws {
        let offsets: [(count: Int64, value: Int64)] = [(1, 20), (1, 40), (1, 10), (1, 10), (1, 40), (1, 10), (1, 10)]
        var pictures = try #require(
            Self.pictures([(40, 20), (30, 30)], samples: [(7, 10)], offsets: offsets))
        #expect(pictures.mend(time: 0, duration: 0, isHidden: false).shift == 0)
        for time: Int64 in [30, 10, 20] { #expect(pictures.mend(time: time, duration: 0, isHidden: false).shift == 0) }
        #expect(pictures.mend(time: 60, duration: 0, isHidden: true) == Packet(shift: 0, isHidden: true))
        // The second piece has those seen at 30, 40 and 50 in the media; the first in decoding order is the last, at 50.
        let first = pictures.mend(time: 70, duration: 0, isHidden: false)
        #expect(70 + first.shift == 40 + 20)
        #expect(pictures.mend(time: 50, duration: 0, isHidden: false).shift == first.shift)
    }

    /// What FFmpeg reads otherwise is left to it.
    @Test func isOfNoUseWhereTheTablesDiffer() throws {
        #expect(Self.pictures([], samples: [(5, 10)]) == nil)
        #expect(Self.pictures([(40, 0)], samples: []) == nil)
        #expect(Self.pictures([(40, 0)], samples: [(5, 10)], offsets: [(5, -10)]) == nil)
        #expect(Self.pictures([(40, 0)], samples: [(4_000_000_000, 10)]) == nil)
        var pictures = try #require(Self.pictures([(40, 0), (40, 10)], samples: [(5, 10)]))
        #expect(pictures.mend(time: 700, duration: 10, isHidden: false) == Packet(shift: 0, isHidden: false))
        for time: Int64 in [710, 720, 730, 740, 750] {
            #expect(pictures.mend(time: time, duration: 10, isHidden: false).shift == 0)
        }
    }
}

@Suite struct MovieIndexTests {
    private static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
        number(content.count + 8) + Array(type.utf8) + content
    }

    private static func number(_ value: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    private static let moov: [UInt8] =
        box("mvhd", [UInt8](repeating: 0, count: 12) + number(600))
        + box(
            "trak",
            box("tkhd", [UInt8](repeating: 0, count: 12) + number(7))
                + box(
                    "edts",
                    box(
                        "elst",
                        number(0) + number(2) + number(300) + number(-1) + number(1 << 16) + number(600) + number(1_024)
                            + number(1 << 16)))
                + box(
                    "mdia",
                    box("mdhd", [UInt8](repeating: 0, count: 12) + number(44_100))
                        + box(
                            "minf",
                            box(
                                "stbl",
                                box(
                                    "stsd",
                                    number(0) + number(1) + number(16) + Array("enca".utf8) + number(0) + number(0))
                                    + box("stts", number(0) + number(1) + number(90) + number(1_024))
                                    + box(
                                        "ctts", number(0) + number(2) + number(1) + number(5) + number(89) + number(-1))
                                    + box(
                                        "stsc",
                                        number(0) + number(2) + number(1) + number(4) + number(1) + number(3)
                                            + number(2) + number(1))
                                    + box("stco", number(0) + number(5))))))

    @Test func readsWhatItNeeds() throws {
        let index = MovieIndex(Self.moov)
        let track = try #require(index.tracks.first)
        #expect(index.timescale == 600 && index.tracks.count == 1)
        #expect(track.id == 7 && track.timescale == 44_100 && track.format == "enca" && track.isEncrypted)
        #expect(track.edits == [.init(duration: 300, mediaTime: nil), .init(duration: 600, mediaTime: 1_024)])
        #expect(track.samples == [.init(count: 90, value: 1_024)])
        #expect(track.offsets == [.init(count: 1, value: 5), .init(count: 89, value: -1)])
        #expect(track.chunks == [.init(count: 2, value: 4), .init(count: 3, value: 2)])
    }

    /// Whatever the bytes are, it returns.
    @Test func survivesAnyBytes() {
        for length in 0...Self.moov.count { _ = MovieIndex(Array(Self.moov.prefix(length))) }
        for place in Self.moov.indices {
            for value: UInt8 in [0, 1, 0x7F, 0xFF] {
                var bytes = Self.moov
                bytes[place] = value
                for track in MovieIndex(bytes).tracks {
                    _ = EditedSound(track, movieTimescale: 600)
                    _ = EditedPictures(track, movieTimescale: 600)
                }
            }
        }
    }
}
