import Foundation
import FollowTesting
import Testing

@testable import Follow

struct FollowPathTests {
    private static func path(_ scripted: ScriptedPath, _ settings: FollowCamera.Settings = .landscape()) -> FollowPath {
        let run = PathRun(scripted, ScriptedFindings(scripted, seed: 1), settings)
        var path = FollowPath(settings)
        for (tick, state) in run.states.enumerated() { path.append(state, at: Int64(tick) * settings.frameDuration) }
        return path
    }

    @Test func `a line says what the camera did on a tick`() {
        var state = FollowState(center: 0.625)
        (state.kind, state.motion, state.speed, state.zone) = (.face, .moving, -0.5, 0.0625)
        state.subject = SubjectBox(x: 0.5, y: 0.25, width: 0.1, height: 0.2)
        (state.isLocked, state.moves, state.cuts) = (true, 1, 1)
        #expect(
            FollowPath.line(FollowPath.Point(time: 1_200_000_000, state: state, isCut: true))
                == #"{"time":1.2,"center":0.625,"speed":-0.5,"motion":"moving","zone":0.0625,"kind":"face","#
                + #""subject":{"x":0.5,"y":0.25,"width":0.1,"height":0.2},"cut":true,"locked":true}"#)
    }

    @Test func `every line is JSON, and cuts are where they were`() throws {
        let path = Self.path(.cuts)
        let lines = try path.ndjson.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(lines.count == 480)
        #expect(lines.indices.filter { lines[$0]["cut"] as? Bool == true } == [120, 225, 330])
        #expect(lines.indices.filter { lines[$0]["jump"] as? Bool == true } == [0, 120, 225, 330])
    }

    @Test(arguments: ScriptedPath.all) func `a plot is one well-formed picture`(scripted: ScriptedPath) {
        let svg = FollowPlot(Self.path(scripted), title: "a < b & \"c\".mp4").svg
        #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
        #expect(svg.contains("a &lt; b &amp; ") && !svg.contains("nan") && !svg.contains("inf"))
        // Every element is closed by itself or by its end.
        var open: [Substring] = []
        for tag in svg.matches(of: #/<(\/?)([a-z]+)[^<>]*?(\/?)>/#) {
            if !tag.1.isEmpty { #expect(open.popLast() == tag.2) } else if tag.3.isEmpty { open.append(tag.2) }
        }
        #expect(open.isEmpty)
    }

    @Test func `a plot of nothing, and one of an hour, can be looked at`() {
        #expect(FollowPlot(FollowPath(axis: .vertical, window: 0.5), title: "").svg.hasSuffix("</svg>\n"))
        var path = FollowPath(axis: .horizontal, window: 0.3)
        var camera = FollowCamera(.landscape())
        for tick in 0..<108_000 {
            let time = Int64(tick) * 33_333_333
            _ = camera.window(at: time)
            path.append(camera.state, at: time)
        }
        #expect(FollowPlot(path, title: "hour").svg.utf8.count < 4_000_000)
    }
}
