public import Foundation
import Synchronization

/// A program while it runs. Made by ``ToolProcess``.
public final class RunningProcess: Sendable {
    private let process = Process()
    /// What it prints and complains about. Files, as a pipe that nobody empties would block the program.
    private let said, complained: String
    private let ended: Task<Void, Never>
    private let overdue = Atomic(false)
    /// When it ended. Whoever waits for that may be told late, as tests share a few threads.
    private let endInstant = Mutex(ContinuousClock.Instant?.none)

    init(_ tool: ToolProcess) throws {
        let name = ClipLibrary.folder + "/said-" + UUID().uuidString
        (said, complained) = (name + ".out", name + ".err")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool.program] + tool.arguments
        process.environment = ProcessInfo.processInfo.environment.merging(tool.environment) { $1 }
        process.standardInput = tool.input ?? FileHandle.nullDevice
        process.standardOutput = try tool.outputs?.output ?? Self.create(said)
        process.standardError = try tool.outputs?.errors ?? Self.create(complained)
        let (end, atEnd) = AsyncStream.makeStream(of: Never.self)
        ended = Task { for await _ in end {} }
        process.terminationHandler = { [weak self] _ in
            self?.endInstant.withLock { $0 = .now }
            atEnd.finish()
        }
        do {
            try process.run()
        } catch {
            atEnd.finish()
            throw error
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + tool.deadline) { [weak self] in
            guard let self, process.isRunning else { return }
            overdue.store(true, ordering: .relaxed)
            send(SIGKILL)
        }
    }

    private static func create(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown) }
        return file
    }

    func removeFiles() { for file in [said, complained] { unlink(file) } }

    public var number: pid_t { process.processIdentifier }
    public var isRunning: Bool { process.isRunning }
    var isOverdue: Bool { overdue.load(ordering: .relaxed) }
    var endedAt: ContinuousClock.Instant { endInstant.withLock { $0 } ?? .now }

    var output: Data { (try? Data(contentsOf: URL(fileURLWithPath: said))) ?? Data() }

    /// What it has printed so far.
    public var text: String { String(decoding: output, as: UTF8.self) }

    /// What it has said on standard error so far.
    public var errors: String { (try? String(contentsOfFile: complained, encoding: .utf8)) ?? "" }

    /// Sends a signal, unless it has ended.
    public func send(_ signal: Int32) {
        if process.isRunning { kill(number, signal) }
    }

    /// Waits for its end, and returns its status; 128 and the signal if one ended it.
    public func end() async -> Int32 {
        await ended.value
        return process.terminationReason == .uncaughtSignal
            ? 128 + process.terminationStatus : process.terminationStatus
    }

    /// Waits until something is so that the program brings about. Throws if it ends without.
    public func until(_ what: String, _ isSo: () async throws -> Bool) async throws {
        try await waitUntil(what) {
            let isOver = !isRunning
            if try await isSo() { return true }
            if isOver { throw Unmet("\(what): the program ended before that. It said: \(errors)") }
            return false
        }
    }

    /// Waits until a file is there.
    public func untilThere(_ path: String) async throws {
        try await until("\(path) is there") { FileManager.default.fileExists(atPath: path) }
    }

    /// Waits for a line that it prints, a JSON object with one of these keys, and returns that.
    public func object(with keys: Set<String>) async throws -> [String: Any] {
        var found: [String: Any]?
        try await until("a line with \(keys.sorted())") {
            let objects = text.split(separator: "\n").compactMap(ToolProcess.object)
            found = objects.first { !keys.isDisjoint(with: $0.keys) }
            return found != nil
        }
        return found ?? [:]
    }

    /// Waits for a line of its log, with `--log-format json`.
    public func logs(_ what: String, where isMeant: ([String: String]) -> Bool) async throws {
        try await until(what) { ToolProcess.log(errors).contains(where: isMeant) }
    }
}
