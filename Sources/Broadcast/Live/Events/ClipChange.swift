public import MediaModel

/// What has become of a clip that was asked for while the show goes on.
public enum ClipChange: Hashable, Codable, Sendable {
    /// It is whole: its movie, as a path in the show's folder, and which media time of this run it has.
    case ready(id: String, file: String, from: MediaTime, to: MediaTime)
    /// It can't be made, as the sentence says.
    case failed(id: String, cause: String)
}
