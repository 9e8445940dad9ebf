import Broadcast
import Foundation
import HLS
import HTTPTypes
import Hummingbird
import Lines
import MediaModel
import NIOCore
public import Origin

/// Answers what a preview's page asks for.
public final class PreviewSite: Sendable {
    private let show: PreviewShow
    private let origin: Origin
    private let changes: OriginChanges

    public init(_ show: PreviewShow, origin: Origin) {
        (self.show, self.origin) = (show, origin)
        changes = OriginChanges(of: origin)
    }

    /// Ends all answers that would go on for ever.
    public func close() {
        changes.close()
        show.feed.close()
    }

    /// In bytes: more events than a page ever sends.
    private static let bodyLimit = 256 << 10
    private static let eventLimit = 100

    private struct Route: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let handle: @Sendable (PreviewSite, Request) async throws -> Response
    }

    /// All there are, besides the page's files.
    private static let all = [
        Route(method: .get, path: "/preview/feed") { site, _ in site.feed() },
        Route(method: .get, path: "/preview/stream") { $0.stream($1.uri.queryParameters["track"] ?? "video") },
        Route(method: .get, path: "/preview/still") { site, _ in site.still() },
        Route(method: .get, path: "/preview/source") { site, _ in try await site.source() },
        Route(method: .post, path: "/preview/events") { try await $0.commit($1) },
        Route(method: .post, path: "/preview/source") { try await $0.changeSource($1) },
        Route(method: .post, path: "/preview/reset") { site, _ in
            await site.show.reset()
            return PreviewSite.answer("{}")
        },
    ]

    /// Has a router answer all of them.
    func add(to router: Router<ServiceContext>) {
        for route in Self.all {
            router.on(RouterPath(route.path), method: route.method) { [self] request, _ in
                try await route.handle(self, request)
            }
        }
        for (path, file) in PreviewPage.files {
            for method in [HTTPRequest.Method.get, .head] {
                router.on(RouterPath(path), method: method) { _, _ in
                    Response(status: .ok, headers: file.fields, body: ResponseBody(byteBuffer: file.bytes))
                }
            }
        }
    }

    /// Answers a request that has no route; `nil` for a path that isn't the preview's.
    func answer(unrouted request: Request) -> Response? {
        let path = request.uri.path
        let methods =
            Self.all.filter { $0.path == path }.map(\.method) + (PreviewPage.files[path].map { _ in [.get] } ?? [])
        guard !methods.isEmpty else { return nil }
        return Self.refuse(.methodNotAllowed, "expected \(methods.map(\.rawValue).joined(separator: " or "))")
    }

    private static func refuse(_ status: HTTPResponse.Status, _ sentence: String) -> Response {
        Response(
            status: status, headers: PreviewPage.fields(type: "text/plain; charset=utf-8"),
            body: ResponseBody(byteBuffer: ByteBuffer(string: sentence + "\n")))
    }

    private static func answer(_ json: String) -> Response {
        Response(
            status: .ok, headers: PreviewPage.fields(type: "application/json"),
            body: ResponseBody(byteBuffer: ByteBuffer(string: json + "\n")))
    }
}

// MARK: - Answers without an end

extension PreviewSite {
    private func feed() -> Response {
        guard let messages = show.feed.listen() else {
            return Self.refuse(.serviceUnavailable, "too many pages show this preview: close some")
        }
        return Response(
            status: .ok, headers: PreviewPage.fields(type: "text/event-stream"),
            body: ResponseBody { writer in
                for await message in messages { try await writer.write(message) }
                try await writer.finish(nil)
            })
    }

