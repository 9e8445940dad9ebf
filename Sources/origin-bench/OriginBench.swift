import ArgumentParser
import Foundation

/// Plays many viewers of a low-latency show, to find out how many its origin bears.
@main
struct OriginBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "origin-bench",
        abstract: "Watch a low-latency show as many viewers do, and measure its origin's answers.",
        discussion: """
            A viewer is what hls.js makes of one: for each part duration a blocking reload and a part, of pictures and \
            sound side by side, on two kept-alive HTTP/1.1 connections. Bodies are counted and thrown away. Exits with 1 \
            after errors.
            """)

    @Argument(help: "The main playlist: http://host:port/master.m3u8.")
    var url: String

    @Option(help: "How many watch: 0 to 20000.")
    var viewers = 100

    @Option(help: "How many connections wait in blocking reloads and fetch nothing: 0 to 20000.")
    var idle = 0

    @Option(help: "How long to measure, in seconds, once all have joined: 1 to 3600.")
    var seconds = 60

    @Option(help: "How long joining takes, in seconds: 0 to 600.")
    var join = 5

    @Option(help: "The server's process, for its processor time and memory.")
    var pid: Int?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard 0...20_000 ~= viewers, 0...20_000 ~= idle, viewers + idle > 0 else {
            throw ValidationError("expected --viewers and --idle of 0 to 20000 each, and somebody")
        }
        guard 1...3_600 ~= seconds, 0...600 ~= join else {
            throw ValidationError("expected --seconds of 1 to 3600 and --join of 0 to 600")
        }
    }

    func run() throws {
        try Self.allowOpenFiles(viewers * 2 + idle + 64)
        let server = try ServerAddress(url)
        let renditions = try Self.renditions(of: server)
        let load = try Load(server: server)
        let before = try serverUsage()
        let second: MonotonicTime = 1_000_000_000
        load.add(viewers: viewers, of: renditions, isIdle: false, within: MonotonicTime(join) * second)
        load.add(viewers: idle, of: [renditions[0]], isIdle: true, within: MonotonicTime(join) * second)
        load.run(until: monotonicNow() + MonotonicTime(join + 2) * second)

        let begin = monotonicNow()
        load.measurements.start = begin
        let bytes = load.measurements.bytes
        let (own, theirs) = (try ProcessUsage(of: "self"), try serverUsage())
        load.run(until: begin + MonotonicTime(seconds) * second)
        let end = monotonicNow()
        let (ownEnd, theirsEnd) = (try ProcessUsage(of: "self"), try serverUsage())
        let waiting = load.waitingInReload
        load.end()

        let elapsed = Double(end - begin) / 1e9
        let measured = load.measurements
        var result = LoadResult(viewers: viewers, seconds: elapsed, measured)
        result.bitsPerSecond = Double(measured.bytes - bytes) * 8 / elapsed
        result.bitsPerSecondOfAViewer = renditions.reduce(0) { $0 + $1.bitRate(since: begin, until: end) }
        result.pace = renditions[0].pace(since: begin).summary
        result.ownCores = (ownEnd.processorTime - own.processorTime) / elapsed
        if let theirs, let theirsEnd {
            result.serverCores = (theirsEnd.processorTime - theirs.processorTime) / elapsed
            result.serverMemory = theirsEnd.residentMemory
        }
        if idle > 0, let before, let theirsEnd {
            result.waiting = waiting
            result.bytesPerWaiting = Double(theirsEnd.residentMemory - before.residentMemory) / Double(idle)
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            print(String(decoding: try encoder.encode(result), as: UTF8.self))
        } else {
            print(result.text)
        }
        if !measured.errors.isEmpty { throw ExitCode(1) }
    }

    private func serverUsage() throws -> ProcessUsage? {
        try pid.map { try ProcessUsage(of: "\($0)") }
    }

    /// Raises the limit of open files as far as it may go, and says so if that isn't enough.
    private static func allowOpenFiles(_ count: Int) throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard limit.rlim_cur >= UInt(count) else {
            throw LoadError("only \(limit.rlim_cur) files may be open, \(count) are needed: ulimit -n \(count)")
        }
    }

    private static func renditions(of server: ServerAddress) throws -> [Rendition] {
        let main = try MultivariantRenditions(try server.fetchText(server.path))
        var renditions = [Rendition(name: "video", path: ServerAddress.resolve(main.video, against: server.path))]
        if let audio = main.audio {
            renditions.append(Rendition(name: "audio", path: ServerAddress.resolve(audio, against: server.path)))
        }
        return renditions
    }
}
