import Foundation

/// Tells whoever started the process that it is ready: one line on standard output.
struct ReadyLine {
    /// The folder of the show, if it is kept.
    let output: String?
    /// Without their keys.
    let publish: [String]
    /// For players, if the show is served.
    let play: String?
    /// For the control API, if there is one.
    let control: String?
    let isJSON: Bool

    var text: String {
        guard isJSON else {
            var lines = publish.map { "publish to \($0) with the stream key" }
            if let play { lines.append("play \(play)") }
            if let control { lines.append("control \(control)/v1/state") }
            if let output { lines.append("the show is written to \(output)/master.m3u8") }
            return "ready; " + lines.joined(separator: "\n")
        }
        var object: [String: Any] = ["ready": true]
        if let output { object["output"] = "\(output)/master.m3u8" }
        if let play { object["play"] = play }
        if let control { object["control"] = control }
        if let first = publish.first { object["publish"] = first }
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}
