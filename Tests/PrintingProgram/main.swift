// Prints as libraries do, past whoever keeps the log, and then ends as it is told: `trap`, `abort`, or by itself.

import Foundation
import Lines

let errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10)

/// Writes what comes to what standard error was, in a mark.
struct Taker: LineTaker {
    var writer = DescriptorWriter(errors)

    mutating func take(_ item: LineItem<String>) -> LineOutcome {
        if case .entry(let line, _) = item { _ = writer.write(Array("[\(line)]\n".utf8)) }
        return .taken
    }
}

let sink = LineSink(named: "log", limit: 1 << 20, taker: Taker(), onCount: OutputCapture.count)
OutputCapture.begin(errors: errors) { sink.put($0, cost: $0.utf8.count) }

print("to standard output")
errno = 0
perror("to standard error")
FileHandle.standardError.write(Data("in pie".utf8))
FileHandle.standardError.write(Data("ces\n".utf8))
switch CommandLine.arguments.dropFirst().first {
case "trap":
    let none: [Int] = []
    print(none[CommandLine.arguments.count])
case "abort": abort()
default:
    // Time for the thread that reads it.
    usleep(200_000)
    sink.drain(within: .seconds(1))
}
