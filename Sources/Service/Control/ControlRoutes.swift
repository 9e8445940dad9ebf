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
        Route(method: .get, path: "/v1/openapi.json", audience: .everyone) { _, _, _, _ in OpenAPI.response },
    ]

    private static let byPath = Dictionary(grouping: all, by: \.path)

    let programme: any ProgrammeControl
    let limits: ControlLimits
    private let access: ControlAccess
    private let controlRate: RateLimiter
    private let audienceRate: RateLimiter
    private let strangerRate: RateLimiter
    let audienceEventRate: RateLimiter
    let listeners: Slots
    let heavyRequests: Slots

    /// - Parameter now: For the limits of requests a second.
    public init(
        _ programme: any ProgrammeControl, access: ControlAccess, limits: ControlLimits = ControlLimits(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
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
            response.headers[.vary] = "origin"
            if request.headers[.origin] == origin {
                response.headers[.accessControlAllowOrigin] = origin
                response.headers[.accessControlExposeHeaders] = "retry-after"
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
        if request.method == .options, access.allowedOrigin != nil { return Self.preflight(methods) }
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

    /// Of a browser that asks what the page of `--control-cors` may do.
    private static func preflight(_ methods: String) -> Response {
        Response(
            status: .noContent,
            headers: [
                .accessControlAllowMethods: methods, .accessControlAllowHeaders: "authorization, content-type",
                .accessControlMaxAge: "600",
            ])
    }
}

// MARK: - Bodies

extension ControlRoutes {
    /// A request's whole body.
    ///
    /// - Throws: ``ControlRefusal`` with 413 if it is larger than `limit`, in bytes, and with 408 if it takes too long.
    func body(of request: Request, _ context: ServiceContext, limit: Int) async throws -> ByteBuffer {
        let tooLarge = ControlRefusal(.contentTooLarge, "expected a body of at most \(limit) bytes")
        if let text = request.headers[.contentLength], let count = Int(text), count > limit {
            throw tooLarge
        }
        if request.headers[.expect] != nil {
            context.channel.triggerUserOutboundEvent(BodyIsWanted(), promise: nil)
        }
        return try await withThrowingTaskGroup(of: ByteBuffer?.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                var buffer = ByteBuffer()
                for try await piece in request.body {
                    guard buffer.readableBytes + piece.readableBytes <= limit else { return nil }
                    buffer.writeImmutableBuffer(piece)
                }
                return buffer
            }
            group.addTask { [limits] in
                try await Task.sleep(for: limits.bodyTimeout)
                throw ControlRefusal(.requestTimeout, "the request's body takes too long")
            }
            guard let body = try await group.next() ?? nil else { throw tooLarge }
            return body
        }
    }

    /// - Throws: ``ControlRefusal`` with 415 if the body is none of these.
    /// - Returns: The one of `types` that it is.
    static func contentType(of request: Request, among types: [String]) throws(ControlRefusal) -> String {
        let field = request.headers[.contentType] ?? ""
        let type = field.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard types.contains(type) else {
            throw ControlRefusal(
                .unsupportedMediaType,
                "Content-Type: expected \(types.joined(separator: " or "))"
                    + (field.isEmpty ? "" : ", found \(field.prefix(64))"))
        }
        return type
    }
}
