import ArgumentParser
import Delivery

/// `--drain`: how long the process goes on after its programme.
struct DrainOption: ParsableArguments {
    @Option(
        help: """
            How long uploads and webhooks have, once the programme is over, in seconds: 0 to 3600. What is left then stays in the \
            folder, and the exit status is 75.
            """)
    var drain = 30.0

    func validate() throws {
        guard 0...3_600 ~= drain else {
            throw ValidationError("--drain \(drain): expected 0 to 3600 seconds")
        }
    }

    var limit: Duration { .milliseconds(Int64(drain * 1_000)) }
}
