import Foundation

/// A folder with the picture of a product, as tags are higher with one than without. Gone with its last use.
final class CheckPhotos {
    /// `nil` if it couldn't be written: tags are then judged without a picture.
    let folder: String?
    /// The picture's, in the folder.
    var name: String? { folder == nil ? nil : "photo.png" }

    /// One clear pixel: only its being there counts.
    private static let png =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

    init() {
        let place = FileManager.default.temporaryDirectory.appending(path: "tatecast-check-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try (Data(base64Encoded: Self.png) ?? Data()).write(to: place.appending(path: "photo.png"))
            folder = place.path(percentEncoded: false)
        } catch {
            folder = nil
        }
    }

    deinit {
        // What is left behind is one small file in the system's own folder for such things.
        if let folder { try? FileManager.default.removeItem(atPath: folder) }
    }
}
