public import AfterShow
public import Broadcast
public import Delivery
public import MediaModel
import NIOPosix
import ImageCodecs
import Presets
public import Show

/// A broadcast, as the control API sees it.
public struct BroadcastJobControl: BroadcastControl {
    private let job: BroadcastJob
    private let presetFolder: String
    private let told: Webhooks?
    private let pushed: Destinations?
    private let clips: ClipDesk?
    private let readSecret: @Sendable (String) throws -> String?
    private let stop: @Sendable () -> Void

    /// - Parameters:
    ///   - presetFolder: Where the files are that presets name.
    ///   - webhooks: Who is told what happens.
    ///   - destinations: Where the programme goes besides.
    ///   - clips: Makes clips; `nil` where nothing is kept on a disk.
    ///   - readSecret: Reads one of the process's secrets by its variable's name; may block.
    ///   - stop: Asks the broadcast to end, as SIGTERM does.
    package init(
        _ job: BroadcastJob, presetFolder: String, webhooks: Webhooks? = nil, destinations: Destinations? = nil,
        clips: ClipDesk? = nil,
        readSecret: @escaping @Sendable (String) throws -> String? = { _ in nil }, stop: @escaping @Sendable () -> Void
    ) {
        (self.job, self.presetFolder, self.stop) = (job, presetFolder, stop)
        (told, pushed, self.clips, self.readSecret) = (webhooks, destinations, clips, readSecret)
    }

    public var canvas: PixelSize { job.canvas }
    public var frameRate: FrameRate { job.frameRate }
    public var status: LiveStatus.Snapshot { job.status.snapshot }
    public var show: ShowState { job.status.show }
    public var preset: Preset { job.status.preset ?? Preset() }
    public var settings: SourceControls.Settings { job.controls.settings }

    public var webhooks: [WebhookState] { told?.states ?? [] }

    public var destinations: [DestinationState] { pushed?.states ?? [] }

    public func addDestination(named name: String, url: String, key: String?) async throws {
        guard let pushed else { throw ControlRefusal.noDestinations }
        let order = try DestinationOrder(name: name, url: url)
        // It may be a file's, on a disk that is slow.
        let secrets = try await NIOThreadPool.singleton.runIfActive { [readSecret] in
            try DestinationSecrets(for: order, key: key, read: readSecret)
        }
        try pushed.add(order, secrets)
    }

    public func restartDestination(named name: String) throws {
        guard let pushed else { throw ControlRefusal.noDestinations }
        try pushed.restart(name)
    }

    public func stopDestination(named name: String) throws {
        guard let pushed else { throw ControlRefusal.noDestinations }
        try pushed.stop(name)
    }

    public func orderClip(last duration: MediaTime, isClean: Bool) throws -> LiveClip {
        guard let clips else { throw ControlRefusal.noClips }
        return try clips.order(last: duration, isClean: isClean)
    }

    public func orderClip(from: MediaTime, to: MediaTime, isClean: Bool) throws -> LiveClip {
        guard let clips else { throw ControlRefusal.noClips }
        return try clips.order(from: from, to: to, isClean: isClean)
    }

    public func clip(_ id: String) -> LiveClip? { clips?.clip(id) }

    public func commit(_ events: [LiveEvent]) async -> [CommitResult] { await job.commit(events) }

    public func put(_ preset: Preset) async -> PresetChangeResult { await job.put(preset) }

    public func readPreset(_ yaml: String) async throws -> Preset {
        try await NIOThreadPool.singleton.runIfActive { [presetFolder] in
            try PresetFile.decode(yaml: yaml, file: "\(presetFolder)/preset.yaml")
        }
    }

    public func change(_ body: (inout SourceControls.Settings) -> Void) -> SourceControls.Settings {
        job.controls.change(body)
    }

    public func snapshot() async throws -> [UInt8]? {
        guard let bitmap = try await job.snapshot() else { return nil }
        return try await NIOThreadPool.singleton.runIfActive { try PNGEncoder.encode(bitmap, name: "snapshot.png") }
    }

    public func sourceSnapshot() async throws -> [UInt8]? {
        let box = PixelSize(width: 1280, height: 1280)
        guard let bitmap = try await job.sourceSnapshot(in: box) else { return nil }
        return try await NIOThreadPool.singleton.runIfActive { try PNGEncoder.encode(bitmap, name: "snapshot.png") }
    }

    public func finish() { stop() }

    public func listen() -> AsyncStream<BroadcastEvent> { job.events.listen() }
}
