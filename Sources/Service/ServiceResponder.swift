import Broadcast
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers what isn't a file of the show: the control API, where there is one, and how the process is doing.
struct ServiceResponder: HTTPResponder {
    typealias Context = ServiceContext

    let isReady: @Sendable () -> Bool
    let control: ControlRoutes?

    func respond(to request: Request, context: Context) async throws -> Response {
        if let answer = await control?.respond(to: request, context: context) { return answer }
        guard request.method == .get || request.method == .head else {
            return Response(ViewerResponse(.methodNotAllowed, "expected GET or HEAD"))
        }
        switch request.uri.path {
        case "/healthz": return Response(ViewerResponse(.ok, "alive"))
        case "/readyz":
            return Response(
                isReady()
                    ? ViewerResponse(.ok, "on air")
                    : ViewerResponse(.serviceUnavailable, "the first segment isn't complete yet"))
        default: return Response(ViewerResponse(.notFound, "no such page: the show is at /master.m3u8"))
        }
    }
}

extension Response {
    init(_ answer: ViewerResponse) {
        var bytes = ByteBuffer()
        for var piece in answer.pieces { bytes.writeBuffer(&piece) }
        self.init(status: answer.status, headers: answer.fields, body: ResponseBody(byteBuffer: bytes))
    }
}
