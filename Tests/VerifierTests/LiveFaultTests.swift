import HLS
import HLSTesting
import MediaModel
import Testing

@testable import Verifier

/// A good broadcast is broken in one way, and the verifier names the rule; without that rule, it says nothing.
@Suite(.timeLimit(.minutes(10))) struct LiveFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let rule: String
        let name: String
        var hasParts = true
        var lateness: @Sendable (Int) -> MediaTime = { _ in .zero }
        /// A new one for each run: it may remember.
        let make: @Sendable () -> ScriptedOrigin.Fault

        var testDescription: String { "\(rule): \(name)" }
    }

    @Test(arguments: faults) func isFoundByItsRuleAlone(_ fault: Fault) async throws {
        func rules(without exceptions: Set<String>) async throws -> Set<String> {
            let origin = ScriptedOrigin(
                ScriptedBroadcast.withDates(hasParts: fault.hasParts), lateness: fault.lateness, fault: fault.make())
            let report = try await LiveVerificationTests.report(
                origin, duration: .seconds(fault.hasParts ? 10 : 16), exceptions: exceptions)
            if exceptions.isEmpty, report.findings.isEmpty { Issue.record("nothing was found") }
            if report.findings.contains(where: { $0.rule.name != fault.rule }) {
                Issue.record("\(report.findings.map(\.description).joined(separator: "\n"))")
            }
            return Set(report.findings.map(\.rule.name))
        }
        let others = Set(Verifier.ruleNames).subtracting([fault.rule])
        // Found by all; missed without its rule; found by its rule though all others are gone.
        #expect(try await rules(without: []) == [fault.rule])
        #expect(try await rules(without: [fault.rule]) == [])
        #expect(try await rules(without: others) == [fault.rule])
    }

    @Test func everyRuleOfLivePlaylistsAndOfAnswersHasAFault() {
        let broken = Set(Self.faults.map(\.rule))
        // Tested apart: they need another address, or finished media.
        let apart: Set<String> = ["multivariant-playlist", "decodes"]
        #expect(Set(Rule.ofBroadcasts.map(\.name)).subtracting(broken) == [])
        #expect(Set(Rule.ofAnswers.map(\.name)).subtracting(broken) == apart)
    }

    @Test func aRenditionAloneIsFollowedWithAWarning() async throws {
        let address = "http://origin.test/show/v720x1280/playlist.m3u8"
        let report = try await Verifier.verify(address, ScriptedOrigin(), options: .init(duration: .seconds(5)))
        #expect(report.findings.map(\.rule.name) == ["multivariant-playlist"])
        #expect(report.errorCount == 0 && report.warningCount == 1)
    }
}

extension ScriptedBroadcast {
    /// With two date ranges, of which one stays.
    static func withDates(hasParts: Bool) -> ScriptedBroadcast {
        var broadcast = ScriptedBroadcast(hasParts: hasParts)
        for (id, second) in [("p-1", 18), ("p-2", 20)] as [(String, Int64)] {
            try? broadcast.add(
                DateRange(
                    .product, eventID: id, start: .init(millisecondsSince1970: 1_795_348_800_000 + second * 1_000),
                    lasting: .seconds(60), [.name(id)]))
        }
        return broadcast
    }
}

// MARK: - Ways to break it

extension LiveFaultTests.Fault {
    /// The first variant's playlist.
    static let high = "v720x1280/playlist.m3u8"
    static let audio = "audio/playlist.m3u8"

    /// In all answers of a path, or of all playlists, or in one answer.
    static func text(
        _ rule: String, _ name: String, in path: String? = nil, at count: Int? = nil, hasParts: Bool = true,
        _ pairs: (String, String)...
    ) -> Self {
        Self(rule: rule, name: name, hasParts: hasParts) {
            { exchange in
                guard exchange.isPlaylist, path == nil || path == exchange.path,
                    count == nil || count == exchange.count, exchange.response.status == 200
                else { return }
                for (old, new) in pairs { exchange.text = replaced(exchange.text, old, new) }
            }
        }
    }

    /// In one answer of the first variant's playlist, once the broadcast runs.
    static func edit(
        _ rule: String, _ name: String, isDelta: Bool = false,
        _ change: @escaping @Sendable (inout MediaPlaylist) -> Void
    ) -> Self {
        Self(rule: rule, name: name) {
            var isDone = false
            return { exchange in
                guard exchange.path == high, exchange.count >= 10, exchange.response.status == 200, !isDone,
                    exchange.text.contains("#EXT-X-SKIP") == isDelta
                else { return }
                isDone = true
                var playlist = try MediaPlaylist(parsing: exchange.text)
                change(&playlist)
                exchange.text = playlist.text
            }
        }
    }

    /// In answers to requests whose path, with the query, has some text in it.
    static func answer(
        _ rule: String, _ name: String, to part: String, hasParts: Bool = true,
        _ change: @escaping @Sendable (inout ScriptedOrigin.Exchange) -> Void
    ) -> Self {
        Self(rule: rule, name: name, hasParts: hasParts) {
            { exchange in
                if "\(exchange.path)?\(exchange.query)".contains(part) { change(&exchange) }
            }
        }
    }
}
