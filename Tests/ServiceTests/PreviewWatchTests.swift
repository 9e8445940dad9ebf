import Foundation
import Synchronization
import Testing

@testable import Service

@Suite(.timeLimit(.minutes(1))) struct PreviewWatchTests {
    private final class Calls: Sendable {
        let count = Atomic(0)
        var value: Int { count.load(ordering: .sequentiallyConsistent) }
        func add() { count.add(1, ordering: .sequentiallyConsistent) }

        /// Until there are so many.
        func reach(_ wanted: Int) async throws {
            while value < wanted { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "preset-watch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    private func watch(_ names: [String]) async throws -> (watch: PresetWatch, calls: Calls) {
        let calls = Calls()
        let watch = PresetWatch(names.map(path)) { calls.add() }
        watch.start()
        // The kernel is asked before the first look.
        try await Task.sleep(for: .milliseconds(150))
        return (watch, calls)
    }

    @Test func tellsOfAFileWrittenAnewAndOfOneThatTookItsPlace() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try "one".write(toFile: path("a.yaml"), atomically: false, encoding: .utf8)
        let (watch, calls) = try await watch(["a.yaml"])
        defer { watch.stop() }
        #expect(calls.value == 0)
        try "two, longer".write(toFile: path("a.yaml"), atomically: false, encoding: .utf8)
        try await calls.reach(1)
        try "three, longer still".write(toFile: path("beside"), atomically: false, encoding: .utf8)
        let before = calls.value
        #expect(rename(path("beside"), path("a.yaml")) == 0)
        try await calls.reach(before + 1)
    }

    @Test func saysNothingOfOtherFiles() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try "one".write(toFile: path("a.yaml"), atomically: false, encoding: .utf8)
        let (watch, calls) = try await watch(["a.yaml"])
        defer { watch.stop() }
        try "other".write(toFile: path("b.yaml"), atomically: false, encoding: .utf8)
        try await Task.sleep(for: .milliseconds(200))
        #expect(calls.value == 0)
        // From now on it is one of them.
        watch.watch([path("a.yaml"), path("b.yaml")])
        try await Task.sleep(for: .milliseconds(200))
        #expect(calls.value == 0)
        try "another".write(toFile: path("b.yaml"), atomically: false, encoding: .utf8)
        try await calls.reach(1)
    }

    @Test func tellsOfAFileThatIsGone() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try "one".write(toFile: path("a.yaml"), atomically: false, encoding: .utf8)
        let (watch, calls) = try await watch(["a.yaml"])
        defer { watch.stop() }
        try FileManager.default.removeItem(atPath: path("a.yaml"))
        try await calls.reach(1)
        try "back".write(toFile: path("a.yaml"), atomically: false, encoding: .utf8)
        try await calls.reach(2)
    }
}
