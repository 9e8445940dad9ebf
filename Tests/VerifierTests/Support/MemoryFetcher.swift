import HLS
import MediaModel

@testable import Verifier

/// Files of a folder that is none.
final class MemoryFetcher: MediaFetcher {
    let now = MediaTime.zero
    private let files: [String: [UInt8]]
    private var queue: [FetchRequest] = []

    init(_ files: [String: [UInt8]]) { self.files = files }

    func send(_ request: FetchRequest) { queue.append(request) }

    func next() async -> FetchResult? {
        guard !queue.isEmpty else { return nil }
        let request = queue.removeFirst()
        let found = files[request.address].map { bytes in request.range.map { bytes.slice($0) } ?? bytes } ?? nil
        let response = FetchResponse(
            status: found == nil ? 404 : request.range == nil ? 200 : 206, body: found ?? [], address: request.address)
        return FetchResult(request: request, sent: now, arrival: now, outcome: .response(response))
    }
}
