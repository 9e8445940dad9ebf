import Access
import ArgumentParser
import Broadcast

/// Proxies before us, where it matters who asks.
struct ProxyOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A proxy of yours, or a range of them, whose X-Forwarded-For is believed: 10.0.0.0/8. May be given several times.",
            valueName: "cidr"))
    var trustedProxy: [String] = []

    /// - Throws: ``JobError`` for what is no range of addresses.
    func blocks() throws(JobError) -> [NetworkAddress.Block] {
        try trustedProxy.map { text throws(JobError) in
            guard let block = NetworkAddress.Block(text) else {
                throw JobError(
                    .usage,
                    "--trusted-proxy \(text): expected an address or a range, such as 10.0.0.0/8 or 2001:db8::/32")
            }
            return block
        }
    }
}
