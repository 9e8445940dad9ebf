import Foundation
package import MediaModel

/// Reads files of one folder. Blocks its caller, which for a file is soon over.
package final class FolderFetcher: MediaFetcher {
    private let path: String
    private let start = ContinuousClock.now
    private var queue: [FetchRequest] = []

    package init(path: String) { self.path = path }

    package var now: MediaTime {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return .microseconds(seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }

    package func send(_ request: FetchRequest) { queue.append(request) }

    package func next() async -> FetchResult? {
        guard !queue.isEmpty else { return nil }
        let request = queue.removeFirst()
        let sent = now
        let outcome = read(request)
        return FetchResult(request: request, sent: sent, arrival: now, outcome: outcome)
    }

    private func read(_ request: FetchRequest) -> FetchResult.Outcome {
        let name = path + "/" + request.address
        func response(_ status: Int, _ body: [UInt8]) -> FetchResult.Outcome {
            .response(FetchResponse(status: status, body: body, address: request.address))
        }
        // A link may lead out of the folder: whoever wrote the playlists may not have written those files.
        let root = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let place = URL(fileURLWithPath: name).resolvingSymlinksInPath().path
        // Nor is it waited for what a pipe or a device may say.
        let type = try? FileManager.default.attributesOfItem(atPath: place)[.type] as? FileAttributeType
        guard place.hasPrefix(root + "/"), type == .typeRegular, let handle = FileHandle(forReadingAtPath: place)
        else { return response(404, []) }
        defer { try? handle.close() }
        do {
            if let range = request.range {
                try handle.seek(toOffset: UInt64(range.lowerBound))
                let bytes = try handle.read(upToCount: range.count).map { [UInt8]($0) } ?? []
                return bytes.count == range.count ? response(206, bytes) : response(416, [])
            }
            let bytes = try handle.read(upToCount: request.byteLimit + 1).map { [UInt8]($0) } ?? []
            guard bytes.count <= request.byteLimit else { return .failure(.tooLong(byteLimit: request.byteLimit)) }
            return response(200, bytes)
        } catch {
            return .failure(.unreachable(error.localizedDescription))
        }
    }
}
