import Testing

@testable import Ingest

@Suite struct AudioTagTests {
    private let opusHead: [UInt8] = Array("OpusHead".utf8) + [1, 2, 0x38, 1, 0x80, 0xBB, 0, 0, 0, 0, 0]

    private func fourCC(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func readsAAC() throws {
        #expect(
            try AudioTag.decode([0xAF, 0, 0x11, 0x90])
                == .configuration(AudioConfiguration(codec: .aac, record: [0x11, 0x90])))
        #expect(try AudioTag.decode([0xAF, 1, 5, 6]) == .sound(codec: .aac, bytes: [5, 6]))
    }

    @Test func readsEnhancedSound() throws {
        #expect(
            try AudioTag.decode([0x90] + fourCC("Opus") + opusHead)
                == .configuration(AudioConfiguration(codec: .opus, record: opusHead)))
        #expect(try AudioTag.decode([0x91] + fourCC("Opus") + [9]) == .sound(codec: .opus, bytes: [9]))
        #expect(
            try AudioTag.decode([0x90] + fourCC("mp4a") + [0x12, 0x10])
                == .configuration(AudioConfiguration(codec: .aac, record: [0x12, 0x10])))
        #expect(try AudioTag.decode([0x91] + fourCC("mp4a") + [9]) == .sound(codec: .aac, bytes: [9]))
        #expect(try AudioTag.decode([0x92] + fourCC("mp4a")) == .nothing)
        #expect(try AudioTag.decode([0x94] + fourCC("mp4a") + [1, 2, 0, 0, 0, 3]) == .nothing)
    }

    @Test func takesTheFirstOfSeveralTracks() throws {
        #expect(try AudioTag.decode([0x95, 0x01] + fourCC("mp4a") + [0, 7]) == .sound(codec: .aac, bytes: [7]))
        #expect(try AudioTag.decode([0x95, 0x01] + fourCC("mp4a") + [2, 7]) == .otherTrack)
        #expect(
            try AudioTag.decode([0x97, 2, 0, 0, 9, 0x05, 0x01] + fourCC("mp4a") + [0, 7])
                == .sound(codec: .aac, bytes: [7]))
    }

    @Test(
        arguments: [
            ([0x2F, 0], "MP3"), ([0xE2, 0], "MP3"), ([0xB2, 0], "Speex"), ([0x62, 0], "Nellymoser"),
            ([0x72, 0], "G.711"),
            ([0x3F, 0], "uncompressed"), ([0x12, 0], "ADPCM"), ([0xC0, 0], "unknown format 12"),
            ([0x91] + Array(".mp3".utf8), "MP3"), ([0x90] + Array("fLaC".utf8), "FLAC"),
            ([0x90] + Array("ac-3".utf8), "AC-3"), ([0x90] + Array("zzzz".utf8), "unknown codec"),
        ] as [([UInt8], String)])
    func refusesCodecsByName(body: [UInt8], name: String) {
        let error = #expect(throws: ProtocolError.self) { try AudioTag.decode(body) }
        #expect(error?.reason == .codec)
        #expect(error?.message.contains(name) == true)
        #expect(error?.message.contains("set it to AAC or Opus") == true)
    }

    @Test(arguments: [[], [0xAF], [0xAF, 0], [0xAF, 1]] as [[UInt8]])
    func findsNothingToDecodeIn(_ body: [UInt8]) throws {
        #expect(try AudioTag.decode(body) == .nothing)
    }

    @Test(
        arguments: [
            [0xAF, 2], [0xAF, 0, 1], [0x90], [0x91, 0x4F], [0x97, 9], [0x93, 0x6D, 0x70, 0x34, 0x61],
            [0x9F, 0x6D, 0x70, 0x34, 0x61], [0x90, 0x4F, 0x70, 0x75, 0x73, 1, 2, 3],
        ] as [[UInt8]])
    func refusesWhatIsCutOff(_ body: [UInt8]) {
        #expect(throws: ProtocolError.self) { try AudioTag.decode(body) }
    }
}
