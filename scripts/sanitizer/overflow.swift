// Writes behind the end of its memory, `control outside`, or not, `control inside`: the way a loop over pixels would that goes
// without bounds checks. The address sanitizer must tell them apart.
@main struct Overflow {
    static func main() {
        let count = 64
        let row = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
        row.initialize(repeating: 0, count: count)
        defer { row.deallocate() }
        let last = CommandLine.arguments.dropFirst().first == "outside" ? count : count - 1
        for index in 0...last { row[index] = UInt8(truncatingIfNeeded: index) }
        print(row[count - 1])
    }
}
