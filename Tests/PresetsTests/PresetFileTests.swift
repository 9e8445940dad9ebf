import Foundation
import MediaModel
import Presets
@testable import Show
import Testing

@Suite struct PresetFileTests {
    private func decode(_ yaml: String) throws(PresetError) -> Preset {
        try PresetFile.decode(yaml: yaml, file: "presets/x.yaml")
    }

    private func complaint(about yaml: String) -> String? {
        do throws(PresetError) {
            _ = try decode(yaml)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func takesDefaultsForWhatIsLeftOut() throws {
        #expect(try decode("{}") == Preset(name: "x"))
        #expect(try decode("canvas: auto\nlayers:\n") == Preset(name: "x"))
        #expect(
            try decode("layers: [price: , hearts: {}]").layers == [.price(PriceLayer()), .hearts(HeartsLayer())])
    }

    @Test func readsEveryKindOfValue() throws {
        let preset = try decode(
            """
            name: no
            canvas: {width: 1080, height: 1920, frameRate: 60}
            reframe: {mode: fit, anchor: [0.25, top], rotate: 270, flip: vertical}
            latency: ultra
            ladder:
              - {width: 1080, height: 1920, bitRate: 6M}
              - {width: 540, height: 960, bitRate: 2000k}
              - {width: 416, height: 740, bitRate: "730000"}
            locale: zh-Hant-TW
            layers:
              - hearts: {icons: [star, heart], colors: ["#fff", "#0008"], lifetime: 1.25s, maximum: 7, counter: false}
              - price: {anchor: top, inset: [0%, 2.5%], width: 46%, style: {font: 'Noto Sans: 1', radius: 0%},
                  exit: {animation: slide-down, duration: 1s}}
            """)
        #expect(preset.name == "no")
        #expect(preset.canvas == CanvasPreset(size: PixelSize(width: 1080, height: 1920), frameRate: .fps60))
        #expect(
            preset.reframe
                == ReframePreset(mode: .fit, horizontalAnchor: 0.25, verticalAnchor: 0, rotation: 270, flip: .vertical))
        #expect(preset.latency == .ultra)
        #expect(
            preset.ladder
                == .rungs([
                    Rung(size: PixelSize(width: 1080, height: 1920), bitRate: 6_000_000),
                    Rung(size: PixelSize(width: 540, height: 960), bitRate: 2_000_000),
                    Rung(size: PixelSize(width: 416, height: 740), bitRate: 730_000),
                ]))
        #expect(preset.locale == "zh-Hant-TW")
        let hearts = HeartsLayer(
            icons: [.star, .heart], colors: [.white, Color(red: 0, green: 0, blue: 0, alpha: 0x88)],
            lifetime: .milliseconds(1_250), maximum: 7, counter: false)
        var price = PriceLayer()
        price.box.anchor = .top
        price.box.inset = Inset(horizontal: 0, vertical: 2.5)
        price.box.width = 46
        price.box.style = LayerStyle(font: "Noto Sans: 1", radius: 0)
        price.box.exit = LayerAnimation(kind: .slideDown, duration: .seconds(1), easing: .easeIn)
        #expect(preset.layers == [.hearts(hearts), .price(price)])
    }

    @Test(arguments: [
        ("left", 0.0, 0.5), ("right", 1, 0.5), ("center", 0.5, 0.5), ("top", 0.5, 0), ("bottom", 0.5, 1),
        ("0.3", 0.3, 0.5), ("[right, 0.75]", 1, 0.75), ("[center, bottom]", 0.5, 1),
    ])
    func readsTheReframeAnchor(written: String, across: Double, down: Double) throws {
        let reframe = try decode("reframe: {anchor: \(written)}").reframe
        #expect(reframe == ReframePreset(horizontalAnchor: across, verticalAnchor: down))
    }

    @Test func givesTheCanvasTheSizeOfTheFirstRung() throws {
        let preset = try decode("ladder: [{width: 540, height: 960, bitRate: 2M}]")
        #expect(preset.canvas.size == PixelSize(width: 540, height: 960))
    }

    @Test(arguments: [
        ("nmae: x", "1:1: nmae: unknown key; did you mean \"name\"?"),
        (
            "colors: x",
            "1:1: colors: unknown key; expected one of \(keys)"
        ),
        ("name: [a]", "1:7: name: expected one line of text of 1 to 100 characters, found a list"),
        ("name:", "1:6: name: expected one line of text of 1 to 100 characters, found nothing"),
        ("name: \"a\\u0007\"", "1:7: name: expected one line of text of 1 to 100 characters, found \"a\u{FFFD}\""),
        ("canvas: big", "1:9: canvas: expected a map of width, height, frameRate, found \"big\""),
        ("canvas: {width: 720}", "1:17: canvas.width: needs a height beside it"),
        (
            "canvas: {width: 721, height: 1280}",
            "1:17: canvas.width: expected an even number from 16 to 4096, found \"721\""
        ),
        (
            "canvas: {width: 0x10, height: 16}",
            "1:17: canvas.width: expected an even number from 16 to 4096, found \"0x10\""
        ),
        (
            "canvas: {width: 12:20, height: 16}",
            "1:17: canvas.width: expected an even number from 16 to 4096, found \"12:20\""
        ),
        ("canvas: {frameRate: 29.97}", "1:21: canvas.frameRate: expected one of 25, 30, 50, 60, found \"29.97\""),
        (
            "reframe: {mode: corp}",
            "1:17: reframe.mode: expected one of crop, follow, fit, found \"corp\"; did you mean \"crop\"?"
        ),
        ("reframe: {anchor: 1.5}", "1:19: reframe.anchor: expected a number from 0 to 1, found \"1.5\""),
        ("reframe: {anchor: 1e-1}", "1:19: reframe.anchor: expected a number from 0 to 1, found \"1e-1\""),
        (
            "reframe: {anchor: middle}",
            "1:19: reframe.anchor: expected left, center, right, top, bottom or a number from 0 to 1, found \"middle\""
        ),
        (
            "reframe: {anchor: [top, 0]}",
            "1:20: reframe.anchor[0]: expected left, center, right or a number from 0 to 1, found \"top\""
        ),
        ("reframe: {anchor: [0.5]}", "1:19: reframe.anchor: expected [across, down], found a list of 1"),
        ("reframe: {rotate: 45}", "1:19: reframe.rotate: expected one of 0, 90, 180, 270, found \"45\""),
        (
            "sound: {loudness: 16}",
            "1:19: sound.loudness: expected off, or a number from -30 to -9 LUFS, found \"16\""
        ),
        (
            "sound: {truePeak: 1 dBTP}",
            "1:19: sound.truePeak: expected a number from -9 to 0 dBTP, found \"1 dBTP\""
        ),
        (
            "sound: {gain: 3dB}", "1:15: sound.gain: expected auto, or a number from -20 to 20 dB, found \"3dB\""
        ),
        (
            "sound: {gain: +-3}", "1:15: sound.gain: expected auto, or a number from -20 to 20 dB, found \"+-3\""
        ),
        (
            "captions: {languages: [ja, xx]}",
            "1:28: captions.languages[1]: no language has the code xx (BCP 47): expected one such as ja or en-US; found \"xx\""
        ),
        ("captions: {languages: [ja, JA]}", "1:28: captions.languages[1]: ja is in the list twice"),
        ("captions: {languages: [ja], shown: en}", "1:36: captions.shown: en isn't among the languages"),
        ("sound: {volume: 3}", "1:9: sound.volume: unknown key; expected one of loudness, truePeak, gain, bed"),
        ("sound: loud", "1:8: sound: expected a map of loudness, truePeak, gain, bed, found \"loud\""),
        ("sound: {bed: {under: -18}}", "1:14: sound.bed: file is missing"),
        (
            "sound: {bed: {file: /etc/passwd}}",
            "1:21: sound.bed.file: expected a sound file in the preset's folder, such as music/shop.ogg, found \"/etc/passwd\""
        ),
        ("sound: {bed: {file: gone.ogg}}", "1:21: sound.bed.file: no such sound file: presets/gone.ogg"),
        (
            "sound: {bed: {file: []}}",
            "1:21: sound.bed.file: expected a list of 1 to 16 sound files in the preset's folder, found 0"
        ),
        ("latency: fast", "1:10: latency: expected one of normal, low, ultra, found \"fast\""),
        ("ladder: big", "1:9: ladder: expected auto or a list of 1 to 6 rungs, found \"big\""),
        ("ladder: []", "1:9: ladder: expected a list of 1 to 6 rungs, found 0"),
        ("ladder: [{width: 540, height: 960}]", "1:10: ladder[0]: bitRate is missing"),
        (
            "ladder: [{width: 540, height: 960, bitRate: 20}]",
            "1:45: ladder[0].bitRate: expected a bit rate from 100k to 50000k, such as 3000k or 3M, found \"20\""
        ),
        (
            "canvas: {width: 720, height: 1280}\nladder: [{width: 540, height: 960, bitRate: 2M}]",
            "2:10: ladder[0]: the first rung has the canvas' size, 720x1280, not 540x960"
        ),
        (
            "ladder: [{width: 540, height: 960, bitRate: 2M}, {width: 640, height: 360, bitRate: 1M}]",
            "1:50: ladder[1]: 640x360 hasn't the shape of the canvas, 540x960"
        ),
        (
            "ladder: [{width: 540, height: 960, bitRate: 2M}, {width: 540, height: 960, bitRate: 1M}]",
            "1:50: ladder[1]: rungs go from the largest to the smallest: 540x960 isn't smaller than 540x960"
        ),
        (
            "reframe: {mode: crop, calm: brisk}",
            "1:29: reframe.calm: belongs to mode follow, and the mode is crop"
        ),
        ("reframe: {zone: 0.1}", "1:17: reframe.zone: belongs to mode follow, and the mode is crop"),
        (
            "latency: low\nreframe: {mode: follow, lookAhead: 250ms}",
            "2:36: reframe.lookAhead: latency low has room for 100ms at most, as every picture is shown as much later; "
                + "found \"250ms\""
        ),
        (
            "latency: ultra\nreframe: {mode: follow, lookAhead: 20ms}",
            "2:36: reframe.lookAhead: latency ultra has room for 0ms at most, as every picture is shown as much later; "
                + "found \"20ms\""
        ),
        (
            "reframe: {mode: follow, lookAhead: 2s}",
            "1:36: reframe.lookAhead: expected a duration from 0ms to 500ms, such as 300ms or 0.3s, found \"2s\""
        ),
        (
            "reframe: {mode: follow, region: [0.4, 0.45]}",
            "1:33: reframe.region: expected [from, to] with at least 0.1 between them, found [0.4, 0.45]"
        ),
        (
            "reframe: {mode: follow, region: [0.8, 0.2]}",
            "1:33: reframe.region: expected [from, to] with at least 0.1 between them, found [0.8, 0.2]"
        ),
        ("reframe: {mode: follow, zone: 0.6}", "1:31: reframe.zone: expected a number from 0.02 to 0.5, found \"0.6\""),
        (
            "reframe: {mode: follow, subject: dog}",
            "1:34: reframe.subject: expected one of auto, face, hands, motion, found \"dog\""
        ),
        ("locale: xx-JP", "1:9: locale: expected a language and region such as ja-JP or en-US, found \"xx-JP\""),
        ("locale: ja_JP", "1:9: locale: expected a language and region such as ja-JP or en-US, found \"ja_JP\""),
        ("layers: {price: {}}", "1:9: layers: expected a list of 0 to 32 layers, found a map"),
        (
            "layers: [price]",
            "1:10: layers[0]: expected a map with one key, the layer's type: \(types), found \"price\""
        ),
        ("layers: [prize: {}]", "1:10: layers[0]: unknown layer type \"prize\"; did you mean \"price\"?"),
    ])
    func refusesInOneSentence(yaml: String, expected: String) {
        #expect(complaint(about: yaml) == "presets/x.yaml:\(expected)")
    }

    @Test(arguments: [
        ("price: {widht: 4%}", "20: layers[0].price.widht: unknown key; did you mean \"width\"?"),
        ("price: {width: 46}", "27: layers[0].price.width: expected a percentage from 10% to 100%, found \"46\""),
        ("price: {width: 5%}", "27: layers[0].price.width: expected a percentage from 10% to 100%, found \"5%\""),
        (
            "price: {inset: 4%}",
            "27: layers[0].price.inset: expected two percentages, across and down, such as [4%, 12%], found \"4%\""
        ),
        (
            "price: {inset: [4%, 60%]}",
            "32: layers[0].price.inset[1]: expected a percentage from 0% to 50%, found \"60%\""
        ),
        (
            "price: {style: {color: red}}",
            "35: layers[0].price.style.color: expected a colour such as \"#fff\", \"#e11d48\" or \"#e11d48cc\", found \"red\""
        ),
        (
            "price: {style: {shadow: 2}}",
            "36: layers[0].price.style.shadow: expected a number from 0 to 1, found \"2\""
        ),
        (
            "price: {enter: {duration: 300}}",
            "38: layers[0].price.enter.duration: expected a duration from 0ms to 10000ms, such as 300ms or 0.3s, found \"300\""
        ),
        (
            "price: {enter: {animation: slideleft}}",
            "39: layers[0].price.enter.animation: expected one of none, fade, slide-left, slide-right, slide-up, slide-down,"
                + " found \"slideleft\"; did you mean \"slide-left\"?"
        ),
        ("hearts: {counter: yes}", "30: layers[0].hearts.counter: expected true or false, found \"yes\""),
        (
            "hearts: {maximum: 501}",
            "30: layers[0].hearts.maximum: expected a whole number from 1 to 500, found \"501\""
        ),
        ("hearts: {icons: []}", "28: layers[0].hearts.icons: expected a list of 1 to 16 icons, found 0"),
        (
            "hearts: {smallest: 9%, largest: 5%}",
            "31: layers[0].hearts.smallest: smallest is 9%, more than largest, 5%"
        ),
    ])
    func refusesInALayer(layer: String, expected: String) {
        #expect(complaint(about: "layers:\n         - \(layer)") == "presets/x.yaml:2:\(expected)")
    }

    @Test func saysWhyAColourIsMissing() {
        #expect(
            complaint(about: "layers:\n  - price:\n      style:\n        color: #fff")?
                .hasSuffix("or \"#e11d48cc\" (in quotation marks), found nothing") == true)
    }

    @Test func namesAllProblemsOfAFileInItsOrder() {
        let yaml = """
            latncy: low
            canvas: {width: 7, height: 8}
            layers:
              - price: {width: 1%, inset: [a, b]}
              - heart: {}
            """
        #expect(
            complaint(about: yaml) == """
                presets/x.yaml:1:1: latncy: unknown key; did you mean "latency"?
                presets/x.yaml:2:17: canvas.width: expected an even number from 16 to 4096, found "7"
                presets/x.yaml:2:28: canvas.height: expected an even number from 16 to 4096, found "8"
                presets/x.yaml:4:20: layers[0].price.width: expected a percentage from 10% to 100%, found "1%"
                presets/x.yaml:4:32: layers[0].price.inset[0]: expected a percentage from 0% to 50%, found "a"
                presets/x.yaml:4:35: layers[0].price.inset[1]: expected a percentage from 0% to 50%, found "b"
                presets/x.yaml:5:5: layers[1]: unknown layer type "heart"; did you mean "hearts"?
                """)
    }

    @Test func listsTwentyProblemsAndCountsTheRest() throws {
        let yaml = (0..<50).map { "key\($0): 1" }.joined(separator: "\n")
        let sentences = try #require(complaint(about: yaml)).split(separator: "\n")
        #expect(sentences.count == 21)
        #expect(sentences.last == "presets/x.yaml: and 30 more problems")
    }
}
