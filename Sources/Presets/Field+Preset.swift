import MediaModel
import Show

extension Field {
    /// The whole file.
    func preset(defaultName: String) -> Preset? {
        let keys = [
            "name", "extends", "canvas", "reframe", "sound", "captions", "latency", "ladder", "locale", "timeZone",
            "words", "maskedWords", "safeArea", "style", "layers",
        ]
        guard let map = map(keys) else { return nil }
        var preset = Preset(name: defaultName)
        map.read("name", into: &preset.name) { $0.text(upTo: 100) }
        map.read("canvas", into: &preset.canvas) { $0.canvas() }
        map.read("sound", into: &preset.sound) { $0.sound() }
        map.read("captions", into: &preset.captions) { $0.captions() }
        map.read("latency", into: &preset.latency) { $0.choice(of: LatencyMode.self) }
        map.read("reframe", into: &preset.reframe) { [latency = preset.latency] in $0.reframe(latency: latency) }
        map.read("ladder", into: &preset.ladder) { $0.ladder(canvas: preset.canvas.size) }
        map.read("locale", into: &preset.locale) { $0.locale() }
        map.read("timeZone", into: &preset.timeZone) { $0.timeZone() }
        preset.words = .standard(locale: preset.locale)
        map.read("words", into: &preset.words) { [base = preset.words] in $0.words(over: base) }
        map.read("maskedWords", into: &preset.maskedWords) { $0.maskedWords() }
        map.read("safeArea", into: &preset.safeArea) { $0.safeArea() }
        var (reader, style) = (FieldKeys(map, of: self, isWhole: false), LayerStyle.standard)
        reader.style("style", &style)
        map.read("layers", into: &preset.layers) {
            $0.layers(style: map["style"].flatMap { $0.isMap ? $0.value : nil })
        }
        // The top rung is the canvas; a canvas that follows the source follows the rungs where they are listed.
        if preset.canvas.size == nil, case .rungs(let rungs) = preset.ladder { preset.canvas.size = rungs.first?.size }
        return preset
    }

    private func canvas() -> CanvasPreset? {
        if scalarText == "auto" { return CanvasPreset() }
        guard let map = map(["width", "height", "frameRate"]) else { return nil }
        var canvas = CanvasPreset()
        map.read("frameRate", into: &canvas.frameRate) { field in
            field.integer(among: FrameRate.supported).flatMap { FrameRate(framesPerSecond: $0) }
        }
        switch (map["width"], map["height"]) {
        case (let width?, let height?):
            // Both are read before either decides, as each has problems of its own to report. Matched against the
            // pattern in one expression, the height isn't read once the width has failed.
            let size = (width.evenSize(), height.evenSize())
            if case (let width?, let height?) = size { canvas.size = PixelSize(width: width, height: height) }
        case (let width?, nil): width.report("needs a height beside it")
        case (nil, let height?): height.report("needs a width beside it")
        case (nil, nil): break
        }
        return canvas
    }

    private func locale() -> String? {
        guard let tag = scalarText, isKnownLocale(tag) else {
            return mismatch(expected: "a language and region such as ja-JP or en-US")
        }
        return tag
    }
}

// MARK: - The ladder

extension Field {
    private func ladder(canvas: PixelSize?) -> LadderPreset? {
        if scalarText == "auto" { return .automatic }
        guard elementCount != nil else { return mismatch(expected: "auto or a list of 1 to 6 rungs") }
        guard let fields = list(of: 1...6, "rungs") else { return nil }
        var rungs: [Rung] = []
        for field in fields {
            guard let rung = field.rung() else { continue }
            field.checkSize(of: rung, under: rungs.last?.size, canvas: canvas ?? rungs.first?.size)
            rungs.append(rung)
        }
        return .rungs(rungs)
    }

    private func rung() -> Rung? {
        guard let map = map(["width", "height", "bitRate"]) else { return nil }
        for key in ["width", "height", "bitRate"] where map[key] == nil { report("\(key) is missing") }
        let (width, height) = (map["width"]?.evenSize(), map["height"]?.evenSize())
        let bitRate = map["bitRate"]?.bitRate(in: 100_000...50_000_000)
        guard let width, let height, let bitRate else { return nil }
        return Rung(size: PixelSize(width: width, height: height), bitRate: bitRate)
    }

    private func checkSize(of rung: Rung, under larger: PixelSize?, canvas: PixelSize?) {
        let size = rung.size
        if let larger {
            guard size.area < larger.area else {
                report("rungs go from the largest to the smallest: \(size) isn't smaller than \(larger)")
                return
            }
        } else if let canvas, size != canvas {
            report("the first rung has the canvas' size, \(canvas), not \(size)")
            return
        }
        // Small rungs are rounded to even numbers; 2 % of distortion nobody sees.
        guard let canvas, abs(size.width * canvas.height - size.height * canvas.width) * 50 > size.height * canvas.width
        else { return }
        report("\(size) hasn't the shape of the canvas, \(canvas)")
    }
}
