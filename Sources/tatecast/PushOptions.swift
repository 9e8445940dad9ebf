import ArgumentParser
import Broadcast
import Delivery
import Foundation
import Logging

/// Where the programme goes besides: social networks, other servers.
struct PushOptions: ParsableArguments {
    @Option(
        name: .customLong("push"),
        help: ArgumentHelp(
            "Send the programme there too: youtube=rtmps://a.rtmps.youtube.com/live2, or shop=srt://host:9000?mode=caller. May be given several times.",
            discussion: """
                The stream key of youtube= stands in TATECAST_PUSH_KEY_YOUTUBE, or in the file that \
                TATECAST_PUSH_KEY_YOUTUBE_FILE names. It gets the top rung; with …#rung=v540x960 another, with …#under=2500k the \
                best with so few bits a second. See docs/simulcast.md.
                """,
            valueName: "name=url"))
    var pushes: [String] = []

    @OptionGroup
    var trust: PushTrustOption

    /// The destinations with their secrets, as far as they can be checked before the programme begins.
    struct Prepared {
        fileprivate let trust: PushTrust
        fileprivate let entries: [(order: DestinationOrder, secrets: DestinationSecrets)]
    }

    /// Reads and checks all that was given.
    ///
    /// - Throws: ``JobError`` without secrets.
    func prepare(for outlets: ProgrammeOutlets) throws(JobError) -> Prepared {
        let trust = try trust.load()
        var entries: [(order: DestinationOrder, secrets: DestinationSecrets)] = []
        for text in pushes.words {
            let order: DestinationOrder
            do throws(DestinationOrder.Failure) {
                order = try DestinationOrder(text)
            } catch {
                throw JobError(.usage, "--push: \(error)")
            }
            guard !entries.contains(where: { $0.order.keyVariable == order.keyVariable }) else {
                throw JobError(
                    .usage, "--push: \(order.name) is given twice: each destination has a name, and a key, of its own")
            }
            let secrets = try Self.secrets(for: order)
            do throws(DestinationOrder.Failure) {
                try order.check(secrets, outlets)
            } catch {
                throw JobError(.usage, "--push: \(error)")
            }
            entries.append((order, secrets))
        }
        guard entries.count <= Destinations.limit else {
            throw JobError(
                .usage, "--push: expected \(Destinations.limit) destinations at most, found \(entries.count)")
        }
        return Prepared(trust: trust, entries: entries)
    }

    static func secrets(for order: DestinationOrder) throws(JobError) -> DestinationSecrets {
        do {
            return try DestinationSecrets(for: order) { try Secret.read($0) }
        } catch let error as JobError {
            throw error
        } catch {
            throw JobError(.usage, "\(error)")
        }
    }
}

/// `--push-ca`.
struct PushTrustOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Authorities whose certificates are believed for rtmps://, besides this machine's: a PEM file.",
            valueName: "file"),
        completion: .file())
    var pushCa: String?

    /// - Throws: ``JobError`` if the file isn't there, or has no certificate.
    func load() throws(JobError) -> PushTrust {
        do throws(DestinationOrder.Failure) {
            return try PushTrust(file: pushCa)
        } catch {
            let isThere = pushCa.map { FileManager.default.fileExists(atPath: $0) } ?? true
            throw JobError(isThere ? .usage : .inputNotFound, "--push-ca: \(error)")
        }
    }
}

extension PushOptions.Prepared {
    /// Has a programme go to all of them, once it has begun; others may follow while it is on air.
    ///
    /// - Throws: ``JobError``; nothing that was checked before.
    func open(_ job: BroadcastJob, _ logger: Logger) throws(JobError) -> Destinations {
        let destinations = Destinations(
            job.outlets, status: job.status, trust: trust, logger: logger, tell: { job.tell($0) })
        for (order, secrets) in entries {
            do throws(Destinations.Refusal) {
                try destinations.add(order, secrets)
            } catch {
                throw JobError(.usage, "--push: \(error)")
            }
        }
        return destinations
    }
}
