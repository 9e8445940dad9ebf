import HLS
import HTTPTypes
import MediaModel
import Testing

@testable import Origin

@Suite struct AudienceTests {
    private static let grid = PartGrid(frameRate: .fps30, latency: .low)

    private func visit(
        _ path: String, from address: String, agent: String = "player", method: HTTPRequest.Method = .get
    ) -> AudienceVisit? {
        var head = HTTPRequest(method: method, scheme: "http", authority: "x", path: path)
        head.headerFields[.userAgent] = agent
        return AudienceVisit(head, from: address)
    }

    private func watch(_ audience: Audience, _ visit: AudienceVisit?, _ kind: Rendition.Kind, _ name: String) throws {
        audience.noteMedia(kind, MediaName(parsing: name), by: try #require(visit), at: .now)
    }

    @Test func countsWhoWatchesNowAndWhoEverDid() throws {
        let audience = Audience()
        for address in ["10.0.0.1", "10.0.0.2", "10.0.0.1"] {
            try watch(audience, visit("/v720x1280/a-1.0.m4s", from: address), .video, "a-1.0.m4s")
        }
        try watch(audience, visit("/v720x1280/a-1.0.m4s", from: "10.0.0.1", agent: "tv"), .video, "a-1.0.m4s")
        var reading = audience.read(Self.grid)
        #expect(reading.watching == 3 && reading.viewers == 3)
        try watch(audience, visit("/v720x1280/a-1.1.m4s", from: "10.0.0.2"), .video, "a-1.1.m4s")
        reading = audience.read(Self.grid)
        #expect(reading.watching == 1 && reading.viewers == 3)
    }

    /// Where only some may watch, each has an address of their own.
    @Test func tellsSessionsApart() throws {
        let audience = Audience()
        for session in ["s1", "s2"] {
            try watch(audience, visit("/\(session)/v720x1280/a-1.m4s", from: "10.0.0.1"), .video, "a-1.m4s")
        }
        #expect(audience.read(Self.grid).viewers == 2)
    }

    /// Pictures and sound of the same second are one second; initialisation sections are none.
    @Test func reckonsWhatWasWatched() throws {
        let audience = Audience()
        let one = visit("/v720x1280/a-1.m4s", from: "10.0.0.1")
        for number in 0..<3 {
            try watch(audience, one, .video, "a-\(number).m4s")
            try watch(audience, one, .audio, "a-\(number).m4s")
        }
        try watch(audience, one, .audio, "a-3.0.m4s")
        try watch(audience, one, .video, "a-init.mp4")
        let wanted = 3 * Self.grid.segmentDuration.seconds + Self.grid.partDuration.seconds
        #expect(abs(audience.read(Self.grid).watchedSeconds - wanted) < 1e-6)
    }

    @Test func looksAtWhatIsFetchedOfTheShowAlone() {
        #expect(visit("/v1/state", from: "10.0.0.1") == nil)
        #expect(visit("/v720x1280/a-1.m4s", from: "10.0.0.1", method: .head) == nil)
        #expect(visit("/master.m3u8?CMCD=sid%3D%22x%22", from: "10.0.0.1")?.report?.session != nil)
    }

    @Test func saysNothingOfPlayersThatSayNothing() throws {
        let audience = Audience()
        audience.notePlaylist(isMaster: true, by: try #require(visit("/master.m3u8", from: "a")), at: .now)
        #expect(audience.players == nil)
        let said = try #require(visit("/master.m3u8?CMCD=sid%3D%22x%22", from: "a"))
        audience.notePlaylist(isMaster: true, by: said, at: .now)
        #expect(audience.players?.sessions == 1)
    }
}
