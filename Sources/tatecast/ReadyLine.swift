import Delivery
import Lines

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
    /// Where the show is uploaded to, if it is.
    var upload: String?
    /// Where the programme goes besides.
    var destinations: [DestinationState] = []
    let isJSON: Bool

    var text: String {
        guard isJSON else {
            var lines = publish.map { "publish to \($0) with the stream key" }
            if let play { lines.append("play \(play)") }
            if let control { lines.append("control \(control)/v1/state") }
            for destination in destinations {
                lines.append("push \(destination.rung) to \(destination.name), \(destination.address)")
            }
            if let output { lines.append("the show is written to \(output)/master.m3u8") }
            if let upload { lines.append("the show is uploaded to \(upload)") }
            return "ready; " + lines.joined(separator: "\n")
        }
        struct Encoded: Encodable {
            let ready = true
            let control: String?
            let destinations: [String]?
            let output, play, publish, upload: String?
        }
        return Encoded(
            control: control, destinations: destinations.isEmpty ? nil : destinations.map(\.name),
            output: output.map { "\($0)/master.m3u8" }, play: play, publish: publish.first, upload: upload
        ).jsonLine
    }
}
