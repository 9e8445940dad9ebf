import Testing

@testable import Ingest

@Suite struct AMFTests {
    private func decode(_ bytes: [UInt8], limits: IngestLimits = IngestLimits()) throws -> [AMFValue] {
        var reader = AMFReader(bytes[...], limits: limits)
        return try reader.values()
    }

    @Test(
        arguments: [
            .number(-1.5), .boolean(true), .boolean(false), "", "配信", .string(String(repeating: "長", count: 30_000)),
            .null, .undefined, .date(1_700_000_000_000), .array([1.0, "two", .null]), [:],
            ["a": 1.0, "b": ["c": .array([["d": "e"]])]],
        ] as [AMFValue])
    func readsWhatItWrites(_ value: AMFValue) throws {
        var bytes: [UInt8] = []
        bytes.append(amf: value)
        #expect(try decode(bytes) == [value])
        // Cut off anywhere, it is an error, save where objects may lack their end, and never a crash.
        for count in 1..<min(bytes.count, 400) {
            guard let cut = try? decode(Array(bytes[..<count])) else { continue }
            #expect(cut != [value] || bytes[count...].allSatisfy { $0 == 0 || $0 == 9 })
        }
    }

    @Test func readsECMAArraysAsObjects() throws {
        let bytes: [UInt8] = [8, 0, 0, 0, 9, 0, 1, 0x61, 1, 1, 0, 0, 9]
        #expect(try decode(bytes) == [["a": .boolean(true)]])
        #expect(try decode(Array(bytes.dropLast(3))) == [["a": .boolean(true)]], "some publishers forget the end")
    }

    @Test(arguments: [4, 7, 14, 15, 16, 17, 18, 255] as [UInt8])
    func refusesType(_ marker: UInt8) {
        #expect(throws: ProtocolError.self) { try decode([marker] + [UInt8](repeating: 0, count: 20)) }
    }

    @Test func boundsDepth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            (0..<depth).flatMap { _ in [3, 0, 1, 0x61] as [UInt8] } + [5]
                + (0..<depth).flatMap { _ in [0, 0, 9] as [UInt8] }
        }
        #expect(try decode(nested(16)).count == 1)
        #expect(throws: ProtocolError(.limit, "AMF objects lie in each other more than 16 deep.")) {
            try decode(nested(17))
        }
        #expect(throws: ProtocolError.self) { try decode(nested(10_000)) }
    }

    @Test func boundsKeys() throws {
        func object(_ keys: Int) -> [UInt8] {
            [3] + (0..<keys).flatMap { _ in [0, 1, 0x61, 5] as [UInt8] } + [0, 0, 9]
        }
        // The object itself counts too.
        #expect(try decode(object(999)).count == 1)
        #expect(throws: ProtocolError(.limit, "An AMF message has more than 1000 values.")) {
            try decode(object(1_000))
        }
        // A strict array that claims four thousand million elements.
        #expect(throws: ProtocolError.self) {
            try decode([10, 255, 255, 255, 255] + [UInt8](repeating: 5, count: 4_000))
        }
    }

    @Test func keepsTheLastOfTwoKeys() throws {
        #expect(try decode([3, 0, 1, 0x61, 5, 0, 1, 0x61, 1, 1, 0, 0, 9])[0]["a"] == .boolean(true))
    }
}
