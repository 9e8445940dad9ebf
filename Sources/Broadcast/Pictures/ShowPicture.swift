/// A picture of the programme that becomes a file beside its media.
enum ShowPicture: Sendable {
    /// A JPEG that takes the place of the poster before.
    case poster([UInt8])
    case sheet(Sheet)

    /// A sheet of the storyboard, as a JPEG.
    struct Sheet: Sendable {
        /// Counts this run's sheets, from 0. All but the last are full.
        let number: Int
        let tileCount: Int
        let bytes: [UInt8]
    }

    var isPoster: Bool { if case .poster = self { true } else { false } }
}
