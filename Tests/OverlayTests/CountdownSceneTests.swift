import MediaModel
@testable import Show
import Testing
import Typeset

@testable import Overlay

@Suite struct CountdownSceneTests {
    private func run(_ seconds: Int, kind: CountdownRun.Phase.Kind = .single, round: Int = 1) -> CountdownRun {
        CountdownRun(
            countdown: Countdown(.duration(.seconds(Int64(seconds))), label: "終了まで"),
            phase: CountdownRun.Phase(kind: kind, round: round, start: 0, end: seconds * 30), rounds: 8)
    }

    private func state(_ run: CountdownRun) -> ShowState { ShowState(countdown: Timed(current: run)) }

    /// The digits that stand there, read by their sprites, with `:` between.
    private func text(_ run: CountdownRun, at tick: Int, locale: String = "ja-JP") throws -> String {
        let probe = try LayerProbe(.countdown(CountdownLayer()), locale: locale)
        let scene = try #require(try probe.builder.prepare(state(run)).layers[0] as? StagedScene)
        let moving = try #require(scene.current?.moving as? CountdownScene)
        var list: [Placement] = []
        scene.appendPlacements(at: tick, to: &list)
        return list.dropFirst().map { placement in
            for digits in moving.calm.digits + moving.urgent.digits {
                if let digit = digits.digits.firstIndex(where: { $0 === placement.sprite }) { return "\(digit)" }
                if digits.sign === placement.sprite { return ":" }
            }
            return "d"
        }.joined()
    }

    @Test(arguments: [
        (600, 0, "10:00"), (600, 1, "10:00"), (600, 29, "10:00"), (600, 30, "09:59"), (600, 17_971, "00:01"),
        (600, 17_999, "00:01"), (600, 18_000, "00:00"), (600, 18_100, "00:00"), (3_600, 0, "1:00:00"),
        (3_600, 30, "59:59"), (37_230, 0, "10:20:30"), (86_399, 0, "23:59:59"),
        (86_400, 0, "1d00:00:00"), (86_400, 30, "23:59:59"), (999_999, 0, "11d13:46:39"),
        (863_999_999, 0, "9999d23:59:59"), (12, 60, "00:10"), (12, 90, "00:09"),
    ])
    func writesTheTimeThatIsLeft(seconds: Int, tick: Int, expected: String) throws {
        #expect(try text(run(seconds), at: tick) == expected)
    }

