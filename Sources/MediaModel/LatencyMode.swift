/// How long a picture may wait between the canvas and the viewer, traded against quality per bit.
///
/// Each mode is one row of the encoder table that `tatecast doctor` prints.
public enum LatencyMode: String, CaseIterable, Sendable {
    /// Best quality per bit and CPU. For files.
    case normal
    /// Parts of about half a second, encoder delay of three frames at most. For broadcasts.
    case low
    /// Parts of about a quarter of a second, no encoder delay.
    case ultra
}
