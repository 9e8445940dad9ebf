import Foundation
import MediaModel
import Show

/// Values that layers have.
extension Field {
    func timeZone() -> String? {
        guard let name = scalarText, name.contains("/") || name == "UTC", TimeZone(identifier: name) != nil else {
            return mismatch(expected: "a time zone such as Asia/Tokyo or UTC")
        }
        return name
    }

    func inset() -> Inset? {
        guard elementCount == 2, let fields = list(of: 2...2, "percentages") else {
            return mismatch(expected: "two percentages, across and down, such as [4%, 12%]")
        }
        let (horizontal, vertical) = (fields[0].percent(in: 0...50), fields[1].percent(in: 0...50))
        guard let horizontal, let vertical else { return nil }
        return Inset(horizontal: horizontal, vertical: vertical)
    }

    /// Larger ones take too long to decode for a preset that is swapped on air.
    private static let largestImage = 20 * 1_048_576

    /// A picture that is there, in the folder of the file that names it or below.
    func image() -> ImageFile? {
        guard let file = file("picture", example: "images/logo.png") else { return nil }
        guard file.byteCount <= Self.largestImage else {
            report("larger than 20 MB: \(file.path)")
            return nil
        }
        return ImageFile(path: file.path)
    }

    /// A file that is there, in the folder of the file that names it or below.
    ///
    /// - Parameter noun: What it is, for errors.
    /// - Returns: Its path, absolute or relative to the process' folder.
    func file(_ noun: String, example: String) -> (path: String, byteCount: Int)? {
        guard let name = text(upTo: 255) else { return nil }
        let steps = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !steps.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }), !name.contains("\\") else {
            return mismatch(expected: "a \(noun) in the preset's folder, such as \(example)")
        }
        let folder = URL(filePath: value.place?.file ?? "").deletingLastPathComponent()
        let path = folder.appending(path: name).relativePath
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        // The attributes of a link are its own.
        let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let found =
            attributes?[.type] as? FileAttributeType == .typeSymbolicLink
            ? try? FileManager.default.attributesOfItem(atPath: target) : attributes
        guard let found, found[.type] as? FileAttributeType == .typeRegular else {
            report(attributes == nil ? "no such \(noun): \(path)" : "not a file: \(path)")
            return nil
        }
        return (path, found[.size] as? Int ?? 0)
    }
}
