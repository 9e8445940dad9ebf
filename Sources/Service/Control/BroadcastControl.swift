public import AfterShow
public import Broadcast
public import Delivery
import HLS
public import MediaModel
public import Show

/// What the control API asks of a programme. Any thread.
public protocol BroadcastControl: Sendable {
    var canvas: PixelSize { get }
    var frameRate: FrameRate { get }
    /// How it is doing.
    var status: LiveStatus.Snapshot { get }
    /// The show as it was committed last.
    var show: ShowState { get }
    /// What draws the show.
    var preset: Preset { get }
    var settings: SourceControls.Settings { get }
    /// Who is told what happens, and how that goes.
    var webhooks: [WebhookState] { get }
    /// Where the programme goes besides, and how that goes.
    var destinations: [DestinationState] { get }

    /// Adds a destination, or another address in the place of one that is stopped.
    ///
    /// - Parameter key: The stream key; `nil` for the one that the process was given for that name.
    /// - Throws: ``ControlRefusal`` or `Destinations.Refusal`, in words.
    func addDestination(named name: String, url: String, key: String?) async throws
    /// Begins anew with a destination, at once.
    func restartDestination(named name: String) throws
    /// Ends the stream to a destination, and makes no more attempts.
    func stopDestination(named name: String) throws

    /// Asks for a clip of what was shown: the last so long, or a range of media time. Returns at once.
    ///
    /// - Throws: ``ControlRefusal`` or `LiveClip.Refusal`, in words.
    func orderClip(last duration: MediaTime, isClean: Bool) throws -> LiveClip
    func orderClip(from: MediaTime, to: MediaTime, isClean: Bool) throws -> LiveClip
    /// A clip that was asked for; `nil` if there is none of that identifier.
    func clip(_ id: String) -> LiveClip?

    /// Commits events on one tick, or at the times that they name: less than half a second.
    ///
    /// - Returns: What became of each, in their order.
    func commit(_ events: [LiveEvent]) async -> [CommitResult]

    /// Lets another preset draw the show.
    func put(_ preset: Preset) async -> PresetChangeResult

    /// Reads a preset's text; the files that it names are those beside the preset of the start. Takes some milliseconds.
    ///
    /// - Throws: `PresetError` with all that is wrong.
    func readPreset(_ yaml: String) async throws -> Preset

    /// Changes what is set about the source.
    ///
    /// - Returns: All settings, as they are now.
    func change(_ body: (inout SourceControls.Settings) -> Void) -> SourceControls.Settings

    /// The canvas that was composed last as a PNG file; `nil` before the first.
    func snapshot() async throws -> [UInt8]?

    /// The source's whole picture that was shown last as a PNG file, with what following saw drawn on it; `nil` where none is shown.
    func sourceSnapshot() async throws -> [UInt8]?

    /// Ends the programme as SIGTERM does. Returns at once.
    func finish()

    /// What happens from now on, until the programme is over or the listener lags too far behind.
    func listen() -> AsyncStream<BroadcastEvent>
}

extension BroadcastControl {
    public var webhooks: [WebhookState] { [] }
    public var destinations: [DestinationState] { [] }

    public func addDestination(named name: String, url: String, key: String?) async throws {
        throw ControlRefusal.noDestinations
    }

    public func orderClip(last duration: MediaTime, isClean: Bool) throws -> LiveClip { throw ControlRefusal.noClips }
    public func orderClip(from: MediaTime, to: MediaTime, isClean: Bool) throws -> LiveClip {
        throw ControlRefusal.noClips
    }
    public func clip(_ id: String) -> LiveClip? { nil }

    public func restartDestination(named name: String) throws { throw ControlRefusal.noDestinations }
    public func stopDestination(named name: String) throws { throw ControlRefusal.noDestinations }

    /// The instant of a media time as the playlists have it; `nil` before the programme begins.
    func programDateTime(of time: MediaTime) -> ProgramDateTime? { status.programDateTime(of: time) }

    /// The media time of what was composed last.
    var time: MediaTime { frameRate.time(ofTick: status.ticks) }
}
