import MediaModel

// Which segments a rendition lists, and which it has.

extension RenditionTimeline {
    /// Takes segments off the beginning while what stays fills the window (6.2.2): never below three target durations
    /// and six segments, in their order, each with its discontinuity.
    mutating func shorten() {
        while segments.count - firstListed > constants.fewestSegments,
            listedDuration - segments[firstListed].duration >= retention.window
        {
            let segment = segments[firstListed]
            segments[firstListed].left = end
            segments[firstListed].partsLeft = segment.partsLeft ?? end
            listedDuration = listedDuration - segment.duration
            if segment.isDiscontinuous { discontinuitySequence += 1 }
            firstListed += 1
        }
        firstWithParts = max(firstWithParts, firstListed)
    }

    /// Lets parts' tags go, then media that nobody may ask for any more.
    mutating func age() {
        longestPlaylist = max(longestPlaylist, listedDuration + (unfinished?.duration ?? .zero))
        // 4.4.4.9: parts stay until they are three target durations from the end. Those of a segment go together.
        while firstWithParts < segments.count, segments[firstWithParts].end + constants.partLifetime <= end {
            segments[firstWithParts].partsLeft = end
            firstWithParts += 1
        }
        if let memory = retention.memory {
            while firstInMemory < firstWithParts, segments[firstInMemory].end + memory <= end {
                if !forget(firstInMemory) { undecided.append(segments[firstInMemory].sequence) }
                firstInMemory += 1
            }
            if !undecided.isEmpty { forgetUndecided() }
        }
        // 6.2.2: as long as the segment itself and the longest playlist that listed it.
        var count = 0
        while count < firstListed, let left = segments[count].left,
            left + segments[count].duration + longestPlaylist <= end
        {
            // Without a disk, memory has had it until now.
            segments[count].parts = []
            count += 1
        }
        if count > 0 { removeOldest(count) }
    }

    private mutating func removeOldest(_ count: Int) {
        // Their text has left, or is a recording's.
        while firstUnlogged < count { logNextText() }
        segments.removeFirst(count)
        firstListed -= count
        firstWithParts -= count
        firstUnlogged -= count
        firstInMemory = max(0, firstInMemory - count)
        guard let oldest = segments.first?.sequence else { return }
        sections.removeFirst(sections.prefix { $0.lastSequence < oldest }.count)
    }

    /// Lets memory forget a segment, which is missing from then on if the disk has lost it.
    ///
    /// - Returns: Whether it did: a disk that is behind may have it yet, and until it has told, memory does.
    private mutating func forget(_ index: Int) -> Bool {
        let sequence = segments[index].sequence
        if disk != nil, !segments[index].parts.isEmpty {
            guard disk?.knows(sequence) == true else { return false }
            if disk?.takeLoss(of: sequence) == true, !segments[index].isGap {
                segments[index].isLost = true
            }
        }
        segments[index].parts = []
        return true
    }

    private mutating func forgetUndecided() {
        var left: [Int] = []
        for sequence in undecided {
            guard let first = segments.first?.sequence, sequence >= first else { continue }
            if !forget(sequence - first) { left.append(sequence) }
        }
        undecided = left
    }

    /// Takes what became of a segment on the disk.
    mutating func noteOnDisk(_ sequence: Int, isLost: Bool) {
        // The same may be told twice, and the second time when nobody asks any more.
        let first = firstInMemory < segments.count ? segments[firstInMemory].sequence : next.mediaSequence
        guard !isLost || sequence >= first || undecided.contains(sequence) else { return }
        disk?.note(sequence, isLost: isLost)
    }

    /// When the playlist begins.
    var windowStart: ProgramDateTime {
        firstListed < segments.count ? segments[firstListed].programDateTime : unfinished?.programDateTime ?? runStart
    }
}
