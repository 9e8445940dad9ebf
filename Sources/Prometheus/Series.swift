/// What one combination of labels has measured. Any thread, and nobody waits.
protocol Series: AnyObject, Sendable {
    /// Writes the series' lines, one for each of its samples.
    func write(_ name: String, _ labels: Labels, to text: inout String)
}
