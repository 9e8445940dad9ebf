import HLS

/// An address of what a show has beside its media: its poster, a file of its storyboard, or one of its chapters.
enum SideFilePath: Hashable {
    case poster
    /// The list of tiles.
    case list
    /// Of this name.
    case sheet(Substring)
    /// Of this name.
    case chapters(Substring)

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
        } else if ChapterName.matches(name) {
            self = .chapters(name)
        } else {
            return nil
        }
    }
}
