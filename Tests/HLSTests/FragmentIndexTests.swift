import HLS
import HLSTesting
import MediaModel
import Testing

@Suite struct FragmentIndexTests {
    private typealias Build = BoxBuilder

    private static func error(_ bytes: [UInt8]) -> BoxError? {
        do throws(BoxError) {
            _ = try FragmentIndex(bytes)
            return nil
        } catch {
            return error
        }
    }

    /// A moof of one sample of 10 bytes whose `traf` has these boxes.
    private static func fragment(_ trackBoxes: [UInt8]...) -> [UInt8] {
        Build.box("moof", Build.box("traf", trackBoxes.flatMap { $0 })) + Build.box("mdat", Build.zeros(10))
    }

    private static let header = Build.box(
        "tfhd", Build.integer(0x02_0028), Build.integer(1), Build.integer(512), Build.integer(0x1_0000))
    private static let time = Build.box("tfdt", Build.integer(0), Build.integer(1_000))

    /// One sample: the flags beyond data offset, first sample's flags and size, and what they bring.
    private static func run(
        flags: Int = 0, version: Int = 0, offset: Int, first: Int = 0x0200_0000, _ fields: [Int] = [10]
    ) -> [UInt8] {
        Build.box(
            "trun", Build.integer(version << 24 | 0x205 | flags), Build.integer(1), Build.integer(offset),
            Build.integer(first), fields.flatMap { Build.integer($0) })
    }

    @Test func findsTheFirstSampleBehindATypeBox() throws {
        let part = Build.fragment(decodeTime: 300_000, duration: 1_000, sizes: [70, 20, 30])
        let index = try FragmentIndex(Build.segmentType + part)
        let moofSize = part.count - 8 - 120
        #expect(index.firstSampleRange == 24..<24 + moofSize + 8 + 70)
        #expect(index.baseMediaDecodeTime == 300_000)
        #expect(index.duration == 3_000)
        #expect(index.sampleCount == 3)
        #expect(index.beginsWithSync)
        #expect(index.samples.map(\.isSync) == [true, false, false])
        #expect(index.samples.map(\.size) == [70, 20, 30])
    }

    @Test func joinsParts() throws {
        let bytes =
            Build.fragment(decodeTime: 5_000, duration: 1_000, sizes: [1, 2], offsets: [2_000, 4_000])
            + Build.fragment(decodeTime: 7_000, duration: 1_000, sizes: [3], offsets: [0], isSync: false)
        let index = try FragmentIndex(bytes)
        #expect(index.fragments.map(\.baseMediaDecodeTime) == [5_000, 7_000])
        #expect(index.samples.map(\.compositionOffset) == [2_000, 4_000, 0])
        #expect(index.firstPresentationTime == 7_000)
        #expect(index.duration == 3_000)
        #expect(!index.fragments[1].samples[0].isSync)
    }

    @Test func readsSignedOffsetsOfVersionOneAndFieldsPerSample() throws {
        // Duration, size, flags and offset, all per sample; the first sample's flags win.
        let boxes = (Self.header, Self.time)
        func bytes(_ offset: Int) -> [UInt8] {
            Self.fragment(
                boxes.0, boxes.1, Self.run(flags: 0xd00, version: 1, offset: offset, [512, 10, 0x1_0000, -512]))
        }
        let index = try FragmentIndex(bytes(bytes(0).count - 10))
        #expect(index.samples == [try #require(index.samples.first)])
        #expect(index.samples[0].compositionOffset == -512)
        #expect(index.firstPresentationTime == 488)
        #expect(index.beginsWithSync)
    }

    @Test func readsA64BitSizeAndAnMdatToTheEnd() throws {
        let moof = Array(Build.fragment(decodeTime: 0, duration: 1, sizes: [10]).dropLast(18))
        let toTheEnd = Build.integer(0) + Array("mdat".utf8) + Build.zeros(10)
        #expect(try FragmentIndex(moof + toTheEnd).sampleCount == 1)
        // The 16-byte header puts the data eight bytes on, so the sample begins within it.
        let long = Build.integer(1) + Array("mdat".utf8) + Build.integer(26, bytes: 8) + Build.zeros(10)
        #expect(Self.error(moof + long)?.path == "moof/traf/trun")
        let free = Build.integer(1) + Array("free".utf8) + Build.integer(16, bytes: 8)
        #expect(try FragmentIndex(free + moof + toTheEnd).firstSampleRange.lowerBound == 16)
    }

