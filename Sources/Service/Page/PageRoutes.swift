import Access
import Broadcast
import Foundation
import HLS
import HTTPTypes
import Hummingbird
import NIOCore
import Show
import Synchronization

/// What the viewer's page asks besides the show: its files, what it can't know from playlists, and, where the audience is open, what its
/// visitors do. Any thread.
final class PageRoutes: Sendable {
    let content: PageContent
    let products: ProductShelf?
    let audience: OpenAudience?
    private let publicAddress: PublicAddress?
    private let isSecure: Bool
    private let presence = Mutex(PresenceMeter())
    private let begin = ContinuousClock.now

    init(_ configuration: OriginServer.Configuration) {
        (content, products, audience) = (configuration.page, configuration.products, configuration.audience)
        publicAddress = configuration.publicAddress
        isSecure = configuration.tls != nil || publicAddress?.url.hasPrefix("https://") ?? false
    }

    func add(to router: Router<ServiceContext>) {
        for method in [HTTPRequest.Method.get, .head] {
            for (path, file) in PageFiles.own {
                router.on(RouterPath(path), method: method) { request, _ in
                    Self.script(file.bytes, file.type, to: request, cacheControl: "no-cache")
                }
            }
            if case .file(let bytes)? = content.playerScript?.place, let name = content.playerScript?.address {
                router.on(RouterPath("/" + name), method: method) { request, _ in
                    Self.script(bytes, PageFiles.script, to: request, cacheControl: "public, max-age=3600")
                }
            }
            router.on("/page/picture", method: method) { [self] request, _ in await picture(request) }
        }
        router.get("/page/state") { [self] request, _ in state(request) }
        router.post("/page/events") { [self] request, context in
            var answer: Response
            do throws(ControlRefusal) {
                answer = try await take(request, context)
            } catch {
                answer = error.response
            }
            allow(request, &answer)
            return answer
        }
        router.on("/page/events", method: .options) { [self] request, _ in
            var answer = Response(status: .noContent)
            allow(request, &answer)
            answer.headers[.accessControlAllowMethods] = "POST"
            answer.headers[.accessControlAllowHeaders] = "content-type"
            answer.headers[.accessControlMaxAge] = "600"
            return answer
        }
    }

    /// A file of the shop's own page, its index for `/`; `nil` if it has none of that name.
    func site(_ request: Request) -> Response? {
        guard request.method == .get || request.method == .head, let file = content.site?.files[request.uri.path] else {
            return nil
        }
        return Self.response(file.bytes, file.type, to: request, cacheControl: "no-cache")
    }

    static func response(_ bytes: [UInt8], _ type: String, to request: Request, cacheControl: String) -> Response {
        let body = request.method == .head ? ByteBuffer() : ByteBuffer(bytes: bytes)
        return Response(
            status: .ok, headers: PageFiles.fields(type, byteCount: bytes.count, cacheControl: cacheControl),
            body: ResponseBody(byteBuffer: body))
    }

    /// A page of another site may have it as well: browsers load modules from elsewhere only by leave (HTML, 8.1.4).
    private static func script(_ bytes: [UInt8], _ type: String, to request: Request, cacheControl: String) -> Response
    {
        var answer = response(bytes, type, to: request, cacheControl: cacheControl)
        answer.headers[.accessControlAllowOrigin] = "*"
        return answer
    }

    private func picture(_ request: Request) async -> Response {
        let id = request.uri.queryParameters["product"].map(String.init) ?? ""
        guard let picture = await products?.picture(of: id) else {
            return ControlRefusal(.notFound, "no picture of such a product, or not now").response
        }
        return Self.response(picture.bytes, picture.type, to: request, cacheControl: "public, max-age=60")
    }

    // MARK: - What isn't in playlists

    private func state(_ request: Request) -> Response {
        let second = Int64((ContinuousClock.now - begin) / .seconds(1))
        let watching = presence.withLock { presence in
            presence.note(at: second)
            return presence.count(at: second)
        }
        var fields = HTTPFields()
        var wait: Int64 = 0
        if let audience {
            let now = Int64(Date().timeIntervalSince1970)
            let known = audience.passes.find(in: request.headers[.cookie], at: now)
            if let known {
                wait = audience.wait(of: known, at: now)
            } else {
                let (pass, text) = audience.passes.make(at: now)
                wait = audience.wait(of: pass, at: now)
                // Without a path it is for this folder alone, `page/` below whatever the world calls the show (RFC 6265, 5.1.4).
                fields[.setCookie] =
                    "\(VisitorPasses.cookieName)=\(text); Max-Age=\(VisitorPasses.lifetime); HttpOnly; SameSite=Lax"
                    + (isSecure ? "; Secure" : "")
            }
        }
        var json = JSONWriter()
        json.object { json in
            json.member("watching", watching)
            json.member("every", PresenceMeter.period)
            json.member("player", ifAny: content.playerScript) { json, script in
                json.object { json in
                    json.member("script", script.address)
                    json.member("isModule", script.isModule)
                }
            }
            json.member("audience", ifAny: audience) { json, audience in
                json.object { json in
                    json.member("comments", audience.options.comments.rawValue)
                    json.member("wait", Int(wait))
                }
            }
            json.member("products") { json in
                json.array(products?.items ?? []) { Self.write(&$0, $1) }
            }
        }
        var answer = Response(.ok, json)
        answer.headers.append(contentsOf: fields)
        allow(request, &answer)
        // Without a cookie everybody may read it, as they may the show.
        if answer.headers[.accessControlAllowOrigin] == nil { answer.headers[.accessControlAllowOrigin] = "*" }
        return answer
    }

