import Access
import Testing

@Suite struct NetworkAddressTests {
    private func address(_ text: String) throws -> NetworkAddress { try #require(NetworkAddress(text), "\(text)") }

    @Test func readsWhatProxiesWrite() throws {
        for text in ["192.0.2.7", " 192.0.2.7 ", "192.0.2.7:443", "::ffff:192.0.2.7", "[::ffff:192.0.2.7]:80"] {
            #expect(try address(text) == address("192.0.2.7"), "\(text)")
        }
        for text in ["2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:443", "2001:DB8:0::1", "2001:db8::1%eth0"] {
            #expect(try address(text) == address("2001:db8::1"), "\(text)")
        }
        for text in [
            "", "unknown", "_hidden", "192.0.2", "192.0.2.256", "1:2:3", "[]", String(repeating: "1", count: 99),
        ] {
            #expect(NetworkAddress(text) == nil, "\(text)")
        }
    }

    @Test func aHouseholdIsAnIPv4AddressOrSixtyFourBits() throws {
        #expect(try address("192.0.2.7").household != address("192.0.2.8").household)
        #expect(try address("2001:db8:0:1::1").household == address("2001:db8:0:1:ffff::9").household)
        #expect(try address("2001:db8:0:1::1").household != address("2001:db8:0:2::1").household)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.1.2", true), ("10.0.0.0/8", "11.0.0.1", false), ("192.0.2.7", "192.0.2.7", true),
        ("192.0.2.7", "192.0.2.6", false), ("192.0.2.0/25", "192.0.2.128", false),
        ("192.0.2.0/25", "192.0.2.127", true),
        ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "2001:db8::1", false),
        ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false), ("::/0", "2001:db8::1", true),
    ])
    func aBlockHasItsAddresses(block: String, text: String, isIn: Bool) throws {
        #expect(try #require(NetworkAddress.Block(block)).contains(address(text)) == isIn)
    }

    @Test(arguments: ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8", "::/129", "x/8", "10.0.0.0/+8"])
    func refusesWhatIsNoBlock(text: String) { #expect(NetworkAddress.Block(text) == nil) }

    @Test(
        arguments: [
            // Nobody's word counts without a proxy of ours.
            ("198.51.100.9", ["192.0.2.7"], [], "198.51.100.9"),
            ("198.51.100.9", ["192.0.2.7"], ["10.0.0.0/8"], "198.51.100.9"),
            ("10.0.0.1", ["192.0.2.7"], ["10.0.0.0/8"], "192.0.2.7"),
            // What the asker wrote itself stands to the left.
            ("10.0.0.1", ["1.1.1.1, 192.0.2.7"], ["10.0.0.0/8"], "192.0.2.7"),
            ("10.0.0.1", ["1.1.1.1", "192.0.2.7, 10.0.0.2"], ["10.0.0.0/8"], "192.0.2.7"),
            ("10.0.0.1", ["1.1.1.1, nonsense, 10.0.0.2"], ["10.0.0.0/8"], "10.0.0.2"),
            ("10.0.0.1", [], ["10.0.0.0/8"], "10.0.0.1"), ("10.0.0.1", ["10.0.0.3"], ["10.0.0.0/8"], "10.0.0.3"),
        ] as [(String, [String], [String], String)])
    func theClientIsTheLastThatIsNoProxyOfOurs(
        peer: String, forwarded: [String], proxies: [String], client: String
    ) throws {
        let blocks = try proxies.map { try #require(NetworkAddress.Block($0)) }
        #expect(
            try NetworkAddress.client(peer: address(peer), forwarded: forwarded, proxies: blocks) == address(client))
    }

    @Test func aRateGivesAsMuchAsThereIs() {
        var limiter = RateLimiter(perSecond: 10, burst: 20, now: .zero)
        #expect(limiter.takeUpTo(15, at: .zero) == 15 && limiter.takeUpTo(15, at: .zero) == 5)
        #expect(limiter.takeUpTo(1, at: .zero) == 0 && limiter.takeUpTo(50, at: .seconds(1)) == 10)
        limiter.giveBack(1)
        #expect(limiter.take(at: .seconds(1)) == nil)
    }
}
