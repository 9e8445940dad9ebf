package import Broadcast

/// What somebody asks for: a programme is to go to this address too.
package struct DestinationOrder: Sendable {
    package typealias Failure = DestinationAddress.Failure

    /// What people, metrics and variables call it.
    package let name: String
    package let address: DestinationAddress
    let choice: RungChoice
    /// What its variables end with: `shop-2` has `TATECAST_PUSH_KEY_SHOP_2`.
    private let suffix: String

    /// - Parameter text: `NAME=URL`, `NAME=URL#rung=…` or `NAME=URL#under=…`.
    package init(_ text: String) throws(Failure) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].contains("://") else {
            throw Failure(
                description: "expected a name before the address, such as youtube=rtmps://a.rtmps.youtube.com/live2")
        }
        try self.init(name: String(parts[0]), url: String(parts[1]))
    }

    /// - Parameter url: With the options behind `#`.
    package init(name: String, url: String) throws(Failure) {
        guard Self.isName(name) else {
            throw Failure(
                description:
                    "\"\(name.prefix(32).filter { !$0.isNewline })\": expected a name of 1 to 32 letters a-z, digits, - and _, "
                    + "which begins with a letter or digit")
        }
        let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        do throws(Failure) {
            address = try DestinationAddress(String(parts[0]))
            choice = try RungChoice(parts.count > 1 ? parts[1] : "")
        } catch {
            throw Failure(description: "\(name): \(error)")
        }
        self.name = name
        suffix = "_" + name.uppercased().replacing("-", with: "_")
    }

    /// One that is the only one, and has `TATECAST_PUSH_KEY`.
    package init(only url: String) throws(Failure) {
        address = try DestinationAddress(String(url.prefix { $0 != "#" }))
        (name, choice, suffix) = (address.host, .top, "")
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 32 else { return false }
        func isWord(_ byte: UInt8) -> Bool {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        }
        return isWord(first)
            && name.utf8.allSatisfy { isWord($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }

    package var keyVariable: String { "TATECAST_PUSH_KEY" + suffix }
    package var passphraseVariable: String { "TATECAST_PUSH_PASSPHRASE" + suffix }

    /// What is wrong with it for a programme.
    ///
    /// - Returns: The rung that it gets.
    @discardableResult
    package func check(
        _ secrets: DestinationSecrets, _ outlets: ProgrammeOutlets
    ) throws(Failure) -> ProgrammeOutlets.RungOutlet {
        do throws(Failure) {
            try secrets.check(for: self)
            return try choice.rung(of: outlets)
        } catch {
            throw Failure(description: "\(name): \(error)")
        }
    }
}

/// What a destination lets its owner in by. Neither description nor reflection shows it.
package struct DestinationSecrets: Sendable, CustomStringConvertible, CustomReflectable {
    /// The stream key; over SRT the stream id.
    let key: String?
    /// Over SRT.
    let passphrase: String?

    package init(key: String?, passphrase: String? = nil) { (self.key, self.passphrase) = (key, passphrase) }

    /// Those of a destination among the process's own.
    ///
    /// - Parameters:
    ///   - key: In the place of the process's.
    ///   - read: Reads a secret by its variable's name; may block.
    package init(for order: DestinationOrder, key: String? = nil, read: (String) throws -> String?) rethrows {
        self.key = try key ?? read(order.keyVariable)
        passphrase = order.address.isOverSRT ? try read(order.passphraseVariable) : nil
    }

    package var description: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// What is wrong with them for an order.
    package func check(for order: DestinationOrder) throws(DestinationOrder.Failure) {
        let address = order.address
        if let secret = [key, passphrase].compactMap({ $0 }).first(where: { address.contains($0) }), !secret.isEmpty {
            throw .init(
                description: "the address has the stream key in it, where every process list has it; leave it out")
        }
        switch address.transport {
        case .rtmp:
            guard key == nil else { return }
            let hint =
                address.mayHaveKey
                ? "; if the address ends with it, take it out there, where every process list has it" : ""
            throw .init(
                description: "no stream key: set \(order.keyVariable), or "
                    + "\(order.keyVariable)_FILE to a file that holds it\(hint)")
        case .srt(let parameters):
            guard key == nil || parameters.streamID == nil else {
                throw .init(
                    description: "streamid= and \(order.keyVariable) are the same thing: give one")
            }
            // libsrt takes no other.
            guard passphrase.map({ 10...79 ~= $0.utf8.count }) ?? true else {
                throw .init(
                    description: "\(order.passphraseVariable): expected 10 to 79 bytes")
            }
        }
    }
}
