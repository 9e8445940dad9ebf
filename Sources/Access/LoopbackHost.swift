/// The names by which a machine reaches itself and nobody else does.
public enum LoopbackHost {
    /// Whether an address of a listener, or a host that is sent to, is this machine's alone.
    public static func matches(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host == "[::1]"
            || host.hasPrefix("127.") && host.split(separator: ".").count == 4
                && host.allSatisfy { $0.isNumber || $0 == "." }
    }
}
