import MediaModel
import Testing

@testable import Captions

@Suite struct WebVTTDocumentTests {
    private func read(_ text: String) throws -> WebVTTDocument { try WebVTTDocument(parsing: Array(text.utf8)) }

    @Test func readsWhatIsWritten() throws {
        let cues = [
            WebVTTCue(id: "r-0", from: .milliseconds(1_500), to: .seconds(2), text: CaptionText("a < b")),
            WebVTTCue(id: "r-1", from: .seconds(2), to: .seconds(3), text: CaptionText("<ruby>日<rt>ひ</rt></ruby>")),
        ]
        let document = try WebVTTDocument(parsing: WebVTTSegment.bytes(cues))
        #expect(document.cues == cues)
        #expect(document.timestampMap?.offset == .seconds(10))
    }

    @Test func needsNoMap() throws {
        let document = try read("WEBVTT\n\n00:01.000 --> 00:02.000 line:0\nHi\n")
        #expect(document.timestampMap == nil && document.cues.map(\.text.plain) == ["Hi"])
    }

    @Test(arguments: [
        ("", "line 1: no WEBVTT in its first line"), ("WEBVTTX\n", "line 1: no WEBVTT in its first line"),
        ("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000\n", "line 2: an X-TIMESTAMP-MAP that can't be read"),
        (
            "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:99999999999999,LOCAL:00:00.000\n",
            "line 2: an X-TIMESTAMP-MAP that can't be read"
        ),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\na", "line 3: a cue that ends before it begins"),
        ("WEBVTT\n\nid\n00:02 --> x\na", "line 4: a cue whose times can't be read"),
    ])
    func saysWhatPlayersStumbleOver(text: String, sentence: String) {
        let fault = #expect(throws: WebVTTDocument.Fault.self) { try read(text) }
        #expect(fault?.description == sentence)
    }
}
