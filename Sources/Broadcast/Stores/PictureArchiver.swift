import HLS
import MediaModel

/// Keeps a broadcast's poster and, where all of it is recorded, its storyboard in a store.
///
/// As with segments: nothing is named that isn't there, and what can't be written is missing.
struct PictureArchiver {
    private let store: any SegmentStore
    private let run: String
    private let records: Bool
    private var storyboard: Storyboard
    private var poster: [UInt8]?
    /// When this run begins, on the recording's timeline.
    private var start = MediaTime.zero
    private var isPrepared = false

    private static let folder = RenditionID(stringLiteral: Storyboard.folder)

    /// - Parameters:
    ///   - run: Of this start of the process.
    ///   - records: Whether there is a storyboard.
    ///   - storyboard: With what an earlier run left.
    init(_ store: any SegmentStore, run: String, records: Bool, storyboard: Storyboard) {
        (self.store, self.run, self.records, self.storyboard) = (store, run, records, storyboard)
    }

    /// Says how much is recorded before this run.
    mutating func begin(at start: MediaTime) { self.start = start }

    /// Writes a picture, and the list of those there are.
    mutating func take(_ picture: ShowPicture) throws(JobError) {
        switch picture {
        case .poster(let bytes):
            poster = bytes
            try store.write([bytes], to: PresentationNames.poster, isDurable: false)
        case .sheet(let sheet):
            guard records else { return }
            if !isPrepared { try store.prepare(Self.folder) }
            isPrepared = true
            let name = Storyboard.sheetName(run: run, number: sheet.number)
            try store.write([sheet.bytes], to: "\(Storyboard.folder)/\(name)", isDurable: false)
            let offset = Storyboard.interval.times(sheet.number * storyboard.grid.capacity)
            storyboard.add(
                .init(name: name, start: start + offset, tileCount: sheet.tileCount, byteCount: sheet.bytes.count))
            try write(storyboard.webVTT(), to: Storyboard.list)
        }
    }

    /// Writes what can be said only of a show that is over.
    ///
    /// - Parameter timeline: Of the whole recording; `nil` where there is none.
    /// - Returns: What the multivariant playlist is to say of its images; `nil` for nothing.
    func finish(along timeline: Storyboard.Timeline?) throws(JobError) -> MultivariantPlaylist.ImageVariant? {
        // Once more: a store may keep what changes for a moment only, and this doesn't any more.
        if let poster { try store.write([poster], to: PresentationNames.poster, isDurable: false) }
        guard let timeline, let variant = storyboard.variant(along: timeline) else { return nil }
        try write(storyboard.webVTT(until: timeline.end), to: Storyboard.list)
        try write(storyboard.playlist(along: timeline).text, to: Storyboard.playlist)
        return variant
    }

    private func write(_ text: String, to name: String) throws(JobError) {
        try store.write([Array(text.utf8)], to: name, isDurable: false)
    }
}
