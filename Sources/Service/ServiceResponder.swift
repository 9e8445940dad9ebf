import Broadcast
import HTTPTypes
import Hummingbird
import NIOCore
import Origin

/// Answers what isn't a file of the show: for people, for whoever runs the worker, and for who controls the programme.
struct ServiceResponder: HTTPResponder {
    typealias Context = ServiceContext

    let control: ControlRoutes?
    let preview: PreviewSite?
    let isReady: @Sendable () -> Bool
    var isStopping: @Sendable () -> Bool = { false }
    let metrics: ProgrammeMetrics
    /// For people, by the Host that they asked for; `nil` where there is no show.
    let page: @Sendable (String?) -> PlayerPage?

    func respond(to request: Request, context: Context) async throws -> Response {
        if let answer = try await preview?.respond(to: request) { return answer }
        if let answer = await control?.respond(to: request, context: context) { return answer }
        if request.method == .options { return Response(.preflight(asked: request.headers), to: request) }
        guard request.method == .get || request.method == .head else {
            var refusal = ViewerResponse(.methodNotAllowed, "expected GET, HEAD or OPTIONS")
            refusal.fields[.allow] = "GET, HEAD, OPTIONS"
            return Response(refusal, to: request)
        }
        switch request.uri.path {
        case "/":
            guard let page = page(request.head.authority) else { return Response(Self.missing, to: request) }
            return Response(ViewerResponse(text: page.html, type: "text/html; charset=utf-8"), to: request)
        case "/qr.svg":
            guard page(nil) != nil else { return Response(Self.missing, to: request) }
            let address = request.uri.queryParameters["address"].map(String.init) ?? ""
            guard let code = PlayerPage.code(of: address) else {
                return Response(
                    ViewerResponse(
                        .badRequest, "address: expected a playlist's, such as https://shop.example/live/master.m3u8"),
                    to: request)
            }
            return Response(ViewerResponse(text: code, type: "image/svg+xml"), to: request)
        case "/healthz": return Response(ViewerResponse(text: "alive\n", type: "text/plain"), to: request)
        case "/readyz" where isStopping():
            return Response(ViewerResponse(.serviceUnavailable, "the show is ending"), to: request)
        case "/readyz":
            return Response(
                isReady()
                    ? ViewerResponse(text: "on air\n", type: "text/plain")
                    : ViewerResponse(.serviceUnavailable, "the first segment isn't complete yet"), to: request)
        case "/metrics":
            return Response(ViewerResponse(text: metrics.page(), type: ProgrammeMetrics.contentType), to: request)
        default: return Response(Self.missing, to: request)
        }
    }

    private static var missing: ViewerResponse {
        ViewerResponse(.notFound, "no such page: the show is at /master.m3u8")
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
    fileprivate init(_ answer: ViewerResponse, to request: Request) {
        var fields = answer.fields
        // RFC 9110, 8.6: an answer without content has no length either.
        if answer.status != .noContent { fields[.contentLength] = String(answer.byteCount) }
        var bytes = ByteBuffer()
        if request.method != .head, case .text(let text) = answer.body { bytes.writeString(text) }
        self.init(status: answer.status, headers: fields, body: ResponseBody(byteBuffer: bytes))
    }
}
