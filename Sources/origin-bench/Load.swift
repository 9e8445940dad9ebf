import Glibc

/// All viewers of a broadcast, on one thread.
final class Load {
    let server: ServerAddress
    let queue: EventQueue
    var measurements = Measurements()
    /// What follows a request's path.
    let requestTail: String

    private var tracks: [Track] = []
    /// By time: when to begin which track.
    private var begins: [(time: MonotonicTime, tag: Int)] = []
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1_024, alignment: 16)

    /// How long an answer may take, in nanoseconds: a blocking reload's may take three target durations.
    private static let patience: MonotonicTime = 10_000_000_000

    init(server: ServerAddress) throws(LoadError) {
        self.server = server
        queue = try EventQueue()
        // As Chromium asks on behalf of a page, as its heads are part of what a server has to read.
        requestTail =
            " HTTP/1.1\r\n"
            + [
                "Host: \(server.host):\(server.port)", "Connection: keep-alive", "sec-ch-ua-platform: \"Linux\"",
                "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                "sec-ch-ua: \"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"", "sec-ch-ua-mobile: ?0", "Accept: */*",
                "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty",
                "Referer: http://\(server.host):\(server.port)/", "Accept-Encoding: gzip, deflate, br",
                "Accept-Language: en-US,en;q=0.9",
            ].joined(separator: "\r\n") + "\r\n\r\n"
    }

    deinit { buffer.deallocate() }

    /// Adds viewers who begin one after another within so many nanoseconds.
    func add(viewers: Int, of renditions: [Rendition], isIdle: Bool, within spread: MonotonicTime) {
        let now = monotonicNow()
        for viewer in 0..<viewers {
            for rendition in renditions {
                begins.append((now + spread * MonotonicTime(viewer) / MonotonicTime(viewers), tracks.count))
                tracks.append(Track(rendition, load: self, tag: tracks.count, isIdle: isIdle))
            }
        }
    }

    func beginLater(_ tag: Int) {
        begins.append((monotonicNow() + 1_000_000_000, tag))
        begins.sort { $0.time < $1.time }
    }

    /// How many wait in a blocking reload now.
    var waitingInReload: Int { tracks.count(where: \.isWaitingInReload) }

    /// Answers what comes, until `end`.
    func run(until end: MonotonicTime) {
        var nextCheck = monotonicNow()
        while true {
            let now = monotonicNow()
            if now >= end { return }
            var begun = 0
            while begun < begins.count, begins[begun].time <= now {
                tracks[begins[begun].tag].begin()
                begun += 1
            }
            begins.removeFirst(begun)
            if now >= nextCheck {
                nextCheck = now + 500_000_000
                endPatience(now)
            }
            queue.wait(milliseconds: 5) { tracks[$0].read(buffer) }
        }
    }

    func end() {
        for track in tracks { track.end() }
    }

    private func endPatience(_ now: MonotonicTime) {
        for track in tracks {
            if case .rest = track.step { continue }
            if now - track.sent > Self.patience { track.fail("no answer within 10 s") }
        }
    }
}
