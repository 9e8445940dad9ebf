import Broadcast
import Foundation
import HTTPTypes
import Hummingbird
import Show

/// `GET /v1/comments` and `POST /v1/comments/{id}`: the comments of the page's visitors that wait.
extension ControlRoutes {
    func comments() throws(ControlRefusal) -> Response {
        let items = try opened().heldComments
        var json = JSONWriter()
        json.object { json in
            json.member("comments") { json in
                json.array(items) { json, item in
                    json.member("id", item.id)
                    json.member("author", item.author)
                    json.member("text", item.text)
                    json.member("received", item.received.ISO8601Format())
                }
            }
        }
        return Response(.ok, json)
    }

    func postComment(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let audience = try opened()
        let id = context.parameters.get("id") ?? ""
        _ = try Self.contentType(of: request, among: ["application/json"])
        let body = try await body(of: request, context, limit: limits.settingByteCount)
        let members = (try? JSONSerialization.jsonObject(with: Data(body.readableBytesView))) as? [String: Any]
        guard let members, members.count == 1, let action = members["action"] as? String,
            ["pass", "reject"].contains(action)
        else { throw ControlRefusal(.badRequest, #"expected {"action": "pass"} or {"action": "reject"}"#) }
        let gone = ControlRefusal(
            .notFound, "no comment \(id.prefix(64)) waits: it was judged already, or went as too many waited")
        if action == "reject" {
            guard audience.reject(id) else { throw gone }
            return Self.answer(id, "rejected")
        }
        switch await audience.pass(id) {
        case nil: throw gone
        case .committed?, .scheduled?, .repeated?: return Self.answer(id, "passed")
        case .refused(let reason)?: throw ControlRefusal(.conflict, reason)
        case .busy(let reason)?: throw ControlRefusal(.serviceUnavailable, reason, retryAfter: 1)
        }
    }

    private func opened() throws(ControlRefusal) -> OpenAudience {
        guard let audience else {
            throw ControlRefusal(.notFound, "visitors' pages send nothing here: that is for live --audience open")
        }
        return audience
    }

    private static func answer(_ id: String, _ status: String) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.member("id", id)
            json.member("status", status)
        }
        return Response(.ok, json)
    }
}
