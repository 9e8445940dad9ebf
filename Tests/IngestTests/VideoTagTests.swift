import Testing

@testable import Ingest

@Suite struct VideoTagTests {
    private let hvcC: [UInt8] = [1] + [UInt8](repeating: 0, count: 22)
    private let av1C: [UInt8] = [0x81, 8, 0x0C, 0]

    private func fourCC(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func readsH264() throws {
        #expect(
            try VideoTag.decode([0x17, 0, 0, 0, 0] + Message.avcC)
                == .configuration(VideoConfiguration(codec: .h264, record: Message.avcC)))
        #expect(
            try VideoTag.decode([0x17, 1, 0, 0, 80, 9, 9])
                == .picture(codec: .h264, isKeyFrame: true, compositionOffset: 80, bytes: [9, 9]))
        #expect(
            try VideoTag.decode([0x27, 1, 0xFF, 0xFF, 0xD8, 9])
                == .picture(codec: .h264, isKeyFrame: false, compositionOffset: -40, bytes: [9]))
        #expect(try VideoTag.decode([0x17, 2, 0, 0, 0]) == .nothing)
    }

    @Test func readsEnhancedFrames() throws {
        #expect(
            try VideoTag.decode([0x90] + fourCC("hvc1") + hvcC)
                == .configuration(VideoConfiguration(codec: .hevc, record: hvcC)))
        #expect(
            try VideoTag.decode([0x91] + fourCC("hvc1") + [0, 0, 33, 7])
                == .picture(codec: .hevc, isKeyFrame: true, compositionOffset: 33, bytes: [7]))
        #expect(
            try VideoTag.decode([0xA3] + fourCC("hvc1") + [0, 0, 33, 7])
                == .picture(codec: .hevc, isKeyFrame: false, compositionOffset: 0, bytes: [0, 0, 33, 7]))
        #expect(
            try VideoTag.decode([0x90] + fourCC("av01") + av1C)
                == .configuration(VideoConfiguration(codec: .av1, record: av1C)))
        #expect(
            try VideoTag.decode([0x91] + fourCC("av01") + [1, 2, 3, 4])
                == .picture(codec: .av1, isKeyFrame: true, compositionOffset: 0, bytes: [1, 2, 3, 4]))
        #expect(
            try VideoTag.decode([0x91] + fourCC("avc1") + [0, 0, 1, 4])
                == .picture(codec: .h264, isKeyFrame: true, compositionOffset: 1, bytes: [4]))
        #expect(try VideoTag.decode([0x92] + fourCC("hvc1")) == .nothing)
        #expect(try VideoTag.decode([0x94] + fourCC("hvc1") + [2, 0, 0]) == .metadata([2, 0, 0]))
    }

    @Test func readsHEVCAsItWasSentBeforeEnhancedRTMP() throws {
        #expect(
            try VideoTag.decode([0x1C, 1, 0, 0, 2, 5])
                == .picture(codec: .hevc, isKeyFrame: true, compositionOffset: 2, bytes: [5]))
    }

    @Test func passesModifiersOver() throws {
        // Size 3 and nanoseconds; then one with a long size; then coded frames.
        let nanoseconds: [UInt8] = [0x97, 2, 0, 0, 9]
        let long: [UInt8] = [0x07, 0xFF, 1, 0x00] + [UInt8](repeating: 4, count: 257)
        let expected = VideoTag.picture(codec: .hevc, isKeyFrame: true, compositionOffset: 0, bytes: [7])
        #expect(try VideoTag.decode(nanoseconds + [0x03] + fourCC("hvc1") + [7]) == expected)
        #expect(try VideoTag.decode(nanoseconds + long + [0x03] + fourCC("hvc1") + [7]) == expected)
    }

    @Test func takesTheFirstOfSeveralTracks() throws {
        let expected = VideoTag.picture(codec: .h264, isKeyFrame: true, compositionOffset: 0, bytes: [7])
        #expect(try VideoTag.decode([0x96, 0x03] + fourCC("avc1") + [0, 7]) == expected)
        #expect(try VideoTag.decode([0x96, 0x03] + fourCC("avc1") + [1, 7]) == .otherTrack)
        let two: [UInt8] = [1, 0, 0, 2, 8, 8, 0, 0, 0, 1, 7]
        #expect(try VideoTag.decode([0x96, 0x13] + fourCC("avc1") + two) == expected)
        let mixed = fourCC("vp09") + [1, 0, 0, 1, 8] + fourCC("avc1") + [0, 0, 0, 1, 7]
        #expect(try VideoTag.decode([0x96, 0x23] + mixed) == expected)
    }

    @Test(
        arguments: [
            ([0x12, 0], "Sorenson H.263"), ([0x14, 0], "VP6"), ([0x15, 0], "VP6"), ([0x13, 0], "screen video"),
            ([0x19, 0], "unknown codec 9"),
            ([0x90] + Array("vp09".utf8), "VP9"), ([0x91] + Array("zzzz".utf8), "unknown codec"),
        ] as [([UInt8], String)])
    func refusesCodecsByName(body: [UInt8], name: String) {
        let error = #expect(throws: ProtocolError.self) { try VideoTag.decode(body) }
        #expect(error?.reason == .codec)
        #expect(error?.message.contains(name) == true)
        #expect(error?.message.contains("set it to H.264, HEVC or AV1") == true)
    }

    @Test func refusesMPEG2TransportStreams() {
        let error = #expect(throws: ProtocolError.self) { try VideoTag.decode([0x95] + Array("av01".utf8)) }
        #expect(error?.message.contains("MPEG-2 TS") == true)
    }

    @Test(arguments: [[], [0x17, 0, 0, 0, 0], [0x17, 1, 0, 0, 0], [0x57, 0], [0xD1, 0]] as [[UInt8]])
    func findsNothingToDecodeIn(_ body: [UInt8]) throws {
        #expect(try VideoTag.decode(body) == .nothing)
    }

    @Test(
        arguments: [
            [0x17], [0x17, 1, 0], [0x17, 3, 0, 0, 0], [0x90], [0x91, 0x68, 0x76], [0x97], [0x97, 200, 1], [0x96],
            [0x96, 0x33], [0x96, 0x11, 0x61, 0x76, 0x63, 0x31],
            [0x96, 0x11, 0x61, 0x76, 0x63, 0x31, 1, 0xFF, 0xFF, 0xFF],
            [0x17, 0, 0, 0, 0, 2, 1, 1, 1, 1, 1, 1], [0x9F, 1, 2, 3, 4],
        ] as [[UInt8]])
    func refusesWhatIsCutOff(_ body: [UInt8]) {
        #expect(throws: ProtocolError.self) { try VideoTag.decode(body) }
    }
}
