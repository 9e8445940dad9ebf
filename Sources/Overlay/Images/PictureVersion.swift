import Foundation
import Show

/// A picture's file as it was at an instant: one that has been saved anew has another.
struct PictureVersion: Hashable, Sendable {
    private let path: String
    private let modification: Date?
    private let byteCount: Int?

    init(_ file: ImageFile) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
        path = file.path
        modification = attributes?[.modificationDate] as? Date
        byteCount = attributes?[.size] as? Int
    }
}

extension Layer {
    /// Whether a draft of it has fewer sprites.
    var isCoarseInDrafts: Bool { type == .hearts || type == .countdown }

    /// The pictures that the preset names for it, as they are now.
    var pictureVersions: [PictureVersion] {
        switch self {
        case .hearts(let layer): layer.stamps.map { PictureVersion($0.image) }
        case .image(let layer): [PictureVersion(layer.image)]
        case .slate(let layer): layer.image.map { [PictureVersion($0)] } ?? []
        default: []
        }
    }
}
