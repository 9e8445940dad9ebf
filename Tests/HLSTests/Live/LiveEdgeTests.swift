import HLS
import MediaModel
import Testing

/// The rules of design and standard for reloads, sentence by sentence (RFC 8216bis 6.2.5.2).
@Suite struct LiveEdgeTests {
    /// Three parts a segment, at most six ahead.
    static let constants = BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .low))
    /// Eight parts a segment, at most eleven ahead.
    static let ultra = BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .ultra))

    static func edge(
        _ sequence: Int, _ part: Int, whole: Bool? = nil, ended: Bool = false,
        _ constants: BroadcastConstants = Self.constants
    ) -> LiveEdge {
        LiveEdge(
            constants: constants, last: PartPosition(mediaSequence: sequence, part: part),
            isSegmentWhole: whole ?? (part == constants.grid.partsPerSegment - 1), isEnded: ended)
    }

    static func wait(_ sequence: Int, _ part: Int, isDelta: Bool = false) -> ReloadDecision {
        .wait(until: PartPosition(mediaSequence: sequence, part: part), isDelta: isDelta)
    }

    static func status(_ answer: ReloadDecision) -> Int {
        if case .refuse(let refusal) = answer { refusal.status } else { 200 }
    }

    @Test func withoutDirectivesTheAnswerIsAtOnce() {
        for query in ["", "token=abc", "_HLS_future=1", "hls_msn=99", "&&"] {
            #expect(Self.edge(10, 1).answer(query: query) == .now(isDelta: false))
        }
        #expect(Self.edge(10, 1).answer(query: "_HLS_skip=YES") == .now(isDelta: true))
        #expect(Self.edge(10, 1).answer(query: "_HLS_skip=v2") == .now(isDelta: true))
        #expect(Self.edge(10, 1).answer(query: "_HLS_skip=v3") == .now(isDelta: false))
    }

    @Test func waitsForThatPartOrALaterOne() {
        #expect(Self.edge(10, 1).answer(query: "_HLS_msn=10&_HLS_part=2") == Self.wait(10, 2))
        #expect(
            Self.edge(10, 1).answer(query: "a=b&_HLS_part=2&_HLS_skip=YES&_HLS_msn=10")
                == Self.wait(10, 2, isDelta: true))
        #expect(Self.edge(10, 1).answer(query: "_HLS_msn=10&_HLS_part=1") == .now(isDelta: false))
        #expect(Self.edge(10, 1).answer(query: "_HLS_msn=10&_HLS_part=0&_HLS_skip=YES") == .now(isDelta: true))
        #expect(Self.edge(11, 0).answer(query: "_HLS_msn=10&_HLS_part=2") == .now(isDelta: false))
    }

    /// hls.js does so after each segment's last part.
    @Test func waitsForASegmentThatHasNoEntryYet() {
        #expect(Self.edge(10, 2).answer(query: "_HLS_msn=11&_HLS_part=0") == Self.wait(11, 0))
    }

    @Test func aPartPastTheSegmentsLastIsTheFirstOfTheNext() {
        #expect(Self.edge(10, 1).answer(query: "_HLS_msn=10&_HLS_part=3") == Self.wait(11, 0))
        #expect(Self.edge(10, 2).answer(query: "_HLS_msn=10&_HLS_part=7") == Self.wait(11, 0))
        #expect(Self.edge(11, 0).answer(query: "_HLS_msn=11&_HLS_part=5") == Self.wait(12, 0))
        // A segment cut short ends where it ends.
        #expect(Self.edge(10, 0, whole: true).answer(query: "_HLS_msn=10&_HLS_part=1") == Self.wait(11, 0))
    }

    @Test func aSegmentAlreadyPassedIsAnsweredAtOnce() {
        #expect(Self.edge(10, 0).answer(query: "_HLS_msn=9&_HLS_part=99999") == .now(isDelta: false))
        #expect(Self.edge(10, 0).answer(query: "_HLS_msn=0") == .now(isDelta: false))
    }

    @Test func directivesAreIgnoredAfterTheEnd() {
        for query in ["_HLS_msn=99", "_HLS_part=1", "_HLS_msn=x", "_HLS_msn=10&_HLS_part=2&_HLS_skip=YES"] {
            #expect(Self.edge(10, 1, ended: true).answer(query: query) == .now(isDelta: false))
        }
    }

    @Test func aPartAloneIsABadRequest() {
        let answer = Self.edge(10, 1).answer(query: "_HLS_part=1")
        #expect(answer == .refuse(RequestRefusal(400, "_HLS_part needs _HLS_msn, the number of its segment")))
    }

    @Test func moreThanTwoSegmentsAheadIsABadRequest() {
        #expect(Self.edge(10, 1).answer(query: "_HLS_msn=12") == Self.wait(12, 0))
        let answer = Self.edge(10, 1).answer(query: "_HLS_msn=13")
        #expect(answer == .refuse(RequestRefusal(400, "_HLS_msn=13 is too far ahead: the last segment is 10")))
        #expect(Self.status(Self.edge(10, 1).answer(query: "_HLS_msn=4611686018427387903&_HLS_part=0")) == 400)
    }

    /// ⌈3 / PART-TARGET⌉ is 6 at half a second, 11 at a quarter.
    @Test func tooManyPartsAheadIsABadRequest() {
        #expect(Self.edge(10, 0).answer(query: "_HLS_msn=12&_HLS_part=0") == Self.wait(12, 0))
        #expect(
            Self.edge(10, 0).answer(query: "_HLS_msn=12&_HLS_part=1")
                == .refuse(RequestRefusal(400, "_HLS_part=1 of segment 12 is more than 6 parts after the last, 10.0")))
        #expect(Self.edge(10, 2).answer(query: "_HLS_msn=10&_HLS_part=8") == Self.wait(11, 0))
        #expect(Self.status(Self.edge(10, 2).answer(query: "_HLS_msn=10&_HLS_part=9")) == 400)
        // After a segment cut short, the next one's first part is one part ahead.
        #expect(Self.edge(10, 0, whole: true).answer(query: "_HLS_msn=11&_HLS_part=5") == Self.wait(12, 0))
        #expect(Self.status(Self.edge(10, 0, whole: true).answer(query: "_HLS_msn=11&_HLS_part=6")) == 400)
        #expect(Self.edge(10, 0, Self.ultra).answer(query: "_HLS_msn=10&_HLS_part=11") == Self.wait(11, 0))
        #expect(Self.status(Self.edge(10, 0, Self.ultra).answer(query: "_HLS_msn=10&_HLS_part=12")) == 400)
        #expect(Self.edge(10, 7, Self.ultra).answer(query: "_HLS_msn=12&_HLS_part=2") == Self.wait(12, 2))
        #expect(Self.status(Self.edge(10, 7, Self.ultra).answer(query: "_HLS_msn=12&_HLS_part=3")) == 400)
        #expect(Self.status(Self.edge(10, 0).answer(query: "_HLS_msn=10&_HLS_part=4611686018427387903")) == 400)
    }

    /// A deliberate reading: Safari asks so for the next segment's first part.
    @Test func aSegmentAloneMeansItsFirstPart() {
        #expect(Self.edge(10, 2).answer(query: "_HLS_msn=11") == Self.wait(11, 0))
        #expect(Self.edge(11, 0).answer(query: "_HLS_msn=11") == .now(isDelta: false))
        #expect(Self.edge(10, 0, Self.ultra).answer(query: "_HLS_msn=12") == Self.wait(12, 0))
    }

    @Test func noAnswerWithinThreeTargetDurationsIs503() {
        #expect(Self.constants.reloadDeadline == .seconds(6))
        #expect(ReloadDecision.timedOut(Self.constants).status == 503)
        #expect(ReloadDecision.timedOut(Self.constants).sentence.contains("6 s"))
    }

    @Test(arguments: [
        "_HLS_msn=", "_HLS_msn", "_HLS_msn=-1", "_HLS_msn=+1", "_HLS_msn=1.5", "_HLS_msn=0x10", "_HLS_msn=1%30",
        "_HLS_msn=９", "_HLS_msn=99999999999999999999", "_HLS_msn=4611686018427387904", "_HLS_msn=10&_HLS_part=a",
        "_HLS_msn=10&_HLS_msn=11", "_HLS_msn=10&_HLS_part=0&_HLS_part=0",
    ])
    func malformedDirectivesAreBadRequests(query: String) {
        let answer = Self.edge(10, 1).answer(query: query)
        guard case .refuse(let refusal) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(refusal.status == 400)
        #expect(refusal.sentence.hasPrefix("_HLS_"))
    }

    @Test func aQueryHasAnEnd() {
        #expect(Self.status(Self.edge(10, 1).answer(query: String(repeating: "a", count: 4_097))) == 414)
        #expect(Self.status(Self.edge(10, 1).answer(query: String(repeating: "a", count: 4_096))) == 200)
    }

    @Test func beforeTheFirstPartEverythingNearIsAwaited() {
        let edge = LiveEdge(
            constants: Self.constants, last: PartPosition(mediaSequence: -1, part: 2), isSegmentWhole: true,
            isEnded: false)
        #expect(edge.answer(query: "_HLS_msn=0&_HLS_part=0") == Self.wait(0, 0))
        #expect(edge.answer(query: "_HLS_msn=1") == Self.wait(1, 0))
        #expect(Self.status(edge.answer(query: "_HLS_msn=2")) == 400)
    }

    /// Whatever is asked, a wait is for a part not there yet, and not beyond the limits; answered once it is there.
    @Test(arguments: [constants, ultra]) func everyWaitEnds(_ constants: BroadcastConstants) {
        let count = constants.grid.partsPerSegment
        for part in 0..<count {
            let edge = Self.edge(10, part, constants)
            for sequence in 0..<16 {
                for wanted in [nil] + Array(0..<40) {
                    let request = ReloadRequest(mediaSequence: sequence, part: wanted)
                    guard case .wait(let position, _) = edge.answer(request) else { continue }
                    #expect(position > edge.last && position.part < count && position.mediaSequence <= 13)
                    let later = Self.edge(position.mediaSequence, position.part, constants)
                    #expect(later.answer(request) == .now(isDelta: false))
                }
            }
        }
    }
}
