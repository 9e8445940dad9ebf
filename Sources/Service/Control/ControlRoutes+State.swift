import Broadcast
import Foundation
import HLS
import Hummingbird
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

    init(_ programme: any BroadcastControl) {
        status = programme.status
        show = programme.show
        preset = programme.preset
        settings = programme.settings
        canvas = programme.canvas
        rate = programme.frameRate
    }

    func write(_ json: inout JSONWriter) {
        json.object { json in
            json.member("state", status.source.rawValue)
            write("now", instant: rate.time(ofTick: status.ticks), &json)
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
            json.member("settings") { $0.object { Self.write(settings, &$0) } }
            json.member("counters") { $0.object { writeCounters(&$0) } }
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
    }

    private func writeSource(_ json: inout JSONWriter) {
        json.member("name", status.sourceName.isEmpty ? nil : status.sourceName)
        json.member("width", status.size?.width)
        json.member("height", status.size?.height)
        json.member("count", status.sources)
        json.member("bytes", status.bytes)
        json.member("buffered", MediaTime(status.bufferedTime, timescale: 1_000_000_000))
        json.member("audioOffset", MediaTime(status.audioOffset, timescale: 1_000_000_000))
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

    // MARK: - The show

    private func writeShow(_ json: inout JSONWriter) {
        json.member("preset", preset.name)
        json.member("product", ifAny: show.price.current) { json, product in
            json.object { Self.write(product, &$0) }
        }
        json.member("products") { $0.array(show.price.products) { Self.write($1, &$0) } }
        json.member("hearts", show.hearts.total)
        json.member("comments") { json in
            json.object { json in
                json.member("pinned", ifAny: show.comments.pinned.current) { json, comment in
                    json.object { Self.write(comment, &$0) }
                }
                json.member("recent") { $0.array(show.comments.recent) { Self.write($1.comment, &$0) } }
            }
        }
        json.member("poll", ifAny: show.poll.current) { json, round in json.object { write(round, &$0) } }
        json.member("countdown", ifAny: show.countdown.current) { json, run in json.object { write(run, &$0) } }
        json.member("coupon", ifAny: show.coupon.current) { json, coupon in json.object { write(coupon, &$0) } }
        json.member("nameplate", ifAny: show.nameplate.current) { json, nameplate in
            json.object { json in
                json.member("name", nameplate.name)
                json.member("title", nameplate.title)
            }
        }
        json.member("recap", ifAny: show.recap.lines.current) { json, lines in
            json.array { json in for line in lines { json.value(line) } }
        }
        json.member("slate", ifAny: show.slate.current) { json, run in
            json.object { json in
                json.member("kind", run.slate.kind.rawValue)
                json.member("text", run.slate.text)
                write("end", tick: run.end, &json)
            }
        }
        json.member("layers") { json in
            json.array(preset.layers) { json, layer in
                json.member("name", layer.box.name)
                json.member("type", layer.type.rawValue)
                json.member("isShown", show.visibility(of: layer.box).isShown)
            }
        }
    }

    private static func write(_ product: Product, _ json: inout JSONWriter) {
        json.member("id", product.id)
        json.member("name", product.name)
        json.member("price") { $0.decimal("\(product.price)") }
        json.member("originalPrice", ifAny: product.originalPrice) { $0.decimal("\($1)") }
        json.member("currency", product.currency)
        json.member("stock", product.stock)
        json.member("isSoldOut", product.isSoldOut)
        json.member("image", product.image)
        json.member("url", product.url)
    }

    private static func write(_ comment: Comment, _ json: inout JSONWriter) {
        json.member("id", comment.id)
        json.member("author", comment.author)
        json.member("text", comment.text)
    }

    private func write(_ round: PollRound, _ json: inout JSONWriter) {
        json.member("id", round.poll.id)
        json.member("question", round.poll.question)
        json.member("isOpen", round.closedAt == nil)
        write("end", tick: round.closedAt ?? round.endsAt, &json)
        json.member("options") { json in
            json.array(zip(round.poll.options, round.votes)) { json, option in
                json.member("text", option.0.text)
                json.member("votes", option.1)
            }
        }
        json.member("winner", round.winner)
    }

    private func write(_ run: CountdownRun, _ json: inout JSONWriter) {
        json.member("label", run.countdown.label)
        let phase =
            switch run.phase.kind {
            case .single: "single"
            case .work: "work"
            case .rest: "rest"
            }
        json.member("phase", phase)
        json.member("round", run.phase.round)
        json.member("rounds", run.rounds)
        write("phaseEnd", tick: run.phase.end, &json)
        write("end", tick: run.zeroAt, &json)
    }

    private func write(_ coupon: Coupon, _ json: inout JSONWriter) {
        json.member("code", coupon.code)
        json.member("condition", coupon.condition)
        let expires = coupon.expires.flatMap { wall in status.start.map { wall.mediaTime(startedAt: $0) } }
        write("expires", instant: expires, &json)
        json.member("url", coupon.url)
    }

    // MARK: - Instants

    private func write(_ key: StaticString, tick: Int?, _ json: inout JSONWriter) {
        write(key, instant: tick.map { rate.time(ofTick: $0) }, &json)
    }

    /// As media time and by the clock on the wall.
    private func write(_ key: StaticString, instant: MediaTime?, _ json: inout JSONWriter) {
        json.member(key, ifAny: instant) { json, time in
            json.object { json in
                json.member("time", time)
                json.member("programDateTime", status.programDateTime(of: time)?.description)
            }
        }
    }
}
