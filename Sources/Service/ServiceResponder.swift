import Broadcast
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers what isn't a file of the show.
struct ServiceResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let origin: Origin

    func respond(to request: Request, context: Context) async throws -> Response {
        guard request.method == .get || request.method == .head else {
            return Response(ViewerResponse(.methodNotAllowed, "expected GET or HEAD"))
        }
        switch request.uri.path {
        case "/healthz": return Response(ViewerResponse(.ok, "alive"))
        case "/readyz":
            return Response(
                origin.isReady
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
