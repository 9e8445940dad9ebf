public import MediaModel

/// A show in small pictures, for who looks for a place in it: a tile every two seconds, many tiles on a sheet, each sheet a JPEG.
///
/// Web players read ``webVTT(until:)``, others the playlist of images (``playlist(along:)``). A value; it knows no file.
public struct Storyboard: Hashable, Sendable {
    /// A picture of several tiles, the first of which is shown from `start` on.
    public struct Sheet: Hashable, Sendable {
        /// Its file's, in ``folder``.
        public let name: String
        /// On the show's timeline: the time of the first picture that its playlists list is 0.
        public let start: MediaTime
        public let tileCount: Int
        public let byteCount: Int

        public init(name: String, start: MediaTime, tileCount: Int, byteCount: Int) {
            (self.name, self.start, self.tileCount, self.byteCount) = (name, start, tileCount, byteCount)
        }

        /// When its last tile's time is over.
        public var end: MediaTime { start + Storyboard.interval.times(tileCount) }
    }

    /// What the playlists of a whole show say of its time.
    public struct Timeline: Hashable, Sendable {
        public let end: MediaTime
        /// Where EXT-X-DISCONTINUITY stands, in order.
        public let discontinuities: [MediaTime]

        public init(end: MediaTime, discontinuities: [MediaTime] = []) {
            (self.end, self.discontinuities) = (end, discontinuities)
        }

        public init(_ playlist: MediaPlaylist) {
            var (time, breaks) = (MediaTime.zero, [MediaTime]())
            for segment in playlist.segments {
                if segment.isDiscontinuous { breaks.append(time) }
                time += segment.duration
            }
            (end, discontinuities) = (time, breaks)
        }
    }

    /// Of the picture that stands for the show, beside all of these.
    public static let poster = "poster.jpg"
    /// The folder of its sheets, beside the renditions'.
    public static let folder = "storyboard"
    /// Of web players.
    public static let list = "storyboard.vtt"
    /// Of images.
    public static let playlist = "\(folder)/playlist.m3u8"
    /// How long a tile stands for. In two seconds, little is missed; a show of three hours has 5,400 tiles, or 300 sheets.
    public static let interval = MediaTime.seconds(2)

    public let grid: TileGrid
    /// In the order of their times; none reaches into the next.
    public private(set) var sheets: [Sheet]

    public init(grid: TileGrid) { (self.grid, sheets) = (grid, []) }

    public var isEmpty: Bool { sheets.isEmpty }

    /// Adds the next sheet. One that doesn't follow the last is left out.
    public mutating func add(_ sheet: Sheet) {
        guard 1...grid.capacity ~= sheet.tileCount, sheet.start >= sheets.last?.end ?? .zero else { return }
        sheets.append(sheet)
    }

    // MARK: - Names

    /// - Parameters:
    ///   - run: Of this start of the process, as in ``MediaName``: no name ever has two contents.
    ///   - number: Counts the run's sheets, from 0.
    public static func sheetName(run: String, number: Int) -> String { "\(run)-\(number).jpg" }

    /// Whether a file of ``folder`` may be called so. Any text.
    public static func isSheetName(_ name: some StringProtocol) -> Bool {
        guard name.hasSuffix(".jpg"), name.utf8.count <= 64, let hyphen = name.firstIndex(of: "-") else { return false }
        let digits = name[name.index(after: hyphen)...].dropLast(4)
        guard let number = DecimalText.integer(digits), "\(number)" == digits else { return false }
        return MediaName.isRun(String(name[..<hyphen]))
    }
}