    @Test func takesTheTracksDefaultsWhereTheFragmentHasNone() throws {
        let header = Build.box("tfhd", Build.integer(0x02_0000), Build.integer(1))
        func bytes(_ offset: Int) -> [UInt8] {
            let run = Build.box("trun", Build.integer(1), Build.integer(1), Build.integer(offset))
            return Self.fragment(header, Self.time, run)
        }
        let fragment = bytes(bytes(0).count - 10)
        let index = try FragmentIndex(fragment, defaults: TrackDefaults(duration: 1_024, size: 10, flags: 0x1_0000))
        #expect(index.duration == 1_024)
        #expect(!index.beginsWithSync)
        #expect(Self.error(fragment)?.path == "moof/traf/trun")
    }

    @Test func refusesBoxesThatAreNone() {
        let good = Build.fragment(decodeTime: 0, duration: 1, sizes: [10])
        #expect(Self.error([])?.message == "no moof in 0 bytes")
        #expect(Self.error([0, 0, 0])?.offset == 0)
        #expect(Self.error(Build.integer(7) + Array("moof".utf8))?.path == "moof")
        #expect(Self.error(Build.integer(1) + Array("moof".utf8) + Build.integer(-1, bytes: 8))?.path == "moof")
        #expect(Self.error(Build.integer(1) + Array("moof".utf8))?.path == "moof")
        #expect(Self.error(good + Build.integer(9) + Array("fre\u{1}".utf8))?.path == "fre?")
        #expect(Self.error(good + [0])?.offset == good.count)
        #expect(Self.error(Build.box("moof", Build.integer(0) + Array("traf".utf8)))?.path == "moof/traf")
        #expect(Self.error(Array(good.dropLast()))?.path == "mdat")
        #expect(Self.error(Array(repeating: Build.box("free"), count: 5_000).flatMap { $0 })?.offset == 4_096 * 8)
    }

    @Test func refusesFragmentsThatAreNone() {
        let offset = 8 + 8 + Self.header.count + Self.time.count + Self.run(offset: 0).count + 8
        let good = Self.run(offset: offset)
        #expect(Self.error(Self.fragment(Self.header, Self.time, good)) == nil)
        let wrapped = Build.box("tfdt", Build.integer(0x0100_0000), Build.integer(-1_024, bytes: 8))
        #expect(Self.error(Self.fragment(Self.header, wrapped, Self.run(offset: offset + 4)))?.path == "moof/traf/tfdt")
        #expect(Self.error(Self.fragment(Self.header, good))?.path == "moof/traf")
        #expect(Self.error(Self.fragment(Self.header, Self.time))?.path == "moof")
        #expect(Self.error(Self.fragment(Self.header, Self.header, Self.time, good))?.path == "moof/traf")
        #expect(Self.error(Self.fragment(Self.header, Self.time, Self.run(offset: 0)))?.path == "moof/traf/trun")
        #expect(Self.error(Self.fragment(Self.header, Self.time, Self.run(offset: -9)))?.path == "moof/traf/trun")
        #expect(
            Self.error(Self.fragment(Self.header, Self.time, Self.run(offset: offset, [11])))?.path == "moof/traf/trun")
        #expect(
            Self.error(Self.fragment(Self.header, Self.time, Self.run(offset: offset, [])))?.path == "moof/traf/trun")
        #expect(
            Self.error(Self.fragment(Self.header, Self.time, Self.run(version: 2, offset: offset)))?.message
                == "version 2")
        let many = Build.box("trun", Build.integer(1), Build.integer(-1), Build.integer(offset))
        #expect(Self.error(Self.fragment(Self.header, Self.time, many))?.path == "moof/traf/trun")
        #expect(Self.error(Build.box("moof"))?.path == "moof")
        let endless = Build.fragment(decodeTime: 0, duration: 0xffff_ffff, sizes: [10])
        #expect(Self.error(endless)?.message == "it lasts too long")
    }

    @Test func survivesEveryFlippedBitAndEveryTruncation() {
        let good =
            Build.segmentType + Build.fragment(decodeTime: 300_000, duration: 1_000, sizes: [5, 6], offsets: [0, 1])
        for offset in good.indices {
            for bit in 0..<8 {
                var bytes = good
                bytes[offset] ^= 1 << UInt8(bit)
                _ = Self.error(bytes)
            }
            // The style box alone, and nothing else, may be cut off with nothing lost.
            #expect(Self.error(Array(good.prefix(offset))) != nil)
        }
    }
}
