/// Reads one `moof`: its track fragment's header, decode time and runs (ISO 14496-12 8.8.4 to 8.8.12).
struct FragmentReader {
    /// Of a segment: seconds of audio have a few hundred.
    static let maximumSampleCount = 1 << 17

    /// Decode times are ticks from a start near 0; 2⁴⁸ ticks at 48 kHz are 186 years.
    private static let maximumDecodeTime: UInt64 = 1 << 48

    /// In ticks: keeps the sum over any playlist within 64 bits. At 48 kHz it is an hour and a half.
    private static let maximumDuration: Int64 = 1 << 28

    let reader: BoxReader
    let moof: Box
    let defaults: TrackDefaults?
    /// The contents of the segment's `mdat` boxes.
    let media: [Range<Int>]
    /// The track's number; `nil` for the only one.
    let track: Int?

    /// - Returns: The fragment, and where each of its samples is, of which there is at least one; `nil` if it has nothing of the track.
    func read() throws(BoxError) -> (fragment: FragmentIndex.Fragment, sampleRanges: [Range<Int>])? {
        let children = try reader.boxes(in: moof)
        var tracks = children.filter { $0.type == "traf" }
        if let track {
            var wanted: [Box] = []
            for box in tracks where try number(reader.box("tfhd", in: box)) == track { wanted.append(box) }
            guard !wanted.isEmpty else { return nil }
            tracks = wanted
        }
        guard tracks.count == 1 else { throw moof.error("\(tracks.count) tracks: a file of ours has one") }
        let header = try trackHeader(reader.box("tfhd", in: tracks[0]))
        let time = try decodeTime(reader.box("tfdt", in: tracks[0]))

        var samples: [FragmentIndex.Sample] = []
        var position = header.dataStart
        var ranges: [Range<Int>] = []
        for box in try reader.boxes(in: tracks[0]) where box.type == "trun" {
            let run = try self.run(box, header: header, room: Self.maximumSampleCount - samples.count)
            // Without an offset of its own, a run's data follows the one's before.
            position = run.dataOffset.map { header.dataStart + $0 } ?? position
            let size = run.samples.reduce(0) { $0 + $1.size }
            guard position >= 0,
                media.contains(where: { $0.lowerBound <= position && position + size <= $0.upperBound })
            else { throw box.error("its \(size) bytes of data at \(position) lie in no mdat") }
            for sample in run.samples {
                ranges.append(position..<position + sample.size)
                position += sample.size
            }
            samples += run.samples
        }
        guard let firstSampleEnd = ranges.first?.upperBound else { throw moof.error("no sample in it") }
        guard samples.reduce(0, { $0 + $1.duration }) < Self.maximumDuration else {
            throw moof.error("it lasts too long")
        }
        guard firstSampleEnd > moof.range.upperBound else { throw moof.error("its data lies before it") }
        return (FragmentIndex.Fragment(baseMediaDecodeTime: time, samples: samples), ranges)
    }
}

// MARK: - Boxes

extension FragmentReader {
    private struct TrackHeader {
        var dataStart: Int
        var duration: Int64?
        var size: Int?
        var flags: Int?
    }

    private struct Run {
        var dataOffset: Int?
        var samples: [FragmentIndex.Sample]
    }

    /// The track's, of `tfhd`.
    private func number(_ box: Box) throws(BoxError) -> Int {
        var fields = reader.fields(of: box)
        _ = try fields.versionAndFlags(upTo: 0)
        return try fields.number()
    }

    /// `tfhd` (8.8.7).
    private func trackHeader(_ box: Box) throws(BoxError) -> TrackHeader {
        var fields = reader.fields(of: box)
        let flags = try fields.versionAndFlags(upTo: 0).flags
        try fields.skip(4)  // track_ID
        // Without base-data-offset, data is addressed from the moof: so says default-base-is-moof, and for a moof's
        // first track it is so anyway.
        var header = TrackHeader(dataStart: moof.range.lowerBound)
        if flags & 0x01 != 0 {
            let offset = try fields.integer(bytes: 8)
            guard offset <= UInt64(reader.bytes.count) else { throw box.error("a data offset of \(offset)") }
            header.dataStart = Int(offset)
        }
        if flags & 0x02 != 0 { try fields.skip(4) }  // sample_description_index
        header.duration = flags & 0x08 != 0 ? Int64(try fields.number()) : defaults?.duration
        header.size = flags & 0x10 != 0 ? try fields.number() : defaults?.size
        header.flags = flags & 0x20 != 0 ? try fields.number() : defaults?.flags
        return header
    }

    /// `tfdt` (8.8.12).
    private func decodeTime(_ box: Box) throws(BoxError) -> Int64 {
        var fields = reader.fields(of: box)
        let version = try fields.versionAndFlags(upTo: 1).version
        let time = try fields.integer(bytes: version == 1 ? 8 : 4)
        guard time < Self.maximumDecodeTime else {
            throw box.error("a decode time of \(time): was it negative?")
        }
        return Int64(time)
    }

    /// `trun` (8.8.8).
    private func run(_ box: Box, header: TrackHeader, room: Int) throws(BoxError) -> Run {
        var fields = reader.fields(of: box)
        let (version, flags) = try fields.versionAndFlags(upTo: 1)
        let count = try fields.number()
        let dataOffset = flags & 0x01 != 0 ? try fields.signed() : nil
        let firstFlags = flags & 0x04 != 0 ? try fields.number() : nil
        let fieldCount = (flags & 0xf00).nonzeroBitCount
        guard count <= room, count * fieldCount * 4 <= fields.remaining else {
            throw box.error("\(count) samples of \(fieldCount) fields in \(fields.remaining) bytes")
        }
        var samples: [FragmentIndex.Sample] = []
        samples.reserveCapacity(count)
        for index in 0..<count {
            let duration = flags & 0x100 != 0 ? Int64(try fields.number()) : header.duration
            let size = flags & 0x200 != 0 ? try fields.number() : header.size
            let ownFlags = flags & 0x400 != 0 ? try fields.number() : header.flags
            var offset: Int64 = 0
            if flags & 0x800 != 0 { offset = Int64(version == 0 ? try fields.number() : try fields.signed()) }
            guard let duration, let size else { throw box.error("sample \(index) has no duration or no size") }
            let sampleFlags = index == 0 ? firstFlags ?? ownFlags : ownFlags
            samples.append(
                FragmentIndex.Sample(
                    size: size, duration: duration, compositionOffset: offset,
                    // 8.8.3.1: sample_is_non_sync_sample. Without any flags nothing says that it isn't one.
                    isSync: (sampleFlags ?? 0) & 0x1_0000 == 0))
        }
        return Run(dataOffset: dataOffset, samples: samples)
    }
}
