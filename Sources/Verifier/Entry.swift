import HLS
import MediaModel

/// The playlist that a show begins with, and what follows from it for all addresses.
struct Entry {
    /// As given; after ``isLive(_:)``, where it was found.
    private(set) var address: String
    let isFolder: Bool
    /// The first answer's text.
    private(set) var text = ""
    private(set) var requestCount = 0

    init(address: String, isFolder: Bool) { (self.address, self.isFolder) = (address, isFolder) }

    /// The address of what a URI names in the playlist at `base`.
    var resolve: @Sendable (_ uri: String, _ base: String) -> String? {
        if isFolder { return { uri, base in LoadedPresentation.resolve(uri, from: base) } }
        return { uri, base in Address.resolve(uri, from: base) }
    }

    /// Addresses as findings show them: below the first playlist's folder without what they have in common.
    func shown(_ place: String) -> String {
        guard !isFolder, let slash = address.lastIndex(of: "/") else { return place }
        let folder = address[...slash]
        return place.hasPrefix(folder) ? String(place.dropFirst(folder.count)) : place
    }

    /// Whether the show goes on: its first rendition's playlist has no end. Files are judged as they are.
    mutating func isLive(_ fetcher: some MediaFetcher) async throws(Verifier.Failure) -> Bool {
        let (text, found) = try await fetch(address, fetcher)
        (self.text, address) = (text, found)
        guard !isFolder else { return false }
        if text.hasLine("#EXT-X-TARGETDURATION") { return !text.hasLine("#EXT-X-ENDLIST") }
        guard let multivariant = try? MultivariantPlaylist(parsing: text, from: .init(address: address)),
            let first = multivariant.variants.first,
            let rendition = resolve(first.uri, address)
        else { return false }
        // What isn't there is a finding, not the end.
        guard let (playlist, _) = try? await fetch(rendition, fetcher) else { return false }
        return playlist.hasLine("#EXT-X-TARGETDURATION") && !playlist.hasLine("#EXT-X-ENDLIST")
    }

    private mutating func fetch(
        _ address: String, _ fetcher: some MediaFetcher
    ) async throws(Verifier.Failure) -> (text: String, address: String) {
        fetcher.send(FetchRequest(id: -1 - requestCount, address: address))
        requestCount += 1
        guard let answer = await fetcher.next() else { throw .unavailable("\(address): no answer") }
        switch answer.outcome {
        case .failure(let failure): throw .unavailable("\(address) \(failure)")
        case .response(let response):
            switch response.status {
            case 200: return (String(decoding: response.body, as: UTF8.self), response.address)
            case 404, 410:
                throw .notFound(isFolder ? "\(address) isn't there" : "\(address): status \(response.status)")
            default: throw .unavailable("\(address): status \(response.status)")
            }
        }
    }
}
