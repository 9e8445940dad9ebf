import FFmpegKit
import Ingest

/// Where one source's packets come from.
enum SourceInput: ~Copyable, Sendable {
    /// Those who publish to this machine, one after the other.
    case publishers(IngestEventQueue)
    /// A stream on another machine, or a file: opened already, unless it comes when it likes. See
    /// ``PullSource/openFirst(_:interrupt:)``.
    case pull(LiveInput, opened: InputContainer?)
}
