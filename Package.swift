// swift-tools-version: 6.2
import PackageDescription

/// Continuous integration and `make lint` set this, so that a warning fails the build there and nowhere else.
let warningsAreErrors = Context.environment["TATECAST_STRICT"] != nil

let common: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])

/// For targets that hold rules only: no unsafe pointer compiles in them.
let pure = common + [.strictMemorySafety()]

/// Loops over pixels are some twenty times slower at -Onone, which would make tests and previews useless.
let optimisedInDebug: SwiftSetting = .unsafeFlags(["-O"], .when(configuration: .debug))

func nio(_ products: String...) -> [Target.Dependency] {
    products.map { .product(name: $0, package: "swift-nio") }
}

/// Tests that need nothing but other targets.
func tests(_ name: String, _ targets: Target.Dependency...) -> Target {
    .testTarget(name: name, dependencies: targets, swiftSettings: common)
}

let package = Package(
    name: "tatecast",
    products: [.executable(name: "tatecast", targets: ["tatecast"])],
    traits: [
        .default(enabledTraits: ["OpenCV"]),
        .trait(name: "OpenCV", description: "Find faces and hands, which crops follow"),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Values and rules: no I/O, no C.
        .target(name: "MediaModel", swiftSettings: pure),
        // Captions: what they say and when, files of them, and the cues that each segment has.
        .target(name: "Captions", dependencies: ["MediaModel"], swiftSettings: pure),
        .target(name: "Show", dependencies: ["Captions", "MediaModel"], swiftSettings: pure),
        .target(name: "HLS", dependencies: ["Captions", "MediaModel"], swiftSettings: pure),
        .target(name: "Reframe", dependencies: ["MediaModel"], swiftSettings: common + [optimisedInDebug]),

        // Owners of C objects.
        .systemLibrary(
            name: "CFFmpeg", pkgConfig: "libavformat",
            providers: [
                .apt([
                    "libavformat-dev", "libavcodec-dev", "libavutil-dev", "libswscale-dev", "libswresample-dev",
                ])
            ]),
        .systemLibrary(
            name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev", "libcairo2-dev"])]),
        .systemLibrary(
            name: "CImageCodecs", pkgConfig: "libpng",
            providers: [.apt(["libpng-dev", "libturbojpeg0-dev", "libwebp-dev", "libqrencode-dev"])]),
        .systemLibrary(name: "CZimg", pkgConfig: "zimg", providers: [.apt(["libzimg-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Compression", dependencies: ["CZlib"], swiftSettings: common),
        .target(name: "FFmpegKit", dependencies: ["CFFmpeg", "MediaModel"], swiftSettings: common),
        // HDR and wide colours to BT.709. Tests and previews look up as many samples as shows do.
        .target(
            name: "ColorMapping", dependencies: ["CZimg", "MediaModel"], swiftSettings: common + [optimisedInDebug]),
        .target(name: "Typeset", dependencies: ["CPango", "MediaModel"], swiftSettings: common),
        .target(
            name: "ImageCodecs", dependencies: ["CImageCodecs", "MediaModel", "Typeset"],
            swiftSettings: common + [optimisedInDebug]),
        .target(
            name: "Stills", dependencies: ["MediaModel", "Typeset", "ImageCodecs"],
            swiftSettings: common + [optimisedInDebug]),

        // Lines for whoever reads them, which nobody waits for.
        .target(name: "CLastWords"),
        .target(
            name: "Lines",
            dependencies: ["CLastWords", .product(name: "DequeModule", package: "swift-collections")],
            swiftSettings: common),

        // The network. Who comes in by it: certificates, secrets, rates.
        .target(
            name: "Access",
            dependencies: [
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: common),
        .target(
            name: "Ingest",
            dependencies: [
                "Access",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio("NIOCore", "NIOPosix"),
            swiftSettings: common),

        // The nets that find faces and hands, with their models inside. Without the trait it is empty, and needs no OpenCV.
        .target(
            name: "COpenCV", exclude: ["Models"],
            cSettings: [.define("TATECAST_OPENCV", .when(traits: ["OpenCV"]))],
            cxxSettings: [
                .define("TATECAST_OPENCV", .when(traits: ["OpenCV"])),
                // OpenCV has no pkg-config file on Debian, and its headers lie in two folders there.
                .unsafeFlags(
                    [
                        "-I/usr/include/opencv4", "-I/usr/include/x86_64-linux-gnu/opencv4",
                        "-I/usr/include/aarch64-linux-gnu/opencv4", "-O2",
                    ], .when(traits: ["OpenCV"])),
            ],
            linkerSettings: ["core", "imgproc", "dnn"].map {
                .linkedLibrary("opencv_\($0)", .when(traits: ["OpenCV"]))
            }),
        // Where the crop goes: who is in a picture, and a calm way after them. Tests and previews look at as many pictures as shows do.
        .target(
            name: "Follow",
            dependencies: ["MediaModel", "Show", .target(name: "COpenCV", condition: .when(traits: ["OpenCV"]))],
            swiftSettings: common + [optimisedInDebug]),

        // How loud sound is, and a gain and a limiter for it. Tests and previews hear as many samples as shows do.
        .target(name: "Loudness", swiftSettings: pure + [optimisedInDebug]),

        // What a show has come to: its events and the broadcast's own record, added up, and a page about them.
        .target(name: "Reporting", dependencies: ["Captions", "MediaModel", "Show", "HLS"], swiftSettings: common),

        // What is measured, as Prometheus reads it.
        .target(name: "Prometheus", swiftSettings: pure),

        // The product.
        .target(
            name: "Overlay", dependencies: ["Captions", "MediaModel", "Show", "Typeset", "ImageCodecs"],
            swiftSettings: common + [optimisedInDebug]),
        .target(
            name: "Presets", dependencies: ["Captions", "MediaModel", "Show", .product(name: "Yams", package: "Yams")],
            resources: [.embedInCode("Resources/app-screens.yaml")], swiftSettings: common),
        .target(
            name: "PresetCheck", dependencies: ["MediaModel", "Show", "Typeset", "Overlay", "Presets"],
            swiftSettings: common),
        .target(
            name: "Broadcast",
            dependencies: [
                "Captions", "MediaModel", "Show", "HLS", "Reframe", "ColorMapping", "FFmpegKit", "Overlay", "Typeset",
                "ImageCodecs", "Stills", "Ingest", "Lines", "Prometheus", "Follow", "Loudness",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: common),
        // Where a programme goes besides: social networks, buckets.
        .target(
            name: "Delivery",
            dependencies: [
                "MediaModel", "HLS", "FFmpegKit", "Access", "Ingest", "Broadcast", "Compression", "Lines",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio("NIOCore", "NIOHTTP1", "NIOPosix"),
            swiftSettings: common),
        // What a show is good for afterwards: a recording by media time, clips of it.
        .target(
            name: "AfterShow",
            dependencies: [
                "MediaModel", "Show", "HLS", "FFmpegKit", "Broadcast", "Typeset", "ImageCodecs", "Stills", "Follow",
                "Reporting",
            ],
            swiftSettings: common),
        // HTTP for viewers: what they may fetch, and how their connections are answered.
        .target(
            name: "Origin",
            dependencies: [
                "MediaModel", "HLS", "Broadcast", "Compression", "Prometheus",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP2", package: "swift-nio-extras"),
            ] + nio("NIOCore", "NIOHTTP1", "NIOPosix", "NIOTLS"),
            swiftSettings: common),
        .target(
            name: "Service",
            dependencies: [
                "MediaModel", "Show", "HLS", "Typeset", "ImageCodecs", "Presets", "Broadcast", "Origin", "Prometheus",
                "Compression", "Access", "Lines", "Delivery", "Follow", "Loudness", "Reporting", "AfterShow",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ] + nio("NIOCore", "NIOFoundationCompat", "NIOHTTP1", "NIOPosix"),
            resources: [
                .embedInCode("Resources/openapi.json"), .embedInCode("Resources/player.html"),
                .embedInCode("Resources/page/watch.js"), .embedInCode("Resources/page/viewer.js"),
                .embedInCode("Resources/page/words.js"), .embedInCode("Resources/page/viewer.css"),
                .embedInCode("Resources/preview/index.html"), .embedInCode("Resources/preview/page.css"),
                .embedInCode("Resources/preview/icon.svg"), .embedInCode("Resources/preview/demo.json"),
                .embedInCode("Resources/preview/main.js"), .embedInCode("Resources/preview/controls.js"),
                .embedInCode("Resources/preview/feed.js"), .embedInCode("Resources/preview/keys.js"),
                .embedInCode("Resources/preview/log.js"), .embedInCode("Resources/preview/phone.js"),
                .embedInCode("Resources/preview/player.js"), .embedInCode("Resources/preview/problems.js"),
                .embedInCode("Resources/preview/source.js"), .embedInCode("Resources/preview/timeline.js"),
            ],
            swiftSettings: common),
        // Judges a show by its addresses alone: it must not know how ours are made.
        .target(
            name: "Verifier",
            dependencies: [
                "Captions", "MediaModel", "HLS", "FFmpegKit", "Compression",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ] + nio("NIOCore", "NIOHTTP1"),
            swiftSettings: common),
        // What must happen before Swift's own code runs.
        .target(name: "CProcess"),
        .executableTarget(
            name: "tatecast",
            dependencies: [
                "CProcess", "Captions", "MediaModel", "Show", "HLS", "FFmpegKit", "ColorMapping", "Typeset", "Stills",
                "Overlay", "Presets", "PresetCheck", "Broadcast", "Access", "Ingest", "Origin", "Service", "Verifier",
                "Lines", "Delivery", "Follow", "Loudness", "Reporting", "AfterShow",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: common),

        // Benchmarks.
        .systemLibrary(name: "CEpoll"),
        .executableTarget(
            name: "origin-bench",
            dependencies: [
                "CEpoll", "Compression", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: common),
        .executableTarget(
            name: "overlay-bench", dependencies: ["MediaModel", "Show", "Overlay", "Reframe", "ColorMapping"],
            swiftSettings: common),
        .executableTarget(
            name: "follow-bench", dependencies: ["Show", "Follow", "FollowTesting", "Compression"],
            swiftSettings: common),

        .executableTarget(
            name: "sound-bench",
            dependencies: ["Loudness", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: common + [optimisedInDebug]),

        // Test support. MediaTesting's pictures and tones; an allocator that counts.
        .target(name: "MediaTesting", dependencies: ["MediaModel"], path: "Tests/MediaTesting", swiftSettings: common),
        // Shows and broadcasts made in memory, byte by byte.
        .target(
            name: "HLSTesting", dependencies: ["Captions", "MediaModel", "HLS"], path: "Tests/HLSTesting",
            swiftSettings: common),
        // People who walk and sway, an imperfect detector that sees them, and what the camera does: for tests and follow-bench.
        .target(
            name: "FollowTesting", dependencies: ["Follow"], path: "Tests/FollowTesting",
            swiftSettings: common + [optimisedInDebug]),
        .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),

        // A program that prints as libraries do, and crashes if it is told to.
        .executableTarget(
            name: "printing-program", dependencies: ["Lines"], path: "Tests/PrintingProgram", swiftSettings: common),
        tests("LinesTests", "Lines", "MediaTesting", "printing-program"),
        // What the compiler does wrong, and this project writes around.
        .testTarget(
            name: "CompilerTests", dependencies: ["MediaTesting"], exclude: ["Programs"], swiftSettings: common),
        tests("MediaModelTests", "MediaModel"),
        .testTarget(
            name: "CaptionsTests", dependencies: ["Captions", "MediaModel"], exclude: ["Corpus"], swiftSettings: common),
        tests("ShowTests", "Captions", "MediaModel", "Show"),
        tests("HLSTests", "Captions", "MediaModel", "HLS", "HLSTesting"),
        tests("ColorMappingTests", "MediaModel", "ColorMapping"),
        tests("ReframeTests", "MediaModel", "Reframe"),
        tests("TypesetTests", "MediaModel", "Typeset", "MediaTesting"),
        tests("ImageCodecsTests", "MediaModel", "Typeset", "ImageCodecs", "MediaTesting"),
        tests("StillsTests", "MediaModel", "Typeset", "Stills"),
        tests(
            "OverlayTests", "Captions", "MediaModel", "Show", "Typeset", "ImageCodecs", "Overlay", "MediaTesting",
            "CAllocationCounter"),
        tests("PresetsTests", "Captions", "MediaModel", "Show", "Presets"),
        tests("PresetCheckTests", "MediaModel", "Show", "Overlay", "Presets", "PresetCheck"),
        tests("FFmpegKitTests", "MediaModel", "HLS", "FFmpegKit", "MediaTesting"),
        tests("AccessTests", "Access"),
        .testTarget(
            name: "IngestTests",
            dependencies: [
                "Access", "Ingest", "MediaTesting",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio("NIOCore", "NIOEmbedded", "NIOPosix"),
            exclude: ["Corpus", "PushCorpus"],
            swiftSettings: common),
        .testTarget(
            name: "FollowTests",
            dependencies: [
                "MediaModel", "Show", "Follow", "FollowTesting", "ImageCodecs", "Typeset",
                .target(name: "COpenCV", condition: .when(traits: ["OpenCV"])),
            ],
            swiftSettings: common + [optimisedInDebug]),
        .testTarget(
            name: "DeliveryTests",
            dependencies: [
                "MediaModel", "HLS", "FFmpegKit", "Access", "Ingest", "Broadcast", "Delivery", "MediaTesting",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio("NIOCore", "NIOEmbedded", "NIOHTTP1", "NIOPosix"),
            swiftSettings: common),
        .testTarget(
            name: "LoudnessTests", dependencies: ["Loudness", "MediaTesting", "CAllocationCounter"],
            swiftSettings: common + [optimisedInDebug]),
        tests("ReportingTests", "Captions", "MediaModel", "Show", "HLS", "Reporting"),
        tests("PrometheusTests", "Prometheus"),
        .testTarget(
            name: "BroadcastTests",
            dependencies: [
                "Captions", "MediaModel", "Show", "HLS", "Reframe", "FFmpegKit", "Overlay", "Ingest", "Broadcast",
                "Origin", "Lines", "Follow", "ColorMapping", "Loudness", "MediaTesting", "Stills", "Typeset",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: common),
        .testTarget(
            name: "AfterShowTests",
            dependencies: [
                "MediaModel", "Show", "HLS", "HLSTesting", "FFmpegKit", "Broadcast", "AfterShow", "MediaTesting",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: common),
        .testTarget(
            name: "OriginTests",
            dependencies: [
                "MediaModel", "HLS", "Broadcast", "Origin", "Prometheus",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ] + nio("NIOCore", "NIOEmbedded", "NIOPosix"),
            exclude: ["Corpus"],
            swiftSettings: common),
        .testTarget(
            name: "ServiceTests",
            dependencies: [
                "MediaModel", "Show", "HLS", "FFmpegKit", "Overlay", "Presets", "Access", "Ingest", "Broadcast",
                "Origin", "Follow", "Delivery", "AfterShow",
                "Service", "Compression", "HLSTesting", "MediaTesting",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ] + nio("NIOCore", "NIOEmbedded", "NIOHTTP1", "NIOPosix"),
            swiftSettings: common),
        tests(
            "VerifierTests", "tatecast", "MediaModel", "HLS", "Verifier", "Compression", "FFmpegKit", "HLSTesting",
            "MediaTesting"),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "Captions", "tatecast", "MediaModel", "HLS", "FFmpegKit", "Typeset", "ImageCodecs", "Stills", "Follow",
                "MediaTesting",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ] + nio("NIOCore", "NIOHTTP1"),
            swiftSettings: common),
        .testTarget(
            name: "GoldenTests",
            dependencies: [
                "MediaModel", "HLS", "Show", "Presets", "Stills", "Broadcast", "Follow", "MediaTesting",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: common),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
