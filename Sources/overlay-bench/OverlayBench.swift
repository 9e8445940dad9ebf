import Foundation
import MediaModel
import Overlay
import Show

/// Measures what overlays cost a frame, or draws one picture to look at.
///
///     overlay-bench                                     the figures; status 1 if the target is missed
///     overlay-bench WIDTHxHEIGHT TICK IN.yuv OUT.yuv [LOOK]
///                                                       the demonstration over a raw 4:2:0 picture
@main
enum OverlayBench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.isEmpty {
            exit(try Figures.print() ? 0 : 1)
        }
        guard let picture = PictureRequest(Array(arguments)) else {
            FileHandle.standardError.write(
                Data("usage: overlay-bench [WIDTHxHEIGHT TICK IN.yuv OUT.yuv [LOOK]]\n".utf8))
            exit(64)
        }
        try picture.draw()
    }
}
