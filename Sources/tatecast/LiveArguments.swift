import Broadcast
import Foundation
import Presets

/// The words of `tatecast live` with those of its `--config` file and of the environment in front of them.
///
/// Of an option that is given twice the parser takes the last, so a file yields to a variable, and a variable to the
/// command line.
struct LiveArguments {
    /// What an option takes.
    private enum Kind {
        case value
        case flag
    }

    /// All that a file and the environment may set. Secrets aren't among them: they have variables of their own.
    private static let options: [(name: String, kind: Kind)] = [
        ("input", .value), ("listen", .value), ("tls-cert", .value), ("tls-key", .value), ("takeover", .value),
        ("loop", .flag), ("preset", .value), ("events", .value), ("output", .value), ("serve", .value),
        ("public-url", .value), ("upload", .value), ("upload-gzip", .flag),
        ("no-disk", .flag), ("control", .value), ("control-cors", .value), ("record", .flag),
        ("record-source", .value), ("clips", .value), ("window", .value), ("duration", .value),
        ("end-when-source-ends", .flag),
        ("start", .value), ("jitter-buffer", .value), ("audio-delay", .value), ("max-picture-pause", .value),
        ("mute", .flag), ("latency", .value),
        ("no-audio-only", .flag), ("quiet", .flag), ("json", .flag), ("log-format", .value), ("verbose", .flag),
        ("max-connections", .value), ("handshake-timeout", .value), ("publish-timeout", .value),
        ("media-timeout", .value), ("max-message-size", .value), ("max-chunk-streams", .value),
        ("max-amf-depth", .value), ("max-amf-keys", .value), ("max-byte-rate", .value), ("webhook", .value),
        ("state", .value), ("drain", .value), ("viewer-key", .value), ("viewer-session", .value),
        ("push", .value), ("push-ca", .value), ("captions", .value),
        ("page", .value), ("player-script", .value), ("audience", .value), ("comments", .value),
        ("page-origin", .value), ("trusted-proxy", .value),
    ]

    /// The command line, and what stands before it.
    let words: [String]
    /// Where an option was set that isn't on the command line, e.g. `broadcast.yaml:3` or `TATECAST_WINDOW`; by its name with
    /// both dashes.
    private let places: [String: String]

    /// - Parameters:
    ///   - given: The command line without the program's name.
    /// - Throws: ``JobError`` for a variable or a file that sets what there isn't; `PresetError` with the file's places.
    init(_ given: [String], environment: [String: String]) throws {
        guard given.first == "live", !given.contains("--help"), !given.contains("-h") else {
            (words, places) = (given, [:])
            return
        }
        let own = Array(given.dropFirst())
        var (added, places): ([String], [String: String]) = ([], [:])
        if let path = try Self.configuration(own, environment) {
            for setting in try OptionFile.load(path: path, names: Self.options.map(\.name)) {
                let place = "\(path):\(setting.line)"
                added += try Self.words(setting.name, setting.value, from: "\(place): \(setting.name)")
                places["--\(setting.name)"] = place
            }
        }
        for option in Self.options {
            let name = "TATECAST_" + option.name.uppercased().replacing("-", with: "_")
            guard let value = environment[name] else { continue }
            added += try Self.words(option.name, value, from: name)
            places["--\(option.name)"] = name
        }
        for word in own { places[word.split(separator: "=").first.map(String.init) ?? ""] = nil }
        words = ["live"] + Self.without(overridden: own, in: added) + own
        self.places = places
    }

    /// Where the options were set that a complaint begins with or is about, a line each; empty if on the command line.
    func places(in complaint: String) -> [String] {
        let mentioned = Set(
            complaint.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "-") }).map(String.init))
        return places.keys.filter(mentioned.contains).sorted().map { "\($0) is set by \(places[$0]!)" }
    }

    /// `--input` and `--listen` say the same thing: who gives one on the command line doesn't want the file's other. Of what may be given
    /// several times, the last place's are meant.
    private static func without(overridden given: [String], in words: [String]) -> [String] {
        var words = withoutOtherSource(given, in: words)
        for option in ["--webhook", "--push", "--captions", "--page-origin", "--trusted-proxy"] {
            let isGiven = given.contains { $0 == option || $0.hasPrefix(option + "=") }
            let last = isGiven ? nil : words.last { $0.hasPrefix(option + "=") }
            words.removeAll { $0.hasPrefix(option + "=") && $0 != last }
        }
        return words
    }

    private static func withoutOtherSource(_ given: [String], in words: [String]) -> [String] {
        guard given.contains(where: { isSource($0) }) else { return words }
        var kept: [String] = []
        var index = 0
        while index < words.count {
            if isSource(words[index]) {
                index += words[index].contains("=") ? 1 : 2
            } else {
                kept.append(words[index])
                index += 1
            }
        }
        return kept
    }

    private static func isSource(_ word: String) -> Bool {
        ["--input", "--listen"].contains { word == $0 || word.hasPrefix($0 + "=") }
    }

    private static func configuration(_ words: [String], _ environment: [String: String]) throws -> String? {
        for (index, word) in words.enumerated() {
            if word.hasPrefix("--config=") { return String(word.dropFirst("--config=".count)) }
            if word == "--config", index + 1 < words.count { return words[index + 1] }
        }
        return environment["TATECAST_CONFIG"]
    }

    private static func words(_ name: String, _ value: String, from place: String) throws -> [String] {
        switch options.first(where: { $0.name == name })?.kind {
        case .value?:
            return ["--\(name)=\(value)"]
        case .flag?:
            switch value.lowercased() {
            case "true", "yes", "on", "1": return ["--\(name)"]
            case "false", "no", "off", "0", "": return []
            default: throw JobError(.usage, "\(place): expected true or false, found \"\(value)\"")
            }
        case nil:
            throw JobError(.usage, "\(place): no such option")
        }
    }
}
