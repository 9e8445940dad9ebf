import Broadcast
import Foundation
import MediaModel
import MediaTesting
import Testing

@testable import Delivery

@Suite struct DestinationOrderTests {
    private static let outlets = ProgrammeOutlets(
        rungs: [
            .init(name: "v720x1280", rung: Rung(size: PixelSize(width: 720, height: 1280), bitRate: 2_500_000)),
            .init(name: "v540x960", rung: Rung(size: PixelSize(width: 540, height: 960), bitRate: 1_200_000)),
        ], soundBitRate: 128_000, frameRate: .fps30)

    @Test(arguments: [
        (
            "youtube=rtmps://a.rtmps.youtube.com/live2", "rtmps://a.rtmps.youtube.com/live2",
            "rtmps://a.rtmps.youtube.com/live2", 443
        ),
        ("b=rtmp://h:1936/live2/?backup=1#rung=v1x1", "rtmp://h:1936/live2?backup=1", "rtmp://h:1936/live2", 1_936),
        ("b=rtmp://h/live/instance", "rtmp://h/live/instance", "rtmp://h/live", 1_935),
        ("six=rtmp://[2001:db8::7]/live", "rtmp://[2001:db8::7]/live", "rtmp://[2001:db8::7]/live", 1_935),
        ("s_1-x=srt://h:9000?mode=caller&latency=400&streamid=a%23b", "srt://h:9000", "srt://h:9000", 9_000),
    ]) func reads(text: String, url: String, shown: String, port: Int) throws {
        let order = try DestinationOrder(text)
        #expect(order.address.url == url)
        #expect(order.address.shown == shown)
        #expect(order.address.port == port)
        #expect(!order.address.host.contains("["))
    }

    @Test(arguments: [
        ("rtmp://h/live", "expected a name before the address, such as youtube=rtmps://a.rtmps.youtube.com/live2"),
        ("youtube", "expected a name before the address"), ("=rtmp://h/live", "expected a name of 1 to 32 letters"),
        ("a b=rtmp://h/live", "expected a name of 1 to 32 letters"),
        ("é=rtmp://h/live", "expected a name of 1 to 32 letters"),
        ("a=http://h/live", "a: http://…: expected rtmps://host/app"), ("a=h/live", "a: no address; expected rtmps://"),
        ("a=rtmp://h", "a: rtmp://h: no application"), ("a=rtmp:///live", "expected rtmps://host/app"),
        ("a=rtmp://h:0/live", "a: rtmp://h:0: expected a port from 1 to 65535"),
        ("a=rtmp://me:pw@h/live", "a: rtmp://h: a user and a password don't belong here"),
        ("a=rtmp://h/live#events=x", "a: #events=x: expected #rung= and a rung's name, or #under="),
        ("a=rtmp://h/live#under=4", "a: #under=4: expected a bit rate such as 4000k or 2.5M"),
        ("a=rtmp://h/live#under=-4k", "a: #under=-4k: expected a bit rate"),
        ("a=rtmp://h/live#under=infk", "a: #under=infk: expected a bit rate"),
        ("a=rtmp://h/live#rung=", "a: #rung=: expected #rung= and a rung's name"),
        ("a=srt://h", "a: srt://h: no port"), ("a=srt://h:9000/x", "SRT has no path"),
        ("a=srt://h:9000?mode=listener", "a: srt://h:9000?mode=: expected caller: a destination is called"),
        ("a=srt://h:9000?latency=1", "expected 20 to 8000 milliseconds"), ("a=srt://h:9000?pbkeylen=8", "16, 24 or 32"),
        (
            "a=srt://h:9000?passphrase=sesame-sesame",
            "a passphrase doesn't belong here, where every process list has it"
        ),
        ("a=srt://h:9000?linger=1", "there is no parameter \"linger\"; expected mode, latency, streamid or pbkeylen"),
    ]) func refuses(text: String, words: String) {
        let failure = #expect(throws: DestinationOrder.Failure.self) { try DestinationOrder(text) }
        #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
        #expect(failure?.description.contains("pw") != true && failure?.description.contains("sesame") != true)
        #expect(failure?.description.contains("\n") != true)
    }

