import MediaModel
import Testing

@testable import HLS

@Suite struct LiveCheckerTests {
    static func findings(_ fetches: [LiveFetch], options: LiveChecker.Options = .init()) -> [Finding] {
        var checker = LiveChecker(options: options)
        for fetch in fetches { checker.receive(fetch) }
        return checker.findings
    }

    /// One fault put into a good sequence, and the rule that must name it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let rule: Rule
        let name: String
        let apply: @Sendable (inout [LiveFetch]) throws -> Void

        var testDescription: String { "\(rule.name): \(name)" }

        init(_ rule: Rule, _ name: String, _ apply: @escaping @Sendable (inout [LiveFetch]) throws -> Void) {
            (self.rule, self.name, self.apply) = (rule, name, apply)
        }
    }

    static let high = "v720x1280/playlist.m3u8"
    static let audio = "audio/playlist.m3u8"

    @Test(arguments: [
        (FrameRate.fps30, LatencyMode.low), (.fps30, .ultra), (.fps25, .low), (.fps50, .low), (.fps60, .ultra),
    ])
    func findsNothingInAGoodBroadcast(_ rate: FrameRate, _ latency: LatencyMode) throws {
        var sequence = try LiveSequence(rate, latency, parts: 100)
        sequence.end()
        #expect(Self.findings(sequence.fetches) == [])
        #expect(sequence.fetches.contains { $0.text.contains("#EXT-X-SKIP") })
        #expect(sequence.fetches.contains { $0.text.contains("p-2") })
    }

    @Test func findsNothingInARestart() throws {
        var sequence = try LiveSequence()
        try sequence.restart()
        for _ in 0..<60 { sequence.addPart() }
        #expect(Self.findings(sequence.fetches) == [])
        #expect(sequence.fetches.contains { $0.text.contains("#EXT-X-DISCONTINUITY\n") })
        #expect(sequence.fetches.contains { $0.text.contains("#EXT-X-DISCONTINUITY-SEQUENCE:1") })
    }

    /// Made once: sixty faults are put into copies of it.
    static let good = Result { try LiveSequence(parts: 22).fetches }

    static let faults: [Fault] = [
        .text(.liveReadablePlaylist, "a duration in words", in: high, at: 10, "#EXTINF:1.600000,", "#EXTINF:long,"),
        Fault(.answerStatus, "a part that never came") { $0.change(high, 10) { $0.status = 503 } },
        Fault(.answerStatus, "a good question refused") { $0.change(high, 10) { $0.status = 400 } },
        Fault(.badRequest, "a part of no segment") { $0.change(high, 10) { $0.query = "_HLS_part=0" } },
        Fault(.badRequest, "a segment far ahead") { $0.change(high, 10) { $0.query = "_HLS_msn=99" } },
        Fault(.badRequest, "no number") { $0.change(high, 10) { $0.query = "_HLS_msn=x" } },
        Fault(.blockingReload, "answered too early") { fetches in
            fetches.change(high, 10) { fetch in
                let last = (try? MediaPlaylist(parsing: fetch.text))?.last
                fetch.query = "_HLS_msn=\((last?.mediaSequence ?? 0) + 1)&_HLS_part=0"
            }
        },
        Fault(.updateInterval, "a part that comes late") { fetches in
            for index in fetches.indices where index >= 50 {
                fetches[index].arrival += .seconds(1)
                if index >= 55 { fetches[index].sent += .seconds(1) }
            }
        },
        Fault(.updateInterval, "nothing new") { fetches in
            let last = fetches.suffix(5)
            for fetch in last {
                var again = fetch
                again.query = ""
                again.sent += .seconds(4)
                again.arrival += .seconds(4)
                fetches.append(again)
            }
        },
        .text(.constantTargetDuration, "for once", in: high, at: 13, "TARGETDURATION:2", "TARGETDURATION:3"),
        .text(.constantPartTarget, "for once", in: high, at: 10, "PART-TARGET=0.550000", "PART-TARGET=0.549000"),
        .text(.constantServerControl, "for once", in: high, at: 10, "HOLD-BACK=1.650000", "HOLD-BACK=1.651000"),
        .text(.sameConstants, "in one rendition", in: high, "PART-TARGET=0.550000", "PART-TARGET=0.549000"),
        .text(.sameConstants, "in one rendition", in: audio, ",HOLD-BACK=6.000000", ",HOLD-BACK=7.000000"),
        .text(
            .sameConstants, "not among I-frames", in: "v720x1280/iframes.m3u8", ",HOLD-BACK=6.000000",
            ",HOLD-BACK=7.000000"),
        .text(.serverControl, "no blocking", "CAN-BLOCK-RELOAD=YES,", ""),
        .text(.serverControl, "hold-back of parts", "PART-HOLD-BACK=1.650000", "PART-HOLD-BACK=1.649000"),
        .text(.serverControl, "hold-back", ",HOLD-BACK=6.000000", ",HOLD-BACK=5.000000"),
        .text(.serverControl, "skip boundary", "CAN-SKIP-UNTIL=12.000000", "CAN-SKIP-UNTIL=11.000000"),
        .text(
            .livePlaylistType, "for once", in: high, at: 10, "#EXT-X-INDEP", "#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-INDEP"),
        Fault(.protocolVersion, "too low for a delta update") { fetches in
            for index in fetches.indices where fetches[index].text.contains("#EXT-X-SKIP") {
                fetches[index].text = replaced(fetches[index].text, "VERSION:9", "VERSION:8")
            }
        },
        .text(.protocolVersion, "too low for a map", "VERSION:6", "VERSION:5"),
        .edit(.mediaSequence, "goes back") { $0.mediaSequence -= 1 },
        .edit(.mediaSequence, "a segment taken back") { $0.segments.removeLast(2) },
        .edit(.segmentIdentity, "another file") { playlist in
            let old = playlist.segments[3]
            playlist.segments[3] = MediaPlaylist.Segment(
                uri: "a-999.m4s", duration: old.duration, map: old.map, programDateTime: old.programDateTime)
        },
        .edit(.segmentIdentity, "a number jumped over") { $0.mediaSequence += 1 },
        .edit(.segmentIdentity, "another duration") { playlist in
            let old = playlist.segments[3]
            playlist.segments[3] = MediaPlaylist.Segment(
                uri: old.uri, duration: .milliseconds(1_599), map: old.map, programDateTime: old.programDateTime)
        },
        .edit(.window, "two segments stay") { playlist in
            let count = playlist.segments.count - 2
            playlist.segments.removeFirst(count)
            playlist.mediaSequence += count
            playlist.dateRanges = playlist.dateRanges.filter { $0.id != "p-1" }
        },
        .edit(.window, "five segments stay") { playlist in
            let count = playlist.segments.count - 5
            playlist.segments.removeFirst(count)
            playlist.mediaSequence += count
        },
        .edit(.discontinuitySequence, "counts what wasn't there") { $0.discontinuitySequence += 1 },
        .text(.discontinuitySequence, "isn't there", in: high, at: 10, "#EXT-X-DISCONTINUITY-SEQUENCE:0", "#"),
        .text(.sameDiscontinuities, "one ahead", in: audio, "SEQUENCE:0", "SEQUENCE:1"),
        .text(
            .sameDiscontinuities, "in one rendition", in: audio, "#EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:32.000Z",
            "#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:32.000Z"),
        .text(.liveTargetDuration, "too low", "TARGETDURATION:2", "TARGETDURATION:1"),
        .text(.initialisationSection, "none", in: high, "#EXT-X-MAP:URI=\"a-init.mp4\"", "#"),
        .text(.liveProgramDateTime, "jumps", in: high, "12:00:32.000Z", "12:00:32.050Z"),
        .text(.liveProgramDateTime, "jumps back", in: high, "12:00:32.000Z", "12:00:31.950Z"),
        .text(.liveProgramDateTime, "moves", in: high, at: 22, "12:00:32.000Z", "12:00:32.001Z"),
        .text(.liveProgramDateTime, "isn't there", in: high, at: 22, "#EXT-X-PROGRAM-DATE-TIME", "#"),
        Fault(.liveEndList, "an end that wasn't one") { $0.change(high, 20) { $0.text += "#EXT-X-ENDLIST\n" } },
        .text(.partInformation, "none", "#EXT-X-PART-INF", "#"),
        Fault(.partDuration, "longer than the target") { fetches in
            fetches.replace("PART-TARGET=0.550000", "PART-TARGET=0.533000")
        },
        Fault(.partDuration, "shorter than 85 % of it") { fetches in
            fetches.replace("PART-TARGET=0.550000", "PART-TARGET=0.640000")
            fetches.replace("PART-HOLD-BACK=1.650000", "PART-HOLD-BACK=1.920000")
        },
        .text(
            .partsMakeSegment, "less", in: high, "#EXTINF:1.600000,\na-20.m4s", "#EXTINF:1.590000,\na-20.m4s"),
        .edit(.partsVanish, "too early") { playlist in
            let index = playlist.segments.count - 3
            let old = playlist.segments[index]
            playlist.segments[index] = MediaPlaylist.Segment(
                uri: old.uri, duration: old.duration, map: old.map, programDateTime: old.programDateTime)
        },
        .text(
            .independentPart, "of a segment's first", in: high, "\"a-20.0.m4s\",INDEPENDENT=YES", "\"a-20.0.m4s\""),
        .text(.gap, "in parts alone", in: high, "\"a-20.1.m4s\"", "\"a-20.1.m4s\",GAP=YES"),
        .edit(.preloadHint, "none") { $0.preloadHints = [] },
        .edit(.preloadHint, "two") { $0.preloadHints += $0.preloadHints },
        Fault(.hintKept, "another came") { fetches in
            try fetches.edit(high, 10) { $0.preloadHints = [.init(kind: .part, uri: "a-99.0.m4s")] }
        },
        .edit(.renditionReport, "one too few") { $0.renditionReports.removeLast() },
        .edit(.reportBehind, "by more than a segment") { playlist in
            let old = playlist.renditionReports[1]
            playlist.renditionReports[1] = .init(
                uri: old.uri, lastMediaSequence: (old.lastMediaSequence ?? 2) - 2, lastPart: 2)
        },
        Fault(.reportAhead, "by two segments") { fetches in
            try fetches.edit(high, 10) { playlist in
                let old = playlist.renditionReports[1]
                playlist.renditionReports[1] = .init(
                    uri: old.uri, lastMediaSequence: (old.lastMediaSequence ?? 0) + 2, lastPart: old.lastPart)
            }
        },
        Fault(.reportAhead, "by parts that its segment will never have") { fetches in
            try fetches.edit(high, 13) { playlist in
                let old = playlist.renditionReports[1]
                playlist.renditionReports[1] = .init(
                    uri: old.uri, lastMediaSequence: old.lastMediaSequence, lastPart: 40)
            }
        },
        Fault(.delta, "to who didn't ask") { fetches in
            fetches.change(high, 11) { $0.query = replaced($0.query, "&_HLS_skip=YES", "") }
        },
        Fault(.delta, "one too many") { fetches in
            try fetches.edit(high, 11) { $0.skip = .init(segmentCount: ($0.skip?.segmentCount ?? 0) + 1) }
        },
        Fault(.delta, "one too few") { fetches in
            try fetches.edit(high, 11) { $0.skip = .init(segmentCount: ($0.skip?.segmentCount ?? 0) - 1) }
        },
        Fault(.delta, "at first sight") { $0.removeFirst(55) },
        Fault(.skipBoundary, "too near") { fetches in
            try fetches.edit(high, 11) { playlist in
                playlist.segments.removeFirst(2)
                playlist.skip = .init(segmentCount: (playlist.skip?.segmentCount ?? 0) + 2)
            }
        },
        .edit(.dateRanges, "one vanishes") { $0.dateRanges.removeLast() },
        .edit(.dateRanges, "one changes") { playlist in
            let old = playlist.dateRanges[1]
            playlist.dateRanges[1] = DateRange(id: old.id, category: old.category, start: old.start, end: old.end)
        },
        Fault(.dateRanges, "missing in one rendition") { fetches in
            for index in 0...22 { try fetches.edit(audio, index) { $0.dateRanges.removeAll { $0.id == "c-1" } } }
        },
    ]

    @Test(arguments: faults) func namesExactlyTheRuleThatIsBroken(_ fault: Fault) throws {
        var fetches = try Self.good.get()
        try fault.apply(&fetches)
        #expect(try fetches != Self.good.get(), "nothing was broken")
        let findings = Self.findings(fetches)
        #expect(Set(findings.map(\.rule)) == [fault.rule], "\(findings.map(\.description))")
    }

    @Test func everyRuleHasAFault() {
        #expect(Set(Self.faults.map(\.rule)) == Set(Rule.ofBroadcasts))
        #expect(Self.faults.count >= 50)
    }

    @Test func whatMustBeRefusedMayBe() throws {
        var fetches = try Self.good.get()
        for query in ["_HLS_part=1", "_HLS_msn=99", "_HLS_msn=-1"] {
            let last = fetches[fetches.count - 5]
            fetches.append(
                LiveFetch(
                    path: last.path, query: query, sent: last.arrival, arrival: last.arrival, status: 400, text: ""))
        }
        #expect(Self.findings(fetches) == [])
    }

    @Test func namesThePlaceAndTheTimeAndCountsWhatItDoesNotList() throws {
        var fetches = try Self.good.get()
        fetches.replace("#EXT-X-PRELOAD-HINT", "#")
        let findings = Self.findings(fetches).filter { $0.place == Self.high }
        let expected = "expected: one EXT-X-PRELOAD-HINT for the next part [preload-hint; RFC 8216bis B.1]"
        #expect(
            findings.map(\.description) == [
                "v720x1280/playlist.m3u8: error: at 0.0 s: 0 EXT-X-PRELOAD-HINTs for a part, 1 is due; \(expected)",
                "v720x1280/playlist.m3u8: error: at 0.6 s: 0 EXT-X-PRELOAD-HINTs for a part, 1 is due; \(expected)",
                "v720x1280/playlist.m3u8: error: at 1.1 s: 0 EXT-X-PRELOAD-HINTs for a part, 1 is due; and 20 more like "
                    + "it; \(expected)",
            ])
    }

    @Test(arguments: 0..<60) func survivesDamagedAnswers(seed: UInt64) throws {
        var numbers = RepeatableNumbers(state: seed)
        var fetches = Array(try Self.good.get().prefix(35))
        for index in fetches.indices where index % 3 == 0 {
            var bytes = Array(fetches[index].text.utf8)
            for _ in 0..<3 {
                bytes[Int.random(in: 8..<bytes.count, using: &numbers)] = UInt8.random(in: 0x30...0x39, using: &numbers)
            }
            fetches[index].text = String(decoding: bytes, as: UTF8.self)
        }
        #expect(!Self.findings(fetches).isEmpty)
    }
}