    private func stream(_ track: Substring) -> Response {
        guard track == "video" || track == "audio" else {
            return Self.refuse(.badRequest, "track: expected video or audio")
        }
        guard let begun = origin.beginStream(track == "video" ? .video : .audio),
            let type = Self.type(of: begun.initialisation)
        else {
            var response = Self.refuse(.serviceUnavailable, "the programme hasn't begun yet: ask again in a second")
            response.headers[.retryAfter] = "1"
            return response
        }
        guard let changes = changes.listen() else {
            return Self.refuse(.serviceUnavailable, "too many pages show this preview: close some")
        }
        return Response(
            status: .ok, headers: PreviewPage.fields(type: type),
            body: ResponseBody { [origin] writer in
                try await writer.write(begun.initialisation)
                var place = begun.place
                // Who reads slowly is waited for in `write`, and goes on with the latest segment.
                for await _ in changes {
                    steps: while true {
                        switch origin.step(from: place) {
                        case .media(let pieces, let next):
                            for piece in pieces { try await writer.write(piece) }
                            place = next
                        case .nothingYet: break steps
                        case .end:
                            try await writer.finish(nil)
                            return
                        }
                    }
                }
                try await writer.finish(nil)
            })
    }

    private static func type(of initialisation: ByteBuffer) -> String? {
        guard let segment = try? InitialisationSegment(Array(initialisation.readableBytesView)),
            let codec = try? segment.codecString()
        else { return nil }
        let kind = if case .video = segment.content { "video" } else { "audio" }
        return "\(kind)/mp4; codecs=\"\(codec)\""
    }

    private func still() -> Response {
        let jpeg = show.still
        guard !jpeg.isEmpty else {
            return Self.refuse(.notFound, "the preset hasn't been saved since the preview began")
        }
        return Self.picture(jpeg)
    }

    /// The sample's whole picture, small, with what following saw.
    private func source() async throws -> Response {
        guard let jpeg = try await show.sourcePicture() else {
            return Self.refuse(.notFound, "no picture of the sample is shown now")
        }
        return Self.picture(jpeg)
    }

    private static func picture(_ jpeg: [UInt8]) -> Response {
        Response(
            status: .ok, headers: PreviewPage.fields(type: "image/jpeg"),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: jpeg)))
    }
}

// MARK: - Changes

extension PreviewSite {
    private struct Answers: Encodable {
        struct One: Encodable {
            /// In seconds of the programme.
            var time: Double?
            var error: String?
        }

        let answers: [One]
    }

    private func commit(_ request: Request) async throws -> Response {
        guard let body = await Self.body(of: request) else {
            return Self.refuse(.contentTooLarge, "expected at most \(Self.bodyLimit) bytes of events")
        }
        let lines = body.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        guard lines.count <= Self.eventLimit else {
            return Self.refuse(.contentTooLarge, "expected at most \(Self.eventLimit) events, found \(lines.count)")
        }
        var answers: [Answers.One] = []
        for line in lines {
            let answer = await show.commit(String(line))
            switch answer {
            case .refused(let reason), .busy(let reason): answers.append(.init(error: reason))
            case .committed, .scheduled, .repeated: answers.append(.init(time: answer.time?.seconds))
            }
        }
        return Self.answer(Answers(answers: answers).jsonLine)
    }

    private func changeSource(_ request: Request) async throws -> Response {
        struct Change: Decodable {
            let isCut: Bool?
            /// In seconds of the sample.
            let position: Double?
            /// What `POST /v1/source` takes.
            let follow: SourceSettings.Value?
        }
        guard let body = await Self.body(of: request),
            let change = try? JSONDecoder().decode(Change.self, from: Data(body.utf8)),
            change.isCut != nil || change.position != nil || change.follow != nil
        else {
            return Self.refuse(
                .badRequest,
                "expected {\"isCut\": true}, {\"isCut\": false}, {\"position\": 1.5} or {\"follow\": {\"lock\": 0.6}}")
        }
        if let follow = change.follow {
            do throws(ControlRefusal) {
                let command = try FollowSetting.read(follow)
                if let fault = show.tell(command) { return Self.refuse(.conflict, fault) }
            } catch {
                return Self.refuse(error.status, error.sentence)
            }
        }
        if let position = change.position, let fault = show.seek(to: position) {
            return Self.refuse(.badRequest, fault)
        }
        if let isCut = change.isCut { show.cutSource(isCut) }
        return Self.answer("{}")
    }

    /// `nil` for one that is too large, or was cut off.
    private static func body(of request: Request) async -> String? {
        guard let buffer = try? await request.body.collect(upTo: bodyLimit) else { return nil }
        return String(buffer: buffer)
    }
}