    @Test(arguments: [
        ("", "v720x1280"), ("#rung=v540x960", "v540x960"), ("#under=2628k", "v720x1280"), ("#under=2.6M", "v540x960"),
        ("#under=1328k", "v540x960"),
    ]) func choosesARung(fragment: String, name: String) throws {
        let order = try DestinationOrder("a=rtmp://h/live\(fragment)")
        #expect(try order.check(DestinationSecrets(key: "sesame"), Self.outlets).name == name)
    }

    @Test(arguments: [
        (
            "a=rtmp://h/live#rung=v1x1",
            "a: #rung=v1x1: the programme has no such rung; it has v720x1280 (2628k), v540x960 (1328k)"
        ),
        (
            "a=rtmp://h/live#under=1M",
            "a: #under=1000k: the programme has no rung with so few bits a second; it has v720x1280"
        ),
    ]) func saysWhichRungsThereAre(text: String, words: String) throws {
        let order = try DestinationOrder(text)
        let failure = #expect(throws: DestinationOrder.Failure.self) {
            try order.check(DestinationSecrets(key: "sesame"), Self.outlets)
        }
        #expect(failure?.description.hasPrefix(words) == true, "\(failure?.description ?? "")")
    }

    @Test(
        arguments: [
            (
                "shop-2=rtmp://h/live", nil, nil,
                "shop-2: no stream key: set TATECAST_PUSH_KEY_SHOP_2, or TATECAST_PUSH_KEY_SHOP_2_FILE"
            ),
            ("a=rtmp://h/live/sesame-seed", nil, nil, "if the address ends with it, take it out there"),
            (
                "a=rtmp://h/live/sesame-seed", "sesame-seed", nil,
                "a: the address has the stream key in it, where every process list has it"
            ),
            ("a=rtmp://h/live?k=a%26b-c", "a&b-c", nil, "the address has the stream key in it"),
            ("a=srt://h:1?streamid=x", "y", nil, "a: streamid= and TATECAST_PUSH_KEY_A are the same thing: give one"),
            ("a=srt://h:1", nil, "short", "a: TATECAST_PUSH_PASSPHRASE_A: expected 10 to 79 bytes"),
        ] as [(String, String?, String?, String)]) func checksSecrets(
            text: String, key: String?, passphrase: String?, words: String
        ) throws
    {
        let order = try DestinationOrder(text)
        let failure = #expect(throws: DestinationOrder.Failure.self) {
            try order.check(DestinationSecrets(key: key, passphrase: passphrase), Self.outlets)
        }
        #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
        #expect(failure?.description.contains("sesame") != true)
    }

    @Test func readsItsSecretsByItsName() throws {
        var asked: [String] = []
        let order = try DestinationOrder("shop-2=srt://h:9000")
        let secrets = DestinationSecrets(for: order) { name in
            asked.append(name)
            return "open sesame"
        }
        #expect(asked == ["TATECAST_PUSH_KEY_SHOP_2", "TATECAST_PUSH_PASSPHRASE_SHOP_2"])
        #expect(!"\(secrets)".contains("sesame"))
        #expect(try DestinationOrder(only: "rtmp://h/live").keyVariable == "TATECAST_PUSH_KEY")
    }

    @Test func wantsCertificatesInItsFileOfAuthorities() throws {
        let folder = try TemporaryFolder()
        let file = "\(folder.path)/ca.pem"
        let missing = #expect(throws: DestinationOrder.Failure.self) { try PushTrust(file: file) }
        #expect(missing?.description == "\(file) can't be read: expected certificates in PEM")
        try folder.write("no certificate", to: "ca.pem")
        let empty = #expect(throws: DestinationOrder.Failure.self) { try PushTrust(file: file) }
        #expect(empty?.description.hasPrefix("\(file) has no certificate") == true)
    }
}
