public import Foundation

/// Runs a program with a deadline, and keeps what it says.
public struct ToolProcess: Sendable {
    public struct Result: Sendable {
        /// What it exited with; 128 and the signal if one ended it, as a shell says.
        public let status: Int32
        public let output: Data
        public let errors: String
        /// Whether the deadline passed: then it was killed.
        public let isOverdue: Bool

        public var text: String { String(decoding: output, as: UTF8.self) }
        public var firstErrorLine: String { errors.split(separator: "\n").first.map(String.init) ?? "" }
    }

    public var program: String
    public var arguments: [String]
    /// In seconds. Long enough for a busy machine: passing it means a hang.
    public var deadline: Double = 60
    public var environment: [String: String] = [:]

    /// - Parameter program: A path, or a name that `PATH` knows.
    public init(_ program: String, _ arguments: [String]) {
        (self.program, self.arguments) = (program, arguments)
    }

    /// Runs it to its end.
    ///
    /// - Parameter onStart: Called with the process's number once it runs, to send it a signal, say.
    public func run(onStart: (@Sendable (pid_t) async -> Void)? = nil) async throws -> Result {
        await Self.gate.enter()
        do {
            let result = try await runAtOnce(onStart: onStart)
            await Self.gate.leave()
            return result
        } catch {
            await Self.gate.leave()
            throw error
        }
    }

    private func runAtOnce(onStart: (@Sendable (pid_t) async -> Void)?) async throws -> Result {
        let name = ClipLibrary.folder + "/said-" + UUID().uuidString
        // Files, as a pipe that nobody empties would block the program.
        let (said, complained) = (name + ".out", name + ".err")
        defer { for file in [said, complained] { unlink(file) } }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.create(said)
        process.standardError = try Self.create(complained)
        let overdue = Overdue()
        try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in ended.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                ended.resume(throwing: error)
                return
            }
            let number = process.processIdentifier
            DispatchQueue.global().asyncAfter(deadline: .now() + deadline) {
                guard process.isRunning else { return }
                overdue.set()
                kill(number, SIGKILL)
            }
            if let onStart { Task { await onStart(number) } }
        }
        let status =
            process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
        return Result(
            status: status, output: try Data(contentsOf: URL(fileURLWithPath: said)),
            errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: complained)), as: UTF8.self),
            isOverdue: overdue.isSet)
    }

    private static func create(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown) }
        return file
    }

    private static let gate = Gate(limit: 3)
}

/// Lets only so many in at a time.
private actor Gate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(limit: Int) { free = limit }

    func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

private final class Overdue: @unchecked Sendable {
    // Sendable, as both accesses hold the lock.
    private let lock = NSLock()
    private var value = false

    func set() { lock.withLock { value = true } }
    var isSet: Bool { lock.withLock { value } }
}
