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
        let members = try Self.clipMembers(in: await body(of: request, context, limit: limits.settingByteCount))
        do {
            let clip =
                if let duration = members["last"] {
                    try programme.orderClip(last: duration)
                } else {
                    try programme.orderClip(from: members["from"] ?? .zero, to: members["to"] ?? .zero)
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

    /// The times that are named, either `last`, or `from` and `to`.
    private static func clipMembers(in body: ByteBuffer) throws(ControlRefusal) -> [String: MediaTime] {
        let numbers: [String: Double]
        do {
            numbers = try JSONDecoder().decode([String: Double].self, from: Data(buffer: body))
        } catch {
            throw ControlRefusal(.badRequest, expected)
        }
        let keys = ["last", "from", "to"]
        if let key = numbers.keys.sorted().first(where: { !keys.contains($0) }) {
            throw ControlRefusal(.badRequest, "unknown key \(quoted(key)); \(suggestion(for: key, among: keys))")
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
        return times
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
            json.member("poster", record?.poster.map { "\(ClipDesk.folderName)/\($0)" })
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
            .conflict, "this programme keeps nothing on a disk, so no clip can be cut: start it with --output")
    }
}
