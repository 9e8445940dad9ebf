import Broadcast
import Foundation
public import HLS
import MediaModel
import NIOPosix
public import Show
import Synchronization

/// The products of a show so far, in the order in which they came, and their pictures. Any thread.
public final class ProductShelf: Sendable {
    struct Item: Sendable {
        var product: Product
        /// When it was first shown; `nil` where the playlists tell of all of them.
        let since: ProgramDateTime?
    }

    struct Picture: Sendable {
        let type: String
        let bytes: [UInt8]
    }

    /// The oldest go for more.
    static let limit = 200
    private static let pictureByteLimit = 4 << 20
    /// Of all pictures in memory.
    private static let cacheByteLimit = 32 << 20

    private struct Cache {
        var pictures: [String: Picture] = [:]
        var byteCount = 0
    }

    private let folder: String?
    private let shelf = Mutex<[Item]>([])
    private let cache = Mutex(Cache())
    /// Reads under way: each has a thread of the pool that others want as well.
    private let reads = Slots(4)

    /// - Parameter pictures: The folder that products' pictures are named in; `nil` for none.
    public init(pictures: String?) { folder = pictures }

    var items: [Item] { shelf.withLock { $0 } }

    /// Takes up what is on sale now.
    public func put(_ products: [Product], since: ProgramDateTime?) {
        shelf.withLock { items in
            for product in products {
                if let index = items.firstIndex(where: { $0.product.id == product.id }) {
                    items[index].product = product
                } else {
                    items.append(Item(product: product, since: since))
                }
            }
            items.removeFirst(max(0, items.count - Self.limit))
        }
    }

    /// Takes up whatever a programme has on sale, until it is over.
    public func follow(_ programme: any BroadcastControl) async {
        let events = programme.listen()
        put(of: programme)
        for await event in events {
            if case .committed = event { put(of: programme) }
        }
    }

    private func put(of programme: any BroadcastControl) {
        let price = programme.show.price
        let products = price.products.isEmpty ? [price.current].compactMap(\.self) : price.products
        guard !products.isEmpty else { return }
        put(
            products, since: programme.programDateTime(of: programme.frameRate.time(ofTick: price.changedAt)))
    }

    /// The picture of a product of this show.
    ///
    /// - Returns: `nil` if there is none, it can't be read, or too many are read at the moment.
    func picture(of id: String) async -> Picture? {
        guard let folder, let name = items.first(where: { $0.product.id == id })?.product.image else { return nil }
        if let picture = cache.withLock({ $0.pictures[name] }) { return picture }
        guard let slot = reads.take() else { return nil }
        defer { withExtendedLifetime(slot) {} }
        let read = try? await NIOThreadPool.singleton.runIfActive { Self.read(name, in: folder) }
        guard let picture = read ?? nil else { return nil }
        cache.withLock { cache in
            guard cache.pictures[name] == nil, cache.byteCount + picture.bytes.count <= Self.cacheByteLimit else {
                return
            }
            cache.pictures[name] = picture
            cache.byteCount += picture.bytes.count
        }
        return picture
    }

    /// The name comes from an event, which was checked; a link in the folder could still lead out of it.
    private static func read(_ name: String, in folder: String) -> Picture? {
        let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
        let path = URL(fileURLWithPath: "\(folder)/\(name)").resolvingSymlinksInPath().path
        guard path.hasPrefix(root + "/"), let bytes = PageFolder.read(path, atMost: pictureByteLimit),
            let type = type(of: bytes)
        else { return nil }
        return Picture(type: type, bytes: bytes)
    }

    private static func type(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) { return "image/webp" }
        return nil
    }
}
