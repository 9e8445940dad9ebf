/// Makes boxes by hand, so that readers are tested against bytes nobody else's library chose.
package enum BoxBuilder {
    package static func box(_ type: String, _ contents: [UInt8]...) -> [UInt8] {
        let content = contents.flatMap { $0 }
        return integer(content.count + 8) + Array(type.utf8) + content
    }

    package static func integer(_ value: Int, bytes: Int = 4) -> [UInt8] {
        (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    package static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    /// An AVC decoder configuration record with one SPS and no PPS.
    package static func avcRecord(profile: UInt8 = 100, level: UInt8 = 31) -> [UInt8] {
        [1, profile, 0, level, 0xff, 0xe1] + integer(4, bytes: 2) + [0x67, profile, 0, level] + [0]
    }

    package static func initialisation(timescale: Int, sampleEntry: [UInt8]) -> [UInt8] {
        let table = box("stbl", box("stsd", zeros(4), integer(1), sampleEntry))
        let media = box("mdia", box("mdhd", zeros(12), integer(timescale), zeros(8)), box("minf", table))
        let defaults = box("trex", zeros(4), integer(1), integer(1), zeros(12))
        return box("ftyp", Array("iso6".utf8), zeros(4)) + box("moov", box("trak", media), box("mvex", defaults))
    }

    package static func video(
        width: Int, height: Int, record: [UInt8] = avcRecord(), timescale: Int = 30_000
    ) -> [UInt8] {
        let entry = box(
            "avc1", zeros(24), integer(width, bytes: 2), integer(height, bytes: 2), zeros(50), box("avcC", record))
        return initialisation(timescale: timescale, sampleEntry: entry)
    }

    package static func audio(channels: Int = 2, rate: Int = 48_000, config: [UInt8] = [0x11, 0x90]) -> [UInt8] {
        let specific = [5, UInt8(config.count)] + config
        let decoder = [4, UInt8(13 + specific.count)] + zeros(13) + specific
        // A size of four bytes, as FFmpeg writes it.
        let stream = [3, 0x80, 0x80, 0x80, UInt8(3 + decoder.count)] + zeros(3) + decoder
        let entry = box(
            "mp4a", zeros(16), integer(channels, bytes: 2), zeros(6), integer(rate << 16), box("esds", zeros(4), stream)
        )
        return initialisation(timescale: rate, sampleEntry: entry)
    }

    /// A `moof` and its `mdat`, as FFmpeg writes a part: sizes (and offsets) per sample, the rest by default.
    package static func fragment(
        decodeTime: Int, duration: Int, sizes: [Int], offsets: [Int]? = nil, isSync: Bool = true
    ) -> [UInt8] {
        let flags = 0x01 | (isSync ? 0x04 : 0) | 0x200 | (offsets == nil ? 0 : 0x800)
        func moof(_ dataOffset: Int) -> [UInt8] {
            var run = integer(flags) + integer(sizes.count) + integer(dataOffset)
            if isSync { run += integer(0x0200_0000) }
            for (index, size) in sizes.enumerated() {
                run += integer(size)
                if let offsets { run += integer(offsets[index]) }
            }
            let header = integer(0x02_0028) + integer(1) + integer(duration) + integer(0x0101_0000)
            return box(
                "moof", box("mfhd", zeros(8)),
                box(
                    "traf", box("tfhd", header), box("tfdt", integer(0x0100_0000), integer(decodeTime, bytes: 8)),
                    box("trun", run)))
        }
        let size = moof(0).count
        return moof(size + 8) + box("mdat", zeros(sizes.reduce(0, +)))
    }

    package static let segmentType = box("styp", Array("msdh".utf8), zeros(4), Array("msdhmsix".utf8))
}