    private static func write(_ json: inout JSONWriter, _ item: ProductShelf.Item) {
        let product = item.product
        json.member("id", product.id)
        json.member("name") { $0.value(product.name) }
        json.member("price") { $0.decimal("\(product.price)") }
        json.member("currency", product.currency)
        json.member("url", product.url)
        json.member("hasPicture", product.image != nil)
        json.member("since", item.since?.description)
    }

    // MARK: - What visitors do

    private func take(_ request: Request, _ context: ServiceContext) async throws(ControlRefusal) -> Response {
        guard let audience else {
            throw ControlRefusal(.notFound, "visitors send nothing here: that is for live --audience open")
        }
        guard isAllowed(request) else {
            throw ControlRefusal(
                .forbidden, "Origin: expected this show's own page, or one that --page-origin names")
        }
        let now = Int64(Date().timeIntervalSince1970)
        guard let pass = audience.passes.find(in: request.headers[.cookie], at: now) else {
            throw ControlRefusal(.unauthorized, "expected the cookie that GET page/state gives")
        }
        let wait = audience.wait(of: pass, at: now)
        guard wait == 0 else {
            throw ControlRefusal(.tooManyRequests, "new visitors wait for a moment", retryAfter: Int(wait))
        }
        let forwarded = request.headers[values: .forwardedFor]
        let sender = audience.sender(pass, peer: context.peer, forwarded: forwarded)
        if let pause = audience.admit(sender) {
            throw ControlRefusal(
                .tooManyRequests, "too many requests: sum up, and ask once a second",
                retryAfter: max(1, Int((pause / .seconds(1)).rounded(.up))))
        }
        _ = try ControlRoutes.contentType(of: request, among: ["application/json"])
        guard audience.programme.status.start != nil else {
            throw ControlRefusal(.serviceUnavailable, "the programme hasn't begun", retryAfter: 1)
        }
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: VisitorMessage.byteLimit)
        } catch {
            throw ControlRefusal(.contentTooLarge, "expected a whole body of at most \(VisitorMessage.byteLimit) bytes")
        }
        let message: VisitorMessage
        do throws(VisitorMessage.Failure) {
            message = try VisitorMessage(Data(body.readableBytesView))
        } catch {
            throw ControlRefusal(.badRequest, error.description)
        }
        let outcome = audience.take(message, from: sender)
        var json = JSONWriter()
        json.object { json in
            if let hearts = outcome.hearts { json.member("hearts", hearts) }
            if let vote = outcome.vote { json.member("vote", vote.rawValue) }
            if let comment = outcome.comment { json.member("comment", comment.rawValue) }
            if let reason = outcome.reason { json.member("error", reason) }
        }
        return Response(.ok, json)
    }

    /// Whether the page that sends is ours or an allowed one. Browsers say so of every POST (Fetch, 3.1); who doesn't is none.
    private func isAllowed(_ request: Request) -> Bool {
        guard let origin = request.headers[.origin]?.lowercased() else { return false }
        if let own = publicAddress?.origin, origin == own { return true }
        if let authority = request.head.authority?.lowercased(),
            origin == "http://\(authority)" || origin == "https://\(authority)"
        {
            return true
        }
        return audience?.options.pageOrigins.contains(origin) ?? false
    }

    /// Lets a page of another site that is named read an answer, and send its cookie along.
    private func allow(_ request: Request, _ answer: inout Response) {
        guard let audience, !audience.options.pageOrigins.isEmpty else { return }
        answer.headers[.vary] = "origin"
        guard let origin = request.headers[.origin], audience.options.pageOrigins.contains(origin) else { return }
        answer.headers[.accessControlAllowOrigin] = origin
        answer.headers[.accessControlAllowCredentials] = "true"
        answer.headers[.accessControlExposeHeaders] = "retry-after"
    }
}
