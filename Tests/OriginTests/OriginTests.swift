import HLS
import HTTPTypes
import MediaModel
import NIOCore
import Testing

@testable import Origin

/// What viewers are answered as a programme is made, without any server.
@Suite struct OriginTests {
    private let programme = TestProgramme()
    private var origin: Origin { programme.origin }

    private func playlist(_ path: Substring, query: Substring = "") throws -> CachedPlaylist {
        guard case .playlist(let playlist) = origin.answer(OriginRequest(path: path, query: query)) else {
            throw CancellationError()
        }
        return playlist
    }

    private func text(_ playlist: CachedPlaylist) -> String {
        String(buffer: playlist.makeText(compressed: false).bytes)
    }

    @Test func whoComesBeforeTheBeginningWaitsForIt() {
        guard case .wait(let wait) = origin.answer(OriginRequest(path: "/v360x640/playlist.m3u8")) else {
            Issue.record("no wait")
            return
        }
        #expect(wait.condition == .beginning && wait.refusal?.status == 503)
        #expect(!origin.edges.have(.beginning))
        guard case .refuse = origin.answer(OriginRequest(path: "/v360x640/other.m3u8")) else {
            Issue.record("a name that can't be ours")
            return
        }
        programme.begin()
        #expect(origin.edges.have(.beginning) && !origin.isReady)
        programme.addParts(3)
        #expect(origin.isReady)
    }

    /// hls.js takes a playlist of parts alone for an empty one.
    @Test func whoComesInTheFirstSegmentWaitsForItsEnd() throws {
        programme.begin()
        programme.addParts(1)
        for (index, rendition) in ["v360x640", "audio"].enumerated() {
            let path = "/\(rendition)/playlist.m3u8"[...]
            guard case .wait(let wait) = origin.answer(OriginRequest(path: path, mayJoin: true)) else {
                Issue.record("no wait")
                return
            }
            #expect(wait.condition == .part(rendition: index, PartPosition(mediaSequence: 0, part: 2)))
            // Who knows the programme is told of each part, and so is who has waited in vain.
            #expect(text(try playlist(path)).contains("run-0.0.m4s"))
            guard
                case .wait(let next) = origin.answer(
                    OriginRequest(path: path, query: "_HLS_msn=0&_HLS_part=1", mayJoin: true))
            else {
                Issue.record("no wait")
                return
            }
            #expect(next.condition == .part(rendition: index, PartPosition(mediaSequence: 0, part: 1)))
        }
        programme.addParts(2)
        for path: Substring in ["/v360x640/playlist.m3u8", "/audio/playlist.m3u8"] {
            guard case .playlist = origin.answer(OriginRequest(path: path, mayJoin: true)) else {
                Issue.record("no playlist")
                return
            }
        }
    }

    /// A viewer's answer is of one instant, whatever happens meanwhile.
    @Test func whatWasAnsweredNeverChanges() throws {
        programme.begin()
        programme.addParts(4)
        let early = try playlist("/v360x640/playlist.m3u8")
        guard case .live(let snapshot) = origin.content else {
            Issue.record("nothing on air")
            return
        }
        programme.addParts(26)
        origin.end()
        // Not even one that is written only now.
        #expect(text(early).contains("run-1.1.m4s") && !text(early).contains("run-1.2.m4s"))
        #expect(!text(early).contains("#EXT-X-ENDLIST"))
        #expect(
            snapshot.edges.last == [PartPosition(mediaSequence: 1, part: 0), PartPosition(mediaSequence: 1, part: 0)])
        #expect(text(try playlist("/v360x640/playlist.m3u8")).hasSuffix("#EXT-X-ENDLIST\n"))
    }

    @Test func allWhoAskBeforeTheNextChangeGetTheSameText() throws {
        programme.begin()
        programme.addParts(4)
        let first = try playlist("/v360x640/playlist.m3u8")
        #expect(try playlist("/v360x640/playlist.m3u8") === first)
        #expect(try playlist("/audio/playlist.m3u8") !== first)
        #expect(try playlist("/v360x640/playlist.m3u8", query: "_HLS_skip=YES") !== first)
        origin.noteOnDisk(0, isLost: false, of: 0)
        #expect(try playlist("/v360x640/playlist.m3u8") === first)
        programme.addParts(1)
        #expect(try playlist("/v360x640/playlist.m3u8") !== first)
    }

    /// A text of hours is made elsewhere; what players ask for again and again isn't of hours.
    @Test func onlyWholePlaylistsOfLongWindowsAreLong() throws {
        programme.begin(window: .seconds(86_400))
        programme.addParts(4)
        #expect(try playlist("/v360x640/playlist.m3u8").isLong)
        #expect(try !playlist("/v360x640/playlist.m3u8", query: "_HLS_skip=YES").isLong)
        #expect(try !playlist("/master.m3u8").isLong)
    }

    @Test func aBlockingAnswerIsKeptForSixTargetDurations() throws {
        programme.begin()
        programme.addParts(4)
        let kind = try playlist("/v360x640/playlist.m3u8").kind
        #expect(kind == .live(targetDuration: programme.constants.targetDuration))
        for (targetDuration, age) in [(2, 12), (6, 36)] {
            let facts = PlaylistFacts(
                kind: .live(targetDuration: targetDuration), tag: "a", byteCount: 1, isCompressed: false)
            let request = ViewerRequest(
                .init(method: .get, scheme: "http", authority: "x", path: "/v/playlist.m3u8?_HLS_msn=1"))
            let control = ViewerResponse(facts, for: request).fields[.cacheControl]
            #expect(control == "public, max-age=\(age), stale-while-revalidate=0, stale-if-error=0")
        }
    }
}
