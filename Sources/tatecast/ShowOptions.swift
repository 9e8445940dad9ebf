import ArgumentParser
import MediaModel
import Presets
import Show

/// What a show looks like, and which of its parts are left to whoever makes it.
struct ShowOptions: ParsableArguments {
    @Option(
        help: "How the show looks: a YAML file. Without one, the default price tag and hearts.", completion: .file())
    var preset: String?

    @Option(
        help: "The encoders' latency, instead of the preset's: \(LatencyMode.names).",
        transform: { name in
            guard let mode = LatencyMode(rawValue: name) else {
                throw ValidationError("--latency \(name): expected \(LatencyMode.names)")
            }
            return mode
        })
    var latency: LatencyMode?

    @Flag(name: .customLong("no-audio-only"), help: "Leave out the variant without pictures, as TV apps must.")
    var hasNoAudioOnly = false

    /// - Throws: `PresetError` with the file's places.
    func load() throws -> Preset {
        var loaded =
            try preset.map { try PresetFile.load(path: $0) }
            ?? Preset(name: "default", layers: [.price(PriceLayer()), .hearts(.standard)])
        if let latency { loaded.latency = latency }
        return loaded
    }
}

extension LatencyMode {
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
