import HLS
import HLSTesting
import MediaModel
import Testing

@Suite struct BroadcastContinuationTests {
    private static let constants = BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .low))
    private static let ids = BroadcastTimeline.renditions.map(\.id)

    /// What the disk has when a process dies.
    private static func disk(_ programme: BroadcastTimeline, isWhole: Bool = false) throws -> [RenditionID:
        MediaPlaylist]
    {
        var playlists: [RenditionID: MediaPlaylist] = [:]
        for (index, id) in ids.enumerated() {
            let text =
                isWhole
                ? programme.timeline.unfinishedRecording(of: index) : programme.timeline.plainPlaylist(of: index)
            playlists[id] = try MediaPlaylist(parsing: "\(text)")
        }
        return playlists
    }

    private static func later(_ seconds: Int64) -> ProgramDateTime {
        BroadcastTimeline.start.advanced(by: .seconds(seconds))
    }

    private static func continued(
        _ playlists: [RenditionID: MediaPlaylist], run: String = "b", start: ProgramDateTime = later(100),
        window: MediaTime = .seconds(60), isRecording: Bool = false, iFrames: [RenditionID: MediaPlaylist] = [:],
        now: ProgramDateTime? = nil
    ) throws -> BroadcastTimeline {
        let continuation = try BroadcastContinuation(
            playlists: playlists, iFramePlaylists: iFrames, constants: constants, now: now)
        return BroadcastTimeline(
            run: run, start: start, window: window, isRecording: isRecording, continuing: continuation)
    }

    @Test func goesOnAboveTheOldNumbersAfterOneDiscontinuity() throws {
        var first = BroadcastTimeline(window: .seconds(10))
        first.addSegments(20)
        let old = try Self.disk(first)
        #expect(old["audio"]?.mediaSequence == 13)
        var second = try Self.continued(old)
        #expect(second.timeline.last(of: 0) == PartPosition(mediaSequence: 21, part: 2))
        second.addSegments(2)
        second.addParts(1)
        for rendition in 0..<4 {
            let playlist = try second.playlist(rendition)
            #expect(playlist.mediaSequence == 13 && playlist.discontinuitySequence == 0)
            #expect(Array(playlist.segments.prefix(7)) == old[Self.ids[rendition]]?.segments)
            // Players have seen parts of 20, and perhaps of 21: they mean what they meant.
            let uris = ["a-19.m4s", "b-20.m4s", "b-21.m4s", "b-22.m4s", "b-23.m4s"]
            #expect(playlist.segments.dropFirst(6).map(\.uri) == uris)
            #expect(playlist.segments.dropFirst(6).map(\.isGap) == [false, true, true, false, false])
            #expect(playlist.segments.dropFirst(6).map(\.isDiscontinuous) == [false, false, false, true, false])
            #expect(playlist.segments.dropFirst(6).map(\.map?.uri) == [a, a, a, b, b])
            #expect(playlist.unfinished?.parts.first?.uri == "b-24.0.m4s")
            #expect(playlist.segments[9].programDateTime == Self.later(100))
        }
        for name in ["b-20.m4s", "b-21.m4s", "a-20.0.m4s"] {
            guard case .notFound = second.timeline.media(name, of: 0) else {
                Issue.record("\(name) can't be there")
                continue
            }
        }
        for name in ["a-19.m4s", "a-13.m4s", "a-init.mp4"] {
            guard case .stored = second.timeline.media(name, of: 0) else {
                Issue.record("\(name) is on disk")
                continue
            }
        }
    }

    private let a = "a-init.mp4"
    private let b = "b-init.mp4"

    @Test func sequencesStayRightOverWindowsAndFurtherRestarts() throws {
        var programme = BroadcastTimeline(window: .seconds(10))
        programme.addSegments(12)
        var identities: [Int: String] = [:]
        var lastStart = ProgramDateTime(millisecondsSince1970: 0)
        for (index, run) in ["b", "c", "d"].enumerated() {
            programme = try Self.continued(
                Self.disk(programme), run: run, start: Self.later(Int64(100 * index + 100)), window: .seconds(10))
            for step in 0..<9 {
                if step > 0 { programme.addSegments(1) }
                let playlist = try programme.playlist()
                var discontinuities = playlist.discontinuitySequence
                for (offset, segment) in playlist.segments.enumerated() {
                    let sequence = playlist.mediaSequence + offset
                    // A number means one segment, for ever, and in one run of media.
                    if segment.isDiscontinuous { discontinuities += 1 }
                    let identity = "\(segment.uri) \(discontinuities)"
                    #expect(identities[sequence] ?? identity == identity)
                    identities[sequence] = identity
                }
                let starts = playlist.segments.compactMap(\.programDateTime)
                #expect(starts.count == playlist.segments.count && starts == starts.sorted())
                #expect(try #require(starts.last) >= lastStart)
                lastStart = try #require(starts.last)
            }
        }
        let playlist = try programme.playlist()
        #expect(playlist.discontinuitySequence == 3)
        #expect(playlist.mediaSequence == 12 + 3 * 10 - playlist.segments.count)
    }

    @Test func renditionsThatDiedUnevenAreEvenAgain() throws {
        var first = BroadcastTimeline()
        first.addSegments(5)
        for _ in 0..<3 { first.add(to: 2) }
        var second = try Self.continued(Self.disk(first))
        second.addSegments(1)
        #expect(try second.playlist(0).segments.map(\.isGap).suffix(4) == [true, true, true, false])
        #expect(try second.playlist(2).segments.map(\.isGap).suffix(4) == [false, true, true, false])
        for rendition in 0..<4 { #expect(try second.playlist(rendition).segments.last?.uri == "b-8.m4s") }
    }

    @Test func aNewRenditionHasTheOthersNumbers() throws {
        var first = BroadcastTimeline(window: .seconds(6))
        first.addSegments(10)
        var old = try Self.disk(first)
        old["v360x640"] = nil
        var second = try Self.continued(old)
        second.addSegments(1)
        let (playlist, other) = (try second.playlist(1), try second.playlist(0))
        #expect(playlist.mediaSequence == 12 && playlist.segments.map(\.uri) == ["b-12.m4s"])
        #expect(other.segments.last?.uri == "b-12.m4s")
        #expect(playlist.discontinuitySequence == 0 && playlist.segments[0].isDiscontinuous)
    }

    @Test func datesGoOnWhenTheWallClockWentBack() throws {
        var first = BroadcastTimeline()
        first.addSegments(5)
        var second = try Self.continued(Self.disk(first), start: Self.later(-3_600))
        second.addSegments(2)
        #expect(second.timeline.start == BroadcastTimeline.start.advanced(by: .milliseconds(8_002)))
        let starts = try second.playlist().segments.compactMap(\.programDateTime)
        #expect(starts == starts.sorted() && starts.count == 9)
        #expect(starts[7] == second.timeline.start)
    }

    @Test func whatIsMissingLastsAsLongAsThePauseWithinTheTargetDuration() throws {
        var first = BroadcastTimeline()
        first.addSegments(5)
        let pauses: [(start: Int64, expected: Int64)] = [(9, 500), (100, 1_600), (8, 1)]
        for pause in pauses {
            let second = try Self.continued(Self.disk(first), start: Self.later(pause.start))
            #expect(
                try second.plain().segments.suffix(2).map(\.duration)
                    == Array(repeating: .milliseconds(pause.expected), count: 2))
        }
    }

    @Test func aRecordingGoesOnTooWithItsIFrames() throws {
        var first = BroadcastTimeline(window: .seconds(6), isRecording: true)
        first.addSegments(30)
        let iFrames = try MediaPlaylist(
            parsing: "\(first.timeline.iFramePlaylist(of: 0))")
        var second = try Self.continued(
            Self.disk(first, isWhole: true), window: .seconds(6), isRecording: true, iFrames: ["v720x1280": iFrames])
        second.addSegments(10)
        second.timeline.end()
        for rendition in 0..<4 {
            let recording = try MediaPlaylist(
                parsing: "\(second.timeline.recording(of: rendition))")
            #expect(recording.segments.count == 42 && recording.mediaSequence == 0)
            #expect(recording.segments.count { $0.isDiscontinuous } == 1 && recording.discontinuitySequence == 0)
        }
        let pictures = try MediaPlaylist(
            parsing: "\(second.timeline.iFrameRecording(of: 0))")
        #expect(pictures.segments.count == 42)
        // The old ones' ranges are known for the window that had been written, the new ones' for all.
        #expect(pictures.segments.map(\.isGap) == (0..<42).map { $0 < 24 || 30..<32 ~= $0 })
    }

    /// The disk was full: its playlist ended at 46 when the origin's was at 67.
    @Test func numbersBeginBeyondAllThatThereWasTimeFor() throws {
        var first = BroadcastTimeline()
        first.addSegments(46)
        let old = try Self.disk(first)
        first.addSegments(21)
        first.addParts(1)
        let seen = first.timeline.last(of: 0).mediaSequence
        #expect(seen == 67)
        // 46 segments end at 73.6 s; killed at 107.7 s.
        var second = try Self.continued(old, start: Self.later(109), now: Self.later(108))
        #expect(second.timeline.next(of: 0).mediaSequence == 46 + 2 + 21)
        second.addSegments(1)
        for rendition in 0..<4 {
            let playlist = try second.playlist(rendition)
            #expect(playlist.segments.map(\.isGap).suffix(24) == [Bool](repeating: true, count: 23) + [false])
            #expect(playlist.mediaSequence + playlist.segments.count == 70)
            let missing = playlist.segments.filter(\.isGap)
            #expect(missing.count == 23 && missing.allSatisfy { $0.duration == .milliseconds(35_400 / 23) })
            #expect(playlist.segments.count { $0.isDiscontinuous } == 1)
        }
    }

    /// After a night nothing old is in the window, and nobody lists ten thousand missing segments.
    @Test(arguments: [true, false]) func afterALongPauseOnlyWhatAPlaylistNeedsIsMissing(isRecording: Bool) throws {
        var first = BroadcastTimeline(isRecording: isRecording)
        first.addSegments(50)
        let night = Self.later(8 * 3_600)
        var second = try Self.continued(
            Self.disk(first, isWhole: isRecording), start: night, isRecording: isRecording, now: night)
        // 28,720 s after the last one's end.
        #expect(second.timeline.next(of: 0).mediaSequence == 50 + 2 + 17_950)
        second.addSegments(3)
        for rendition in 0..<4 {
            let playlist = try second.playlist(rendition)
            #expect(playlist.segments.map(\.isGap) == [true, true, true, true, true, true, false, false, false])
            #expect(playlist.mediaSequence == 17_996 && playlist.discontinuitySequence == 0)
            #expect(playlist.segments.map(\.isDiscontinuous).firstIndex(of: true) == 6)
            #expect(playlist.segments.map(\.map?.uri) == [a, a, a, a, a, a, b, b, b])
            let starts = playlist.segments.compactMap { $0.programDateTime?.millisecondsSince1970 }
            #expect(starts.map { $0 - starts[6] } == (-6..<3).map { $0 * 1_600 })
            #expect(playlist.segments[6].programDateTime == night)
        }
        guard case .notFound = second.timeline.media("a-49.m4s", of: 0) else {
            Issue.record("a-49 isn't listed any more")
            return
        }
        try Self.expectAnotherRestartGoesOn(second, isRecording: isRecording)
    }

    /// A recording's numbers are those of the live playlist from the pause on, and no live playlist goes back behind it.
    private static func expectAnotherRestartGoesOn(_ second: BroadcastTimeline, isRecording: Bool) throws {
        let playlist = try second.playlist()
        let old = try disk(second, isWhole: isRecording)
        let end = playlist.mediaSequence + playlist.segments.count
        for recording in old.values { #expect(recording.mediaSequence + recording.segments.count == end) }
        if isRecording { #expect(old["audio"]?.segments.count == 50 + 6 + 3) }

        let soon = later(8 * 3_600 + 6)
        var third = try continued(old, run: "c", start: soon, isRecording: isRecording, now: soon)
        #expect(third.timeline.next(of: 0).mediaSequence == end + 2)
        third.addSegments(1)
        for rendition in 0..<4 {
            let after = try third.playlist(rendition)
            #expect(after.mediaSequence == playlist.mediaSequence)
            #expect(after.segments.map(\.uri).prefix(9) == playlist.segments.map(\.uri)[...])
            #expect(after.segments.map(\.isDiscontinuous).filter(\.self).count == 2 && after.discontinuitySequence == 0)
        }
        guard isRecording else { return }
        third.timeline.end()
        let recording = try MediaPlaylist(
            parsing: "\(third.timeline.recording(of: 0))")
        #expect(recording.segments.count == 50 + 6 + 3 + 2 + 1 && recording.segments.first?.uri == "a-0.m4s")
        #expect(recording.segments.count { $0.isDiscontinuous } == 2)
    }

    /// It had listed what was missing before it, and shown viewers a first part behind a discontinuity.
    @Test(arguments: [0, 8 * 3_600]) func aRunThatDiedBeforeItsFirstSegmentHadANumber(pause: Int64) throws {
        var first = BroadcastTimeline()
        first.addSegments(20)
        var second = try Self.continued(Self.disk(first), start: Self.later(33), now: Self.later(33))
        let old = try Self.disk(second)
        second.addParts(1)
        let seen = second.timeline.last(of: 0)
        #expect(seen == PartPosition(mediaSequence: 22, part: 0))

        let start = Self.later(34 + pause)
        var third = try Self.continued(old, run: "c", start: start, now: start)
        third.addSegments(1)
        for rendition in 0..<4 {
            let playlist = try third.playlist(rendition)
            let last = playlist.mediaSequence + playlist.segments.count - 1
            #expect(last > seen.mediaSequence + 1)
            // One for the run that died, one for this one.
            let discontinuities = playlist.segments.count { $0.isDiscontinuous }
            #expect(playlist.discontinuitySequence + discontinuities == 2)
            if pause == 0 {
                let lost = playlist.segments[seen.mediaSequence - playlist.mediaSequence]
                #expect(lost.isDiscontinuous && lost.isGap)
            }
        }
    }

    @Test func theOldDateRangesStayInTheWindow() throws {
        var first = BroadcastTimeline()
        first.addSegments(5)
        try first.timeline.add(DateRange(.product, eventID: "p", start: Self.later(2), [.id("cup-01")]))
        let second = try Self.continued(Self.disk(first))
        #expect(second.timeline.dateRanges == first.timeline.dateRanges)
        #expect(try second.playlist().dateRanges == first.timeline.dateRanges)
    }

    /// Killed, started again in the same folder, killed and started again.
    @Test func aRecordingKeepsAllDateRangesOverRestarts() throws {
        var programme = BroadcastTimeline(window: .seconds(6), isRecording: true)
        var told: [DateRange] = []
        for (index, run) in ["b", "c", "d"].enumerated() {
            for step in 0..<10 {
                let range = DateRange(
                    .product, eventID: "p-\(index)-\(step)", start: Self.later(Int64(100 * index + 2 * step)),
                    [.id("p")])
                try programme.timeline.add(range)
                told.append(range)
                programme.addSegments(2)
            }
            var old = try Self.disk(programme, isWhole: true)
            // Between two files.
            old["audio"]?.dateRanges.removeLast()
            programme = try Self.continued(
                old, run: run, start: Self.later(Int64(100 * index + 100)), window: .seconds(6), isRecording: true)
            #expect(programme.timeline.dateRanges.count < 6, "the live playlists are as short as ever")
        }
        programme.addSegments(2)
        programme.timeline.end()
        for rendition in 0..<4 {
            let recording = try MediaPlaylist(
                parsing: "\(programme.timeline.recording(of: rendition))")
            #expect(recording.dateRanges.sorted { $0.start < $1.start } == told)
        }
        #expect(throws: DateRangeRefusal.contradiction(id: told[0].id), "nor may one come again") {
            try programme.timeline.add(
                DateRange(id: told[0].id, category: nil, start: Self.later(400), end: .unknown))
        }
    }

    @Test func oldSegmentsLeaveAsOthersDo() throws {
        var first = BroadcastTimeline()
        first.addSegments(40)
        var second = try Self.continued(Self.disk(first), window: .seconds(10))
        #expect(try second.plain().duration < .seconds(14), "a shorter window holds at once")
        second.addSegments(100)
        guard case .notFound = second.timeline.media("a-39.m4s", of: 0) else {
            Issue.record("a-39 stays for ever")
            return
        }
        guard case .notFound = second.timeline.media("a-init.mp4", of: 0) else {
            Issue.record("a-init stays for ever")
            return
        }
    }

    // MARK: Refusals

    private static func refusal(_ playlists: [RenditionID: MediaPlaylist]) -> BroadcastContinuationError? {
        do throws(BroadcastContinuationError) {
            _ = try BroadcastContinuation(playlists: playlists, constants: constants)
            return nil
        } catch {
            return error
        }
    }

    @Test func refusesWhatItCannotGoOnFrom() throws {
        #expect(Self.refusal([:]) == .empty)
        #expect(Self.refusal(["a": MediaPlaylist(header: .init(targetDuration: 2, kind: nil))]) == .empty)
        var programme = BroadcastTimeline()
        programme.addSegments(3)
        var old = try Self.disk(programme)
        programme.timeline.end()
        #expect(Self.refusal(try Self.disk(programme)) == .finished)
        // Killed while it ended: some say so, some don't.
        old["audio"]?.isEnded = true
        #expect(Self.refusal(old) == nil)
        #expect(Self.refusal(["a": Self.other(target: 4)]) == .targetDuration(4, rendition: "a"))
        for uri in ["../../secret.m4s", "a-1.0.m4s", "file.ts", "https://other.example/a-1.m4s"] {
            #expect(Self.refusal(["a": Self.other(uri: uri)]) == .foreign(uri, rendition: "a"))
        }
        #expect(Self.refusal(["a": Self.other(duration: .seconds(3))]) == .foreign("a-1.m4s", rendition: "a"))
        #expect(Self.refusal(["a": Self.other(duration: .zero)]) == .foreign("a-1.m4s", rendition: "a"))
        #expect(Self.refusal(["a": Self.other(map: "x")]) == .foreign("a-1.m4s", rendition: "a"))
        #expect("\(BroadcastContinuationError.finished)".contains("choose another folder"))
    }

    @Test func refusesOtherParts() throws {
        var programme = BroadcastTimeline()
        programme.addSegments(3)
        let old = try Self.disk(programme)
        _ = try BroadcastContinuation(playlists: old, constants: Self.constants, partTarget: Self.constants.partTarget)
        let other = MediaTime.microseconds(283_334)
        #expect(throws: BroadcastContinuationError.partTarget(other, wanted: Self.constants.partTarget)) {
            try BroadcastContinuation(playlists: old, constants: Self.constants, partTarget: other)
        }
    }

    private static func other(
        target: Int = 2, uri: String = "a-1.m4s", duration: MediaTime = .seconds(2), map: String = "a-init.mp4"
    ) -> MediaPlaylist {
        MediaPlaylist(
            header: .init(targetDuration: target, kind: nil),
            segments: [
                .init(uri: uri, duration: duration, map: .init(uri: map), programDateTime: BroadcastTimeline.start)
            ])
    }
}

