import Foundation
import HLS
import JWTKit

/// The keys that tokens of viewers are signed with, by their `kid`: a JWK Set (RFC 7517, section 5) of HS256 and ES256 keys.
struct ViewerKeys: Sendable {
    struct Failure: Error, Hashable, CustomStringConvertible { let description: String }

    /// Of a token that is right.
    struct Grant: Hashable, Sendable { let keyID: String }

    private struct Key: Sendable {
        let algorithm: String
        /// Has this key alone.
        let keys: JWTKeyCollection
    }

    static let byteLimit = 65_536
    private static let keyLimit = 64
    private static let tokenLimit = 4_096

    private let keys: [String: Key]

    var keyIDs: Set<String> { Set(keys.keys) }

    /// - Throws: ``Failure`` that names the key by its place and `kid`, and shows nothing else of it.
    init(jwks data: Data) async throws(Failure) {
        let set: KeySet
        do {
            set = try JSONDecoder().decode(KeySet.self, from: data)
        } catch {
            throw Failure(
                description:
                    "expected a JWK Set: {\"keys\":[{\"kty\":\"oct\",\"kid\":\"2026-11\",\"alg\":\"HS256\",\"k\":\"…\"}]}"
            )
        }
        guard 1...Self.keyLimit ~= set.keys.count else {
            throw Failure(description: "expected 1 to \(Self.keyLimit) keys, found \(set.keys.count)")
        }
        var keys: [String: Key] = [:]
        for (index, key) in set.keys.enumerated() {
            guard let id = key.kid, !id.isEmpty, id.utf8.count <= 128 else {
                throw Failure(description: "keys[\(index)].kid: expected a name of 1 to 128 bytes")
            }
            guard keys[id] == nil else { throw Failure(description: "keys[\(index)].kid: \"\(id)\" is there twice") }
            let collection = JWTKeyCollection()
            do throws(Failure) {
                let algorithm = try await key.add(to: collection, as: id)
                keys[id] = Key(algorithm: algorithm, keys: collection)
            } catch {
                throw Failure(description: "keys[\(index)] (\"\(id)\"): \(error)")
            }
        }
        self.keys = keys
    }

    /// - Throws: Why this token lets nobody in: 401 for a wrong one, 403 for one whose time is over.
    func check(_ token: String, now: Date) async throws(RequestRefusal) -> Grant {
        guard token.utf8.count <= Self.tokenLimit, let header = Self.header(of: token) else {
            throw RequestRefusal(401, "the token isn't one: expected a JWT, three parts with dots between them")
        }
        guard let id = header.kid, let key = keys[id] else {
            throw RequestRefusal(401, "the token's key isn't known: its kid is none of those that may let viewers in")
        }
        guard header.alg == key.algorithm else {
            throw RequestRefusal(401, "the token is signed by another algorithm than its key is for")
        }
        let claims: Claims
        do {
            claims = try await key.keys.verify(token, as: Claims.self)
        } catch let error as JWTError where error.errorType == .signatureVerificationFailed {
            throw RequestRefusal(401, "the token's signature isn't right")
        } catch {
            throw RequestRefusal(
                401, "the token says nothing that can be read: expected exp, a number of seconds since 1970")
        }
        let time = now.timeIntervalSince1970
        guard claims.exp > time else { throw RequestRefusal(403, "the token's time is over: ask for a new one") }
        if let begin = claims.nbf, begin > time { throw RequestRefusal(403, "the token isn't for now, but for later") }
        return Grant(keyID: id)
    }

    private static func header(of token: String) -> Header? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Data(base64URL: parts[0]) else { return nil }
        return try? JSONDecoder().decode(Header.self, from: bytes)
    }

    private struct Header: Decodable {
        let alg: String?
        let kid: String?
    }

    private struct Claims: JWTPayload {
        let exp: Double
        let nbf: Double?

        /// Times are looked at by whoever says what is wrong with them.
        func verify(using _: some JWTAlgorithm) {}
    }
}

private struct KeySet: Decodable {
    let keys: [KeyEntry]
}

/// A key as RFC 7518, section 6, has it.
private struct KeyEntry: Decodable {
    let kty: String
    let kid, alg, k, crv, x, y: String?

    /// - Returns: The algorithm that it is for.
    func add(to keys: JWTKeyCollection, as id: String) async throws(ViewerKeys.Failure) -> String {
        switch (kty, alg ?? (kty == "oct" ? "HS256" : "ES256")) {
        case ("oct", "HS256"):
            // RFC 7518, section 3.2: no shorter than the hash.
            guard let bytes = k.flatMap({ Data(base64URL: $0[...]) }), bytes.count >= 32 else {
                throw ViewerKeys.Failure(description: "k: expected 32 bytes or more in base64url")
            }
            await keys.add(hmac: HMACKey(from: bytes), digestAlgorithm: .sha256, kid: JWKIdentifier(string: id))
            return "HS256"
        case ("EC", "ES256"):
            guard crv == "P-256", let x, let y, let key = try? ES256PublicKey(parameters: (x, y)) else {
                throw ViewerKeys.Failure(description: "expected crv P-256, and a point of it as x and y in base64url")
            }
            await keys.add(ecdsa: key, kid: JWKIdentifier(string: id))
            return "ES256"
        default:
            throw ViewerKeys.Failure(description: "expected kty oct with alg HS256, or EC with ES256")
        }
    }
}

extension Data {
    /// Of base64 for addresses, without padding (RFC 4648, section 5).
    init?(base64URL text: Substring) {
        var text = text.replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.count % 4) % 4)
        self.init(base64Encoded: String(text))
    }

    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
