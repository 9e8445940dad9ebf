import AsyncHTTPClient
import Broadcast
import Delivery
import Foundation
import Logging
import MediaModel
import NIOHTTP1
import Synchronization
import Testing

@testable import Service

/// `GET`, `POST` and `DELETE /v1/destinations`, in front of a programme that hasn't begun, so that nobody is connected to.
@Suite(.timeLimit(.minutes(2))) struct DestinationRoutesTests {
    private static func run(_ body: (ControlHarness) async throws -> Void) async throws {
        let programme = try FakeProgramme()
        let rung = Rung(size: PixelSize(width: 720, height: 1280), bitRate: 2_500_000)
        let destinations = Destinations(
            ProgrammeOutlets(rungs: [.init(name: "v720x1280", rung: rung)], soundBitRate: 128_000, frameRate: .fps30),
            status: LiveStatus(), trust: try PushTrust(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, tell: { programme.tell($0) })
        programme.pushed.withLock { $0 = destinations }
        try await ControlHarness.run(programme, body)
        await destinations.end()
    }

    private static let tube = #"{"name":"tube","url":"rtmp://127.0.0.1:1/live#under=4M","key":"open-sesame"}"#

    @Test func addsStopsAndBeginsAnew() async throws {
        try await Self.run { (api) async throws in
            #expect(try await api.get("/v1/destinations").text == #"{"destinations":[]}"#)
            let added = try await api.post("/v1/destinations", Self.tube)
            #expect(added.status == 201)
            let expected =
                #"{"destinations":[{"name":"tube","address":"rtmp://127.0.0.1:1/live","rung":"v720x1280","state":"waiting","#
                + #""failure":null,"isRefused":false,"answer":null,"bytes":0,"droppedGroups":0,"droppedPictures":0,"reconnects":0}]}"#
            #expect(added.text == expected)
            #expect(try await api.get("/v1/destinations").text == expected)
            #expect(try await api.get("/v1/state").text.contains(String(expected.dropFirst().dropLast())))
            #expect(try await !api.get("/v1/state").text.contains("sesame"))

            let twice = try await api.post("/v1/destinations", Self.tube)
            #expect(twice.status == 409)
            #expect(twice.error == "tube: there is a destination of that name; stop it first")

            let stopped = try await api.send(.DELETE, "/v1/destinations?name=tube")
            #expect(stopped.status == 200)
            #expect(stopped.text.contains(#""state":"stopped""#))
            let again = try await api.post("/v1/destinations", #"{"name":"tube"}"#)
            #expect(again.status == 200)
            #expect(again.text.contains(#""state":"waiting""#))
        }
    }

    @Test(arguments: [
        (#"{"name":"x"}"#, 404, #"there is no destination "x""#),
        (#"{"url":"rtmp://h/live"}"#, 400, "name: expected a destination's name"),
        (#"{"name":"x","kye":"y"}"#, 400, #"unknown key "kye"; did you mean "key"?"#),
        (#"{"name":"x","key":"y"}"#, 400, "key: expected an url with it"),
        (#"{"name":"x","url":"rtmp://h/live","key":""}"#, 400, "key: expected a stream key, found none"),
        (#"{"name":"x","url":"rtmp://h/live"}"#, 400, "x: no stream key: set TATECAST_PUSH_KEY_X"),
        (#"{"name":"x","url":"ftp://h/live","key":"y"}"#, 400, "x: ftp://…: expected rtmps://host/app"),
        (
            #"{"name":"x","url":"rtmp://h/live#rung=v1x1","key":"y"}"#, 400,
            "x: #rung=v1x1: the programme has no such rung"
        ),
        (#"{"name":"../x","url":"rtmp://h/live","key":"y"}"#, 400, "expected a name of 1 to 32 letters"),
        (#"["x"]"#, 400, "expected a JSON object of texts"), (#"{"name":7}"#, 400, "expected a JSON object of texts"),
    ]) func saysWhatIsWrong(body: String, status: Int, words: String) async throws {
        try await Self.run { (api) async throws in
            let answer = try await api.post("/v1/destinations", body)
            #expect(answer.status == status)
            #expect(answer.error.contains(words), "\(answer.error)")
            #expect(try await api.get("/v1/destinations").text == #"{"destinations":[]}"#)
        }
    }

    @Test func saysWhatIsMissingOfAStop() async throws {
        try await Self.run { (api) async throws in
            #expect(try await api.send(.DELETE, "/v1/destinations").status == 400)
            #expect(try await api.send(.DELETE, "/v1/destinations?name=nobody").status == 404)
        }
        try await ControlHarness.run { (api) async throws in
            #expect(try await api.get("/v1/destinations").text == #"{"destinations":[]}"#)
            #expect(try await api.post("/v1/destinations", Self.tube).status == 409)
        }
    }

    @Test func tellsListenersOfThem() async throws {
        try await Self.run { (api) async throws in
            let heard = try await api.hear { heard in
                if heard.contains("event: state"), !heard.contains("destination") {
                    api.programme.tell(.destinationUp(name: "tube", answer: nil))
                    api.programme.tell(.destinationDown(name: "tube", cause: "it has closed the connection"))
                }
                return heard.contains("isRefused")
            }
            #expect(heard.contains("event: destination.up\ndata: {\"name\":\"tube\",\"answer\":null,"))
            #expect(
                heard.contains(
                    "event: destination.down\ndata: {\"name\":\"tube\",\"cause\":\"it has closed the connection\",\"isRefused\":false,"
                ))
        }
    }
}
