import Foundation

/// The shape of a JSON value: the path of everything in it, without the values, many of which differ from run to run.
enum JSONShape {
    /// One line for each path, e.g. `source.video.width`. The elements of a list are taken together, as `[]`.
    static func lines(_ value: Any) -> [String] {
        var found: Set<String> = []
        walk(value, path: "", into: &found)
        return found.sorted()
    }

    static func lines(parsing text: String) throws -> [String] {
        lines(try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed))
    }

    private static func walk(_ value: Any, path: String, into found: inout Set<String>) {
        switch value {
        case let object as [String: Any] where !object.isEmpty:
            for (key, member) in object { walk(member, path: path.isEmpty ? key : "\(path).\(key)", into: &found) }
        case let list as [Any] where !list.isEmpty:
            for element in list { walk(element, path: path + "[]", into: &found) }
        default: found.insert(path)
        }
    }
}
