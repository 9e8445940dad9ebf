import FFmpegKit
import Foundation
import MediaTesting
import Testing

@testable import Broadcast

/// Locks are told apart by who opened the file, so two claims of one process stand for two processes.
@Suite struct OutputClaimTests {
    private let stop = Interrupt()

    private func take(_ claim: OutputClaim, _ places: OutputClaim.Place...) -> JobError? {
        do throws(JobError) {
            try claim.take(places, stop: stop)
            return nil
        } catch {
            return error
        }
    }

    private func impatient() -> OutputClaim { OutputClaim(patience: .milliseconds(50)) }

    @Test func theSecondIsRefusedInWordsAndLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let output = folder.path + "/out"
        let first = OutputClaim()
        #expect(take(first, .folder(output)) == nil)
        let before = folder.contents()
        let error = take(impatient(), .file(folder.path + "/show.mkv"), .folder(output))
        #expect(error?.code == .outputNotWritable)
        #expect(
            error?.message
                == "process \(getpid()) writes to \(output) already, and two would spoil each other's: end that one first, or "
                + "choose another name")
        // What it had claimed before is free, and nothing of it is there.
        #expect(folder.contents() == before)
        first.giveUp()
        #expect(folder.contents() == [])
        #expect(take(impatient(), .folder(output)) == nil)
    }

    @Test(arguments: ["out/../out", "./out/", "link"])
    func seesOneFolderBehindAllItsNames(name: String) throws {
        let folder = try TemporaryFolder()
        let first = OutputClaim()
        #expect(take(first, .folder(folder.path + "/out")) == nil)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link", withDestinationPath: folder.path + "/out")
        #expect(take(impatient(), .folder("\(folder.path)/\(name)"))?.code == .outputNotWritable)
    }

    @Test func whoDiesHoldsNothing() throws {
        let folder = try TemporaryFolder()
        // As a process leaves it that was killed.
        try FileManager.default.createDirectory(atPath: folder.path + "/out", withIntermediateDirectories: false)
        try folder.write("1 elsewhere\n", to: "out/.tatecast.lock")
        let claim = impatient()
        #expect(take(claim, .folder(folder.path + "/out")) == nil)
        #expect(try folder.read("out/.tatecast.lock").starts(with: Array("\(getpid()) ".utf8)))
        claim.giveUp()
        #expect(folder.contents() == ["out"])
    }

    @Test func waitsForWhoIsAboutToEnd() async throws {
        let folder = try TemporaryFolder()
        let first = OutputClaim()
        #expect(take(first, .folder(folder.path)) == nil)
        let end = Thread {
            usleep(200_000)
            first.giveUp()
        }
        end.start()
        #expect(take(OutputClaim(patience: .seconds(30)), .folder(folder.path)) == nil)
    }

    @Test func whoIsAskedToStopWaitsForNobodyAndBlamesNobody() throws {
        let folder = try TemporaryFolder()
        let first = OutputClaim()
        #expect(take(first, .folder(folder.path)) == nil)
        stop.request()
        let begin = ContinuousClock.now
        #expect(take(OutputClaim(patience: .seconds(30)), .folder(folder.path)) == nil)
        #expect(ContinuousClock.now - begin < .seconds(10))
    }

    @Test func filesOfOneFolderAreSeveralOutputs() throws {
        let folder = try TemporaryFolder()
        let (first, second) = (OutputClaim(), impatient())
        #expect(take(first, .file(folder.path + "/a.mkv"), .file(folder.path + "/a.mp4")) == nil)
        #expect(take(second, .file(folder.path + "/b.mkv")) == nil)
        #expect(take(impatient(), .file(folder.path + "/a.mkv"))?.message.contains("/a.mkv already") == true)
    }

    @Test func aPipeHasNoLockBesideIt() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        #expect(take(OutputClaim(), .file(folder.path + "/pipe")) == nil)
        #expect(folder.contents() == ["pipe"])
    }
}
