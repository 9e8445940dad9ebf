import Broadcast
import Foundation
import MediaTesting
import Testing

@testable import AfterShow

/// Where a broadcast is to put clips is looked at before it begins, not when the first clip is wanted.
@Suite struct ClipPlaceTests {
    @Test func whatIsInTheWayIsSaid() throws {
        let folder = Tatecast.newPath("clips")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("no folder".utf8).write(to: URL(filePath: "\(folder)/notes"))
        #expect {
            try ClipDesk.Clips(folder: "\(folder)/notes/a").check()
        } throws: {
            ($0 as? JobError)?.message == "--clips \(folder)/notes/a: \(folder)/notes is no folder"
        }
        try ClipDesk.Clips(folder: folder).check()
        try ClipDesk.Clips(folder: "\(folder)/new/clips").check()
        try ClipDesk.Clips(folder: "clips-that-nobody-has").check()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["notes"], "nothing is made")
    }
}
