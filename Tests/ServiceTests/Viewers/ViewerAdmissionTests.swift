import AsyncHTTPClient
import Crypto
import Foundation
import HLS
import Logging
import MediaTesting
import NIOCore
import NIOHTTP1
import Testing

@testable import Service

@Suite(.timeLimit(.minutes(1)))
struct ViewerAdmissionTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private let secret = Data((0..<32).map { UInt8($0) })
    private let curve = P256.Signing.PrivateKey()

    private var point: (x: String, y: String) {
        let bytes = curve.publicKey.rawRepresentation
        return (Data(bytes.prefix(32)).base64URL, Data(bytes.suffix(32)).base64URL)
    }

    private func jwks(_ keyIDs: [String] = ["old", "new", "es"]) -> Data {
        let keys = keyIDs.map { id in
            id == "es"
                ? #"{"kid":"es","kty":"EC","alg":"ES256","crv":"P-256","x":"\#(point.x)","y":"\#(point.y)"}"#
                : #"{"kid":"\#(id)","kty":"oct","alg":"HS256","k":"\#(secret.base64URL)"}"#
        }
        return Data(#"{"keys":[\#(keys.joined(separator: ","))]}"#.utf8)
    }

    private func token(
        _ id: String? = "old", alg: String? = nil, claims: String = #"{"exp":1800000060}"#, breaking: Bool = false
    ) throws -> String {
        let alg = alg ?? (id == "es" ? "ES256" : "HS256")
        let header = #"{"alg":"\#(alg)"\#(id.map { #","kid":"\#($0)""# } ?? "")}"#
        let content = Data(header.utf8).base64URL + "." + Data(claims.utf8).base64URL
        var signature =
            id == "es"
            ? try curve.signature(for: Data(content.utf8)).rawRepresentation
            : Data(HMAC<SHA256>.authenticationCode(for: Data(content.utf8), using: SymmetricKey(data: secret)))
        if breaking { signature[5] ^= 1 }
        return content + "." + signature.base64URL
    }

    private func status(_ keys: ViewerKeys, _ token: String) async -> Int {
        do throws(RequestRefusal) {
            _ = try await keys.check(token, now: Self.now)
            return 302
        } catch {
            return error.status
        }
    }

    @Test func tellsRightTokensFromWrongAndLateOnes() async throws {
        let keys = try await ViewerKeys(jwks: jwks())
        let cases: [(String, Int)] = [
            (try token(), 302), (try token("es"), 302),
            (try token(claims: #"{"exp":1800000060,"nbf":1799999999}"#), 302),
            (try token(breaking: true), 401), (try token("es", breaking: true), 401), (try token("nobody"), 401),
            (try token(nil), 401), (try token(alg: "none"), 401), (try token("es", alg: "HS256"), 401),
            (try token(claims: "{}"), 401), (try token(claims: #"{"exp":"soon"}"#), 401), ("", 401), ("a.b.c", 401),
            ("..", 401), (String(repeating: "a", count: 5_000), 401),
            (try token(claims: #"{"exp":1800000000}"#), 403), (try token("es", claims: #"{"exp":1}"#), 403),
            (try token(claims: #"{"exp":1800000060,"nbf":1800000001}"#), 403),
        ]
        for (token, expected) in cases { #expect(await status(keys, token) == expected, "\(token)") }
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"keys":[]}"#, #"{"keys":[{"kty":"oct","k":"AAAA","kid":"a"}]}"#,
        #"{"keys":[{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}]}"#,
        #"{"keys":[{"kty":"RSA","kid":"a","alg":"RS256"}]}"#,
        #"{"keys":[{"kty":"EC","kid":"a","alg":"ES256","crv":"P-256","x":"AAAA","y":"AAAA"}]}"#,
        #"{"keys":[{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","kid":"a","alg":"none"}]}"#,
    ])
    func refusesWhatIsNoSetOfKeys(text: String) async {
        await #expect(throws: ViewerKeys.Failure.self) { try await ViewerKeys(jwks: Data(text.utf8)) }
    }

    @Test func sessionsEndWithTheirTimeOrTheirKey() throws {
        let time = Clock()
        let sessions = ViewerSessions(secret: nil, duration: 60) { time.now }
        sessions.allow(["old", "new"])
        let session = sessions.make(by: "old")
        #expect(session.utf8.count == 48 && session != sessions.make(by: "old"))
        #expect(try sessions.check(session[...]) == time.now + 60)
        for index in session.indices {
            var broken = session
            broken.replaceSubrange(index...index, with: session[index] == "A" ? "B" : "A")
            #expect(Self.refusal(of: broken, by: sessions) == 401)
        }
        for text in ["", "a", String(repeating: "~", count: 48), session + "A"] {
            #expect(Self.refusal(of: text, by: sessions) == 401)
        }
        let generation = sessions.generation
        sessions.allow(["new"])
        #expect(sessions.generation > generation)
        #expect(Self.refusal(of: session, by: sessions) == 403)
        sessions.allow(["old"])
        #expect(Self.refusal(of: session, by: sessions) == nil)
        time.advance(60)
        #expect(Self.refusal(of: session, by: sessions) == 403)
    }

    /// Two hundred at once, and fifty a second; what is right, or was, takes nothing of it.
    @Test func wrongTokensAreLimitedForEachAddress() {
        var tokens = WrongTokens()
        for number in 0..<1_000 {
            #expect(tokens.begin(1, at: .zero) == nil, "\(number)")
            tokens.forgive(1)
        }
        let waits = (0..<300).map { _ in tokens.begin(1, at: .seconds(1)) }
        #expect(
            waits.prefix(200).allSatisfy { $0 == nil } && waits.dropFirst(200).allSatisfy { $0 == .milliseconds(20) })
        #expect(tokens.begin(2, at: .seconds(1)) == nil)
        #expect(tokens.begin(1, at: .milliseconds(1_020)) == nil && tokens.begin(1, at: .milliseconds(1_020)) != nil)
    }

    private static func refusal(of session: String, by sessions: ViewerSessions) -> Int? {
        do throws(RequestRefusal) {
            _ = try sessions.check(session[...])
            return nil
        } catch {
            return error.status
        }
    }

    @Test func processesWithOneSecretKnowEachOthersSessions() throws {
        let (first, second, other) = (
            ViewerSessions(secret: "one secret", duration: 60), ViewerSessions(secret: "one secret", duration: 60),
            ViewerSessions(secret: nil, duration: 60)
        )
        for sessions in [first, second, other] { sessions.allow(["a"]) }
        let session = first.make(by: "a")
        #expect((try? second.check(session[...])) != nil && (try? other.check(session[...])) == nil)
    }

    @Test func sendsToAnAddressBesideItsOwn() {
        func location(_ target: String) -> String? { ViewerAdmission.parse(target).map { $0.location("S") } }
        #expect(location("/master.m3u8?token=T") == "s/S/master.m3u8")
        #expect(location("/?token=T&x=1") == "s/S/?x=1")
        #expect(location("/t/T/master.m3u8") == "../../s/S/master.m3u8")
        #expect(location("/t/T/") == "../../s/S/" && location("/t/T") == "../s/S/")
        #expect(location("/t/T/v/playlist.m3u8?a=b") == "../../../s/S/v/playlist.m3u8?a=b")
        #expect(location("/master.m3u8") == nil && location("/v1/state?token=T") == nil)
    }

    @Test func viewersComeInOnceAndStayBelowTheirSession() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("keys-\(UUID().uuidString).json")
        try jwks().write(to: path)
        let admission = ViewerAdmission(
            try await ViewerKeys(jwks: jwks()), ViewerSessions(secret: nil, duration: 60), path: path.path,
            data: jwks(),
            logger: Logger(label: "test")
        ) { Self.now }
        let test = try await TestOrigin(admission: admission)
        test.addParts(6)
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        func get(_ path: String) async throws -> Answer {
            let answer = try await client.execute(
                HTTPClientRequest(url: test.address + path), deadline: .now() + .seconds(20))
            let body = try await answer.body.collect(upTo: 1 << 20)
            return Answer(
                status: Int(answer.status.code), location: answer.headers.first(name: "location"),
                text: String(buffer: body))
        }
        func expect(_ status: Int, of path: String) async throws {
            let answer = try await get(path)
            #expect(answer.status == status, "\(path)")
        }
        try await expect(401, of: "/master.m3u8")
        try await expect(401, of: "/master.m3u8?token=nonsense")
        let late = try await get("/master.m3u8?token=\(try token(claims: #"{"exp":1}"#))")
        #expect(late.status == 403 && late.text.contains("over"))
        let welcome = try await get("/master.m3u8?token=\(try token("es"))")
        let location = try #require(welcome.location)
        #expect(welcome.status == 302 && location.hasPrefix("s/") && location.hasSuffix("/master.m3u8"))
        let base = "/" + location.replacing("master.m3u8", with: "")
        let master = try await get(base + "master.m3u8")
        #expect(master.status == 200)
        try await expect(200, of: base + "v360x640/playlist.m3u8")
        try await expect(401, of: "/v360x640/playlist.m3u8")
        // Who guesses isn't listened to any more; one wrong token has come before, and who is in goes on.
        for _ in 1..<Int(WrongTokens.burst) { try await expect(401, of: "/t/\(try token(breaking: true))/master.m3u8") }
        let refused = try await get("/t/\(try token())/master.m3u8")
        #expect(refused.status == 429 && refused.text.contains("too many wrong tokens"))
        try await expect(200, of: base + "master.m3u8")
        let page = try await get(base)
        #expect(page.text.contains("<html"))
        try await expect(200, of: "/healthz")
        try await expect(204, of: base + "allowed")
        // Without its key it ends.
        try jwks(["old", "new"]).write(to: path, options: .atomic)
        try await waitUntil("the session ends") { try await get(base + "master.m3u8").status == 403 }
        try await client.shutdown()
        await test.server.close()
    }
}

private struct Answer {
    let status: Int
    let location: String?
    let text: String
}

private final class Clock: Sendable {
    private let time = LockedTime()
    var now: Int64 { time.value }
    func advance(_ seconds: Int64) { time.value += seconds }
}

private final class LockedTime: @unchecked Sendable {
    private let lock = NSLock()
    private var time: Int64 = 1_800_000_000
    var value: Int64 {
        get { lock.withLock { time } }
        set { lock.withLock { time = newValue } }
    }
}