// MARK: - Faults

extension LiveCheckerTests.Fault {
    /// Replaces text in all answers.
    fileprivate static func text(_ rule: Rule, _ name: String, _ old: String, _ new: String) -> Self {
        Self(rule, name) { $0.replace(old, new) }
    }

    /// In all answers of one rendition, or in one of them.
    fileprivate static func text(
        _ rule: Rule, _ name: String, in path: String, at place: Int? = nil, _ old: String, _ new: String
    ) -> Self {
        Self(rule, name) { fetches in
            for index in fetches.indices
            where fetches[index].path == path
                && (place ?? index / LiveSequence.paths.count) == index / LiveSequence.paths.count
            {
                fetches[index].text = replaced(fetches[index].text, old, new)
            }
        }
    }

    /// Changes the last answer of one rendition, which is whole.
    fileprivate static func edit(
        _ rule: Rule, _ name: String, _ change: @escaping @Sendable (inout MediaPlaylist) -> Void
    ) -> Self {
        Self(rule, name) { try $0.edit(LiveCheckerTests.high, 22, change) }
    }
}

extension [LiveFetch] {
    fileprivate mutating func change(_ path: String, _ place: Int, _ body: (inout LiveFetch) -> Void) {
        for index in indices where self[index].path == path && index / LiveSequence.paths.count == place {
            body(&self[index])
        }
    }

    fileprivate mutating func edit(_ path: String, _ place: Int, _ body: (inout MediaPlaylist) -> Void) throws {
        for index in indices where self[index].path == path && index / LiveSequence.paths.count == place {
            var playlist = try MediaPlaylist(parsing: self[index].text)
            body(&playlist)
            self[index].text = playlist.text
        }
    }

    fileprivate mutating func replace(_ old: String, _ new: String) {
        for index in indices { self[index].text = replaced(self[index].text, old, new) }
    }
}

private func replaced(_ text: String, _ old: String, _ new: String) -> String {
    text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
}
