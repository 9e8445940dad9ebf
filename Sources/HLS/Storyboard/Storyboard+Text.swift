import Captions
public import MediaModel

extension Storyboard {
    /// A cue for each tile, which names its place on a sheet as a media fragment (W3C Media Fragments URI 1.0, 4.2.2).
    ///
    /// - Parameter end: When the show is over; what is later isn't listed. `nil` while it goes on.
    public func webVTT(until end: MediaTime? = nil) -> String {
        var text = "WEBVTT\n"
        for sheet in sheets {
            for tile in 0..<sheet.tileCount {
                let start = sheet.start + Self.interval.times(tile)
                let stop = min(start + Self.interval, end ?? start + Self.interval)
                guard start < stop else { break }
                let area = grid.area(of: tile)
                text += "\n\(CueTime.text(of: start)) --> \(CueTime.text(of: stop))\n\(Self.folder)/\(sheet.name)"
                text += "#xywh=\(area.x),\(area.y),\(area.width),\(area.height)\n"
            }
        }
        return text
    }

    /// The playlist of images of a whole show, as Image Media Playlists for HLS 0.4 asks: in it, what no sheet has is a gap, and
    /// discontinuities stand where the media have them.
    public func playlist(along timeline: Timeline) -> MediaPlaylist {
        let tiles = MediaPlaylist.Tiles(
            size: grid.tile, columns: grid.columns, rows: grid.rows, duration: Self.interval)
        var segments: [MediaPlaylist.Segment] = []
        var breaks = timeline.discontinuities[...]
        var time = MediaTime.zero
        /// Whether the next segment begins where the media have a discontinuity; EXTINF is rounded to microseconds.
        func takeBreak() -> Bool {
            guard let next = breaks.first, next <= time + .milliseconds(1) else { return false }
            breaks.removeFirst()
            return true
        }
        func fill(until end: MediaTime) {
            while time + .milliseconds(1) < end {
                let isDiscontinuous = takeBreak()
                let stop = min(end, breaks.first ?? end)
                segments.append(
                    .init(uri: "missing.jpg", duration: stop - time, isDiscontinuous: isDiscontinuous, isGap: true))
                time = stop
            }
        }
        for sheet in sheets where sheet.start < timeline.end {
            fill(until: sheet.start)
            let isDiscontinuous = takeBreak()
            let end = min(sheet.end, breaks.first ?? sheet.end, timeline.end)
            var segment = MediaPlaylist.Segment(
                uri: sheet.name, duration: end - time, isDiscontinuous: isDiscontinuous)
            segment.tiles = tiles
            segments.append(segment)
            time = end
        }
        fill(until: timeline.end)
        let longest = segments.map { $0.duration.ticks(timescale: 1, rounding: .up) }.max() ?? 1
        var header = MediaPlaylist.Header(
            targetDuration: max(1, Int(longest)), kind: .videoOnDemand, hasIndependentSegments: false)
        header.hasImagesOnly = true
        return MediaPlaylist(header: header, segments: segments, isEnded: true)
    }

    /// What the multivariant playlist says of a playlist of images; `nil` without a sheet.
    public func variant(along timeline: Timeline) -> MultivariantPlaylist.ImageVariant? {
        guard !isEmpty else { return nil }
        let playlist = playlist(along: timeline)
        let sizes = Dictionary(sheets.map { ($0.name, $0.byteCount) }, uniquingKeysWith: { first, _ in first })
        var meter = BandwidthMeter(targetDuration: playlist.header.targetDuration)
        for segment in playlist.segments where !segment.isGap && segment.duration > .zero {
            meter.add(bytes: sizes[segment.uri] ?? 0, duration: segment.duration)
        }
        return .init(
            stream: .init(
                bandwidth: max(1, meter.peak), averageBandwidth: max(1, meter.average), codecs: ["jpeg"],
                resolution: grid.tile),
            uri: Self.playlist)
    }

    /// Reads what an earlier run of the same show listed.
    ///
    /// - Parameters:
    ///   - text: May be anyone's.
    ///   - byteCount: How large a sheet's file is; `nil` if it isn't there, and is left out.
    public mutating func takeUp(_ text: String, byteCount: (_ name: String) -> Int?) {
        var found: (name: String, start: MediaTime, tiles: Int)?
        func finish(_ storyboard: inout Storyboard) {
            guard let sheet = found, let count = byteCount(sheet.name) else { return }
            storyboard.add(Sheet(name: sheet.name, start: sheet.start, tileCount: sheet.tiles, byteCount: count))
        }
        var start: MediaTime?
        for line in text.split(whereSeparator: \.isNewline) {
            if let arrow = line.firstRange(of: " --> ") {
                start = CueTime.read(line[..<arrow.lowerBound])
            } else if let time = start, let (name, area) = Self.place(in: line) {
                start = nil
                // Of another grid, or out of order: not ours to go on with.
                if let sheet = found, sheet.name == name {
                    guard sheet.tiles < grid.capacity, grid.area(of: sheet.tiles) == area else { continue }
                    found?.tiles += 1
                } else {
                    finish(&self)
                    found = grid.area(of: 0) == area ? (name, time, 1) : nil
                }
            }
        }
        finish(&self)
    }

    private static func place(in line: Substring) -> (name: String, area: PixelArea)? {
        let halves = line.split(separator: "#xywh=", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, halves[0].hasPrefix("\(folder)/") else { return nil }
        let name = halves[0].dropFirst(folder.utf8.count + 1)
        let numbers = halves[1].split(separator: ",", omittingEmptySubsequences: false).map { DecimalText.integer($0) }
        guard isSheetName(name), numbers.count == 4, let x = numbers[0], let y = numbers[1], let width = numbers[2],
            let height = numbers[3], [x, y, width, height].allSatisfy({ $0 <= 65_535 })
        else { return nil }
        return (String(name), PixelArea(x: x, y: y, width: width, height: height))
    }
}
