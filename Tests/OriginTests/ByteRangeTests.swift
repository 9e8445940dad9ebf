import Testing

@testable import Origin

@Suite struct ByteRangeTests {
    @Test(arguments: [
        (nil, ByteRange.whole), ("bytes=0-1,4-5", .whole), ("items=0-1", .whole), ("bytes=5-2", .whole),
        ("bytes=a-b", .whole),
        ("bytes=-", .whole), ("bytes=0-0", .part(0..<1)), ("bytes=90-", .part(90..<100)),
        ("bytes=-10", .part(90..<100)),
        ("bytes=-1000", .part(0..<100)), ("bytes=100-", .unsatisfiable), ("bytes=-0", .unsatisfiable),
        // RFC 9110, 14.1: the unit in any letters. Some players ask up to the largest number that they know.
        ("Bytes=0-1", .part(0..<2)), ("bytes=10-9223372036854775807", .part(10..<100)),
        ("bytes=10-18446744073709551615", .part(10..<100)), ("bytes=18446744073709551615-", .unsatisfiable),
        ("bytes=-18446744073709551615", .part(0..<100)),
    ]) func asTheStandardHasIt(_ field: String?, _ expected: ByteRange) {
        #expect(ByteRange(field: field, count: 100) == expected)
    }
}
