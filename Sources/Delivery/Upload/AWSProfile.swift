import Foundation

/// What AWS's usual files say of a profile: `~/.aws/credentials` and `~/.aws/config`, or where variables name them.
struct AWSProfile: Sendable {
    private let values: [String: String]

    init(environment: [String: String]) {
        let home = environment["HOME"] ?? NSHomeDirectory()
        let name = Self.set("AWS_PROFILE", environment) ?? "default"
        let config = Self.set("AWS_CONFIG_FILE", environment) ?? "\(home)/.aws/config"
        let credentials = Self.set("AWS_SHARED_CREDENTIALS_FILE", environment) ?? "\(home)/.aws/credentials"
        // The credentials file wins.
        values = Self.section(name == "default" ? ["default", "profile default"] : ["profile \(name)"], of: config)
            .merging(Self.section([name], of: credentials)) { $1 }
    }

    subscript(key: String) -> String? { values[key] }

    /// A variable that is there and says something.
    static func set(_ name: String, _ environment: [String: String]) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func section(_ names: [String], of path: String) -> [String: String] {
        guard let data = FileManager.default.contents(atPath: path), data.count <= 1 << 20 else { return [:] }
        var found: [String: String] = [:]
        var isWanted = false
        for raw in String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let line = raw.trimmingCharacters(in: .whitespaces)
            if line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                let name = line[line.index(after: line.startIndex)..<end].trimmingCharacters(in: .whitespaces)
                isWanted = names.contains(name)
            } else if isWanted, let equals = line.firstIndex(of: "=") {
                let key = line[..<equals].trimmingCharacters(in: .whitespaces).lowercased()
                found[key] = line[line.index(after: equals)...].trimmingCharacters(in: .whitespaces)
            }
        }
        return found
    }
}
