import Broadcast
import Foundation
import Service
import Show

/// What a finished show's own events say of its products: playlists tell of no pictures.
enum RecordedProducts {
    /// Reads the events that a broadcast kept beside its show. Blocks.
    ///
    /// - Parameter pictures: Where the pictures are; `nil`: nothing is read.
    /// - Throws: ``JobError`` if there are no events, or they can't be read.
    static func read(folder: String, pictures: String?) throws(JobError) -> ProductShelf? {
        guard let pictures else { return nil }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: pictures, isDirectory: &isFolder), isFolder.boolValue else {
            throw JobError(.inputNotFound, "--pictures \(pictures): there is no such folder")
        }
        let path = "\(folder)/events.ndjson"
        guard FileManager.default.fileExists(atPath: path) else {
            throw JobError(
                .inputNotFound,
                "--pictures \(pictures): \(folder) has no events.ndjson that would name them, as only `live` writes it")
        }
        return shelf(of: try EventInput.load(path).map(\.event), pictures: pictures)
    }

    /// All that a timeline puts on sale; playlists say when.
    static func shelf(of events: [ShowEvent], pictures: String?) -> ProductShelf {
        let shelf = ProductShelf(pictures: pictures)
        for event in events {
            guard case .price(.show(let products, _)) = event.action else { continue }
            shelf.put(products, since: nil)
        }
        return shelf
    }
}
