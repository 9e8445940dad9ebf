import Foundation
import Presets
import Show
import Testing

@testable import PresetCheck

@Suite(.timeLimit(.minutes(2))) struct PresetCheckerTests {
    /// What is found in a preset of these lines.
    private func check(_ yaml: String, app: String = "hls-letterbox") throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appending(path: "check-\(UUID()).yaml")
        try Data(yaml.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let path = file.path(percentEncoded: false)
        let findings = try PresetChecker(screens: AppScreens.screens(named: app)).check(path: path)
        return findings.map { $0.description.replacingOccurrences(of: path, with: "x") }
    }

    private func style(_ keys: String) -> String { "layers: [{text: {text: 特価, style: {shadow: 0, \(keys)}}}]" }

    @Test func findsNothingInAGoodPreset() throws {
        #expect(
            try check(
                """
                locale: en-US
                safeArea: {top: 10%, bottom: 10%, left: 2%, right: 2%}
                layers:
                  - price: {anchor: bottom-left, inset: [2%, 2%], width: 60%}
                  - countdown: {anchor: top, inset: [0%, 0%], width: 50%}
                  - hearts: {anchor: bottom-right}
                  - slate: {}
                """) == [])
    }

    /// Khitan, of which Debian has no font.
    @Test func namesLettersThatNoFontHas() throws {
        let found = try check("layers:\n  - price: {width: 60%}\n  - text: {anchor: top, text: \"Sale \\U00018B00\"}\n")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("x:3:") == true)
        #expect(found.first?.contains(": error: \"text\": no font here has the script Kits") == true, "\(found)")
    }

    // MARK: - The file

    @Test func namesEveryProblemOfTheFile() throws {
        #expect(
            try check("name: x\ncanvas: {width: 361, height: 640}\nlayers: [price: {widht: 50%, width: 500%}]\n") == [
                "x:2:17: error: canvas.width: expected an even number from 16 to 4096, found \"361\"",
                "x:3:18: error: layers[0].price.widht: unknown key; did you mean \"width\"?",
                "x:3:37: error: layers[0].price.width: expected a percentage from 10% to 100%, found \"500%\"",
            ])
    }

    @Test func namesAFontWhereItIsNamed() throws {
        let findings = try check("layers:\n  - text:\n      text: x\n      style: {font: BIZ UDPGohtic}\n")
        #expect(findings.count == 1)
        #expect(
            findings.first?.hasPrefix(
                "x:4:21: error: layers[0].text.style.font: no font \"BIZ UDPGohtic\" is installed; the nearest are \"BIZ UDP"
            )
                == true, "\(findings)")
    }

    @Test func namesAPictureThatIsNone() throws {
        let findings = try check("layers: [image: {image: none.png}]")
        #expect(findings.count == 1 && findings[0].contains("x:1:25: error: layers[0].image.image: no such picture"))
    }

    @Test func namesALayerThatCannotBeDrawn() throws {
        let findings = try check("layers:\n  - price: {}\n  - text: {text: x, width: 10%, style: {textSize: 20%}}\n")
        #expect(findings.count == 1)
        #expect(
            findings.first?.hasPrefix("x:3:5: error: the layer \"text\" has no room for what it shows") == true,
            "\(findings)")
    }

    @Test func throwsForAFileThatIsNotThere() {
        let error = #expect(throws: PresetError.self) { try PresetChecker().check(path: "/nowhere/x.yaml") }
        #expect(error?.kind == .cannotRead)
    }

    // MARK: - Contrast

    @Test(arguments: [
        // Grey on white is 4.48 and 4.54 to 1: the classic pair.
        ("color: '#777777', plate: '#ffffff'", 1), ("color: '#767676', plate: '#ffffff'", 0),
        // Large from 2.8 % on if bold, from 3.6 % if not.
        ("color: '#949494', plate: '#ffffff'", 1), ("color: '#949494', plate: '#ffffff', textSize: 2.8%", 0),
        ("color: '#949494', plate: '#ffffff', textSize: 2.8%, font: BIZ UDPGothic, weight: regular", 1),
        ("color: '#949494', plate: '#ffffff', textSize: 3.6%, font: BIZ UDPGothic, weight: regular", 0),
        // The worse end of a gradient.
        ("color: '#ffffff', plate: '#000000', gradient: {to: '#aaaaaa'}", 1),
        // What shows through: black at 70 % is dark enough over white, at 30 % it isn't.
        ("color: '#ffffff', plate: '#000000b3'", 0), ("color: '#ffffff', plate: '#0000004d'", 1),
        // Without a plate the outline decides.
        ("color: '#ffffff', plate: '#0000'", 1),
        ("color: '#ffffff', plate: '#0000', outline: {color: '#000000', width: 0.3%}", 0),
        ("color: '#ffffff', plate: '#0000', outline: {color: '#000000', width: 0.1%}", 1),
        ("color: '#ffffff', plate: '#0000', outline: {color: '#cccccc', width: 0.5%}", 1),
    ])
    func judgesContrast(keys: String, expected: Int) throws {
        let findings = try check(style(keys)).filter { $0.contains("contrast") }
        #expect(findings.count == expected, "\(findings)")
    }

    @Test func saysWhereTheColourIsGivenAndWhatItMakes() throws {
        #expect(
            try check("style:\n  color: '#777777'\n  plate: '#fff'\n  accentText: '#000'\nlayers: [text: {text: x}]")
                == [
                    """
                    x:2:10: error: "text" has text on its plate with a contrast of 4.4 to 1; 4.5 to 1 can be read
                    """
                ])
    }

    @Test func judgesBadgesOnTheAccent() throws {
        let findings = try check("layers: [price: {style: {accent: '#ffff00', accentText: '#ffffff'}}]")
        #expect(findings.count == 1 && findings[0].contains("1:57: error: \"price\" has text on its badges"))
    }

    // MARK: - Layout

    @Test func findsLayersOnTopOfEachOther() throws {
        let findings = try check(
            """
            layers:
              - price: {anchor: left, inset: [4%, 0%]}
              - nameplate: {anchor: left, inset: [4%, 0%]}
              - hearts: {anchor: left}
              - slate: {}
            """)
        #expect(findings.count == 1, "\(findings)")
        #expect(
            try #require(findings.first).contains(
                /^x:3:5: error: "nameplate" covers \d+x\d+ samples of "price" when all layers are on with typical content/
            ))
    }

    @Test func onlyWarnsOfTwoThatComeForAMoment() throws {
        let findings = try check(
            """
            layers:
              - poll: {anchor: center}
              - recap: {anchor: center, lines: [a, b, c]}
              - text: {text: 特価, anchor: center, hidden: true}
            """)
        #expect(findings.count == 3 && findings.allSatisfy { $0.contains(": warning: ") }, "\(findings)")
    }

    @Test func findsWhatLongContentCovers() throws {
        let findings = try check(
            """
            layers:
              - nameplate: {anchor: top-left, inset: [4%, 2%], width: 90%}
              - text: {text: a, anchor: top-right, inset: [30%, 2%]}
            """)
        #expect(findings.count == 1, "\(findings)")
        #expect(
            findings.first?.hasPrefix("x:3:5: warning: \"text\" covers") == true
                && findings.first?.contains("with long content") == true, "\(findings)")
    }

    @Test func saysWhatAnAppCovers() throws {
        let yaml = "layers:\n  - price: {anchor: bottom-left, inset: [4%, 9%]}\n  - clock: {anchor: center}\n"
        #expect(
            try check(yaml, app: "tiktok") == [
                """
                x:2:5: warning: "price" is partly covered in TikTok LIVE (comments), TikTok feed (bottom bar, left edge)
                """
            ])
        #expect(
            try check(yaml, app: "hls-cover") == [
                "x:2:5: warning: \"price\" is partly covered in plain HLS player that fills a 9:19.5 phone (left edge)"
            ])
        #expect(try check(yaml, app: "hls-letterbox") == [])
    }

    @Test func findsWhatReachesBeyondTheSafeArea() throws {
        // The tag is higher than what the margins leave.
        let findings = try check(
            "safeArea: {top: 45%, bottom: 45%}\nlayers: [coupon: {anchor: center, qr: 40%, width: 60%}]")
        #expect(findings.count == 1, "\(findings)")
        #expect(
            findings.first?.hasPrefix("x:2:10: error: \"coupon\" reaches beyond the preset's safe area, by ") == true)
    }

    @Test func takesPlacesFromThePresetThatIsExtended() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "check-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("style: {\n  plate: '#fff',\n  color: '#eee'}\n".utf8).write(to: folder.appending(path: "base.yaml"))
        let file = folder.appending(path: "x.yaml")
        try Data("extends: base.yaml\nlayers: [text: {text: x}]\n".utf8).write(to: file)
        let findings = try PresetChecker(screens: []).check(path: file.path(percentEncoded: false))
        #expect(findings.map(\.line) == [3] && findings.first?.file.hasSuffix("base.yaml") == true)
    }
}
