import Broadcast
import Service
import ServiceLifecycle

/// The broadcast's own record as a part of its process: it hears of the programme's end before anything else ends.
struct RecordService: ServiceLifecycle.Service {
    private let recorder: BroadcastRecorder

    /// - Parameter server: Where viewers come in; `nil` where they read the disk.
    init(folder: String, job: BroadcastJob, server: OriginServer?) {
        recorder = BroadcastRecorder(folder: folder, job: job, server: server, time: { job.mediaTime })
    }

    func run() async throws {
        await recorder.run()
        let recorder = recorder
        try? await runOnThread(named: "record") { recorder.finish() }
        // A service that returns before its turn ends all others.
        try? await gracefulShutdown()
    }
}
