import Glibc

/// A viewer's connection for one rendition: it asks for the playlist that will name the next part, then for that part,
/// and so on, as hls.js does. An idle one leaves the parts.
final class Track {
    let rendition: Rendition
    private let load: Load
    private let tag: Int
    private let isIdle: Bool

    /// −1 while there is no connection.
    private var descriptor: Int32 = -1
    private(set) var step = Step.rest
    private(set) var sent: MonotonicTime = 0
    /// The head, or the playlist, as far as it has come.
    private var received: [UInt8] = []
    private var head: ResponseHead?
    /// Of the body, in bytes.
    private var remaining = 0

    /// To be asked for, the next one first.
    private var parts: ArraySlice<Part> = []
    /// The last one named.
    private var last: PartNumber?
    private var reloadPath = ""

    /// What has been asked for.
    enum Step {
        /// Nothing: not begun, over, or about to begin anew.
        case rest
        case mainPlaylist, playlist, initialisation, reload
        case part(Part)
    }

    init(_ rendition: Rendition, load: Load, tag: Int, isIdle: Bool) {
        (self.rendition, self.load, self.tag, self.isIdle) = (rendition, load, tag, isIdle)
    }

    var isWaitingInReload: Bool {
        if case .reload = step { true } else { false }
    }

    /// Connects and asks for the first playlist.
    func begin() {
        do {
            descriptor = try load.server.connect()
            try load.queue.add(descriptor, tag: tag)
            let readsMain = rendition.name == "video" && !isIdle
            ask(for: readsMain ? load.server.path : rendition.path, readsMain ? .mainPlaylist : .playlist)
        } catch {
            fail("\(error)")
        }
    }

    func end() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        step = .rest
    }

    /// Counts an error and begins anew a second later, as a player does.
    func fail(_ sentence: String) {
        load.measurements.fail("\(rendition.name): \(sentence)")
        end()
        received.removeAll()
        (head, parts, last) = (nil, [], nil)
        load.beginLater(tag)
    }

    private func ask(for path: String, _ step: Step) {
        self.step = step
        let request = "GET \(path)\(load.requestTail)"
        sent = monotonicNow()
        let count = request.utf8.count
        let status = request.withCString { send(descriptor, $0, count, Int32(MSG_NOSIGNAL)) }
        if status != count { fail("the server takes no request: \(LoadError.systemMessage())") }
    }
}

// MARK: - Reading

