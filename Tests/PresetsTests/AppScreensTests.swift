import Show
import Testing

@testable import Presets

@Suite struct AppScreensTests {
    @Test func hasTheAppsThatShopsBroadcastTo() {
        let apps = Set(AppScreens.all.map(\.app))
        #expect(apps == ["tiktok", "instagram", "youtube", "facebook", "17live", "hls"])
        #expect(AppScreens.screens(named: "tiktok").map(\.name) == ["tiktok-live", "tiktok-feed"])
        #expect(AppScreens.screens(named: "instagram-reels").map(\.title) == ["Instagram Reels"])
        #expect(AppScreens.screens(named: "hls").map(\.name) == ["hls-cover", "hls-letterbox"])
        #expect(AppScreens.screens(named: "mixi").isEmpty)
        #expect(AppScreens.names.prefix(3) == ["tiktok", "tiktok-live", "tiktok-feed"])
    }

    @Test(arguments: AppScreens.all)
    func saysWhereEachFigureIsFromAndLeavesRoom(_ screen: AppScreen) {
        #expect(Set(screen.evidence.keys) == Set(AppScreen.Edge.allCases))
        #expect(screen.margins.left + screen.margins.right < 50)
        #expect(screen.margins.top + screen.margins.bottom < 60)
        for area in screen.coveredAreas {
            #expect(area.left >= 0 && area.left + area.width <= 100.01, "\(area.what)")
            #expect(area.top >= 0 && area.top + area.height <= 100.01, "\(area.what)")
        }
    }

    @Test func turnsMarginsIntoAreas() throws {
        let shorts = try #require(AppScreens.screens(named: "youtube-shorts").first)
        #expect(shorts.coveredAreas.map(\.what) == ["top bar", "right edge", "bottom bar", "left edge"])
        #expect(shorts.coveredAreas[1].left == 100 - 17.8)
        let letterbox = try #require(AppScreens.screens(named: "hls-letterbox").first)
        #expect(letterbox.coveredAreas.map(\.what) == ["right edge", "left edge"])
    }

    @Test(arguments: [
        ("size: 5%", "screens[0].margins.top: expected either source or estimated"),
        ("size: 5%, source: 'x', estimated: 'y'", "screens[0].margins.top: expected either source or estimated"),
        ("size: 5%, source: 'a blog'", "screens[0].margins.top.source: expected an address"),
        ("size: 50%, estimated: 'y'", "screens[0].margins.top.size: expected a percentage from 0% to 45%"),
        ("estimated: 'y'", "screens[0].margins.top: size is missing"),
    ])
    func refusesFiguresFromNowhere(top: String, complaint: String) throws {
        let rest = ["right", "bottom", "left"].map { "\($0): {size: 0%, estimated: 'y'}" }.joined(separator: ", ")
        let yaml = "screens: [{name: a, app: a, title: A, margins: {top: {\(top)}, \(rest)}, covers: []}]"
        let error = try #require(throws: PresetError.self) { try AppScreens.decode(yaml: yaml) }
        #expect(error.description.contains(complaint), "\(error)")
    }
}
