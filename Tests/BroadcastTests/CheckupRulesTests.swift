import FFmpegKit
import MediaModel
import Testing

@testable import Broadcast

/// What is said of what was measured.
@Suite struct CheckupRulesTests {
    private static let voice = {
        var facts = SoundFacts()
        (facts.codec, facts.rate, facts.channelCount) = ("aac", 48_000, 2)
        (facts.integrated, facts.shortTerm, facts.range) = (-20, -17, 5)
        (facts.truePeak, facts.floor, facts.heard, facts.offset) = (-4, -55, 20, 0.02)
        return facts
    }()

    private static let camera = {
        var facts = PictureFacts()
        (facts.codec, facts.size, facts.count) = ("h264", PixelSize(width: 1_080, height: 1_920), 600)
        (facts.duration, facts.rate, facts.keyInterval, facts.bitRate) = (20, 30, 2, 4_000_000)
        facts.brightness = 0.5
        return facts
    }()

    private func sound(_ change: (inout SoundFacts) -> Void) -> [String] {
        var facts = Self.voice
        change(&facts)
        return Self.remarks(SoundRules(facts).section)
    }

    private func pictures(_ change: (inout PictureFacts) -> Void) -> [String] {
        var facts = Self.camera
        change(&facts)
        return Self.remarks(PictureRules(facts).section)
    }

    /// What isn't good, by its key; each has an advice.
    private static func remarks(_ section: CheckupReport.Section) -> [String] {
        let found = section.findings.filter { $0.state != .good }
        #expect(found.allSatisfy { $0.advice != nil && !$0.detail.isEmpty })
        #expect(section.findings.allSatisfy { $0.state != .good || $0.advice == nil })
        return found.map { "\($0.key) \($0.state)" }
    }

    @Test func findsNothingInAGoodSource() {
        #expect(sound { _ in }.isEmpty && pictures { _ in }.isEmpty)
    }

    @Test func saysWhatIsWrongWithSound() {
        #expect(Self.remarks(SoundRules(nil).section) == ["track bad"])
        #expect(sound { ($0.integrated, $0.floor) = (-37, -70) } == ["loudness bad"])
        #expect(sound { $0.integrated = -30 } == ["loudness hint"])
        #expect(sound { ($0.integrated, $0.floor, $0.heard) = (-40, -44, 0.3) } == ["loudness hint"])
        #expect(sound { $0.integrated = -7 } == ["loudness hint"])
        #expect(sound { $0.integrated = nil } == ["loudness bad"])
        #expect(sound { $0.isClipped = true } == ["clipping bad"])
        #expect(sound { $0.truePeak = -0.2 } == ["truePeak hint"])
        #expect(sound { $0.floor = -32 } == ["noiseFloor hint"])
        #expect(sound { $0.silence = 0.7 } == ["silence hint"])
        #expect(sound { $0.isOneChannel = true } == ["channels hint"])
        #expect(sound { $0.rate = 8_000 } == ["track hint"])
        #expect(sound { $0.range = 18 } == ["range hint"])
        #expect(sound { $0.offset = -0.9 } == ["offset hint"])
        #expect(sound { $0.damagedPackets = 1 } == ["damagedSound hint"])
    }

    @Test func saysWhatIsWrongWithPictures() {
        #expect(pictures { $0.size = PixelSize(width: 1_920, height: 1_080) } == ["shape hint"])
        #expect(
            pictures { ($0.size, $0.bitRate) = (PixelSize(width: 640, height: 360), 1_000_000) }
                == ["shape hint", "enlargement bad"])
        #expect(pictures { $0.rate = 15 } == ["frameRate hint"])
        #expect(pictures { $0.unsteadiness = 0.2 } == ["frameRate hint"])
        #expect(pictures { $0.isInterlaced = true } == ["interlaced hint"])
        #expect(pictures { $0.keyInterval = 10 } == ["keyInterval hint"])
        #expect(pictures { $0.keyInterval = nil }.isEmpty)
        #expect(pictures { $0.bitRate = 400_000 } == ["bitRate hint"])
        #expect(pictures { $0.brightness = 0.1 } == ["brightness hint"])
        #expect(pictures { $0.brightness = 0.9 } == ["brightness hint"])
        #expect(pictures { ($0.brightness, $0.blackShare) = (0.01, 1) } == ["black bad"])
        #expect(pictures { ($0.frozenShare, $0.longestFreeze) = (1, 19) } == ["frozen bad"])
        #expect(pictures { $0.longestFreeze = 3 } == ["frozen hint"])
        #expect(pictures { $0.damagedPictures = 4 } == ["damagedPictures hint"])
    }

    @Test func tellsOfWords() {
        func words(_ change: (inout WordFacts) -> Void) -> [String] {
            var facts = WordFacts()
            change(&facts)
            return Self.remarks(WordRules(facts).section)
        }
        #expect(words { _ in } == [])
        #expect(words { ($0.channels, $0.services) = ([.cc1, .cc3], [1]) } == [])
        #expect(words { $0.services = [1, 2] } == ["closedCaptions hint"])
        #expect(words { $0.subtitles = [.init(codecName: "subrip", language: "jpn")] } == ["subtitleTracks hint"])
    }

    @Test func knowsASteadyPaceFromAnUnsteadyOne() {
        let steady = PicturePace((0..<60).map { Int64($0) * 33_333_333 })
        #expect(abs(steady.rate - 30) < 0.01 && steady.unsteadiness == 0)
        // As containers round: 33, 33, 34 ms.
        #expect(PicturePace([0, 33, 67, 100, 133, 167].map { $0 * 1_000_000 }).unsteadiness == 0)
        #expect(
            PicturePace((0..<60).map { Int64($0) * 33_333_333 + ($0 % 4 == 0 ? 15_000_000 : 0) }).unsteadiness > 0.4)
        #expect(PicturePace([]) == PicturePace([5]))
    }
}
