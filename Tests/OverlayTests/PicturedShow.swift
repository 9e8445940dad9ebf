import Foundation
import MediaModel
import MediaTesting
import Show

@testable import Overlay

/// A folder with a photo, an animated stamp and a broken file, and what layers show of it. The folder goes with the value.
final class PicturedShow {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tatecast-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let photo = PNGFile.still(width: 20, height: 10) { x, _ in [UInt8(x * 12), 40, 200, 255] }
        let stamp = PNGFile.animated(
            width: 10, height: 10,
            frames: [
                .init(width: 10, height: 10, color: [255, 0, 0, 255], delay: 100),
                .init(width: 10, height: 10, color: [0, 0, 255, 255], delay: 200),
            ])
        for (name, bytes) in [("photo.png", photo), ("stamp.png", stamp), ("broken.png", Array(photo.prefix(60)))] {
            try Data(bytes).write(to: folder.appending(path: name))
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func file(_ name: String) -> ImageFile { ImageFile(path: folder.appending(path: name).path) }

    func builder(_ layers: [Layer], locale: String = "ja-JP") throws(OverlayError) -> SceneBuilder {
        try SceneBuilder(
            preset: Preset(locale: locale, layers: layers), canvas: TestShow.canvas, folder: folder.path)
    }

    func placements(_ layer: Layer, _ state: ShowState, at tick: Int) throws(OverlayError) -> [Placement] {
        var list: [Placement] = []
        try builder([layer]).prepare(state).appendPlacements(at: tick, to: &list)
        return list
    }
}
