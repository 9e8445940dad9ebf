import Foundation
import MediaModel
@testable import Show
import Testing

@testable import Overlay

@Suite struct ClockSceneTests {
    private let start = WallTime(rfc3339: "2026-11-22T10:59:58Z")!

    /// What the clock shows, read by its sprites.
    private func text(
        at tick: Int, locale: String = "ja-JP", zone: String = "Asia/Tokyo", format: ClockLayer.Format = .minutes,
        start: WallTime? = nil
    ) throws -> String {
        var layer = ClockLayer(format: format, timeZone: zone)
        layer.box.width = 50
        let probe = try LayerProbe(.clock(layer), locale: locale)
        let scene = try #require(
            try probe.builder.prepare(ShowState(start: start ?? self.start)).layers[0] as? StagedScene)
        let moving = try #require(scene.current?.moving as? ClockScene)
        var list: [Placement] = []
        scene.appendPlacements(at: tick, to: &list)
        return list.dropFirst().map { placement in
            if let digit = moving.digits.digits.firstIndex(where: { $0 === placement.sprite }) { return "\(digit)" }
            if moving.digits.sign === placement.sprite { return ":" }
            for case .period(let morning, let afternoon) in moving.parts {
                if placement.sprite === morning { return "a" }
                if placement.sprite === afternoon { return "p" }
            }
            return "."
        }.joined()
    }

    @Test(arguments: [
        (0, "ja-JP", "19:59"), (59, "ja-JP", "19:59"), (60, "ja-JP", "20:00"), (60, "en-US", "8:00p"),
        (60, "de-DE", "20:00"), (60, "ar-EG", "p8:00"), (60, "ko-KR", "p8:00"), (60, "he-IL", "20:00"),
        (60 + 4 * 108_000, "ja-JP", "0:00"), (60 + 4 * 108_000, "en-US", "12:00a"),
    ])
    func writesTheTimeOfDay(tick: Int, locale: String, expected: String) throws {
        #expect(try text(at: tick, locale: locale) == expected)
    }

    @Test func writesSeconds() throws {
        #expect(try text(at: 0, format: .seconds) == "19:59:58")
        #expect(try text(at: 90, format: .seconds) == "20:00:01")
    }

    @Test func followsSummerTime() throws {
        let before = WallTime(rfc3339: "2026-03-29T00:59:59Z")!
        #expect(try text(at: 0, zone: "Europe/Berlin", start: before) == "1:59")
        #expect(try text(at: 30, zone: "Europe/Berlin", start: before) == "3:00")
    }

    @Test func showsNothingBeforeItKnowsTheTime() throws {
        #expect(try LayerProbe(.clock(ClockLayer())).placements(ShowState(), at: 50).isEmpty)
    }

    @Test func refusesATimeZoneThatIsNone() {
        let error = #expect(throws: OverlayError.self) { try LayerProbe(.clock(ClockLayer(timeZone: "Asia/Tokio"))) }
        #expect(error?.message.contains("\"Asia/Tokio\"") == true)
    }
}