/// A run that died before the disk had anything of it.
@Suite struct UnlistedRunTests {
    private static let constants = BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .low))
    private static let start = ProgramDateTime(millisecondsSince1970: 1_800_000_000_000)

    /// After so many milliseconds: the first number that nobody can have seen, and its segment is one of 1.6 s.
    @Test(arguments: [(0, 2), (1_599, 2), (1_600, 3), (16_000, 12), (-60_000, 2)] as [(Int64, Int)])
    func givesNoNumberTwice(pause: Int64, first: Int) {
        let next = BroadcastContinuation(
            unlistedSince: Self.start, firstSequence: 0, lastSequence: nil, discontinuityCount: 0,
            constants: Self.constants, now: Self.start.advanced(by: .milliseconds(pause)))
        #expect(next.firstSequence == first)
        #expect(next.discontinuityCount == 0)
        // Dates never go back.
        #expect(next.earliestStart == Self.start.advanced(by: .milliseconds(max(0, pause))))
    }

    @Test func believesNamesMoreThanTheClock() {
        let next = BroadcastContinuation(
            unlistedSince: Self.start, lead: 700, firstSequence: 5, lastSequence: 20, discontinuityCount: 3,
            constants: Self.constants, now: Self.start)
        #expect(next.firstSequence == 23)
        #expect(next.discontinuityCount == 3)
        #expect(next.earliestStart == Self.start.advanced(by: .milliseconds(700)))
    }
}
