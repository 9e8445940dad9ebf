import HLSTesting
import MediaModel
import Testing

@testable import HLS

@Suite struct LiveTimelineTests {
    @Test func writesALivePlaylist() {
        var programme = BroadcastTimeline(window: .seconds(6))
        programme.addSegments(7)
        programme.add(to: 0)
        #expect(
            programme.text() == """
                #EXTM3U
                #EXT-X-VERSION:6
                #EXT-X-TARGETDURATION:2
                #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.000000,HOLD-BACK=6.000000,PART-HOLD-BACK=1.650000
                #EXT-X-PART-INF:PART-TARGET=0.550000
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA-SEQUENCE:1
                #EXT-X-DISCONTINUITY-SEQUENCE:0
                #EXT-X-MAP:URI="a-init.mp4"
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:01.600Z
                #EXTINF:1.600000,
                a-1.m4s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:03.200Z
                #EXTINF:1.600000,
                a-2.m4s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:04.800Z
                #EXT-X-PART:DURATION=0.533333,URI="a-3.0.m4s",INDEPENDENT=YES
                #EXT-X-PART:DURATION=0.533334,URI="a-3.1.m4s"
                #EXT-X-PART:DURATION=0.533333,URI="a-3.2.m4s"
                #EXTINF:1.600000,
                a-3.m4s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:06.400Z
                #EXT-X-PART:DURATION=0.533333,URI="a-4.0.m4s",INDEPENDENT=YES
                #EXT-X-PART:DURATION=0.533334,URI="a-4.1.m4s"
                #EXT-X-PART:DURATION=0.533333,URI="a-4.2.m4s"
                #EXTINF:1.600000,
                a-4.m4s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:08.000Z
                #EXT-X-PART:DURATION=0.533333,URI="a-5.0.m4s",INDEPENDENT=YES
                #EXT-X-PART:DURATION=0.533334,URI="a-5.1.m4s"
                #EXT-X-PART:DURATION=0.533333,URI="a-5.2.m4s"
                #EXTINF:1.600000,
                a-5.m4s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:09.600Z
                #EXT-X-PART:DURATION=0.533333,URI="a-6.0.m4s",INDEPENDENT=YES
                #EXT-X-PART:DURATION=0.533334,URI="a-6.1.m4s"
                #EXT-X-PART:DURATION=0.533333,URI="a-6.2.m4s"
                #EXTINF:1.600000,
                a-6.m4s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:11.200Z
                #EXT-X-PART:DURATION=0.533333,URI="a-7.0.m4s",INDEPENDENT=YES
                #EXT-X-PRELOAD-HINT:TYPE=PART,URI="a-7.1.m4s"
                #EXT-X-RENDITION-REPORT:URI="../v360x640/playlist.m3u8",LAST-MSN=6,LAST-PART=2
                #EXT-X-RENDITION-REPORT:URI="../audio/playlist.m3u8",LAST-MSN=6,LAST-PART=2
                #EXT-X-RENDITION-REPORT:URI="../audio-64/playlist.m3u8",LAST-MSN=6,LAST-PART=2

                """)
    }

    @Test func writesAPlainPlaylist() {
        var programme = BroadcastTimeline(window: .seconds(6))
        programme.addSegments(7)
        programme.add(to: 2)
        #expect(
            "\(programme.timeline.plainPlaylist(of: 2))" == """
                #EXTM3U
                #EXT-X-VERSION:6
                #EXT-X-TARGETDURATION:2
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA-SEQUENCE:1
                #EXT-X-DISCONTINUITY-SEQUENCE:0
                #EXT-X-MAP:URI="a-init.mp4"
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:01.600Z
                #EXTINF:1.600000,
                a-1.m4s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:03.200Z
                #EXTINF:1.600000,
                a-2.m4s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:04.800Z
                #EXTINF:1.600000,
                a-3.m4s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:06.400Z
                #EXTINF:1.600000,
                a-4.m4s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:08.000Z
                #EXTINF:1.600000,
                a-5.m4s
                #EXT-X-PROGRAM-DATE-TIME:2026-11-22T12:00:09.600Z
                #EXTINF:1.600000,
                a-6.m4s

                """)
    }

    static let grids: [(FrameRate, LatencyMode)] = [
        (.fps30, .low), (.fps30, .ultra), (.fps25, .low), (.fps25, .ultra), (.fps50, .normal), (.fps60, .ultra),
    ]

    /// Every playlist of a minute or two, read and written again: text and values say the same.
    @Test(arguments: grids) func everyPlaylistIsTheTextOfItsValue(_ rate: FrameRate, _ latency: LatencyMode) throws {
        var programme = BroadcastTimeline(rate, latency, window: .seconds(30))
        for step in 0..<40 {
            programme.addParts(step % 5 == 0 ? 1 : 4)
            programme.add(to: step % 4)
            for rendition in 0..<4 {
                for isDelta in [false, true] {
                    let text = programme.text(rendition, isDelta: isDelta)
                    #expect(try MediaPlaylist(parsing: text).text == text)
                }
                let plain = "\(programme.timeline.plainPlaylist(of: rendition))"
                #expect(try MediaPlaylist(parsing: plain).text == plain)
            }
            let iFrames = "\(programme.timeline.iFramePlaylist(of: 0))"
            #expect(try MediaPlaylist(parsing: iFrames).text == iFrames)
            // The four are even again.
            for rendition in 0..<4 where rendition != step % 4 { programme.add(to: rendition) }
        }
    }

    // MARK: Constants

    @Test func constantsStayFromTheFirstPlaylistToTheLast() throws {
        var programme = BroadcastTimeline(window: .seconds(8))
        let header = try programme.playlist().header
        for _ in 0..<60 {
            programme.addParts(1)
            for rendition in 0..<4 { #expect(try programme.playlist(rendition).header == header) }
            let delta = try programme.playlist(0, isDelta: true).header
            #expect(delta.serverControl == header.serverControl && delta.partTarget == header.partTarget)
            let iFrames = try programme.iFrames().header
            #expect(iFrames.serverControl == header.serverControl && iFrames.targetDuration == 2)
        }
        programme.add(to: 0)
        programme.timeline.end()
        #expect(try programme.playlist().header == header)
    }

    // MARK: The window

    /// RFC 8216bis 6.2.2 and 6.2.1.
    @Test(arguments: [1, 6, 20, 60]) func theWindowSlidesByTheRules(seconds: Int64) throws {
        var programme = BroadcastTimeline(window: .seconds(seconds))
        // Three target durations, and six segments (Apple 8.11).
        let least = max(.milliseconds(9_600), MediaTime.seconds(seconds))
        var last = try programme.plain()
        for step in 1...90 {
            programme.addSegments(1)
            let playlist = try programme.plain()
            // Segments leave at the beginning only, in order, one number each; those that stay don't change.
            let removed = playlist.mediaSequence - last.mediaSequence
            #expect(removed >= 0 && removed <= 1)
            #expect(Array(last.segments.dropFirst(removed)) == Array(playlist.segments.dropLast()))
            if removed > 0 { #expect(playlist.duration >= least, "never too short") }
            #expect(playlist.duration < least + .milliseconds(3_200))
            #expect(playlist.mediaSequence + playlist.segments.count == step)
            last = playlist
        }
        #expect(last.mediaSequence > 0)
        #expect(last.discontinuitySequence == 0)
    }

    /// RFC 8216bis 6.2.2: the segment's duration and the longest playlist that had it.
    @Test func aSegmentStaysAvailableAfterItLeft() throws {
        var programme = BroadcastTimeline(window: .seconds(10))
        var leftAt: [Int: MediaTime] = [:]
        var goneAt: [Int: MediaTime] = [:]
        var longest = MediaTime.zero
        for _ in 0..<120 {
            programme.addParts(1)
            let playlist = try programme.playlist()
            let unfinished = (playlist.unfinished?.parts ?? []).reduce(.zero) { $0 + $1.duration }
            longest = max(longest, playlist.duration + unfinished)
            let elapsed = programme.timeline.elapsed(of: 0)
            for sequence in 0..<playlist.mediaSequence {
                leftAt[sequence] = leftAt[sequence] ?? elapsed
                if case .notFound = programme.timeline.media("a-\(sequence).m4s", of: 0) {
                    goneAt[sequence] = goneAt[sequence] ?? elapsed
                }
            }
            for segment in playlist.segments {
                guard case .available(let pieces, let bytes) = programme.timeline.media(segment.uri, of: 0) else {
                    Issue.record("\(segment.uri) is listed and not there")
                    continue
                }
                #expect(pieces.count == 3 && bytes == 3_000)
            }
        }
        #expect(goneAt.count > 10)
        for (sequence, gone) in goneAt {
            let stayed = gone - (leftAt[sequence] ?? .zero)
            #expect(stayed >= .milliseconds(1_600) + longest - .microseconds(1))
            #expect(stayed < .milliseconds(1_600) + longest + .milliseconds(600), "nor is it kept for ever")
        }
    }

    /// RFC 8216bis 4.4.4.9: listed until three target durations from the end, to be had three more.
    @Test func partsLeaveAfterThreeTargetDurationsAndStayAvailableThreeMore() throws {
        var programme = BroadcastTimeline()
        var listed: [String: MediaTime] = [:]
        var available: [String: MediaTime] = [:]
        var ends: [String: MediaTime] = [:]
        var all: [String] = []
        for _ in 0..<100 {
            programme.addParts(1)
            let elapsed = programme.timeline.elapsed(of: 0)
            let playlist = try programme.playlist()
            let parts = playlist.segments.flatMap(\.parts) + (playlist.unfinished?.parts ?? [])
            for part in parts where ends[part.uri] == nil {
                ends[part.uri] = elapsed
                all.append(part.uri)
            }
            for part in parts { listed[part.uri] = elapsed }
            for uri in all {
                if case .available = programme.timeline.media(uri, of: 0) { available[uri] = elapsed }
            }
        }
        for uri in all.prefix(50) {
            let (end, lastListed) = (ends[uri] ?? .zero, listed[uri] ?? .zero)
            #expect(lastListed - end >= .seconds(6) - programme.grid.partDuration)
            #expect(lastListed - end < .seconds(6) + programme.grid.segmentDuration)
            #expect((available[uri] ?? .zero) - lastListed >= .seconds(6))
            #expect((available[uri] ?? .zero) - lastListed < .seconds(8))
        }
    }

    @Test func memoryHoldsNoMoreThanAsked() {
        var programme = BroadcastTimeline(window: .seconds(60), memoryWindow: .seconds(20))
        programme.addSegments(60)
        guard case .available = programme.timeline.media("a-50.m4s", of: 0) else {
            Issue.record("a-50 isn't in memory")
            return
        }
        guard case .stored = programme.timeline.media("a-40.m4s", of: 0) else {
            Issue.record("a-40 is still in memory")
            return
        }
        guard case .notFound = programme.timeline.media("a-40.0.m4s", of: 0) else {
            Issue.record("a-40.0 is on no disk")
            return
        }
    }

    @Test func memoryHoldsPartsAsLongAsTheyMayBeAskedForHoweverLittleIsAsked() {
        var programme = BroadcastTimeline(memoryWindow: .zero)
        programme.addSegments(60)
        // It ends 9.6 s from the end: its parts' tags have left, less than six seconds ago.
        guard case .available(["0:53.0"], _) = programme.timeline.media("a-53.0.m4s", of: 0) else {
            Issue.record("a-53.0 has left memory")
            return
        }
    }

    // MARK: What the disk has

    /// The address of a segment and what is answered for it.
    private func answer(_ programme: BroadcastTimeline, _ sequence: Int) -> String {
        switch programme.timeline.media("a-\(sequence).m4s", of: 0) {
        case .available: "memory"
        case .stored: "disk"
        case .lost: "lost"
        case .notFound: "nothing"
        case .wait: "wait"
        }
    }

    @Test func whatTheDiskHasLostIsAGapOnceMemoryForgetsIt() throws {
        var programme = BroadcastTimeline(window: .seconds(60), memoryWindow: .seconds(20))
        programme.timeline.expectDiskReports()
        for sequence in 0..<36 {
            // One ahead of its turn, as from a full queue, one told of twice, and one before it is listed.
            if sequence == 2 { programme.timeline.noteOnDisk(5, isLost: true, of: 0) }
            for rendition in 0..<4 {
                programme.timeline.noteOnDisk(
                    sequence, isLost: rendition == 0 && [3, 4, 5].contains(sequence), of: rendition)
            }
            programme.addSegments(1)
        }
        // 57.6 s: all are listed, the last 20 s are in memory.
        #expect((2...7).map { answer(programme, $0) } == ["disk", "lost", "lost", "lost", "disk", "disk"])
        #expect(answer(programme, 34) == "memory")
        for isDelta in [false, true] {
            let text = "\(programme.timeline.livePlaylist(of: 0, isDelta: isDelta))"
            let playlist = try MediaPlaylist(parsing: text)
            let gaps = playlist.numberedSegments.filter(\.segment.isGap).map(\.sequence)
            #expect(gaps == (isDelta ? [] : [3, 4, 5]))
            #expect(playlist.numberedSegments.allSatisfy { $0.segment.uri == "a-\($0.sequence).m4s" })
            #expect(playlist.segments.first?.map != nil)
        }
        let iFrames = try programme.iFrames()
        #expect(iFrames.numberedSegments.filter(\.segment.isGap).map(\.sequence) == [3, 4, 5])
        // Only of that rendition.
        let other = try MediaPlaylist(
            parsing: "\(programme.timeline.livePlaylist(of: 1))")
        #expect(other.segments.allSatisfy { !$0.isGap })

        // They leave like any other, and the numbers stay right.
        for sequence in 36..<80 {
            for rendition in 0..<4 { programme.timeline.noteOnDisk(sequence, isLost: false, of: rendition) }
            programme.addSegments(1)
        }
        let later = try programme.playlist()
        #expect(later.segments.allSatisfy { !$0.isGap } && later.nextSequence == 80)
    }

    @Test func memoryKeepsWhatTheDiskHasNotToldOfYet() throws {
        var programme = BroadcastTimeline(window: .seconds(120), memoryWindow: .seconds(20))
        programme.timeline.expectDiskReports()
        programme.addSegments(40)
        #expect(answer(programme, 0) == "memory" && answer(programme, 10) == "memory")
        #expect(try !programme.playlist().segments.contains(where: \.isGap))
        // A hanging disk: what there was no room for is lost, what it has in hand isn't told of.
        for sequence in 10..<20 { programme.timeline.noteOnDisk(sequence, isLost: true, of: 0) }
        programme.addSegments(1)
        #expect([0, 9, 10, 19, 20].map { answer(programme, $0) } == ["memory", "memory", "lost", "lost", "memory"])
        programme.timeline.noteOnDisk(9, isLost: false, of: 0)
        programme.addSegments(1)
        #expect([0, 9, 10, 20].map { answer(programme, $0) } == ["disk", "disk", "lost", "memory"])
        // Told of once more, when it no longer matters.
        programme.timeline.noteOnDisk(10, isLost: true, of: 0)
        #expect(try programme.playlist().numberedSegments.filter(\.segment.isGap).map(\.sequence) == Array(10..<20))
    }

    // MARK: Beside the segments

    @Test func hintsAtTheNextPartAndKeepsIt() throws {
        var programme = BroadcastTimeline()
        for _ in 0..<20 {
            let hint = try #require(try programme.playlist().preloadHints.first)
            #expect(hint.kind == .part)
            guard case .wait(let position) = programme.timeline.media(hint.uri, of: 0) else {
                Issue.record("\(hint.uri) doesn't wait")
                continue
            }
            #expect(position == programme.timeline.next(of: 0))
            programme.add(to: 0)
            #expect(programme.timeline.last(of: 0) == position)
            guard case .available(let pieces, _) = programme.timeline.media(hint.uri, of: 0) else {
                Issue.record("\(hint.uri) never came")
                continue
            }
            #expect(pieces == ["0:\(position)"])
        }
    }

    @Test func reportsOnAllOthers() throws {
        var programme = BroadcastTimeline()
        #expect(try programme.playlist().renditionReports.isEmpty)
        programme.addParts(4)
        programme.add(to: 2)
        programme.add(to: 2)
        let reports = try programme.playlist(0).renditionReports
        #expect(reports.map(\.uri) == ["v360x640", "audio", "audio-64"].map { "../\($0)/playlist.m3u8" })
        #expect(reports.map(\.lastMediaSequence) == [1, 1, 1])
        #expect(reports.map(\.lastPart) == [0, 2, 0])
        #expect(try programme.playlist(2).renditionReports.map(\.lastPart) == [0, 0, 0])
    }

    @Test func datesAreTheStartPlusMediaTime() throws {
        var programme = BroadcastTimeline(.fps30, .ultra)
        programme.addSegments(40)
        for rendition in 0..<4 {
            let playlist = try programme.playlist(rendition)
            for (index, segment) in playlist.segments.enumerated() {
                let sequence = playlist.mediaSequence + index
                let time = MediaTime(Int64(64 * sequence), timescale: 30)
                #expect(segment.programDateTime == BroadcastTimeline.start.advanced(by: time))
            }
        }
    }

    @Test func aMissingPartMakesItsSegmentMissing() throws {
        var programme = BroadcastTimeline()
        programme.addParts(3)
        programme.add(to: 0)
        programme.add(to: 0, isMissing: true)
        #expect(try programme.playlist().unfinished?.parts.map(\.isGap) == [false, true])
        programme.add(to: 0)
        let playlist = try programme.playlist()
        #expect(playlist.segments.map(\.isGap) == [false, true])
        #expect(try programme.plain().segments.map(\.isGap) == [false, true])
        #expect(try programme.iFrames().segments.map(\.isGap) == [false, true])
        for name in ["a-1.m4s", "a-1.1.m4s"] {
            guard case .notFound = programme.timeline.media(name, of: 0) else {
                Issue.record("\(name) can't be there")
                continue
            }
        }
        guard case .available = programme.timeline.media("a-1.0.m4s", of: 0) else {
            Issue.record("the part before is there")
            return
        }
    }

    // MARK: Delta updates

    /// RFC 8216bis 6.2.5.1: what is beyond the skip boundary, and nothing nearer; together it is the whole playlist.
    @Test(arguments: grids) func aDeltaAndWhatAPlayerKnowsAreTheWhole(_ rate: FrameRate, _ latency: LatencyMode) throws
    {
        var programme = BroadcastTimeline(rate, latency)
        var sawSkip = false
        for _ in 0..<100 {
            programme.addParts(3)
            let whole = try programme.playlist()
            let delta = try programme.playlist(isDelta: true)
            #expect(delta.mediaSequence == whole.mediaSequence)
            #expect(delta.discontinuitySequence == whole.discontinuitySequence)
            let skipped = delta.skip?.segmentCount ?? 0
            #expect(delta.segments == Array(whole.segments.dropFirst(skipped)))
            #expect(delta.unfinished == whole.unfinished)
            #expect(delta.preloadHints == whole.preloadHints && delta.renditionReports == whole.renditionReports)
            // Counted from the end of the last whole segment.
            let left = delta.duration
            if skipped > 0 {
                sawSkip = true
                #expect(left >= .seconds(12))
                #expect(left <= .seconds(12) + programme.grid.segmentDuration, "all that may be left out is")
            } else {
                #expect(left <= .seconds(12) + programme.grid.segmentDuration)
            }
        }
        #expect(sawSkip)
    }

    // MARK: Media by name

    @Test func findsNothingThatNobodyWasToldOf() {
        var programme = BroadcastTimeline()
        programme.addParts(4)
        let names = [
            "a-1.2.m4s", "a-2.0.m4s", "a-1.m4s", "a-2.m4s", "a-999999999.m4s", "b-0.m4s", "b-init.mp4", "b-1.1.m4s",
            "a-0.3.m4s", "a-0.999999999.m4s", "playlist.m3u8", "../0", "", "a-00.m4s",
        ]
        for name in names {
            guard case .notFound = programme.timeline.media(name, of: 0) else {
                Issue.record("\(name) can't be there")
                continue
            }
        }
        guard case .available(let pieces, let bytes) = programme.timeline.media("a-init.mp4", of: 3) else {
            Issue.record("no initialisation section")
            return
        }
        #expect(pieces == ["3:init"] && bytes == 803)
    }

    @Test func beforeTheInitialisationSectionIsKnownThereIsNone() {
        let timeline = LiveTimeline<String>(
            constants: BroadcastConstants(grid: PartGrid(frameRate: .fps30, latency: .low)),
            renditions: BroadcastTimeline.renditions, run: "a", start: BroadcastTimeline.start)
        guard case .notFound = timeline.media("a-init.mp4", of: 0) else {
            Issue.record("an initialisation section of nothing")
            return
        }
    }

    // MARK: The end

    @Test func endsWithWhatThereIs() throws {
        var programme = BroadcastTimeline(isRecording: true)
        programme.addParts(4)
        programme.add(to: 2)
        programme.timeline.end()
        programme.timeline.end()
        for rendition in 0..<4 {
            let playlist = try programme.playlist(rendition)
            #expect(playlist.isEnded && playlist.preloadHints.isEmpty && playlist.unfinished == nil)
            #expect(playlist.segments.map(\.parts.count) == [3, rendition == 2 ? 2 : 1])
            #expect(try programme.plain(rendition).isEnded)
        }
        #expect(try programme.playlist(isDelta: true).skip == nil)
        #expect(try programme.iFrames().isEnded)
        guard case .notFound = programme.timeline.media("a-1.1.m4s", of: 0) else {
            Issue.record("a hinted part that never came is waited for")
            return
        }
        #expect(programme.timeline.edge(of: 0).answer(query: "_HLS_msn=9") == .now(isDelta: false))
    }

    @Test func aRecordingHasTheWholeBroadcast() throws {
        var programme = BroadcastTimeline(window: .seconds(6), isRecording: true)
        programme.addSegments(50)
        programme.add(to: 0)
        programme.timeline.end()
        let recording = try MediaPlaylist(
            parsing: "\(programme.timeline.recording(of: 0))")
        #expect(recording.header.kind == .videoOnDemand && recording.isEnded)
        #expect(recording.mediaSequence == 0 && recording.segments.count == 51)
        #expect(recording.segments.first?.uri == "a-0.m4s" && recording.segments.last?.uri == "a-50.m4s")
        #expect(recording.segments.allSatisfy { $0.map?.uri == "a-init.mp4" && $0.parts.isEmpty })
        let iFrames = try MediaPlaylist(
            parsing: "\(programme.timeline.iFrameRecording(of: 0))")
        #expect(iFrames.segments.map(\.uri) == recording.segments.map(\.uri))
        #expect(iFrames.segments.allSatisfy { $0.byteRange?.range == 24..<500 && !$0.isGap })
        #expect(iFrames.header.hasIFramesOnly && iFrames.header.kind == .videoOnDemand)
        #expect(try programme.playlist().segments.count == 6)
    }

    @Test func iFramesBlockAndSkipToo() throws {
        var programme = BroadcastTimeline()
        programme.addSegments(20)
        programme.add(to: 0)
        let edge = programme.timeline.iFrameEdge(of: 0)
        #expect(edge.answer(query: "_HLS_msn=19") == .now(isDelta: false))
        let end = PartPosition(mediaSequence: 20, part: 2)
        #expect(edge.answer(query: "_HLS_msn=20&_HLS_skip=YES") == .wait(until: end, isDelta: true))
        #expect(edge.answer(query: "_HLS_msn=20&_HLS_part=0") == .wait(until: end, isDelta: false))
        guard case .refuse = edge.answer(query: "_HLS_msn=22") else {
            Issue.record("three segments ahead")
            return
        }
        for _ in 0..<2 { programme.add(to: 0) }
        #expect(programme.timeline.last(of: 0) == end)
        let iFrames = try programme.iFrames()
        #expect(iFrames.segments.last?.uri == "a-20.m4s")
        #expect(
            iFrames.renditionReports.map(\.uri) == BroadcastTimeline.renditions.map { "../\($0.id)/playlist.m3u8" })
        let delta = try MediaPlaylist(
            parsing: "\(programme.timeline.iFramePlaylist(of: 0, isDelta: true))")
        let skipped = try #require(delta.skip?.segmentCount)
        #expect(skipped > 10 && delta.segments == Array(iFrames.segments.dropFirst(skipped)))
        let plain = try MediaPlaylist(
            parsing: "\(programme.timeline.plainIFramePlaylist(of: 0))")
        #expect(plain.segments == iFrames.segments && plain.header.serverControl == nil)
        #expect(plain.renditionReports.isEmpty)
    }

    @Test func iFramesHaveTheNumbersAndDatesOfTheirSegments() throws {
        var programme = BroadcastTimeline(window: .seconds(10))
        programme.addSegments(40)
        let (iFrames, segments) = (try programme.iFrames(), try programme.plain())
        #expect(iFrames.mediaSequence == segments.mediaSequence)
        #expect(iFrames.header.targetDuration == segments.header.targetDuration)
        #expect(iFrames.segments.map(\.uri) == segments.segments.map(\.uri))
        #expect(iFrames.segments.map(\.programDateTime) == segments.segments.map(\.programDateTime))
        #expect(iFrames.segments.map(\.duration) == segments.segments.map(\.duration))
        #expect(iFrames.segments.map(\.map) == segments.segments.map(\.map))
        #expect(iFrames.segments.allSatisfy { $0.byteRange?.range == 24..<500 })
    }
}
