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
        public let endedAt: ContinuousClock.Instant

        public var text: String { String(decoding: output, as: UTF8.self) }
        public var firstErrorLine: String { errors.split(separator: "\n").first.map(String.init) ?? "" }
        /// The lines of its log, with `--log-format json`: what each has by its keys.
        public var log: [[String: String]] { ToolProcess.log(errors) }
        /// The last line that it printed, as a JSON object; empty if that is none.
        public var summary: [String: Any] { ToolProcess.object(text.split(separator: "\n").last ?? "") ?? [:] }
    }

    public var program: String
    public var arguments: [String]
    /// In seconds. Long enough for a busy machine: passing it means a hang.
    public var deadline: Double = 60
    public var environment: [String: String] = [:]
    /// Where it reads from; nothing is there by default.
    public var input: FileHandle?
    /// Where it prints to, instead of into the result.
    public var outputs: (output: FileHandle, errors: FileHandle)?

    /// - Parameter program: A path, or a name that `PATH` knows.
    public init(_ program: String, _ arguments: [String]) {
        (self.program, self.arguments) = (program, arguments)
    }

    /// Runs it to its end, and `body` beside it. What `body` throws ends it.
    ///
    /// Only so many programs run at a time; those that `body` runs aren't counted.
    public func run(_ body: (RunningProcess) async throws -> Void = { _ in }) async throws -> Result {
        guard !Self.isInside else { return try await runAtOnce(body) }
        await Self.gate.enter()
        do {
            let result = try await Self.$isInside.withValue(true) { try await runAtOnce(body) }
            await Self.gate.leave()
            return result
        } catch {
            await Self.gate.leave()
            throw error
        }
    }

    private func runAtOnce(_ body: (RunningProcess) async throws -> Void) async throws -> Result {
        let running = try RunningProcess(self)
        defer { running.removeFiles() }
        do {
            try await withTaskCancellationHandler {
                try await body(running)
            } onCancel: {
                running.send(SIGKILL)
            }
        } catch {
            running.send(SIGKILL)
            _ = await running.end()
            throw error
        }
        let status = await running.end()
        return Result(
            status: status, output: running.output, errors: running.errors, isOverdue: running.isOverdue,
            endedAt: running.endedAt)
    }

    static func log(_ text: String) -> [[String: String]] {
        text.split(separator: "\n").compactMap { object($0)?.compactMapValues { $0 as? String } }
    }

    static func object(_ line: Substring) -> [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
    }

    @TaskLocal private static var isInside = false
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
