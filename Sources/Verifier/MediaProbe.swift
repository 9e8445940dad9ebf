import FFmpegKit
import Foundation
import HLS
import MediaModel

/// Lets FFmpeg read and decode a segment: what it finds is what most players find.
enum MediaProbe {
    /// Decodes all of a file's sound and pictures.
    ///
    /// - Returns: What a decoder complained of; empty if nothing.
    static func decode(_ bytes: [UInt8]) async -> [String] {
        await withCheckedContinuation { continuation in
            // Codecs don't belong on the pool's few threads.
            let thread = Thread { continuation.resume(returning: decodeNow(bytes)) }
            thread.name = "verify decoder"
            thread.start()
        }
    }

    private static func decodeNow(_ bytes: [UInt8]) -> [String] {
        do {
            return try withFile(bytes) { path in try decode(path: path) }
        } catch {
            return ["\(error)"]
        }
    }

    private static func decode(path: String) throws -> [String] {
        var input = try InputContainer(file: path, interrupt: Interrupt())
        guard !input.tracks.isEmpty else { return ["no track in it"] }
        var problems: [String] = []
        for track in input.tracks {
            var file = try InputContainer(file: path, interrupt: Interrupt())
            file.select([track])
            switch track.kind {
            case .video:
                let (packets, pictures, faults) = try decodePictures(&file, track)
                if faults > 0 || pictures < packets {
                    problems.append("\(track.codecName): \(packets) pictures, \(pictures) decode, \(faults) damaged")
                }
            case .audio:
                let (packets, faults) = try decodeSound(&file, track)
                if faults > 0 { problems.append("\(track.codecName): \(faults) of \(packets) packets are damaged") }
            }
        }
        input.select([])
        return problems
    }

    private static func decodePictures(
        _ file: inout InputContainer, _ track: TrackDescription
    ) throws -> (packets: Int, pictures: Int, faults: Int) {
        var decoder = try VideoDecoder(file.makeParameters(of: track))
        var (packets, pictures, faults) = (0, 0, 0)
        func drain(_ decoder: inout VideoDecoder) throws {
            while true {
                do throws(FFmpegError) {
                    switch try decoder.receive() {
                    case .frame(let frame):
                        pictures += 1
                        if frame.isDamaged { faults += 1 }
                    case .needsInput: return
                    case .finished: return
                    }
                } catch {
                    guard error.code == .invalidData else { throw error }
                    faults += 1
                }
            }
        }
        while case .packet(let packet) = try file.read() {
            packets += 1
            do throws(FFmpegError) {
                try decoder.send(packet)
            } catch {
                guard error.code == .invalidData else { throw error }
                faults += 1
            }
            try drain(&decoder)
        }
        try decoder.sendEnd()
        try drain(&decoder)
        return (packets, pictures, faults)
    }

    private static func decodeSound(
        _ file: inout InputContainer, _ track: TrackDescription
    ) throws -> (packets: Int, faults: Int) {
        var decoder = try AudioDecoder(file.makeParameters(of: track))
        var (packets, faults) = (0, 0)
        while case .packet(let packet) = try file.read() {
            packets += 1
            do throws(FFmpegError) {
                try decoder.send(packet)
                while case .frame = try decoder.receive() {}
            } catch {
                guard error.code == .invalidData else { throw error }
                faults += 1
            }
        }
        return (packets, faults)
    }

    /// Writes the bytes to a file of no name for as long as `body` runs.
    static func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
        let path = NSTemporaryDirectory() + "/tatecast-verify-" + UUID().uuidString
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        return try body(path)
    }
}
