import ArgumentParser
import Broadcast
import Service

/// `--public-url https://shop.example/live/42`: where viewers reach the show, when something stands before it.
struct PublicURLOption: ExpressibleByArgument {
    private let text: String

    init(argument: String) { text = argument }

    static let help = ArgumentHelp(
        "Where viewers reach the show, if a proxy or CDN stands before it: https://shop.example/live/42.",
        discussion: "The ready line, the player's page and its QR code then say so. See docs/cdn.md.",
        valueName: "url")

    /// - Throws: ``JobError`` for what isn't such an address.
    func address() throws(JobError) -> PublicAddress {
        guard let address = PublicAddress(text) else {
            throw JobError(.usage, "--public-url \(text): \(PublicAddress.expectation)")
        }
        return address
    }
}
