import HLS
import MediaModel
import Testing

@testable import Verifier

@Suite(.timeLimit(.minutes(10))) struct LiveVerificationTests {
    static func report(
        _ origin: ScriptedOrigin, duration: MediaTime? = .seconds(14), exceptions: Set<String> = []
    ) async throws -> Report {
        let report = try await Verifier.verify(
            ScriptedOrigin.address, origin, options: .init(duration: duration, exceptions: exceptions))
        if let error = origin.errors.first { throw error }
        return report
    }

    @Test func findsNothingInAGoodBroadcast() async throws {
        let report = try await Self.report(ScriptedOrigin(), duration: .seconds(30))
        #expect(report.findings.map(\.description) == [])
        #expect(report.summary.isLive)
        #expect(report.summary.renditions == 5)
        #expect(report.summary.parts > 4 * 50)
        #expect(report.summary.segments > 4 * 15)
        let gap = try #require(report.summary.partGap)
        #expect(abs(gap.median - 0.533) < 0.01)
        #expect(gap.maximum < 0.55)
    }

    @Test func findsNothingInPlainPlaylists() async throws {
        let origin = ScriptedOrigin(ScriptedBroadcast(hasParts: false))
        let report = try await Self.report(origin, duration: .seconds(20))
        #expect(report.findings.map(\.description) == [])
        #expect(report.summary.parts == 0 && report.summary.partGap == nil)
        #expect(report.summary.segments > 4 * 8)
    }

    @Test(arguments: [true, false]) func linesMayEndWithCarriageReturns(hasParts: Bool) async throws {
        let change: ScriptedOrigin.Fault = { exchange in
            if exchange.isPlaylist { exchange.text = replaced(exchange.text, "\n", "\r\n") }
        }
        let origin = ScriptedOrigin(ScriptedBroadcast(hasParts: hasParts), fault: change)
        let report = try await Self.report(origin, duration: .seconds(10))
        #expect(report.findings.map(\.description) == [])
        #expect(report.summary.isLive && report.summary.renditions == 5)

        let alone = ScriptedOrigin(ScriptedBroadcast(hasParts: hasParts), fault: change)
        let address = replaced(ScriptedOrigin.address, "master", "v720x1280/playlist")
        let one = try await Verifier.verify(address, alone, options: .init(duration: .seconds(5)))
        #expect(one.findings.map(\.rule.name) == ["multivariant-playlist"] && one.summary.isLive)
    }

    @Test func aRateIsCountedOnceHoweverItsAddressIsWritten() async throws {
        let origin = ScriptedOrigin(fault: { exchange in
            guard exchange.path == "master.m3u8" else { return }
            exchange.text = replaced(exchange.text, "\naudio-64/", "\nhttp://origin.test/show/audio-64/")
        })
        #expect(try await Self.report(origin, duration: .seconds(8)).findings.map(\.description) == [])
    }

    @Test func followsToTheEnd() async throws {
        let report = try await Self.report(ScriptedOrigin(endsAfter: 20), duration: nil)
        #expect(report.findings.map(\.description) == [])
        #expect(10...15 ~= report.summary.seconds)
    }
}
