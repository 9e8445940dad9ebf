/// Who may talk to a preview: pages of its own alone, on the machine that it runs on.
///
/// It has no password, so what keeps others' pages out is what a browser says of them. A page of another site that makes a
/// browser ask us names itself in Origin; one whose name was made to point at 127.0.0.1 (DNS rebinding) names itself in
/// Host.
struct PreviewGuard: Sendable {
    /// What the Host field may say, in lower case.
    private let hosts: Set<String>

    /// - Parameter port: That the preview listens on.
    init(port: Int) {
        hosts = Set(["127.0.0.1", "localhost", "[::1]"].flatMap { port == 80 ? [$0, "\($0):80"] : ["\($0):\(port)"] })
    }

    /// Why a request is refused, in a sentence; `nil` for one that is welcome.
    ///
    /// - Parameters:
    ///   - host, origin: The fields' values; `nil` where they aren't there.
    ///   - changes: Whether its method is one that changes something.
    func refusal(host: String?, origin: String?, changes: Bool) -> String? {
        guard let host, hosts.contains(host.lowercased()) else {
            return "a preview answers on this machine alone: open it as http://127.0.0.1 or http://localhost"
        }
        guard let origin else {
            return changes ? "a change needs the Origin field, which the preview's own page sends" : nil
        }
        // A name and its address are two origins for a browser, but both are this page.
        guard origin.lowercased() == "http://\(host.lowercased())" else {
            return "this preview takes nothing from pages of another origin"
        }
        return nil
    }
}
