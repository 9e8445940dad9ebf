public import FFmpegKit
import Foundation
import MediaModel

/// Looks at a source, as a streamer would need it looked at before a show: its sound, its pictures, and what to do about either.
public struct SourceCheckup: Sendable {
    private let input: LiveInput
    private let name: String
    private let limit: Duration

    /// How many reads in a row may fail before the rest is given up.
    private static let readPatience = 64

    /// - Parameters:
    ///   - source: A file's path, or the address of a stream: `rtmp://`, `rtmps://`, `srt://`, `http://` or `https://`.
    ///   - limit: So much of it is looked at.
    public init(_ source: String, limit: Duration) {
        if let stream = NetworkStream(url: source) {
            (input, name) = (.pull(stream), stream.shownURL)
        } else {
            (input, name) = (.file(path: source, loops: false), source)
        }
        self.limit = limit
    }

    /// - Parameter stop: Ends it: what was seen until then is told.
    /// - Throws: ``JobError`` in words for whoever named the source.
    public func run(stop: Interrupt) async throws -> CheckupReport {
        let interrupt = Interrupt(following: stop)
        // The look-up of a name, and a disk that hangs, can't be interrupted.
        let graces = [Grace(.milliseconds(300), after: stop)]
        let report = try await runOnThread(
            named: "checkup", leavingAfter: graces, onCancel: { interrupt.request() }
        ) { try look(interrupt) }
        guard let report else { throw JobError(.unavailable, "\(name) doesn't answer") }
        return report
    }

    private func look(_ interrupt: Interrupt) throws -> CheckupReport {
        guard let opened = try PullSource.openFirst(input, interrupt: interrupt) else {
            throw JobError(.usage, "\(name): name an address that can be read, not one that waits for a sender")
        }
        var container = opened
        let tracks = try SourceTracks(container, name: name)
        container.select([tracks.video] + (tracks.audio.map { [$0] } ?? []))
        var pictures = try PictureCheckup(container, tracks.video, tracks.picture)
        var sound: SoundCheckup? = nil
        if let track = tracks.audio { sound = try SoundCheckup(container, track) }
        // A stream that stops must not be waited for, and one that comes slowly has had its time.
        interrupt.allow(input.isStream ? limit + .seconds(10) : nil)
        let seconds = try read(&container, tracks, &pictures, &sound, interrupt)
        let beginnings = (pictures: pictures.beginning, sound: sound?.beginning)
        let pictureFacts = pictures.finish()
        var facts: SoundFacts? = nil
        if let found = sound.take() { facts = try found.finish() }
        if let first = beginnings.pictures, let heard = beginnings.sound { facts?.offset = Double(heard - first) / 1e9 }
        return CheckupReport(
            source: name, duration: seconds,
            sections: [
                SoundRules(facts).section, PictureRules(pictureFacts).section, WordRules(pictureFacts.words).section,
            ])
    }

    /// - Returns: How many seconds there were.
    private func read(
        _ container: inout InputContainer, _ tracks: SourceTracks, _ pictures: inout PictureCheckup,
        _ sound: inout SoundCheckup?, _ interrupt: Interrupt
    ) throws -> Double {
        let most = Int64(limit / .nanoseconds(1))
        var (first, last) = (Int64.max, Int64.min)
        var failures = 0
        reading: while failures < Self.readPatience, !interrupt.isRequested {
            do {
                guard case .packet(let packet) = try container.read() else { break reading }
                failures = 0
                if let time = packet.decodingTime ?? packet.presentationTime, !packet.isHidden {
                    (first, last) = (min(first, time), max(last, time + packet.duration))
                    guard time - first < most else { break reading }
                }
                if packet.trackIndex == tracks.video.index {
                    pictures.take(packet)
                } else if packet.trackIndex == tracks.audio?.index {
                    try sound?.take(packet)
                }
            } catch let error as FFmpegError where error.code != .outOfMemory {
                failures += 1
                if error.code == .interrupted || error.code.systemError != nil { break reading }
            }
        }
        return last > first ? Double(min(last - first, most)) / 1e9 : 0
    }
}

extension LiveInput {
    fileprivate var isStream: Bool { if case .pull = self { true } else { false } }
}