    /// Days stand before the hours in the locale's own words, and fit whatever the layer is like.
    @Test(arguments: [
        ("ja-JP", "{n}日", 50.0), ("en-US", "{n}d", 50), ("de-DE", "noch {n} Tage", 50), ("ar-EG", "{n} يوم", 50),
        ("ja-JP", "{n}日", 32), ("ja-JP", "{n}日", 90),
    ])
    func daysFitTheLayer(locale: String, words: String, width: Double) throws {
        for layout in CountdownLayer.Layout.allCases {
            var layer = CountdownLayer(layout: layout)
            layer.box.width = width
            var preset = Preset(locale: locale, layers: [.countdown(layer)])
            preset.words.days = words
            let builder = try SceneBuilder(preset: preset, canvas: TestShow.canvas)
            for days in [1, 10, 365, 9_999] {
                let show = state(run(days * 86_400 + 3_725))
                for tick in [0, 30] {
                    var list: [Placement] = []
                    try builder.prepare(show).appendPlacements(at: tick, to: &list)
                    let plate = list[0]
                    let digits = list.dropFirst()
                    #expect(digits.count >= 2)
                    // Within the plate, side by side, and the plate within the canvas.
                    #expect(digits.map(\.x).min()! >= plate.x, "\(locale) \(width) \(days)")
                    #expect(
                        digits.map { $0.x + $0.sprite.size.width }.max()! <= plate.x + plate.sprite.size.width,
                        "\(locale) \(width) \(days)")
                    #expect(plate.x >= 0 && plate.x + plate.sprite.size.width <= TestShow.canvas.width)
                }
            }
        }
    }

    @Test func wordsThatDoNotFitAreRefusedWithTheirKey() throws {
        var layer = CountdownLayer()
        layer.box.width = 32
        var preset = Preset(layers: [.countdown(layer)])
        preset.words.days = "{n} days of this wonderful sale are left for all of you"
        let error = #expect(throws: OverlayError.self) { try SceneBuilder(preset: preset, canvas: TestShow.canvas) }
        #expect("\(String(describing: error))".contains("words.days"))
    }

    @Test func aSlateCountsDaysToo() throws {
        let probe = try LayerProbe(.slate(SlateLayer()))
        func count(_ seconds: Int) throws -> Int {
            let slate = ShowState(
                slate: Timed(current: SlateRun(slate: Slate(.startingSoon), end: seconds * 30), changedAt: -900))
            return try probe.placements(slate, at: 0).count
        }
        // Ground, words, and the letters of 59:59, 23:59:59 and 3日 00:00:00.
        #expect(try count(3_599) == 2 + 5)
        #expect(try count(86_399) == 2 + 8)
        #expect(try count(3 * 86_400) == 2 + 2 + 8)
    }

    @Test func writesTheDigitsOfItsLocale() throws {
        #expect(try text(run(600), at: 30, locale: "ar-EG") == "09:59")
    }

    @Test func standsOutInTheLastTenSeconds() throws {
        let probe = try LayerProbe(.countdown(CountdownLayer()))
        let show = state(run(60))
        let plate = { (tick: Int) in try probe.placements(show, at: tick)[0].sprite }
        #expect(try plate(1_499) === plate(20))
        #expect(try plate(1_500) !== plate(20))
        #expect(try plate(1_500) === plate(1_900))
        // Each second jumps as it comes, and settles in its place.
        let heights = try (1_530..<1_560).map { try probe.placements(show, at: $0).last!.sprite.size.height }
        #expect(heights.max()! == heights[0] && heights[29] < heights[0])
        #expect(heights == heights.sorted(by: >))
    }

    @Test func keepsDigitsInPlace() throws {
        let probe = try LayerProbe(.countdown(CountdownLayer()))
        let show = state(run(600))
        let xs = { (tick: Int) in try probe.placements(show, at: tick).dropFirst().map(\.x) }
        for second in 1..<60 { #expect(try xs(second * 30) == xs(0)) }
    }

    @Test func writesTheRoundOfWorkAndRest() throws {
        let probe = try LayerProbe(.countdown(CountdownLayer()))
        let plates = try [
            run(60, kind: .work, round: 3), run(60, kind: .rest, round: 3), run(60, kind: .work, round: 4),
        ]
        .map { try probe.placements(state($0), at: 90)[0].sprite }
        #expect(Set(plates.map(ObjectIdentifier.init)).count == 3)
        let heading = CountdownHeading(
            run(60, kind: .work, round: 3), words: .japanese, language: "ja", framesPerSecond: 30)
        #expect(heading.round?.string == "運動 3/8" && !heading.hasHours)
    }

    @Test(arguments: HostileText.all)
    func keepsAnyLabelInTheBox(label: String) throws {
        let probe = try LayerProbe(.countdown(CountdownLayer()))
        for kind in [CountdownRun.Phase.Kind.single, .work] {
            var run = run(60, kind: kind)
            run.countdown.label = .plain(label)
            let plate = try probe.placements(state(run), at: 90)[0]
            #expect(plate.sprite.size.width <= 360 + 45 && plate.sprite.size.height < 300)
        }
    }

    @Test func refusesABoxTooNarrowForDigits() {
        var layer = CountdownLayer()
        layer.box.width = 23
        #expect(throws: OverlayError.self) { try LayerProbe(.countdown(layer)) }
    }
}
