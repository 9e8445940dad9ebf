import HLS

/// An address of the show's poster, or of a file of its storyboard.
enum ShowPicturePath: Hashable {
    case poster
    /// The list of tiles.
    case list
    /// Of this name.
    case sheet(Substring)

    /// - Parameter path: As it came, which may be anyone's; `nil` for any other.
    init?(_ path: Substring) {
        let name = path.dropFirst()
        guard path.hasPrefix("/") else { return nil }
        if name == Storyboard.poster {
            self = .poster
        } else if name == Storyboard.list {
            self = .list
        } else if name.hasPrefix("\(Storyboard.folder)/"),
            Storyboard.isSheetName(name.dropFirst(Storyboard.folder.utf8.count + 1))
        {
            self = .sheet(name.dropFirst(Storyboard.folder.utf8.count + 1))
        } else {
            return nil
        }
    }
}
