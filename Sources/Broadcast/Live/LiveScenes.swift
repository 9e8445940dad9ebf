import Overlay

/// A broadcast's scenes: they come when they are ready, and none is waited for.
struct LiveScenes: SceneSupply {
    private let mailbox: SceneMailbox
    private let inbox: ShowInbox

    /// - Parameter inbox: Is told how far the composer has come, so that the show wakes up for what it has to do by itself.
    init(_ mailbox: SceneMailbox, _ inbox: ShowInbox) {
        (self.mailbox, self.inbox) = (mailbox, inbox)
    }

    func exchange(_ scene: inout Scene, atTick tick: Int) -> SceneMailbox.News {
        let news = mailbox.exchange(&scene, atTick: tick)
        inbox.reached(tick + 1)
        return news
    }

    func leave() { inbox.finish() }
}
