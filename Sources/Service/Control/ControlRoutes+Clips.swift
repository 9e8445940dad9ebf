import AfterShow
import Broadcast
import Foundation
import HTTPTypes
import Hummingbird
import MediaModel
import NIOCore
import NIOFoundationCompat
import Show

/// `POST /v1/clips` and `GET /v1/clips/{id}`.
extension ControlRoutes {
    /// Asks for a clip; answers with it before it is made.
    func postClip(_ request: Request, _ context: ServiceContext) async throws -> Response {
        _ = try Self.contentType(of: request, among: ["application/json"])
        let (times, isClean) = try Self.clipMembers(
            in: await body(of: request, context, limit: limits.settingByteCount))
        do {
            let clip =
                if let duration = times["last"] {
                    try programme.orderClip(last: duration, isClean: isClean)
                } else {
                    try programme.orderClip(from: times["from"] ?? .zero, to: times["to"] ?? .zero, isClean: isClean)
                }
            return Self.answer(clip, .accepted)
        } catch let refusal as LiveClip.Refusal {
            switch refusal.kind {
            case .range: throw ControlRefusal(.badRequest, refusal.sentence)
            case .busy: throw ControlRefusal(.tooManyRequests, refusal.sentence, retryAfter: 2)
            case .unavailable: throw ControlRefusal(.conflict, refusal.sentence)
            }
        }
    }

    /// How it is with the clip that the path names.
    func clip(_ request: Request) throws -> Response {
        let id = request.uri.path.split(separator: "/").last.map(String.init) ?? ""
        guard let clip = programme.clip(id) else {
            throw ControlRefusal(.notFound, "there is no clip \(quoted(id)), or it was asked for long ago")
        }
        return Self.answer(clip, .ok)
    }

    private static let expected = #"expected {"last": 30}, or {"from": 12.5, "to": 47}, in seconds"#

    /// What may stand behind a key.
    private enum Member: Decodable {
        case number(Double)
        case flag(Bool)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self = try (try? container.decode(Bool.self)).map(Self.flag) ?? .number(container.decode(Double.self))
        }
    }

    /// The times that are named, either `last`, or `from` and `to`; and whether the clip is to have no overlays.
    private static func clipMembers(
        in body: ByteBuffer
    ) throws(ControlRefusal) -> (times: [String: MediaTime], isClean: Bool) {
        let members: [String: Member]
        do {
            members = try JSONDecoder().decode([String: Member].self, from: Data(buffer: body))
        } catch {
            throw ControlRefusal(.badRequest, expected)
        }
        let keys = ["last", "from", "to", "clean"]
        if let key = members.keys.sorted().first(where: { !keys.contains($0) }) {
            throw ControlRefusal(.badRequest, "unknown key \(quoted(key)); \(suggestion(for: key, among: keys))")
        }
        var (numbers, isClean): ([String: Double], Bool) = ([:], false)
        for (key, member) in members {
            switch member {
            case .number(let number) where key != "clean": numbers[key] = number
            case .flag(let flag) where key == "clean": isClean = flag
            default:
                throw ControlRefusal(
                    .badRequest, key == "clean" ? "clean: expected true or false" : "\(key): expected seconds")
            }
        }
        guard numbers.keys.sorted() == ["last"] || numbers.keys.sorted() == ["from", "to"] else {
            throw ControlRefusal(.badRequest, expected)
        }
        var times: [String: MediaTime] = [:]
        for (key, value) in numbers {
            guard value.isFinite, 0...400_000 ~= value else {
                throw ControlRefusal(.badRequest, "\(key): expected 0 to 400000 seconds")
            }
            times[key] = .microseconds(Int64((value * 1_000_000).rounded()))
        }
        return (times, isClean)
    }

    private static func answer(_ clip: LiveClip, _ status: HTTPResponse.Status) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.member("id", clip.id)
            json.member("state", clip.stateName)
            json.member("from", clip.from)
            json.member("to", clip.to)
            var (file, record, cause): (String?, ClipRecord?, String?) = (nil, nil, nil)
            switch clip.state {
            case .ready(let name, let made): (file, record) = (name, made)
            case .failed(let sentence): cause = sentence
            case .waiting, .cutting: break
            }
            json.member("file", file)
            json.member("poster", record?.poster == nil ? nil : file.map(ClipCutter.posterPath))
            json.member("title", record?.title)
            json.member("duration", record?.duration)
            json.member("hearts", record?.hearts)
            json.member("products") { json in
                json.array(record?.products ?? []) { json, product in
                    json.member("id", product.id)
                    json.member("name", product.name)
                    json.member("url", product.url)
                }
            }
            json.member("error", cause)
        }
        return Response(status, json)
    }
}

extension LiveClip {
    /// As the API has it.
    fileprivate var stateName: String {
        switch state {
        case .waiting: "waiting"
        case .cutting: "cutting"
        case .ready: "ready"
        case .failed: "failed"
        }
    }
}

extension ControlRefusal {
    static var noClips: ControlRefusal {
        ControlRefusal(
            .conflict,
            "this programme keeps nothing on a disk, so clips have no place: start it with --output, or with --clips and --serve"
        )
    }
}
