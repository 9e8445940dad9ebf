import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Lines
import NIOCore
import NIOFoundationCompat
import Show

/// `GET`, `POST` and `DELETE /v1/destinations`.
extension ControlRoutes {
    /// What `POST` takes: a name with an address adds a destination, and a name alone begins anew with one.
    private struct Order: Decodable {
        let name: String
        let url: String?
        let key: String?
    }

    func destinations(status: HTTPResponse.Status = .ok) -> Response {
        var json = JSONWriter()
        json.object { json in
            json.member("destinations") { $0.array(programme.destinations, StateReport.write) }
        }
        return Response(status, json)
    }

    /// Adds a destination, or begins anew with one; answers with all of them.
    func postDestination(
        _ request: Request, _ context: ServiceContext, _ role: ControlAccess.Role
    ) async throws -> Response {
        _ = try Self.contentType(of: request, among: ["application/json"])
        let body = try await body(of: request, context, limit: limits.settingByteCount)
        let order = try Self.order(in: body)
        do {
            if let url = order.url {
                if let key = order.key { SecretMask.learn(key) }
                try await programme.addDestination(named: order.name, url: url, key: order.key)
                return destinations(status: .created)
            }
            guard order.key == nil else {
                throw ControlRefusal(
                    .badRequest, "key: expected an url with it; a name alone begins anew with a destination")
            }
            try programme.restartDestination(named: order.name)
            return destinations()
        } catch {
            throw Self.refusal(error)
        }
    }

    /// Stops the destination that `?name=` names; answers with all of them.
    func deleteDestination(_ request: Request) throws -> Response {
        guard let name = request.uri.queryParameters["name"].map(String.init), !name.isEmpty else {
            throw ControlRefusal(.badRequest, "expected ?name= and a destination's name")
        }
        do {
            try programme.stopDestination(named: name)
        } catch {
            throw Self.refusal(error)
        }
        return destinations()
    }

    private static func order(in body: ByteBuffer) throws(ControlRefusal) -> Order {
        let members: [String: String]
        do {
            members = try JSONDecoder().decode([String: String].self, from: Data(buffer: body))
        } catch {
            throw ControlRefusal(
                .badRequest,
                #"expected a JSON object of texts, e.g. {"name":"youtube","url":"rtmps://a.rtmps.youtube.com/live2","key":"…"}"#
            )
        }
        let keys = ["name", "url", "key"]
        if let key = members.keys.sorted().first(where: { !keys.contains($0) }) {
            throw ControlRefusal(.badRequest, "unknown key \(quoted(key)); \(suggestion(for: key, among: keys))")
        }
        guard let name = members["name"], !name.isEmpty else {
            throw ControlRefusal(.badRequest, "name: expected a destination's name")
        }
        guard members["key"] != "" else { throw ControlRefusal(.badRequest, "key: expected a stream key, found none") }
        return Order(name: name, url: members["url"], key: members["key"])
    }

    private static func refusal(_ error: any Error) -> any Error {
        switch error {
        case let error as Destinations.Refusal:
            let statuses: [Destinations.Refusal.Kind: HTTPResponse.Status] = [
                .bad: .badRequest, .unknown: .notFound, .conflict: .conflict,
            ]
            return ControlRefusal(statuses[error.kind] ?? .badRequest, error.description)
        case let error as DestinationOrder.Failure: return ControlRefusal(.badRequest, error.description)
        default: return error
        }
    }
}

extension ControlRefusal {
    static var noDestinations: ControlRefusal {
        ControlRefusal(.conflict, "this programme goes nowhere besides")
    }
}
