import Foundation

/// What a process has used, as /proc tells.
struct ProcessUsage {
    /// Of all its threads, user and system, in seconds.
    var processorTime: Double
    /// VmRSS, in bytes.
    var residentMemory: Int

    /// - Parameter process: its id, or `self`.
    init(of process: String) throws(LoadError) {
        // proc(5): the fields after the name, which may have spaces and brackets itself.
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let bracket = stat.lastIndex(of: ")")
        else { throw LoadError("no process \(process)") }
        let fields = stat[bracket...].split(separator: " ")
        guard fields.count > 22, let user = Double(fields[12]), let system = Double(fields[13]),
            let pages = Int(fields[22])
        else { throw LoadError("/proc/\(process)/stat: not as proc(5) has it") }
        processorTime = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        residentMemory = pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
