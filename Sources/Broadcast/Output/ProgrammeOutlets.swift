import HLS
package import MediaModel

/// Where all that a programme consists of can be had while it runs: the rungs, and the sound that goes with them.
package struct ProgrammeOutlets: Sendable {
    package struct RungOutlet: Sendable {
        /// What its rendition is called, e.g. `v720x1280`.
        package let name: String
        package let rung: Rung
        package let outlet: PacketOutlet

        package init(name: String, rung: Rung, outlet: PacketOutlet = PacketOutlet(.picture)) {
            (self.name, self.rung, self.outlet) = (name, rung, outlet)
        }
    }

    /// From the top one down; at least one.
    package let rungs: [RungOutlet]
    package let sound: PacketOutlet
    /// In bits per second.
    package let soundBitRate: Int
    package let frameRate: FrameRate

    package init(
        rungs: [RungOutlet], sound: PacketOutlet = PacketOutlet(.sound), soundBitRate: Int, frameRate: FrameRate
    ) {
        precondition(!rungs.isEmpty, "a programme without pictures")
        (self.rungs, self.sound) = (rungs, sound)
        (self.soundBitRate, self.frameRate) = (soundBitRate, frameRate)
    }

    init(_ plan: RenderPlan) {
        let bitRates = plan.tracks.compactMap { track in
            if case .audio(let bitRate, isGroup: true) = track.kind { bitRate } else { nil }
        }
        self.init(
            rungs: zip(plan.tracks, plan.rungs).map { RungOutlet(name: $0.id.description, rung: $1) },
            soundBitRate: bitRates.first ?? 0, frameRate: plan.grid.frameRate)
    }
}
