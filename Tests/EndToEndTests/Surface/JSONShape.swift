import Foundation

/// The shape of a JSON value: the path and kind of everything in it, without the values.
enum JSONShape {
    /// One line for each path, e.g. `source.video.width: number`. The elements of a list are taken together, as `[]`.
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
        case let object as [String: Any]:
            if object.isEmpty { found.insert("\(path): object") }
            for (key, member) in object { walk(member, path: path.isEmpty ? key : "\(path).\(key)", into: &found) }
        case let list as [Any]:
            if list.isEmpty { found.insert("\(path)[]") }
            for element in list { walk(element, path: path + "[]", into: &found) }
        case is String: found.insert("\(path): string")
        case is NSNull: found.insert("\(path): null")
        case let number as NSNumber:
            let isTruthValue = String(cString: number.objCType) == "c"
            found.insert("\(path): \(isTruthValue ? "true or false" : "number")")
        default: found.insert("\(path): ?")
        }
    }
}