extension Track {
    /// Takes what has come; called when there is something.
    ///
    /// - Parameter buffer: 64 KiB for anybody's use.
    func read(_ buffer: UnsafeMutableRawBufferPointer) {
        guard descriptor >= 0 else { return }
        var isPart = false
        if case .part = step { isPart = true }
        let count: Int
        if isPart, head != nil {
            // The kernel throws the bytes away without copying them (tcp(7), MSG_TRUNC): a core that measures has no
            // time for what a viewer's own machine does. They have come through the connection all the same.
            count = recv(descriptor, nil, remaining, Int32(MSG_TRUNC))
        } else {
            count = recv(descriptor, buffer.baseAddress, isPart ? 2_048 : buffer.count, 0)
        }
        guard count > 0 else {
            if count == 0 { return fail("the connection was closed \(progress)") }
            if errno != EAGAIN && errno != EINTR { fail("recv: \(LoadError.systemMessage())") }
            return
        }
        load.measurements.bytes += count
        if case .rest = step { return fail("an answer that nobody asked for") }
        if head != nil, isPart {
            remaining -= count
            if remaining == 0 { finish(UnsafeRawBufferPointer(start: nil, count: 0)) }
        } else {
            take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private var progress: String {
        head == nil ? "before an answer" : "\(remaining) bytes before the end of a body"
    }

    /// Takes bytes of a head, or of a playlist's body.
    private func take(_ bytes: UnsafeRawBufferPointer) {
        // An answer that comes in one piece, as nearly all do, is never copied.
        if !received.isEmpty || head != nil {
            received += bytes
            let whole = received
            received.removeAll(keepingCapacity: true)
            whole.withUnsafeBytes { accept($0) }
        } else {
            accept(bytes)
        }
    }

    private func accept(_ bytes: UnsafeRawBufferPointer) {
        var body = bytes
        if head == nil {
            guard let head = ResponseHead(bytes) else {
                received = [UInt8](bytes)
                return received.count > 65_536 ? fail("an answer's head of more than 64 KiB") : ()
            }
            guard head.status == 200 else { return fail("status \(head.status) for \(name)") }
            guard let length = head.contentLength else { return fail("an answer without Content-Length") }
            body = UnsafeRawBufferPointer(rebasing: bytes[head.length...])
            guard body.count <= length else { return fail("an answer longer than its Content-Length") }
            self.head = head
            remaining = length
        }
        if case .part = step {
            remaining -= body.count
            if remaining == 0 { finish(body) }
        } else if body.count == remaining {
            finish(body)
        } else {
            received = [UInt8](body)
        }
    }

    private var name: String {
        switch step {
        case .rest: "nothing"
        case .mainPlaylist: "the main playlist"
        case .playlist: "a playlist"
        case .reload: "a blocking reload"
        case .initialisation: "an initialisation"
        case .part: "a part"
        }
    }
}

// MARK: - Going on

extension Track {
    private func finish(_ body: UnsafeRawBufferPointer) {
        let now = monotonicNow()
        guard let head else { return }
        self.head = nil
        if now >= load.measurements.start { load.measurements.requests += 1 }
        if head.closes { return fail("the server closes a kept-alive connection") }
        switch step {
        case .rest:
            break
        case .mainPlaylist:
            ask(for: rendition.path, .playlist)
        case .playlist, .reload:
            do {
                follow(try rendition.version(body, isGzip: head.isGzip, now: now), now)
            } catch {
                fail("\(error)")
            }
        case .initialisation:
            askForNext()
        case .part(let part):
            finish(part, length: head.contentLength ?? 0, now)
            askForNext()
        }
    }

    private func finish(_ part: Part, length: Int, _ now: MonotonicTime) {
        if part.length == nil { part.length = length }
        if part.length != length || length == 0 {
            load.measurements.fail("\(rendition.name): a part of another length")
        }
        guard sent >= load.measurements.start else { return }
        if rendition.name == "video" {
            load.measurements.videoParts.add(now - sent)
        } else {
            load.measurements.audioParts.add(now - sent)
        }
        load.measurements.lateness.add(now - part.named)
    }

    private func follow(_ version: Rendition.Version, _ now: MonotonicTime) {
        let snapshot = version.snapshot
        guard !snapshot.isEnded else { return fail("the show has ended") }
        let next = snapshot.next
        reloadPath = "\(rendition.path)?_HLS_msn=\(next.sequence)&_HLS_part=\(next.part)"
        if snapshot.canSkip { reloadPath += "&_HLS_skip=YES" }
        if isIdle { return ask(for: reloadPath, .reload) }

        guard let last else {
            // A player begins with a part that needs no other.
            let first = version.parts.lastIndex(where: \.isIndependent) ?? version.parts.startIndex
            parts = version.parts[first...]
            last = version.parts.last?.number ?? PartNumber(sequence: -1, part: 0)
            guard let initialisation = snapshot.initialisation else { return fail("a playlist without EXT-X-MAP") }
            return ask(for: ServerAddress.resolve(initialisation, against: rendition.path), .initialisation)
        }
        let first = version.parts.firstIndex { $0.number > last } ?? version.parts.endIndex
        parts = version.parts[first...]
        guard let newest = parts.last else { return fail("a blocking reload's answer without the part it waited for") }
        if sent >= load.measurements.start {
            load.measurements.reloads.add(now - newest.named)
            if parts.count > 1 { load.measurements.jumps += 1 }
        }
        self.last = newest.number
        askForNext()
    }

    private func askForNext() {
        if let part = parts.popFirst() {
            ask(for: part.path, .part(part))
        } else {
            ask(for: reloadPath, .reload)
        }
    }
}
