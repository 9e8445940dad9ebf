import Broadcast
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// The control API: each route, who may use it, and what it takes. Any thread.
public final class ControlRoutes: Sendable {
    /// Who may use a route.
    enum Audience: Sendable {
        case everyone
        case anyToken
        case controlToken
    }

    struct Route: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let audience: Audience
        let handle: @Sendable (ControlRoutes, Request, ServiceContext, ControlAccess.Role) async throws -> Response
    }

    /// All there are. `docs/control-api.md` and the OpenAPI document tell of the same.
    static let all = [
        Route(method: .post, path: "/v1/events", audience: .anyToken) { try await $0.postEvents($1, $2, $3) },
        Route(method: .get, path: "/v1/events", audience: .controlToken) { try $0.listen($1, $2, $3) },
        Route(method: .get, path: "/v1/state", audience: .controlToken) { routes, _, _, _ in routes.state() },
        Route(method: .put, path: "/v1/preset", audience: .controlToken) { try await $0.putPreset($1, $2, $3) },
        Route(method: .post, path: "/v1/source", audience: .controlToken) { try await $0.postSource($1, $2, $3) },
        Route(method: .post, path: "/v1/finish", audience: .controlToken) { routes, _, _, _ in routes.finish() },
        Route(method: .get, path: "/v1/snapshot.png", audience: .controlToken) { routes, _, _, _ in
            try await routes.snapshot()
        },
        Route(method: .get, path: "/v1/openapi.json", audience: .everyone) { routes, _, _, _ in
            OpenAPI.response(server: routes.publicAddress)
        },
        Route(method: .get, path: "/v1/schemas/event.json", audience: .everyone) { _, _, _, _ in
            OpenAPI.response(schema: OpenAPI.eventSchema)
        },
        Route(method: .get, path: "/v1/schemas/preset.json", audience: .everyone) { _, _, _, _ in
            OpenAPI.response(schema: OpenAPI.presetSchema)
        },
    ]

    private static let byPath = Dictionary(grouping: all, by: \.path)

    let programme: any BroadcastControl
    let limits: ControlLimits
    private let access: ControlAccess
    /// Where the world reaches the API, if not by what its listener knows of itself.
    let publicAddress: PublicAddress?
    private let controlRate: RateLimiter
    private let audienceRate: RateLimiter
    private let strangerRate: RateLimiter
    let audienceEventRate: RateLimiter
    let listeners: Slots
    let heavyRequests: Slots

    /// - Parameter now: For the limits of requests a second.
    public init(
        _ programme: any BroadcastControl, access: ControlAccess, publicAddress: PublicAddress? = nil,
        limits: ControlLimits = ControlLimits(), now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.publicAddress = publicAddress
        (self.programme, self.access, self.limits) = (programme, access, limits)
        controlRate = RateLimiter(limits.control, now: now)
        audienceRate = RateLimiter(limits.audience, now: now)
        strangerRate = RateLimiter(limits.strangers, now: now)
        audienceEventRate = RateLimiter(limits.audienceEvents, now: now)
        listeners = Slots(limits.listeners)
        heavyRequests = Slots(limits.heavyRequests)
    }

    /// Answers a request; `nil` if its path is none of the API's.
    func respond(to request: Request, context: ServiceContext) async -> Response? {
        let path = request.uri.path
        guard let routes = Self.byPath[path] else { return path.hasPrefix("/v1/") ? Self.unknown : nil }
        var response: Response
        do {
            response = try await respond(to: request, context: context, among: routes)
        } catch let refusal as ControlRefusal {
            response = refusal.response
        } catch {
            context.logger.warning("\(request.method) \(path): \(error)")
            response = ControlRefusal(.internalServerError, "\(error)").response
        }
        if let origin = access.allowedOrigin {
            response.headers[.vary] = (["origin"] + [response.headers[.vary]].compactMap(\.self)).joined(
                separator: ", ")
            if request.headers[.origin] == origin {
                response.headers[.accessControlAllowOrigin] = origin
                response.headers[.accessControlExposeHeaders] = "accept-encoding, date, retry-after, www-authenticate"
            }
        }
        return response
    }

    private static var unknown: Response {
        ControlRefusal(.notFound, "no such route: see /v1/openapi.json").response
    }

    private func respond(
        to request: Request, context: ServiceContext, among routes: [Route]
    ) async throws -> Response {
        let methods = routes.map(\.method.rawValue).joined(separator: ", ")
        if request.method == .options, access.allowedOrigin != nil {
            // Who isn't that page learns nothing by it: without Access-Control-Allow-Origin a browser goes no further.
            return Response(
                status: .noContent, headers: Preflight.fields(asked: request.headers, methods: methods, seconds: 600))
        }
        guard let route = routes.first(where: { $0.method == request.method }) else {
            throw ControlRefusal(.methodNotAllowed, "expected \(methods)", [.allow: methods])
        }
        guard route.audience != .everyone else { return try await route.handle(self, request, context, .audience) }
        let role = try identify(request)
        guard route.audience == .anyToken || role == .control else {
            throw ControlRefusal(.forbidden, "the audience token may send events alone: this needs the control token")
        }
        if let seconds = (role == .control ? controlRate : audienceRate).take() {
            throw ControlRefusal(.tooManyRequests, "too many requests with this token", retryAfter: seconds)
        }
        return try await route.handle(self, request, context, role)
    }

    private func identify(_ request: Request) throws(ControlRefusal) -> ControlAccess.Role {
        do throws(ControlRefusal) {
            return try access.role(fields: request.headers, authority: request.head.authority)
        } catch {
            guard let seconds = strangerRate.take() else { throw error }
            throw ControlRefusal(.tooManyRequests, "too many requests without a right token", retryAfter: seconds)
        }
    }
}
