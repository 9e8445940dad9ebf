/// What a server is told of a stream before its first picture.
package struct PushStream: Hashable, Sendable {
    /// In pixels.
    package var width, height: Int
    /// Pictures a second.
    package var frameRate: Int
    /// In bits per second.
    package var videoBitRate, audioBitRate: Int
    /// SPS and PPS of H.264, with Annex B start codes.
    package var parameterSets: [UInt8]
    /// AudioSpecificConfig of AAC (ISO 14496-3, 1.6.2.1); 48 kHz, stereo.
    package var audioConfiguration: [UInt8]

    package init(
        width: Int, height: Int, frameRate: Int, bitRates: (video: Int, audio: Int), parameterSets: [UInt8],
        audioConfiguration: [UInt8]
    ) {
        (self.width, self.height, self.frameRate) = (width, height, frameRate)
        (videoBitRate, audioBitRate) = bitRates
        (self.parameterSets, self.audioConfiguration) = (parameterSets, audioConfiguration)
    }
}

extension PushStream {
    /// `onMetaData`, as servers and players read it (Video File Format 10.1, E.5).
    var metadata: AMFValue {
        [
            "width": .number(Double(width)), "height": .number(Double(height)),
            "framerate": .number(Double(frameRate)), "videodatarate": .number(Double(videoBitRate) / 1_000),
            "videocodecid": 7.0, "audiodatarate": .number(Double(audioBitRate) / 1_000), "audiocodecid": 10.0,
            "audiosamplerate": 48_000.0, "audiosamplesize": 16.0, "stereo": .boolean(true), "encoder": "Tatecast",
        ]
    }
}
