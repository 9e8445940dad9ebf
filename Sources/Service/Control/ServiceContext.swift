import Access
import HTTPTypes
import Hummingbird
import NIOCore

/// What is known of a request besides itself: the connection that it came on.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Where the connection comes from: a viewer, or the proxy before it.
    var peer: NetworkAddress? { channel.remoteAddress?.ipAddress.flatMap { NetworkAddress($0) } }
}

extension HTTPField.Name {
    /// The addresses that a request came by, as proxies say.
    static let forwardedFor = HTTPField.Name("x-forwarded-for")!
}
