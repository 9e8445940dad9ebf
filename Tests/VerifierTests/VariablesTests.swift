import HLS
import MediaModel
import Testing

@testable import Verifier

/// A broadcast whose playlists define variables conforms as one without (RFC 8216bis 4.4.2.3).
@Suite(.timeLimit(.minutes(2))) struct VariablesTests {
    /// All version numbers are high enough for QUERYPARAM.
    private static func defining(_ exchange: inout ScriptedOrigin.Exchange, isGood: Bool = true) {
        guard exchange.isPlaylist, exchange.response.status == 200 else { return }
        var text = exchange.text
        for version in ["5", "6", "9"] {
            text = text.replacing("#EXT-X-VERSION:\(version)\n", with: "#EXT-X-VERSION:11\n")
        }
        if exchange.path == "master.m3u8" {
            text = text.replacing("#EXTM3U\n", with: "#EXTM3U\n#EXT-X-DEFINE:NAME=\"run\",VALUE=\"a\"\n")
        } else if exchange.path.hasPrefix("v720x1280/") {
            let name = isGood ? "run" : "rum"
            text = text.replacing("#EXTM3U\n", with: "#EXTM3U\n#EXT-X-DEFINE:IMPORT=\"\(name)\"\n")
            text = text.replacing("\na-", with: "\n{$\(name)}-").replacing("\"a-", with: "\"{$\(name)}-")
        }
        exchange.text = text
    }

    @Test func aBroadcastWithVariablesConforms() async throws {
        let origin = ScriptedOrigin(ScriptedBroadcast.withDates(hasParts: true), fault: { Self.defining(&$0) })
        let report = try await LiveVerificationTests.report(origin, duration: .seconds(10), exceptions: [])
        #expect(report.findings.map(\.description) == [])
        #expect(report.summary.segments > 10 && report.summary.parts > 40)
    }

    @Test func aVariableThatNobodyDefinesIsFound() async throws {
        let origin = ScriptedOrigin(
            ScriptedBroadcast.withDates(hasParts: true), fault: { Self.defining(&$0, isGood: false) })
        let report = try await LiveVerificationTests.report(origin, duration: .seconds(10), exceptions: [])
        let found = report.findings.filter { $0.rule.name == "readable-playlist" && $0.severity == .error }
        #expect(found.contains { $0.found.contains("doesn't define \"rum\"") }, "\(report.findings.map(\.description))")
    }
}
