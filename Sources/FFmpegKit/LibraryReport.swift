import CFFmpeg

/// What the FFmpeg on this machine is and can do, for `tatecast doctor`.
///
/// Read once, in well under a millisecond; any thread.
public struct LibraryReport: Sendable {
    /// FFmpeg's release, e.g. `5.1.9-0+deb12u1`.
    public let release: String
    public let libraries: [Library]
    /// The encoders that every show needs.
    public let encoders: [Codec]
    /// The decoders for what sources usually are.
    public let decoders: [Codec]
    /// The vector instructions that FFmpeg will use here, e.g. `AVX2`.
    public let vectorInstructions: [String]

    public init() {
        release = String(cString: av_version_info())
        libraries = Self.allLibraries()
        encoders = [
            Codec(format: "H.264", implementation: Self.name(avcodec_find_encoder_by_name("libx264"))),
            Codec(format: "AAC", implementation: Self.name(avcodec_find_encoder_by_name("aac"))),
        ]
        decoders = [
            Codec(format: "H.264", implementation: Self.decoder(AV_CODEC_ID_H264)),
            Codec(format: "HEVC", implementation: Self.decoder(AV_CODEC_ID_HEVC)),
            Codec(format: "AV1", implementation: Self.decoder(AV_CODEC_ID_AV1)),
            Codec(format: "VP9", implementation: Self.decoder(AV_CODEC_ID_VP9)),
            Codec(format: "AAC", implementation: Self.decoder(AV_CODEC_ID_AAC)),
            Codec(format: "MP3", implementation: Self.decoder(AV_CODEC_ID_MP3)),
            Codec(format: "Opus", implementation: Self.decoder(AV_CODEC_ID_OPUS)),
        ]
        vectorInstructions = Self.allVectorInstructions()
    }
}

extension LibraryReport {
    /// One of FFmpeg's libraries: what this program was compiled for, and what it runs with.
    public struct Library: Hashable, Sendable {
        /// E.g. `libavcodec`.
        public let name: String
        public let compiled, running: Version

        /// Whether the running one has all that the compiled program may call: the same major version, and no older.
        public var fits: Bool {
            running.major == compiled.major && (running.minor, running.micro) >= (compiled.minor, compiled.micro)
        }

        public init(name: String, compiled: Version, running: Version) {
            (self.name, self.compiled, self.running) = (name, compiled, running)
        }
    }

    public struct Version: Hashable, Sendable, CustomStringConvertible {
        public let major, minor, micro: Int

        public init(major: Int, minor: Int, micro: Int) {
            (self.major, self.minor, self.micro) = (major, minor, micro)
        }

        /// Splits what `avcodec_version()` and its like return (libavutil/version.h, `AV_VERSION_INT`).
        init(packed: UInt32) {
            self.init(major: Int(packed >> 16), minor: Int(packed >> 8 & 0xFF), micro: Int(packed & 0xFF))
        }

        public var description: String { "\(major).\(minor).\(micro)" }
    }

    /// A way to write or read a format.
    public struct Codec: Hashable, Sendable {
        /// E.g. `H.264`.
        public let format: String
        /// FFmpeg's name for what does it, e.g. `libdav1d`; `nil` if this FFmpeg has nothing.
        public let implementation: String?

        public init(format: String, implementation: String?) {
            (self.format, self.implementation) = (format, implementation)
        }
    }
}

// MARK: - Reading

extension LibraryReport {
    private static func allLibraries() -> [Library] {
        func library(_ name: String, _ major: Int32, _ minor: Int32, _ micro: Int32, _ running: UInt32) -> Library {
            let compiled = Version(major: Int(major), minor: Int(minor), micro: Int(micro))
            return Library(name: name, compiled: compiled, running: Version(packed: running))
        }
        return [
            library(
                "libavformat", LIBAVFORMAT_VERSION_MAJOR, LIBAVFORMAT_VERSION_MINOR, LIBAVFORMAT_VERSION_MICRO,
                avformat_version()),
            library(
                "libavcodec", LIBAVCODEC_VERSION_MAJOR, LIBAVCODEC_VERSION_MINOR, LIBAVCODEC_VERSION_MICRO,
                avcodec_version()),
            library(
                "libavutil", LIBAVUTIL_VERSION_MAJOR, LIBAVUTIL_VERSION_MINOR, LIBAVUTIL_VERSION_MICRO,
                avutil_version()),
            library(
                "libswscale", LIBSWSCALE_VERSION_MAJOR, LIBSWSCALE_VERSION_MINOR, LIBSWSCALE_VERSION_MICRO,
                swscale_version()),
            library(
                "libswresample", LIBSWRESAMPLE_VERSION_MAJOR, LIBSWRESAMPLE_VERSION_MINOR,
                LIBSWRESAMPLE_VERSION_MICRO, swresample_version()),
        ]
    }

    private static func name(_ codec: UnsafePointer<AVCodec>?) -> String? {
        codec.map { String(cString: $0.pointee.name) }
    }

    /// The decoder that FFmpeg takes by itself.
    private static func decoder(_ format: AVCodecID) -> String? {
        let name = name(avcodec_find_decoder(format))
        // FFmpeg's own `av1` only parses, and leaves the pictures to a graphics card.
        return name == "av1" ? nil : name
    }

    private static func allVectorInstructions() -> [String] {
        let flags = av_get_cpu_flags()
        // The bits mean something else on each kind of processor (libavutil/cpu.h).
        #if arch(x86_64)
            let names: [(Int32, String)] = [
                (AV_CPU_FLAG_SSE4, "SSE4.1"), (AV_CPU_FLAG_SSE42, "SSE4.2"), (AV_CPU_FLAG_AVX, "AVX"),
                (AV_CPU_FLAG_AVX2, "AVX2"), (AV_CPU_FLAG_AVX512, "AVX-512"),
            ]
        #elseif arch(arm64)
            let names: [(Int32, String)] = [(AV_CPU_FLAG_NEON, "NEON")]
        #else
            let names: [(Int32, String)] = []
        #endif
        return names.filter { flags & $0.0 != 0 }.map(\.1)
    }
}
