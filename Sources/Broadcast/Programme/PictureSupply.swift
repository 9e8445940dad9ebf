/// Decides what each tick shows of the source.
protocol PictureSupply {
    /// Takes in the pictures that have come for a tick, and waits for them where it may.
    ///
    /// - Returns: `false` if the job has failed.
    mutating func prepare(_ tick: Int) -> Bool

    /// What the tick shows; `nil` if the source had nothing at all.
    mutating func picture(forTick tick: Int) -> TickPicture?

    /// The programme is whole.
    func finish()

    /// Lets whoever feeds the composer go: it takes nothing more, whether the programme is whole or not.
    func leave()
}
