/// Where on a server a programme is published, and under which name.
///
/// Neither description nor reflection shows the key.
package struct PushTarget: Hashable, Sendable {
    /// What the address has after the host, whole, with its query if there is one: `live2`, `live2?backup=1`.
    package let application: String
    /// The address without the key, as the server is told it.
    package let url: String
    /// The stream key, whole: a `?` or `&` in it goes to the server as it is.
    let key: String

    package init(application: String, url: String, key: String) {
        (self.application, self.url, self.key) = (application, url, key)
    }

    /// A server's text as people may read it: printable, short, and without the key, which some servers repeat.
    func shown(_ text: String) -> String {
        var shown = text
        // Before it is cut, which could leave a part of the key.
        for secret in [key, String(key.prefix { $0 != "?" })] where secret.utf8.count >= 4 {
            shown = shown.replacing(secret, with: "***")
        }
        return printable(shown, limit: 300)
    }
}

extension PushTarget: CustomStringConvertible, CustomReflectable {
    package var description: String { "an application of a server" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
