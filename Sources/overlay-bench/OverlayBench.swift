import Foundation
import MediaModel
import Overlay
import Show

/// Measures what overlays cost a frame and a change, or draws one picture to look at.
///
///     overlay-bench                                     all figures; status 1 if a target is missed
///     overlay-bench frame|change|show|events|colors     one group of them
///     overlay-bench WIDTHxHEIGHT TICK IN.yuv OUT.yuv [LOOK]
///                                                       the demonstration over a raw 4:2:0 picture
@main
enum OverlayBench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let groups: [(name: String, print: () throws -> Bool)] = [
            ("frame", Figures.print), ("change", ChangeFigures.print), ("show", ShowFigures.print),
            ("events", EventFigures.print), ("colors", ColorFigures.print),
        ]
        let chosen = groups.filter { arguments.isEmpty || Array(arguments) == [$0.name] }
        if !chosen.isEmpty {
            // All are measured, so that one run tells all.
            let isMet = try chosen.map { try $0.print() }
            exit(isMet.allSatisfy(\.self) ? 0 : 1)
        }
        guard let picture = PictureRequest(Array(arguments)) else {
            let names = groups.map(\.name).joined(separator: "|")
            FileHandle.standardError.write(
                Data("usage: overlay-bench [\(names) | WIDTHxHEIGHT TICK IN.yuv OUT.yuv [LOOK]]\n".utf8))
            exit(64)
        }
        try picture.draw()
    }
}
