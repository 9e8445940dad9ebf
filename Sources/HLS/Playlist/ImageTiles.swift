public import MediaModel

extension MediaPlaylist {
    /// How a picture of a playlist of images holds many small ones (EXT-X-TILES, Image Media Playlists for HLS 0.4): from the left to the
    /// right, then from above, each for the same time.
    public struct Tiles: Hashable, Sendable {
        /// Of one of them.
        public let size: PixelSize
        public let columns, rows: Int
        /// How long each is shown.
        public let duration: MediaTime

        /// - Precondition: There is a tile, and it has a size and a duration.
        public init(size: PixelSize, columns: Int, rows: Int, duration: MediaTime) {
            precondition(size.width > 0 && size.height > 0 && columns > 0 && rows > 0 && duration > .zero, "no tiles")
            (self.size, self.columns, self.rows, self.duration) = (size, columns, rows, duration)
        }

        public var count: Int { columns * rows }

        /// Of the whole picture.
        public var pictureSize: PixelSize { PixelSize(width: size.width * columns, height: size.height * rows) }
    }
}

extension MediaPlaylist.Tiles {
    var line: String {
        var list = AttributeList()
        list.append("RESOLUTION", .plain("\(size)"))
        list.append("LAYOUT", .plain("\(columns)x\(rows)"))
        list.append("DURATION", .plain(duration.decimalSeconds))
        return "#EXT-X-TILES:\(list.text)"
    }

    /// - Throws: All three attributes must be there, and neither size nor duration may be 0.
    init(_ list: AttributeList) throws(AttributeList.Failure) {
        let size = try list.required("RESOLUTION", list.resolution("RESOLUTION"))
        let layout = try list.required("LAYOUT", list.resolution("LAYOUT"))
        let duration = try list.required("DURATION", list.duration("DURATION"))
        guard duration > .zero else { throw AttributeList.Failure(message: "DURATION is 0") }
        // JPEG's own limit, which also keeps products within 64 bits.
        guard size.width * layout.width <= 65_535, size.height * layout.height <= 65_535 else {
            throw AttributeList.Failure(message: "LAYOUT: \(layout.width)x\(layout.height) of \(size) is no picture")
        }
        self.init(size: size, columns: layout.width, rows: layout.height, duration: duration)
    }
}
