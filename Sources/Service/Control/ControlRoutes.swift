import Access
import Broadcast
import HTTPTypes
import Hummingbird
import Synchronization

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

        /// Whether a request's path is this one's: a name in braces stands for anything between two slashes.
        func matches(_ path: String) -> Bool {
            let (own, given) = (self.path.split(separator: "/"), path.split(separator: "/"))
            return path.hasPrefix("/") && own.count == given.count
                && zip(own, given).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
    }

    /// All there are. `docs/control-api.md` and the OpenAPI document tell of the same.
    static let all = [
        Route(method: .post, path: "/v1/events", audience: .anyToken) { try await $0.postEvents($1, $2, $3) },
        Route(method: .get, path: "/v1/events", audience: .controlToken) { try $0.listen($1, $2, $3) },
        Route(method: .get, path: "/v1/comments", audience: .controlToken) { routes, _, _, _ in try routes.comments() },
        Route(method: .post, path: "/v1/comments/{id}", audience: .controlToken) { routes, request, context, _ in
            try await routes.postComment(request, context)
        },
        Route(method: .get, path: "/v1/state", audience: .controlToken) { routes, _, _, _ in routes.state() },
        Route(method: .put, path: "/v1/preset", audience: .controlToken) { try await $0.putPreset($1, $2, $3) },
        Route(method: .post, path: "/v1/source", audience: .controlToken) { try await $0.postSource($1, $2, $3) },
        Route(method: .get, path: "/v1/destinations", audience: .controlToken) { routes, _, _, _ in
            routes.destinations()
        },
        Route(method: .post, path: "/v1/destinations", audience: .controlToken) {
            try await $0.postDestination($1, $2, $3)
        },
        Route(method: .delete, path: "/v1/destinations", audience: .controlToken) { routes, request, _, _ in
            try routes.deleteDestination(request)
        },
        Route(method: .post, path: "/v1/clips", audience: .controlToken) { routes, request, context, _ in
            try await routes.postClip(request, context)
        },
        Route(method: .get, path: "/v1/clips/{id}", audience: .controlToken) { routes, request, _, _ in
            try routes.clip(request)
        },
        Route(method: .post, path: "/v1/finish", audience: .controlToken) { routes, _, _, _ in routes.finish() },
        Route(method: .get, path: "/v1/snapshot.png", audience: .controlToken) { routes, request, _, _ in
            try await routes.snapshot(request)
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

    let programme: any BroadcastControl
    let limits: ControlLimits
    /// What the page's visitors send; `nil` where they may not.
    let audience: OpenAudience?
    private let access: ControlAccess
    /// Where the world reaches the API, if not by what its listener knows of itself.
    let publicAddress: PublicAddress?
    private let now: @Sendable () -> ContinuousClock.Instant
    /// What the limiters count their time from.
    private let begin: ContinuousClock.Instant
    private let controlRate, audienceRate, strangerRate, audienceEventRate: Mutex<RateLimiter>
    let listeners: Slots
    let heavyRequests: Slots

    /// - Parameter now: For the limits of requests a second.
    public init(
        _ programme: any BroadcastControl, access: ControlAccess, audience: OpenAudience? = nil,
        publicAddress: PublicAddress? = nil, limits: ControlLimits = ControlLimits(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        (self.publicAddress, self.audience) = (publicAddress, audience)
        (self.programme, self.access, self.limits) = (programme, access, limits)
        (self.now, begin) = (now, now())
        controlRate = Mutex(limits.control.limiter)
        audienceRate = Mutex(limits.audience.limiter)
        strangerRate = Mutex(limits.strangers.limiter)
        audienceEventRate = Mutex(limits.audienceEvents.limiter)
        listeners = Slots(limits.listeners)
        heavyRequests = Slots(limits.heavyRequests)
    }
}

// MARK: - Routes

extension ControlRoutes {
    /// Has a router answer all of them.
    func add(to router: Router<ServiceContext>) {
        let api = router.group().add(middleware: ControlAnswers(allowedOrigin: access.allowedOrigin))
        for route in Self.all {
            api.on(RouterPath(route.path), method: route.method) { [self] request, context in
                try await route.handle(self, request, context, try admit(request, to: route))
            }
        }
    }

    /// Answers a request that has no route; `nil` if its path is none of the API's.
    func answer(unrouted request: Request, context: ServiceContext) async throws -> Response? {
        let path = request.uri.path
        let methods = Self.all.filter { $0.matches(path) }.map(\.method.rawValue).joined(separator: ", ")
        guard !methods.isEmpty else {
            guard path.hasPrefix("/v1/") else { return nil }
            return ControlRefusal(.notFound, "no such route: see /v1/openapi.json").response
        }
        return try await ControlAnswers(allowedOrigin: access.allowedOrigin).handle(request, context: context) { _, _ in
            guard request.method == .options, access.allowedOrigin != nil else {
                throw ControlRefusal(.methodNotAllowed, "expected \(methods)", [.allow: methods])
            }
            // Who isn't that page learns nothing by it: without Access-Control-Allow-Origin a browser goes no further.
            return Response(
                status: .noContent, headers: Preflight.fields(asked: request.headers, methods: methods, seconds: 600))
        }
    }

    /// Says what a request may do, or why it may not use the route.
    private func admit(_ request: Request, to route: Route) throws(ControlRefusal) -> ControlAccess.Role {
        guard route.audience != .everyone else { return .audience }
        let role: ControlAccess.Role
        do throws(ControlRefusal) {
            role = try access.role(fields: request.headers, authority: request.head.authority)
        } catch {
            try take(1, from: strangerRate, orRefuse: "too many requests without a right token")
            throw error
        }
        guard route.audience == .anyToken || role == .control else {
            throw ControlRefusal(.forbidden, "the audience token may send events alone: this needs the control token")
        }
        if role == .control {
            try take(1, from: controlRate, orRefuse: "too many requests with this token")
        } else {
            try take(1, from: audienceRate, orRefuse: "too many requests with this token")
        }
        return role
    }

    /// Refuses more events than the audience's token may send.
    func takeAudienceEvents(_ count: Int) throws(ControlRefusal) {
        try take(count, from: audienceEventRate, orRefuse: "too many events with this token")
    }

    private func take(
        _ count: Int, from limiter: borrowing Mutex<RateLimiter>, orRefuse sentence: String
    ) throws(ControlRefusal) {
        let now = begin.duration(to: now())
        guard let wait = limiter.withLock({ $0.take(count, at: now) }) else { return }
        // In whole seconds; more than there ever is: ask for less, then.
        let seconds = max(1, Int((wait / .seconds(1)).rounded(.up)))
        throw ControlRefusal(.tooManyRequests, sentence, retryAfter: seconds)
    }
}
