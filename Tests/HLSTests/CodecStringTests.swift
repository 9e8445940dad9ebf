import HLS
import HLSTesting
import Testing

@Suite struct CodecStringTests {
    private static let set: [UInt8] = [0x67, 0x64, 0x00, 0x1f, 0xac, 0xd9]

    @Test func readsStartCodesOfThreeAndFourBytes() throws {
        let picture: [UInt8] = [0x68, 0xeb, 0xe3]
        #expect(try CodecString.avc(extradata: [0, 0, 0, 1] + Self.set + [0, 0, 0, 1] + picture) == "avc1.64001f")
        #expect(try CodecString.avc(extradata: [0, 0, 1] + Self.set) == "avc1.64001f")
        #expect(
            try CodecString.avc(extradata: [0, 0, 0, 1, 9, 0x10, 0, 0, 1] + picture + [0, 0, 1] + Self.set)
                == "avc1.64001f")
    }

    @Test func readsAnAVCRecord() throws {
        #expect(try CodecString.avc(extradata: BoxBuilder.avcRecord(profile: 66, level: 10)) == "avc1.42000a")
    }

    @Test(
        arguments: [
            [], [1], [1, 100, 0, 31, 0xff, 0xe0, 0, 0], [1, 100, 0, 31, 0xff, 0xe1, 0, 9, 0x67], [0, 0, 1],
            [0, 0, 1, 0x67],
            [0, 0, 1, 0x68, 1, 2, 3], [1, 100, 0, 31, 0xff, 0xe1, 0, 4, 0x68, 100, 0, 31], [0, 0, 0, 1, 0x67, 0x64, 0],
        ] as [[UInt8]])
    func refusesExtradataWithoutAParameterSet(bytes: [UInt8]) {
        #expect(throws: CodecString.Failure.self) { try CodecString.avc(extradata: bytes) }
    }

    @Test(
        arguments: [
            ([0x11, 0x90, 0x56, 0xe5, 0x00], "mp4a.40.2"), ([0x2b, 0x92], "mp4a.40.5"), ([0xf9, 0x40], "mp4a.40.42"),
        ] as [([UInt8], String)])
    func readsAudioObjectTypes(config: [UInt8], name: String) throws {
        #expect(try CodecString.aac(audioSpecificConfig: config) == name)
    }

    @Test func refusesAShortAudioConfiguration() {
        #expect(throws: CodecString.Failure.self) { try CodecString.aac(audioSpecificConfig: [0x11]) }
    }
}
