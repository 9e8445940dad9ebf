import HLS
import HTTPTypes
import Synchronization
import Testing

@testable import Origin

/// A gate that lets one session in.
private struct OneSession: ViewerGate {
    func refusal(of session: Substring) -> RequestRefusal? {
        session == "good" ? nil : RequestRefusal(session == "old" ? 403 : 401, "no")
    }
}

private final class CountingAccess: ViewerAccess {
    let looks = Atomic(0)
    let changes = Atomic(0)
    let time = Atomic(Int64(0))
    var generation: Int { changes.load(ordering: .relaxed) }
    var now: Int64 { time.load(ordering: .relaxed) }

    func check(_ session: Substring) throws(RequestRefusal) -> Int64 {
        looks.add(1, ordering: .relaxed)
        guard session.hasPrefix("good"), now < 100 else { throw RequestRefusal(403, "over") }
        return 100
    }
}

@Suite struct ViewerGateTests {
    private let start = ContinuousClock.now

    private func outputs(_ path: String, _ method: HTTPRequest.Method = .get, prefix: String = "") -> [ViewerSession
        .Output]
    {
        var configuration = ViewerConfiguration()
        configuration.prefix = PathPrefix(prefix)
        var session = ViewerSession(.connection, configuration, at: start)
        session.gate = OneSession()
        let head = HTTPRequest(method: method, scheme: "http", authority: "x", path: path)
        return session.receive(.head(head), at: start) + session.receive(.end, at: start)
    }

    private func status(_ path: String) -> Int? {
        for case .head(let head, let isLast) in outputs(path) {
            #expect(!isLast, "the connection goes on")
            return head.status.code
        }
        return nil
    }

    private func passed(_ path: String, _ method: HTTPRequest.Method = .get) -> String? {
        for case .passHead(let head) in outputs(path, method) { return head.path }
        return nil
    }

    @Test func takesTheSessionOutOfTheAddress() {
        for prefix in ["", "/live/42"] {
            let asked = outputs("\(prefix)/s/good/v720/playlist.m3u8?_HLS_msn=3", prefix: prefix)
            guard case .ask(let request) = asked.last else { return #expect(Bool(false), "\(asked)") }
            #expect(request.path == "/v720/playlist.m3u8" && request.query == "_HLS_msn=3")
        }
        #expect(passed("/s/good/") == "/" && passed("/s/good") == "/" && passed("/s/good/qr.svg?a=1") == "/qr.svg?a=1")
    }

    @Test func closesTheShowAndItsPageToOthers() {
        for path in [
            "/", "/master.m3u8", "/v720/playlist.m3u8", "/v720/run-0.0.m4s", "/master.m3u8?x=1", "/v/init.mp4?token=a",
            "?x=1", "http://x/",
        ] {
            #expect(status(path) == 401, "\(path)")
        }
        for rest in ["", "/", "/master.m3u8", "/v720/run-0.0.m4s", "/allowed"] {
            #expect(
                status("/s/bad\(rest)") == 401 && status("/s/old\(rest)") == 403 && status("/s/\(rest)") == 401,
                "\(rest)")
        }
        // Not twice: inside of a session there is none.
        #expect(status("/s/bad/s/good/master.m3u8") == 401)
    }

    @Test func answersWhoOnlyAsks() {
        #expect(status("/s/good/allowed") == 204)
    }

    @Test func handsOnWhatHasAToken() {
        for path in ["/master.m3u8?token=a.b.c", "/?x=1&token=a", "/t/a.b.c/master.m3u8", "/t/a"] {
            #expect(passed(path) == path)
        }
    }

    @Test func leavesTheRestToThoseWhoHaveKeysOfTheirOwn() {
        for path in ["/healthz", "/readyz", "/metrics", "/v1/state"] { #expect(passed(path) == path) }
        #expect(passed("/master.m3u8", .options) == "/master.m3u8")
    }

    @Test func looksAtEachSessionOnce() {
        let access = CountingAccess()
        let gate = RememberedSessions(access)
        for _ in 0..<10 { #expect(gate.refusal(of: "good1") == nil) }
        #expect(access.looks.load(ordering: .relaxed) == 1)
        // Nothing is remembered of those that are refused.
        for _ in 0..<3 { #expect(gate.refusal(of: "bad")?.status == 403) }
        #expect(access.looks.load(ordering: .relaxed) == 4)
        access.changes.add(1, ordering: .relaxed)
        #expect(gate.refusal(of: "good1") == nil && access.looks.load(ordering: .relaxed) == 5)
        access.time.store(100, ordering: .relaxed)
        #expect(gate.refusal(of: "good1")?.status == 403)
    }

    @Test func remembersSoManyAtMost() {
        let access = CountingAccess()
        let gate = RememberedSessions(access)
        for number in 0..<40_000 { #expect(gate.refusal(of: "good\(number)") == nil) }
        #expect(access.looks.load(ordering: .relaxed) == 40_000)
    }
}
