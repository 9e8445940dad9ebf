import Broadcast
import HTTPTypes
import Hummingbird
import NIOCore
import Origin

/// Answers what isn't a file of the show: for people, for whoever runs the worker, and for who controls the programme.
struct ServiceResponder: HTTPResponder {
    private let routes: RouterResponder<ServiceContext>

    /// - Parameters:
    ///   - preview: A designer's page; it takes the place of the player's.
    ///   - admission: Lets viewers in; `nil` where the show is for everybody.
    ///   - visitors: What the player's page asks; `nil` where there is none.
    ///   - page: For people, by the Host that they asked for; `nil` where there is no show.
    init(
        control: ControlRoutes?, preview: PreviewSite?, admission: ViewerAdmission? = nil, visitors: PageRoutes? = nil,
        readiness: Readiness, metrics: ProgrammeMetrics,
        page: @escaping @Sendable (String?) -> PlayerPage?
    ) {
        let router = Router(context: ServiceContext.self)
        if let admission { router.add(middleware: ViewerEntrance(admission: admission)) }
        router.add(
            middleware: ExactPaths { request, context in
                if let response = preview?.answer(unrouted: request) { return response }
                if let response = visitors?.site(request) { return response }
                if let response = try await control?.answer(unrouted: request, context: context) { return response }
                return Response(Self.answer(unrouted: request), to: request)
            })
        preview?.add(to: router)
        control?.add(to: router)
        visitors?.add(to: router)
        func get(_ path: RouterPath, _ answer: @escaping @Sendable (Request) -> ViewerResponse) {
            for method in [HTTPRequest.Method.get, .head] {
                router.on(path, method: method) { request, _ in Response(answer(request), to: request) }
            }
        }
        if preview == nil, visitors?.content.site == nil {
            let policy = PageFiles.policy(for: visitors?.content.playerScript)
            get("/") { request in
                guard let page = page(request.head.authority) else { return Self.missing }
                var answer = ViewerResponse(text: page.html, type: "text/html; charset=utf-8")
                answer.fields[.contentSecurityPolicy] = policy
                return answer
            }
        }
        get("/qr.svg") { page(nil) == nil ? Self.missing : Self.code(of: $0.uri.queryParameters["address"]) }
        get("/healthz") { _ in ViewerResponse(text: "alive\n", type: "text/plain") }
        get("/readyz") { _ in
            if readiness.isStopping() { return ViewerResponse(.serviceUnavailable, "the show is ending") }
            guard readiness.isReady?() ?? false else {
                return ViewerResponse(.serviceUnavailable, "the first segment isn't complete yet")
            }
            return ViewerResponse(text: "on air\n", type: "text/plain")
        }
        get("/metrics") { _ in ViewerResponse(text: metrics.page(), type: ProgrammeMetrics.contentType) }
        routes = router.buildResponder()
    }

    func respond(to request: Request, context: ServiceContext) async throws -> Response {
        try await routes.respond(to: request, context: context)
    }

    /// For who follows links to nowhere, and for browsers that ask before they follow any.
    private static func answer(unrouted request: Request) -> ViewerResponse {
        switch request.method {
        case .get, .head: return missing
        case .options: return .preflight(asked: request.headers)
        default:
            var refusal = ViewerResponse(.methodNotAllowed, "expected GET, HEAD or OPTIONS")
            refusal.fields[.allow] = "GET, HEAD, OPTIONS"
            return refusal
        }
    }

    private static var missing: ViewerResponse {
        ViewerResponse(.notFound, "no such page: the show is at /master.m3u8")
    }

    private static func code(of address: Substring?) -> ViewerResponse {
        guard let code = PlayerPage.code(of: address.map(String.init) ?? "") else {
            return ViewerResponse(
                .badRequest, "address: expected a playlist's, such as https://shop.example/live/master.m3u8")
        }
        return ViewerResponse(text: code, type: "image/svg+xml")
    }
}

/// Keeps from routes what isn't spelt as they are.
///
/// The router takes `//v1/state/` for `/v1/state`; a proxy that keeps strangers from `/v1/` doesn't.
private struct ExactPaths: RouterMiddleware {
    let answerOthers: @Sendable (Request, ServiceContext) async throws -> Response

    func handle(
        _ request: Request, context: ServiceContext,
        next: @concurrent (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        guard Self.isExact(context.endpointPath ?? "", request.uri.path) else {
            return try await answerOthers(request, context)
        }
        return try await next(request, context)
    }

    /// Whether a path is a route's own; a name in braces there stands for something between two slashes.
    private static func isExact(_ route: String, _ path: String) -> Bool {
        if route == path { return true }
        guard route.contains("{") else { return false }
        let own = route.split(separator: "/", omittingEmptySubsequences: false)
        let given = path.split(separator: "/", omittingEmptySubsequences: false)
        return own.count == given.count && zip(own, given).allSatisfy { $0 == $1 || $0.hasPrefix("{") && !$1.isEmpty }
    }
}

extension ViewerResponse {
    /// Made for this one request.
    fileprivate init(text: String, type: String) {
        self.init(.ok, text)
        body = .text(text)
        fields[.contentType] = type
    }
}

extension Response {
    init(_ answer: ViewerResponse, to request: Request) {
        var fields = answer.fields
        // RFC 9110, 8.6: an answer without content has no length either.
        if answer.status != .noContent { fields[.contentLength] = String(answer.byteCount) }
        var bytes = ByteBuffer()
        if request.method != .head, case .text(let text) = answer.body { bytes.writeString(text) }
        self.init(status: answer.status, headers: fields, body: ResponseBody(byteBuffer: bytes))
    }
}
