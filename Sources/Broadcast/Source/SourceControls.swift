public import Follow
import MediaModel
public import Show
import Synchronization

/// What a person has set about the source while the programme runs. Any thread; never waits.
public final class SourceControls: Sendable {
    /// How far sound may be moved, in milliseconds.
    public static let audioDelays = -500...500
    /// How many things that nobody has heard yet a crop may be told.
    static let mostFollowCommands = 16

    public struct Settings: Hashable, Sendable {
        /// Whether viewers see the slate and hear nothing, whatever the source sends.
        public var showsSlate = false
        /// In degrees clockwise, a multiple of 90, on top of the source's own and the preset's: RTMP carries no rotation,
        /// and phones arrive sideways.
        public var rotation = 0
        /// Applied after the rotation.
        public var flip = ReframePreset.Flip.none
        /// By how much the sound is moved, in nanoseconds: positive if it comes too early. If negative, the pictures come later
        /// by as much.
        public var audioDelay: Int64 = 0
        public var isMuted = false
        /// Whether what the source sends is thrown away, as if it were gone. For trying what a loss looks like.
        public var isCut = false
        /// How loud the programme is; `nil`: nobody has said anything of it, and the source is heard as it is.
        public var sound: SoundPreset?
        /// What a crop that follows is told, until it has heard it.
        private(set) var followCommands: [FollowCommand] = []

        /// Tells a crop that follows what to do, on the next tick. Of more than ``mostFollowCommands`` the oldest are forgotten.
        public mutating func follow(_ command: FollowCommand) {
            followCommands.append(command)
            if followCommands.count > SourceControls.mostFollowCommands { followCommands.removeFirst() }
        }

        fileprivate mutating func takeFollowCommands() -> [FollowCommand] {
            defer { followCommands = [] }
            return followCommands
        }

        /// What the programme's sound is multiplied by: behind a slate that somebody has put up nobody is to be heard either.
        var soundGain: Float { isMuted || showsSlate ? 0 : 1 }

        /// The preset's, which may change on air.
        var reframe = ReframePreset()

        /// How a picture that is otherwise upright is turned.
        var orientation: Orientation {
            Orientation(reframe).then(Orientation(ReframePreset(rotation: rotation, flip: flip)))
        }
    }

    private let state: Mutex<Settings>
    /// In nanoseconds from the file's start.
    private let position = Mutex<Int64?>(nil)

    init(reframe: ReframePreset, audioDelay: Int64, isMuted: Bool, sound: SoundPreset? = nil) {
        var settings = Settings()
        settings.reframe = reframe
        settings.audioDelay = audioDelay
        settings.isMuted = isMuted
        settings.sound = sound
        state = Mutex(settings)
    }

    public var settings: Settings { state.withLock { $0 } }

    /// Has a file that is played again and again go on from a position, in nanoseconds from its start; behind its end, from its
    /// start. Nothing for other sources.
    public func seek(to position: Int64) {
        self.position.withLock { $0 = max(0, position) }
    }

    /// Whether somebody has asked since the last ``takePosition()``.
    var wantsPosition: Bool { position.withLock { $0 != nil } }

    /// Where to go on, if somebody has asked since the last call.
    func takePosition() -> Int64? {
        position.withLock { position in
            defer { position = nil }
            return position
        }
    }

    /// What a crop that follows is to be told, once.
    ///
    /// - Parameter settings: As they were just now: mostly there is nothing.
    func takeFollowCommands(_ settings: Settings) -> [FollowCommand] {
        settings.followCommands.isEmpty ? [] : state.withLock { $0.takeFollowCommands() }
    }

    /// Changes some settings at once.
    ///
    /// - Returns: Them all, as they are now.
    @discardableResult
    public func change(_ body: (inout Settings) -> Void) -> Settings {
        state.withLock { settings in
            body(&settings)
            return settings
        }
    }
}
