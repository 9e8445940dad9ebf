import Broadcast
import Follow
import Delivery
import Foundation
import HLS
import Hummingbird
import Loudness
import MediaModel
import Show

/// `GET /v1/state`.
extension ControlRoutes {
    func state() -> Response {
        var json = JSONWriter()
        StateReport(programme).write(&json)
        return Response(.ok, json)
    }
}

/// All that is known of a programme, in one object.
struct StateReport {
    private let status: LiveStatus.Snapshot
    private let show: ShowState
    private let preset: Preset
    private let settings: SourceControls.Settings
    private let canvas: PixelSize
    private let rate: FrameRate
    private let webhooks: [WebhookState]
    private let destinations: [DestinationState]

    init(_ programme: any BroadcastControl) {
        status = programme.status
        show = programme.show
        preset = programme.preset
        settings = programme.settings
        canvas = programme.canvas
        rate = programme.frameRate
        webhooks = programme.webhooks
        destinations = programme.destinations
    }

    func write(_ json: inout JSONWriter) {
        json.object { json in
            json.member("state", status.source.rawValue)
            json.member("now", instant: rate.time(ofTick: status.ticks), status)
            json.member("start", status.programDateTime(of: .zero)?.description)
            json.member("canvas") { json in
                json.object { json in
                    json.member("width", canvas.width)
                    json.member("height", canvas.height)
                    json.member("frameRate", rate.framesPerSecond)
                }
            }
            json.member("show") { $0.object { writeShow(&$0) } }
            json.member("source") { $0.object { writeSource(&$0) } }
            if let sound = status.sound { json.member("sound") { $0.object { Self.write(sound, &$0) } } }
            if let follow = status.follow, let camera = follow.camera {
                json.member("follow") { $0.object { Self.write(camera, follow.looking, &$0) } }
            }
            json.member("settings") { $0.object { Self.write(settings, &$0) } }
            json.member("counters") { $0.object { writeCounters(&$0) } }
            if !webhooks.isEmpty { json.member("webhooks") { $0.array(webhooks, Self.write) } }
            if let upload = status.upload { json.member("upload") { $0.object { Self.write(upload, &$0) } } }
            if !destinations.isEmpty { json.member("destinations") { $0.array(destinations, Self.write) } }
        }
    }

    // MARK: - The programme

    /// The settings as `POST /v1/source` takes them.
    static func write(_ settings: SourceControls.Settings, _ json: inout JSONWriter) {
        json.member("slate", settings.showsSlate)
        json.member("rotate", settings.rotation)
        json.member("flip", settings.flip.rawValue)
        json.member("audioDelay", Int(settings.audioDelay / 1_000_000))
        json.member("mute", settings.isMuted)
        json.member("cut", settings.isCut)
        guard let sound = settings.sound else { return }
        switch sound.loudness {
        case let loudness?: json.member("loudness", loudness)
        case nil: json.member("loudness", "off")
        }
        switch sound.gain {
        case .auto: json.member("gain", "auto")
        case .decibels(let decibels): json.member("gain", decibels)
        }
    }

    private static func write(_ sound: SoundLevels, _ json: inout JSONWriter) {
        /// To a tenth: more nobody hears.
        func tenths(_ number: Double?) -> Double? { number.map { ($0 * 10).rounded() / 10 } }
        json.member("shortTerm", tenths(sound.shortTerm))
        json.member("integrated", tenths(sound.integrated))
        json.member("truePeak", tenths(sound.truePeak))
        json.member("gain", tenths(sound.gain))
        json.member("limiting", tenths(sound.limiting))
        guard let bed = sound.bed else { return }
        json.member("bed") { json in
            json.object { json in
                json.member("isPlaying", bed.isPlaying)
                json.member("file", bed.piece)
                json.member("level", tenths(bed.level))
            }
        }
    }

    private static func write(_ json: inout JSONWriter, _ webhook: WebhookState) {
        json.member("name", webhook.name)
        json.member("waiting", webhook.waiting)
        json.member("delivered", webhook.delivered)
        json.member("failedAttempts", webhook.failures)
        json.member("lost", webhook.lost)
        json.member("failure", webhook.failure)
        json.member("isGone", webhook.isGone)
    }

    static func write(_ json: inout JSONWriter, _ destination: DestinationState) {
        json.member("name", destination.name)
        json.member("address", destination.address)
        json.member("rung", destination.rung)
        json.member("state", destination.phase.rawValue)
        json.member("failure", destination.failure)
        json.member("isRefused", destination.isRefused)
        json.member("answer", destination.answer)
        json.member("bytes", destination.bytes)
        json.member("droppedGroups", destination.droppedGroups)
        json.member("droppedPictures", destination.droppedPictures)
        json.member("reconnects", destination.reconnects)
    }

    private func writeSource(_ json: inout JSONWriter) {
        json.member("name", status.sourceName.isEmpty ? nil : status.sourceName)
        json.member("width", status.size?.width)
        json.member("height", status.size?.height)
        json.member("count", status.sources)
        json.member("bytes", status.bytes)
        json.member("buffered", MediaTime(status.bufferedTime, timescale: 1_000_000_000))
        json.member("audioOffset", MediaTime(status.audioOffset, timescale: 1_000_000_000))
        if let captions = status.closedCaptions {
            json.member("closedCaptions") { json in
                json.array { json in for channel in captions.channels { json.value(channel.rawValue) } }
            }
        }
    }

    private static func write(_ camera: FollowState, _ looking: FollowStatus.Looking, _ json: inout JSONWriter) {
        json.member("motion", camera.motion.rawValue)
        json.member("subject", camera.kind?.rawValue)
        json.member("center") { $0.decimal("\((camera.center * 1_000).rounded() / 1_000)") }
        json.member("isLocked", camera.isLocked)
        json.member("moves", camera.moves)
        json.member("cuts", camera.cuts)
        json.member("looks", looking.looks)
        json.member("lookTime", MediaTime(looking.averageTime, timescale: 1_000_000_000))
        json.member("skippedPictures", looking.skippedPictures)
        json.member("failedLooks", looking.failedLooks)
    }

    private func writeCounters(_ json: inout JSONWriter) {
        json.member("ticks", status.ticks)
        json.member("lateTicks", status.lateTicks)
        json.member("pictures", status.pictures)
        json.member("droppedPictures", status.droppedPictures)
        json.member("repeatedCanvases", status.repeatedCanvases)
        json.member("overloadSteps", status.overloadSteps)
        json.member("segments", status.segments)
        json.member("failedWrites", status.failedWrites)
        json.member("events", status.events)
        json.member("refusedEvents", status.refusedEvents)
        json.member("hearts", status.hearts)
    }

    private static func write(_ upload: UploadCounters, _ json: inout JSONWriter) {
        json.member("stored", upload.stored)
        json.member("pending", upload.pending)
        json.member("bytes", upload.bytes)
        json.member("retries", upload.retries)
        json.member("lost", upload.lost)
        json.member("behind", MediaTime.milliseconds(Int64(upload.behind / .milliseconds(1))))
        json.member("error", upload.failure)
    }

    // MARK: - The show

    private func writeShow(_ json: inout JSONWriter) {
        json.member("preset", preset.name)
        var report = ShowReportWriter(status: status, rate: rate)
        swap(&report.json, &json)
        show.write(to: &report)
        swap(&report.json, &json)
        json.member("layers") { json in
            json.array(preset.layers) { json, layer in
                json.member("name", layer.box.name)
                json.member("type", layer.type.rawValue)
                json.member("isShown", show.visibility(of: layer.box).isShown)
            }
        }
    }
}
