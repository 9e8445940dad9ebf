import MediaModel
public import Show

/// What a preset may say, as JSON Schema, made from the types that presets are read into.
public enum PresetSchema {
    /// For a preset as a whole.
    public static let document: JSONTree = {
        var style = PresetSchemaKeys(hasDefaults: false)
        var standard = LayerStyle.standard
        style.style("style", &standard)
        var definitions = style.definitions
        func define(_ name: String, _ schema: JSONTree) {
            if !definitions.contains(where: { $0.key == name }) { definitions.append(JSONTree.Member(name, schema)) }
        }
        var kinds: [JSONTree] = []
        for type in LayerType.allCases {
            let keys = layerKeys(of: type.descriptor)
            for definition in keys.definitions { define(definition.key, definition.value) }
            // A layer of which nothing is said is as good as one of an empty map, unless it needs a key.
            let needsKeys = keys.schema["required"] != nil
            define("layer-\(type.rawValue)", needsKeys ? keys.schema : ["anyOf": [keys.schema, ["type": "null"]]])
            kinds.append([
                "type": "object",
                "properties": .object([
                    JSONTree.Member(type.rawValue, PresetSchemaKeys.reference("layer-\(type.rawValue)"))
                ]),
                "additionalProperties": false, "required": .words([type.rawValue]),
            ])
        }
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "A Tatecast preset",
            "description": .text(description),
            "$defs": .object(definitions),
            "type": "object",
            "properties": .object(
                properties + [
                    JSONTree.Member(
                        "style",
                        PresetSchemaKeys.reference("style").merging([
                            "description": "What all layers have where they don't say otherwise."
                        ])),
                    JSONTree.Member(
                        "layers",
                        PresetSchemaKeys.list(of: ["oneOf": .list(kinds)], 0...32).merging([
                            "description": "From back to front."
                        ])),
                ]),
            "additionalProperties": false,
        ]
    }()

    private static let description =
        ##"For editors: the first line "# yaml-language-server: $schema=…/preset.schema.json" turns it on. Percentages are of the canvas."##

    /// The keys of a layer, its box' before its own.
    static func layerKeys<Kind: LayerDescriptor>(of type: Kind.Type) -> PresetSchemaKeys {
        var (keys, layer) = (PresetSchemaKeys(), Kind.standard)
        layer.box.visit(&keys, without: Kind.unusedBoxKeys)
        layer.visit(&keys)
        return keys
    }

    // MARK: - The preset itself

    private static var properties: [JSONTree.Member] {
        [
            member("name", PresetSchemaKeys.text(upTo: 100), "Default: the file's name."),
            member(
                "extends", ["type": "string", "pattern": #"^[^/\\]+\.ya?ml$"#],
                "Another preset of this folder: its maps are merged with this one's, its lists replaced."),
            member("canvas", ["anyOf": [["const": "auto"], canvas]], "The picture that everything is drawn on."),
            member("reframe", reframe, "How the source's picture becomes an upright one."),
            member("sound", sound, "How loud the programme is. Without it, the source's sound is heard as it is."),
            member(
                "captions", captions,
                "The subtitle tracks, and closed captions of the source. Without it there are no tracks but those of --captions."
            ),
            member("latency", choice(LatencyMode.self), "Default: normal for files, low for broadcasts."),
            member("ladder", ladder, "The renditions to encode."),
            member(
                "locale",
                [
                    "type": "string",
                    "pattern": "^[a-z]{2,3}(?:-[A-Z][A-Za-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$",
                    "default": "ja-JP",
                ], "A language and region such as ja-JP."),
            member(
                "timeZone", PresetSchemaKeys.timeZone.merging(["default": "Asia/Tokyo"]),
                "Where the show's times are written for, as in the tz database."),
            member("words", words, "What layers write by themselves, where the locale's own words won't do."),
            member(
                "maskedWords", PresetSchemaKeys.list(of: PresetSchemaKeys.text(upTo: 60), 0...1_000),
                "Words that comments are shown without."),
            member("safeArea", safeArea, "What apps cover."),
        ]
    }

    private static func member(_ key: String, _ schema: JSONTree, _ about: String) -> JSONTree.Member {
        JSONTree.Member(key, schema.merging(["description": .text(about)]))
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(_ type: Choice.Type) -> JSONTree {
        ["enum": .words(Choice.allCases.map(\.rawValue))]
    }

    private static func map(_ properties: [JSONTree.Member], _ more: JSONTree = [:]) -> JSONTree {
        JSONTree.members(
            ("type", "object"), ("properties", .object(properties)), ("additionalProperties", false)
        ).merging(more)
    }

    private static var side: JSONTree { ["type": "integer", "minimum": 16, "maximum": 4_096, "multipleOf": 2] }

    private static var canvas: JSONTree {
        let rates = JSONTree.list(FrameRate.supported.map { .number(Double($0)) })
        return map(
            [
                JSONTree.Member("width", side), JSONTree.Member("height", side),
                member("frameRate", ["enum": rates, "default": 30], "Pictures per second."),
            ], ["dependentRequired": ["width": ["height"], "height": ["width"]]])
    }

    private static var reframe: JSONTree {
        let place: JSONTree = ["type": "number", "minimum": 0, "maximum": 1]
        func places(_ words: [String]) -> JSONTree { ["anyOf": [["enum": .words(words)], place]] }
        return map(
            [
                member(
                    "mode", choice(ReframePreset.Mode.self).merging(["default": "crop"]),
                    "`crop` fills the canvas, `follow` too, and moves with who is seen; `fit` shows all of the source."),
                member(
                    "anchor",
                    [
                        "anyOf": [
                            ["enum": ["left", "center", "right", "top", "bottom"]], place,
                            [
                                "type": "array",
                                "prefixItems": [
                                    places(["left", "center", "right"]), places(["top", "center", "bottom"]),
                                ],
                                "items": false, "minItems": 2, "maxItems": 2,
                            ],
                        ]
                    ],
                    "Which part of the source is kept: across, or [across, down]; 0 is left or top. With `follow`: where the crop starts and rests."
                ),
                member("rotate", ["enum": [0, 90, 180, 270], "default": 0], "Degrees clockwise."),
                JSONTree.Member("flip", choice(ReframePreset.Flip.self).merging(["default": "none"])),
            ] + follow)
    }

    private static var follow: [JSONTree.Member] {
        let zones = FollowPreset.zones
        return [
            member(
                "subject", choice(FollowPreset.SubjectChoice.self).merging(["default": "auto"]),
                "With `follow`: whom; `auto` means faces, without one hands, without those what moves."),
            member(
                "calm", choice(FollowPreset.Calm.self).merging(["default": "normal"]),
                "With `follow`: how quickly the crop moves."),
            member(
                "lookAhead", PresetSchemaKeys.duration,
                "With `follow`: how far ahead the crop knows where its subject goes, by as much later every picture is shown; at most 500ms with latency normal, 100ms with low, 0s with ultra. Default: 500ms for files; for broadcasts 250ms, 100ms, 0s."
            ),
            member(
                "region",
                PresetSchemaKeys.list(of: ["type": "number", "minimum": 0, "maximum": 1], 2...2).merging([
                    "default": [0, 1]
                ]),
                "With `follow`: [from, to], what part of the source it never leaves, in shares of its width (or height), 0.1 apart at least."
            ),
            member(
                "zone",
                [
                    "type": "number", "minimum": .number(zones.lowerBound), "maximum": .number(zones.upperBound),
                ],
                "With `follow`: how far the subject may be from the crop's middle before it moves, in shares of the crop. Default: by the subject's size."
            ),
        ]
    }

    private static var sound: JSONTree {
        let file: JSONTree = ["type": "string", "minLength": 1, "maxLength": 255]
        func level(_ range: ClosedRange<Double>, _ unit: String) -> [JSONTree] {
            [
                ["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)],
                ["type": "string", "pattern": .text(#"^[-+]?[0-9]+(?:\.[0-9]+)? \#(unit)$"#)],
            ]
        }
        return map([
            member(
                "loudness",
                ["anyOf": .list(level(SoundPreset.loudnesses, "LUFS") + [["const": "off"]]), "default": -16],
                "How loud a programme is to be, in LUFS from -30 to -9; off: as loud as its source."),
            member(
                "truePeak", ["anyOf": .list(level(SoundPreset.truePeaks, "dBTP")), "default": -1],
                "The highest peak that is to be heard, in dBTP from -9 to 0."),
            member(
                "gain", ["anyOf": .list(level(SoundPreset.gains, "dB") + [["const": "auto"]]), "default": "auto"],
                "What the sound is raised by, in dB from -20 to 20; auto: what the loudness asks for."),
            member(
                "bed",
                map(
                    [
                        member(
                            "file",
                            ["anyOf": [file, PresetSchemaKeys.list(of: file, BedPreset.fileCounts)]],
                            "A sound file in the preset's folder, or several, which follow one another."),
                        member(
                            "under", ["anyOf": .list(level(BedPreset.unders, "LU")), "default": -18],
                            "How loud it is under a voice, in LU against the programme; alone it is 10 LU louder."),
                    ], ["required": ["file"]]),
                "Music under the voice, again and again."),
        ])
    }

    private static var captions: JSONTree {
        map([
            member(
                "languages",
                PresetSchemaKeys.list(of: EventSchema.language, 1...CaptionsPreset.maximumLanguageCount),
                "In the order in which viewers are offered them: those that events may be in. Fixed for a broadcast."),
            member("shown", EventSchema.language, "The one that players show unasked. Default: none."),
            member(
                "describesSound", ["type": "boolean", "default": false],
                "Whether they tell those who don't hear all that is heard: who speaks, music, noises."),
            member(
                "source", ["anyOf": [["const": "off"], closedCaptions]],
                "The language of each channel of closed captions (CEA-608) that the source has in its pictures: these are kept, and players told of them; off: they are left out. Fixed for a broadcast."
            ),
        ])
    }

    private static var closedCaptions: JSONTree {
        let channels = ClosedCaptionChannel.allCases.map(\.rawValue)
        return map(
            channels.map { JSONTree.Member($0, EventSchema.language) },
            ["anyOf": .list(channels.map { ["required": .words([$0])] })])
    }

    private static var ladder: JSONTree {
        let bitRate: JSONTree = [
            "anyOf": [
                ["type": "string", "pattern": #"^[0-9]+(?:\.[0-9]+)?[kM]$"#],
                ["type": "integer", "minimum": 100_000, "maximum": 50_000_000],
            ]
        ]
        let rung = map(
            [
                JSONTree.Member("width", side), JSONTree.Member("height", side),
                member("bitRate", bitRate, "100k to 50000k bits per second."),
            ], ["required": ["width", "height", "bitRate"]])
        return ["anyOf": [["const": "auto"], PresetSchemaKeys.list(of: rung, 1...6)], "default": "auto"]
    }

    private static var words: JSONTree {
        map(
            Wording.keys.map { name, path, placeholder in
                let pattern = placeholder.map { $0.replacing("{", with: "\\{").replacing("}", with: "\\}") }
                let standard = "In Japanese \(Wording.japanese[keyPath: path]), else \(Wording.english[keyPath: path])."
                return member(
                    name,
                    PresetSchemaKeys.text(upTo: 60).merging(.members(("pattern", pattern.map(JSONTree.text)))),
                    standard)
            })
    }

    private static var safeArea: JSONTree {
        map(
            ["top", "right", "bottom", "left"].map { edge in
                let side = ["top", "bottom"].contains(edge) ? "height" : "width"
                return member(
                    edge, PresetSchemaKeys.percent(0...45).merging(["default": "0%"]),
                    "Of the canvas' \(side); \(PresetSchemaKeys.limits(0...45)).")
            })
    }
}
