import Foundation
import MediaTesting
import NIOHTTP1
import Testing

/// A machine with fonts for Japanese and Latin alone: what viewers see of all else, and who is told.
@Suite(.serialized, .timeLimit(.minutes(3))) struct GlyphTests {
    /// Of what `make setup` installs, the two families of BIZ UD: they have neither Hangul nor Thai, nor the signs ₩ and ₸.
    private static func environment() throws -> [String: String] {
        let folder = "/usr/share/fonts/truetype/"
        let conf = """
            <?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
            <fontconfig><dir>\(folder)bizud-gothic</dir><dir>\(folder)bizud-mincho</dir>
            <cachedir>\(ClipLibrary.folder)/font-cache</cachedir></fontconfig>
            """
        return ["FONTCONFIG_FILE": try Tatecast.file("fonts.conf", conf)]
    }

    private static let preset = """
        name: loc
        canvas: {width: 360, height: 640}
        latency: low
        ladder: [{width: 360, height: 640, bitRate: 700k}]
        locale: ko-KR
        timeZone: UTC
        maskedWords: [fuck]
        layers:
          - price: {anchor: bottom-left, width: 80%}
          - comment: {anchor: center, width: 90%, recent: 3}
          - text: {anchor: top, text: ราคาพิเศษ 오늘, width: 80%}
        """

    private static let price =
        #"{"at":0,"type":"price","product":{"id":"p","name":"오늘의 특가","price":39000,"originalPrice":59000,"currency":"KRW"}}"#

    private func run(_ words: [String]) async throws -> ToolProcess.Result {
        try await Tatecast.command(words, environment: try Self.environment()).run()
    }

    private func snapshot(_ preset: String, _ events: String) async throws -> (errors: String, picture: Data) {
        let picture = Tatecast.newPath("glyphs") + ".png"
        let result = try await run([
            "snapshot", try Tatecast.file("p.yaml", preset), "--events", try Tatecast.file("e.ndjson", events), "--at",
            "1", "--color", "#204060",
            "-o", picture,
        ])
        #expect(result.status == 0, "\(result.errors)")
        return (result.errors, try Data(contentsOf: URL(fileURLWithPath: picture)))
    }

    @Test func drawsEllipsesAndCodesAndSaysSoOnce() async throws {
        let (errors, picture) = try await snapshot(Self.preset, Self.price)
        let warnings = errors.split(separator: "\n").filter { $0.contains("no font here has") }
        #expect(warnings.count == 3, "\(errors)")
        #expect(warnings.contains { $0.contains("Hangul (") && $0.hasSuffix("sudo apt-get install fonts-noto-cjk") })
        #expect(warnings.contains { $0.contains("Thai (") && $0.hasSuffix("sudo apt-get install fonts-thai-tlwg") })
        #expect(warnings.contains { $0.contains("currency signs (₩)") && $0.contains("KRW is written instead") })
        // The very picture of a show that says so itself: ellipses, and the code with a no-break space.
        let plain = Self.preset.replacing("ราคาพิเศษ 오늘", with: "…").replacing("locale: ko-KR", with: "locale: en-US")
        let (said, same) = try await snapshot(plain, Self.price.replacing("오늘의 특가", with: "…"))
        #expect(said.contains("currency signs (₩)") && !said.contains("Hangul"))
        #expect(picture == same)
    }

    @Test func namesScriptAndPackageBeforeTheShow() async throws {
        let file = try Tatecast.file("p.yaml", Self.preset)
        let check = try await run(["check", "--app", "hls", file])
        #expect(check.status == 64)
        let lines = check.text.split(separator: "\n")
        #expect(lines.contains { $0.contains(":11:") && $0.contains(": error: \"text\": no font here has Thai") })
        #expect(
            lines.contains {
                $0.contains(": error: \"text\": no font here has Hangul") && $0.hasSuffix("fonts-noto-cjk")
            })
        #expect(
            lines.contains {
                $0.contains(":5:")
                    && $0.contains(
                        ": warning: shows in ko-KR are written with currency signs: no font here has currency signs (₩)"
                    )
            })
        let silent = Self.preset.replacing("ราคาพิเศษ 오늘", with: "Sale")
        let warned = try await run(["check", "--app", "hls", try Tatecast.file("q.yaml", silent)])
        #expect(warned.status == 0)
        #expect(warned.text.contains(": warning: shows in ko-KR are written with Hangul: no font here has Hangul"))

        let doctor = try await run(["doctor", "--preset", file])
        #expect(doctor.status == 69)
        #expect(doctor.text.contains("✓ ja-JP"))
        #expect(
            doctor.text.contains("✗ ko-KR: Hangul") && doctor.text.contains("→ sudo apt-get install fonts-noto-cjk"))
        #expect(doctor.text.contains("✗ loc: Thai") && doctor.text.contains("→ sudo apt-get install fonts-thai-tlwg"))
        #expect(doctor.text.contains("! comments in other scripts") && doctor.text.contains("Devanagari"))
    }

    @Test func tellsWhoSendsAnEventAndMasksWhatItKeeps() async throws {
        let source = ["--input", try await ClipLibrary.shared.path(.long), "--loop"]
        let run = try await Broadcast.run(source, preset: Self.preset, environment: try Self.environment()) {
            broadcast in
            #expect(try await broadcast.send(#"{"type":"hearts","count":1}"#).status == 200)

            func warnings(_ event: String) async throws -> [String] {
                let answer = try await broadcast.ask(.POST, "/v1/events", event)
                #expect(answer.status == 200, "\(answer.text)")
                return (answer.json["events"] as? [[String: Any]])?.first?["warnings"] as? [String] ?? []
            }
            let first = try await warnings(#"{"type":"comment","author":"안녕","text":"plain"}"#)
            #expect(first.count == 1 && first[0].contains("Hangul"))
            // Each is told, though the log says it once.
            #expect(try await warnings(#"{"type":"comment","text":"또"}"#).count == 1)
            #expect(try await warnings(#"{"type":"comment","text":"plain ¥5"}"#).isEmpty)
            #expect(try await warnings(#"{"type":"comment","text":"later 한","at":60}"#).count == 1)
            #expect(
                try await warnings(#"{"type":"price","product":{"id":"p","name":"x","price":5,"currency":"VND"}}"#)
                    .first?
                    .contains("VND") == true)
            _ = try await warnings(#"{"type":"comment","author":"f\u200buck","text":"f\u00aduck FUCK"}"#)
            let refusal = try await broadcast.ask(.POST, "/v1/events", #"{"type":"comment","text":"\u3164"}"#)
            #expect(
                refusal.status == 400
                    && refusal.text.contains(
                        "text: expected text of 1 to 500 characters, found nothing that can be seen (U+3164)")
            )

            let metrics = try await broadcast.ask(.GET, "/metrics").text
            #expect(
                metrics.contains(#"tatecast_undrawn_characters_total{font="BIZ UDPGothic",script="Hangul"}"#),
                "\(metrics)")
            let state = try await broadcast.ask(.GET, "/v1/state").text
            #expect(state.contains("****") && !state.lowercased().contains("uck"))
            try await broadcast.finish()
        }
        #expect(run.status == 0, "\(run.result.errors)")
        let log = try String(contentsOfFile: run.output + "/events.ndjson", encoding: .utf8)
        #expect(log.contains(#""text":"**** ****""#) && !log.lowercased().contains("uck"))
    }
}
