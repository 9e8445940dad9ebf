import Lines
import Logging
import Synchronization
import Testing

@testable import Broadcast

/// What is said of what goes wrong again and again: enough, and no more.
@Suite struct DiagnosticsTests {
    private final class Said: Sendable {
        private let texts = Mutex<[String]>([])
        private let time = Mutex(Duration.zero)

        func add(_ text: String) { texts.withLock { $0.append(text) } }
        func wait(_ pause: Duration) { time.withLock { $0 += pause } }
        var now: Duration { time.withLock { $0 } }
        var list: [String] { texts.withLock { $0 } }
    }

    private func diagnostics(_ said: Said, quota: RepeatQuota = RepeatQuota(same: 3, alike: 20)) -> Diagnostics {
        Diagnostics(
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, quota: quota, now: { said.now },
            onWarning: { said.add($0) })
    }

    @Test func aHundredBadConfigurationsAreSomeWarnings() {
        let said = Said()
        let diagnostics = diagnostics(said)
        for _ in 0..<120 {
            diagnostics.warn("the source's sound can't be decoded")
            said.wait(.milliseconds(10))
        }
        diagnostics.sumUpDamage()
        #expect(
            said.list == [
                "the source's sound can't be decoded", "the source's sound can't be decoded",
                "the source's sound can't be decoded", "the source's sound can't be decoded (6 more like it before)",
                "the source's sound can't be decoded (89 more like it before)",
                "20 more like: the source's sound can't be decoded",
            ])
    }

    @Test func whatComesBackAfterAWhileIsSaidAgain() {
        let said = Said()
        let diagnostics = diagnostics(said)
        for _ in 0..<5 {
            diagnostics.warn("the disk is full")
            said.wait(.seconds(120))
        }
        #expect(said.list.count == 5)
    }

    /// Who renders a file wants to know of each event that it doesn't show.
    @Test func aRenderSaysAllThatDiffer() {
        let said = Said()
        let diagnostics = diagnostics(said, quota: RepeatQuota(same: 3))
        for number in 0..<200 { diagnostics.warn("the event of tick \(number) is refused") }
        #expect(said.list.count == 200)
    }

    @Test func aKeyIsSaidOnceAndListenersSeeNoSecret() {
        let said = Said()
        let diagnostics = diagnostics(said)
        for _ in 0..<3 { diagnostics.warnOnce("key", "rtmp://h/app/secret can't be read") }
        #expect(said.list == ["rtmp://h/app/*** can't be read"])
        #expect(diagnostics.warnings == ["rtmp://h/app/secret can't be read"])
    }
}
