import MediaModel
import Testing

@testable import Captions

@Suite struct WebVTTSegmentTests {
    private static let head = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n"

    @Test func saysWhenItsZeroIs() {
        #expect(String(decoding: WebVTTSegment.bytes([]), as: UTF8.self) == Self.head)
    }

    @Test func writesCues() {
        let cues = [
            WebVTTCue(id: "r-0", from: .milliseconds(3_661_234), to: .seconds(3_662), text: CaptionText("a <b>")),
            WebVTTCue(id: "r-1", from: .zero, to: .microseconds(1_499_600), text: CaptionText("1\n2", .webVTT)),
        ]
        #expect(
            String(decoding: WebVTTSegment.bytes(cues), as: UTF8.self) == Self.head + """

                r-0
                01:01:01.234 --> 01:01:02.000
                a &lt;b&gt;

                r-1
                00:00:00.000 --> 00:00:01.500
                1
                2

                """)
    }

    @Test(arguments: [
        ("00:01.000", 1_000 as Int64?), ("01:00:00,5", 3_600_500), ("0:01", 1_000), ("1:2:3.04", 3_723_040),
        ("61:00", nil), ("00:60.0", nil), ("1", nil), ("", nil), ("a:00", nil), ("00:00:00.0001", nil), ("-1:00", nil),
    ])
    func readsTimes(text: String, milliseconds: Int64?) {
        #expect(CueTime.read(text) == milliseconds.map { .milliseconds($0) })
    }
}
