import Broadcast
import HTTPTypes
import Hummingbird
import NIOCore
import Show

/// `POST /v1/source`, `POST /v1/finish` and `GET /v1/snapshot.png`.
extension ControlRoutes {
    /// Changes what is set about the source; answers with all settings.
    func postSource(
        _ request: Request, _ context: ServiceContext, _ role: ControlAccess.Role
    ) async throws -> Response {
        _ = try Self.contentType(of: request, among: ["application/json"])
        let change = try SourceSettings(
            json: try await body(of: request, context, limit: limits.settingByteCount))
        if change.slate == true, !programme.preset.layers.contains(where: { $0.type == .slate }) {
            throw ControlRefusal(.conflict, "slate: the preset has no slate layer; add one to show it")
        }
        let mode = programme.preset.reframe.mode
        if change.follow != nil, mode != .follow {
            throw ControlRefusal(
                .conflict,
                "follow: the preset's reframe.mode is \(mode.rawValue); put a preset whose crop follows to tell it where"
            )
        }
        let settings = programme.change { change.apply(to: &$0) }
        var json = JSONWriter()
        json.object { StateReport.write(settings, &$0) }
        return Response(.ok, json)
    }

    /// Ends the programme as SIGTERM does: the segment in progress is completed.
    func finish() -> Response {
        programme.finish()
        var json = JSONWriter()
        json.object { $0.member("state", "finishing") }
        return Response(.accepted, json)
    }

    /// The picture that viewers see, as a PNG file; or, with `?view=source`, the source's whole picture, small, with what following saw.
    func snapshot(_ request: Request) async throws -> Response {
        let view = request.uri.queryParameters["view"].map(String.init) ?? "programme"
        guard ["programme", "source"].contains(view) else {
            throw ControlRefusal(.badRequest, "view: expected programme or source, found \(quoted(view))")
        }
        guard let slot = heavyRequests.take() else { throw Self.tooManyHeavyRequests }
        defer { withExtendedLifetime(slot) {} }
        let isOfSource = view == "source"
        guard let bytes = try await isOfSource ? programme.sourceSnapshot() : programme.snapshot() else {
            let what = isOfSource ? "no picture of the source is shown now" : "no picture has been made yet"
            throw ControlRefusal(.serviceUnavailable, what, retryAfter: 1)
        }
        return Response(
            status: .ok, headers: [.contentType: "image/png", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
