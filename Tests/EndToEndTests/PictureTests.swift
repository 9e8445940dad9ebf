import MediaModel
import MediaTesting
import Testing

/// What the pictures look like: colours, uprightness, shapes, fields. Bounds are what an encoder at these rates needs.
@Suite(.timeLimit(.minutes(10))) struct PictureTests {
    // MARK: - Colours

    /// Four columns inside the cut: red, green, blue, grey.
    private static let patches = [(200.0, 0.0, 0.0), (0, 200, 0), (0, 0, 200), (128, 128, 128)]

    /// Columns made in R'G'B', so that nothing but the conversion named decides what is stored.
    private static func columns(_ name: String, convert: String, _ codec: [String]) -> Clip {
        let column = "floor((X-219)/51)"
        let part = { (index: Int) in "if(eq(\(column),\(index)),200,if(eq(\(column),3),128,0))" }
        let picture = "nullsrc=s=640x360:r=30:d=0.3,format=gbrp,geq=r='\(part(0))':g='\(part(1))':b='\(part(2))'"
        return Clip("columns-\(name)", "mp4", ["-f", "lavfi", "-i", picture, "-vf", convert] + codec)
    }

    private static func tagged(_ layout: String, _ matrix: String, range: String = "tv") -> [String] {
        Clip.h264(layout: layout) + ["-colorspace", matrix, "-color_range", range]
    }

    private static let inBT709 = "scale=out_color_matrix=bt709:out_range=tv"

    static let layouts: [Clip] = [
        columns("plain", convert: inBT709, tagged("yuv420p", "bt709")),
        columns("ten-bit", convert: inBT709, tagged("yuv420p10le", "bt709")),
        columns("422", convert: inBT709, tagged("yuv422p", "bt709")),
        columns("444", convert: inBT709, tagged("yuv444p", "bt709")),
        columns("422-ten-bit", convert: inBT709, tagged("yuv422p10le", "bt709")),
        columns("full", convert: "scale=out_color_matrix=bt709:out_range=pc", tagged("yuvj420p", "bt709", range: "pc")),
        columns(
            "full-444", convert: "scale=out_color_matrix=bt709:out_range=pc", tagged("yuvj444p", "bt709", range: "pc")),
        columns("601", convert: "scale=out_color_matrix=bt601:out_range=tv", tagged("yuv420p", "smpte170m")),
        columns(
            "601-full-422", convert: "scale=out_color_matrix=bt601:out_range=pc",
            tagged("yuvj422p", "bt470bg", range: "pc")),
        // Nothing said: small pictures are taken for BT.601, as every player does.
        columns("unsaid", convert: "scale=out_color_matrix=bt601:out_range=tv", Clip.h264),
        columns("rgb", convert: "null", ["-c:v", "libx264rgb", "-crf", "0", "-preset", "ultrafast"]),
    ]

    @Test(arguments: layouts)
    func everyLayoutHasTheSameColours(_ clip: Clip) async throws {
        let picture = try await firstPicture(clip)
        for (index, patch) in Self.patches.enumerated() {
            let expected = Picture.Color(bt709: patch.0, patch.1, patch.2)
            let found = picture.color(x: (Double(index) + 0.5) * 51 / 202, y: 0.5)
            #expect(found.distance(expected) <= 4, "column \(index): \(found) instead of \(expected)")
        }
    }

    // MARK: - Upright

    /// Red, green, blue and white in the corners, from the top left in reading order.
    private static let corners = Clip(
        "corners", "mp4",
        [
            "-f", "lavfi", "-i",
            "color=gray:s=640x360:r=30:d=0.4,drawbox=0:0:160:90:red:fill,drawbox=480:0:160:90:lime:fill,"
                + "drawbox=0:270:160:90:blue:fill,drawbox=480:270:160:90:white:fill",
        ] + Clip.h264)

    /// The coded picture lies on its side, turned clockwise, and the metadata says how to set it up.
    private static func turned(_ degrees: Int) -> Clip {
        let filter = [0: "null", 90: "transpose=1", 180: "hflip,vflip", 270: "transpose=2"][degrees]!
        let coded = Clip("coded-\(degrees)", "mp4", ["-i", "{corners}", "-vf", filter] + Clip.h264, from: [corners])
        return Clip("turned-\(degrees)", coded, .setUp(degrees: degrees))
    }

    @Test(arguments: [0, 90, 180, 270])
    func metadataTurnsThePictureUpright(degrees: Int) async throws {
        let preset = Tatecast.preset(width: 640, height: 360)
        let picture = try await firstPicture(Self.turned(degrees), preset, PixelSize(width: 640, height: 360))
        #expect(Self.names(picture) == "RGBW")
    }

    @Test(arguments: [
        ("rotate: 90", "BRWG"), ("rotate: 180", "WBGR"), ("rotate: 270", "GWRB"), ("flip: horizontal", "GRWB"),
        ("flip: vertical", "BWRG"), ("rotate: 90, flip: horizontal", "RBGW"),
    ])
    func presetsTurnAndMirror(reframe: String, expected: String) async throws {
        let isUpright = reframe.contains("90") || reframe.contains("270")
        let size = isUpright ? PixelSize(width: 360, height: 640) : PixelSize(width: 640, height: 360)
        let preset = Tatecast.preset(width: size.width, height: size.height, more: "reframe: {\(reframe)}")
        #expect(Self.names(try await firstPicture(Self.corners, preset, size)) == expected)
    }

    private static func names(_ picture: Picture) -> String {
        // As `ffmpeg` draws them, in BT.601, brought to BT.709.
        let known: [(String, Picture.Color)] = [
            ("R", Picture.Color(bt709: 255, 0, 0)), ("G", Picture.Color(bt709: 0, 255, 0)),
            ("B", Picture.Color(bt709: 0, 0, 255)), ("W", Picture.Color(bt709: 255, 255, 255)),
        ]
        return [(0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)].map { x, y in
            let color = picture.color(x: x, y: y)
            return known.first { $0.1.distance(color) <= 12 }?.0 ?? "(\(color))"
        }.joined()
    }

    // MARK: - Shapes

    /// A white square on black, half as high as the picture and in its middle, whatever the samples' shape.
    private static func square(_ name: String, coded: (Int, Int), aspect: (Int, Int)) -> Clip {
        let width = coded.0 * aspect.1 / aspect.0 / 2
        return Clip(
            name, "mp4",
            [
                "-f", "lavfi", "-i",
                "color=black:s=\(coded.0)x\(coded.1):r=30:d=0.3,"
                    + "drawbox=\((coded.0 - width) / 2):\(coded.1 / 4):\(width):\(coded.1 / 2):white:fill",
                "-aspect", "\(aspect.0):\(aspect.1)",
            ] + Clip.h264)
    }

    @Test(arguments: [
        square("square", coded: (640, 360), aspect: (16, 9)), square("pal-wide", coded: (720, 576), aspect: (16, 9)),
        square("pal", coded: (720, 576), aspect: (4, 3)), square("hdv", coded: (1440, 1080), aspect: (16, 9)),
    ])
    func aSquareStaysASquare(_ clip: Clip) async throws {
        let picture = try await firstPicture(clip, Tatecast.preset(width: 360, height: 360))
        let rows = (0..<360).filter { picture.bytes[$0 * 360 + 180] > 128 }.count
        let columns = (0..<360).filter { picture.bytes[180 * 360 + $0] > 128 }.count
        #expect(abs(rows - 180) <= 3 && abs(columns - 180) <= 3, "\(columns)×\(rows)")
    }

    // MARK: - Fields

    @Test(arguments: [
        Clip.interlaced("interlaced", "mp4", Clip.h264),
        .interlaced("interlaced-late", "mp4", isTopFirst: false, Clip.h264 + ["-x264-params", "bff=1"]),
        .interlaced("interlaced-422", "mpg", ["-c:v", "mpeg2video", "-q:v", "2", "-pix_fmt", "yuv422p"]),
    ])
    func showsOneFieldAtATime(_ clip: Clip) async throws {
        let run = try await Tatecast.render(clip)
        let pictures = try await Decoded.pictures(
            run.output + "/v360x640/playlist.m3u8", size: PixelSize(width: 360, height: 640))
        let moving = pictures[8..<20]
        #expect(moving.allSatisfy { $0.unevenness < 0.3 }, "\(moving.map(\.unevenness))")
        // An upright bar: no line differs from the next, in chroma either, where 4:2:2 would mix its fields.
        for picture in moving {
            let chroma = (0..<180).map { x in
                abs(Int(picture.bytes[360 * 640 + 160 * 180 + x]) - Int(picture.bytes[360 * 640 + 161 * 180 + x]))
            }
            #expect(chroma.max()! <= 24, "\(chroma.max()!)")
        }
    }

    private func firstPicture(
        _ clip: Clip, _ preset: String = Tatecast.smallPreset, _ size: PixelSize? = nil
    ) async throws -> Picture {
        let isSquare = preset.contains("width: 360, height: 360")
        let size = size ?? PixelSize(width: 360, height: isSquare ? 360 : 640)
        let run = try await Tatecast.render(clip, preset: preset)
        #expect(run.status == 0, "\(run.result.errors)")
        return try #require(try await Decoded.pictures(run.output + "/v\(size)/playlist.m3u8", size: size).first)
    }
}
