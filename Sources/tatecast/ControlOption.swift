import Access
import Broadcast
import Origin
import Service

/// `--control host:port`, `--control-cors`, and the tokens, which come by the environment alone: where and by whom the programme
/// may be controlled.
struct ControlOption {
    /// A listener of its own; `nil` without one.
    let configuration: OriginServer.Configuration?
    /// Whether the viewers' listener has the control API too.
    let isShared: Bool
    let access: ControlAccess
    /// Why nobody can control the programme; `nil` if somebody can.
    let complaint: String?

    /// - Parameters:
    ///   - address: Of `--control`.
    ///   - serve: Of `--serve`.
    ///   - certificate: Of `--tls-cert`: for an address that others reach.
    /// - Throws: ``JobError`` for what isn't an address, and for one that strangers reach without a token.
    init(
        address: String?, origin: String?, serve: OriginServer.Configuration?, certificate: String?, key: String?
    ) throws(JobError) {
        let control = try Secret.read("TATECAST_CONTROL_TOKEN")
        let audience = try Secret.read("TATECAST_AUDIENCE_TOKEN")
        access = ControlAccess(
            control: control, audience: audience,
            allowedOrigin: try origin.map { text throws(JobError) in
                try WebOrigin.check(text, option: "--control-cors")
            })
        guard let address else {
            configuration = nil
            isShared = serve.map { control != nil || LoopbackHost.matches($0.host) } ?? false
            complaint =
                serve == nil || isShared
                ? nil
                : "nobody can control the programme: set TATECAST_CONTROL_TOKEN, or give --control 127.0.0.1:0"
            return
        }
        var own = try ServeAddressOption(address, option: "--control", certificate: certificate, key: key).configuration
        // On the way to itself the machine needs no certificate, which wouldn't name it so.
        if LoopbackHost.matches(own.host), !address.hasPrefix("https://") { own.tls = nil }
        guard control != nil || LoopbackHost.matches(own.host) else {
            throw JobError(
                .usage,
                "--control \(address): without TATECAST_CONTROL_TOKEN, expected an address of this machine alone, such as "
                    + "127.0.0.1:0")
        }
        own.servesShow = false
        own.limits.connections = 256
        (configuration, isShared, complaint) = (own, false, nil)
    }
}
