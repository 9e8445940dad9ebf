import Compression

/// One playlist that viewers follow, and what all of them have found in it.
///
/// Thousands get the same answer: it is unpacked and read for the first one, and compared for the others.
final class Rendition {
    /// `video` or `audio`.
    let name: String
    /// Of its playlist, from the server's root.
    let path: String

    /// An answer that has been read.
    final class Version {
        let body: [UInt8]
        let snapshot: PlaylistSnapshot
        /// Oldest first.
        let parts: [Part]

        init(body: [UInt8], snapshot: PlaylistSnapshot, parts: [Part]) {
            (self.body, self.snapshot, self.parts) = (body, snapshot, parts)
        }
    }

    /// The newest last. Viewers that come late get older ones, with and without delta updates.
    private var versions: [Version] = []
    private var parts: [PartNumber: Part] = [:]

    init(name: String, path: String) {
        (self.name, self.path) = (name, path)
    }

    /// Reads a playlist's body, or finds that it has been read.
    func version(_ body: UnsafeRawBufferPointer, isGzip: Bool, now: MonotonicTime) throws(LoadError) -> Version {
        for version in versions.reversed() where version.body.count == body.count {
            if version.body.elementsEqual(body) { return version }
        }
        let bytes = [UInt8](body)
        let text: [UInt8]
        do {
            text = isGzip ? try Gunzip.unpack(bytes, byteLimit: 8 << 20) : bytes
        } catch {
            throw LoadError("a gzip body that can't be unpacked: \(error)")
        }
        let snapshot = try PlaylistSnapshot(String(decoding: text, as: UTF8.self))
        let version = Version(
            body: bytes, snapshot: snapshot,
            parts: snapshot.parts.map { part($0.number, $0.uri, $0.isIndependent, now) })
        versions.append(version)
        if versions.count > 8 { versions.removeFirst() }
        return version
    }

    private func part(_ number: PartNumber, _ uri: String, _ isIndependent: Bool, _ now: MonotonicTime) -> Part {
        if let part = parts[number] { return part }
        let part = Part(
            number: number, path: ServerAddress.resolve(uri, against: path), isIndependent: isIndependent, named: now)
        parts[number] = part
        return part
    }

    /// How long after each other parts were first named to anyone, since `start`.
    func pace(since start: MonotonicTime) -> Samples {
        var samples = Samples()
        let times = parts.values.map(\.named).filter { $0 >= start }.sorted()
        for (time, next) in zip(times, times.dropFirst()) { samples.add(next - time) }
        return samples
    }

    /// What one viewer gets a second, in bits: the lengths of the parts since `start`.
    func bitRate(since start: MonotonicTime, until end: MonotonicTime) -> Double {
        let bytes = parts.values.filter { $0.named >= start }.reduce(0) { $0 + ($1.length ?? 0) }
        return Double(bytes) * 8 / (Double(end - start) / 1e9)
    }
}
