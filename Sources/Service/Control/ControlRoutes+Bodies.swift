import Compression
import HTTPTypes
import Hummingbird
import NIOCore

/// What comes with a request.
extension ControlRoutes {
    /// A request's whole body, unpacked if it came packed, without a byte order mark.
    ///
    /// - Throws: ``ControlRefusal`` with 413 if it is larger than `limit`, in bytes, packed or unpacked; with 408 if it takes too long,
    ///   415 for another coding than gzip or deflate, and 400 if it isn't whole.
    func body(of request: Request, _ context: ServiceContext, limit: Int) async throws -> ByteBuffer {
        let isPacked = try Self.isPacked(request)
        var body = try await bytes(of: request, context, limit: limit)
        if isPacked { body = try Self.unpacked(body, limit: limit) }
        if body.readableBytesView.starts(with: [0xEF, 0xBB, 0xBF]) { body.moveReaderIndex(forwardBy: 3) }
        return body
    }

    /// Whether a body comes by one of the codings that are taken (RFC 9110, 8.4.1).
    private static func isPacked(_ request: Request) throws(ControlRefusal) -> Bool {
        let codings = (request.headers[.contentEncoding] ?? "").split(separator: ",")
            .map { $0.trimmed.lowercased() }.filter { !$0.isEmpty && $0 != "identity" }
        guard let coding = codings.first else { return false }
        guard codings.count == 1, ["gzip", "x-gzip", "deflate"].contains(coding) else {
            // RFC 9110, 15.5.16: says what would be taken.
            throw ControlRefusal(
                .unsupportedMediaType,
                "Content-Encoding: expected gzip, deflate or none, found \(codings.joined(separator: ", ").prefix(64))",
                [.acceptEncoding: "gzip, deflate"])
        }
        return true
    }

    private static func unpacked(_ body: ByteBuffer, limit: Int) throws(ControlRefusal) -> ByteBuffer {
        do throws(Gunzip.Failure) {
            return ByteBuffer(bytes: try Gunzip.unpack(Array(body.readableBytesView), byteLimit: limit))
        } catch {
            throw switch error {
            case .tooLong:
                ControlRefusal(.contentTooLarge, "expected a body of at most \(limit) bytes once it is unpacked")
            case .damaged:
                ControlRefusal(
                    .badRequest,
                    "the body isn't whole: Content-Encoding says that it is packed, and it can't be unpacked")
            }
        }
    }

    private func bytes(of request: Request, _ context: ServiceContext, limit: Int) async throws -> ByteBuffer {
        let tooLarge = ControlRefusal(.contentTooLarge, "expected a body of at most \(limit) bytes")
        if let text = request.headers[.contentLength], let count = Int(text), count > limit {
            throw tooLarge
        }
        if request.headers[.expect] != nil {
            context.channel.triggerUserOutboundEvent(BodyIsWanted(), promise: nil)
        }
        do {
            return try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await request.body.collect(upTo: limit) }
                group.addTask { [limits] in
                    try await Task.sleep(for: limits.bodyTimeout)
                    throw ControlRefusal(.requestTimeout, "the request's body takes too long")
                }
                return try await group.next() ?? ByteBuffer()
            }
        } catch is NIOTooManyBytesError {
            throw tooLarge
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
