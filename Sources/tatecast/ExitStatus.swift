import ArgumentParser
import Broadcast
import FFmpegKit
import Follow
import Logging
import Overlay
import Presets
import Show

/// What the process tells its caller at its end: the one table (docs/exit-statuses.md). Values as in `sysexits.h`.
enum ExitStatus: Int32 {
    case finished = 0
    /// What was compared isn't alike. Not of `sysexits.h`; `diff` and `cmp` end so.
    case different = 1
    /// What was judged breaks a rule. Not of `sysexits.h` either.
    case nonconforming = 2
    case usage = 64
    case unusableInput = 65
    case noInput = 66
    case unavailable = 69
    case internalFault = 70
    case cannotCreateOutput = 73
    /// The programme is over, and some of it is still to leave this machine.
    case tryAgain = 75
    /// Somebody else refuses a key or a permission.
    case noPermission = 77
    case interrupted = 130
    case terminated = 143

    /// The status and the sentence for an error.
    static func explain(_ error: any Error) -> (status: ExitStatus, message: String) {
        switch error {
        case let error as JobError:
            let statuses: [JobError.Code: ExitStatus] = [
                .inputNotFound: .noInput, .inputUnusable: .unusableInput, .outputNotWritable: .cannotCreateOutput,
                .unreadableColors: .unusableInput, .usage: .usage, .unfinished: .tryAgain,
                .unavailable: .unavailable,
            ]
            return (statuses[error.code] ?? .internalFault, error.description)
        case let error as FollowError: return (.unavailable, error.description)
        case let error as PresetError:
            return (error.kind == .cannotRead ? .noInput : .usage, error.description)
        case let error as OverlayError:
            return (error.code == .drawingFailed ? .internalFault : .usage, error.description)
        case let error as FFmpegError:
            // A codec that this FFmpeg was built without.
            let isMissing = error.operation.hasPrefix("avcodec_find_")
            return (
                isMissing ? .unavailable : .internalFault,
                isMissing
                    ? "this machine's FFmpeg has no \(error.subject ?? "such codec"); run `tatecast doctor`"
                    : error.description
            )
        default:
            return (.internalFault, "\(error)")
        }
    }

    /// Does a command's work; what goes wrong is logged in a sentence and becomes its status.
    static func reporting(to logger: Logger, _ work: () async throws -> Void) async throws(ExitCode) {
        do {
            try await work()
        } catch let exit as ExitCode {
            throw exit
        } catch {
            Console.shared.clearStatus()
            let (status, message) = explain(error)
            logger.critical("\(message)")
            throw status.code
        }
    }

    var code: ExitCode { ExitCode(rawValue) }
}
