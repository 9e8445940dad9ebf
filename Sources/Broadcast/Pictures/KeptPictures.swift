import Foundation
import HLS

/// The pictures that an earlier run of a broadcast left in its folder.
struct KeptPictures: Sendable {
    /// `nil` without one.
    var poster: [UInt8]?
    /// What ``Storyboard/takeUp(_:byteCount:)`` reads; `nil` without one.
    var list: String?
    /// By name.
    var sheetSizes: [String: Int] = [:]

    /// What is larger isn't ours.
    private static let posterLimit = 16 << 20
    /// Of ten days.
    private static let listLimit = 64 << 20

    init() {}

    /// Reads them. Blocks.
    init(in folder: String) {
        poster = Self.read("\(folder)/\(PresentationNames.poster)", atMost: Self.posterLimit)
        guard let bytes = Self.read("\(folder)/\(Storyboard.list)", atMost: Self.listLimit) else { return }
        list = String(decoding: bytes, as: UTF8.self)
        let sheets = "\(folder)/\(Storyboard.folder)"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: sheets)) ?? []
        where Storyboard.isSheetName(name) {
            sheetSizes[name] = (try? FileManager.default.attributesOfItem(atPath: "\(sheets)/\(name)"))?[.size] as? Int
        }
    }

    private static func read(_ path: String, atMost limit: Int) -> [UInt8]? {
        guard let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int, 1...limit ~= size,
            let data = FileManager.default.contents(atPath: path)
        else { return nil }
        return Array(data)
    }

    /// A storyboard with what is there of the earlier one.
    func storyboard(_ grid: TileGrid) -> Storyboard {
        var storyboard = Storyboard(grid: grid)
        if let list { storyboard.takeUp(list) { sheetSizes[$0] } }
        return storyboard
    }
}
