import Locking
import Synchronization

/// The answer that one field owes for all its parents, to be given once and from any thread. One that is thrown away
/// unanswered fails, so that no request waits for ever.
final class PendingField: Sendable {
    /// Where the answer goes: who waits for it, and which field of which instance.
    private let mailbox: Mailbox
    private let place: Mailbox.Place
    private let parents: Int
    private let isAnswered = Atomic<Bool>(false)
    private let mask: @Sendable (any Error, String) -> FieldError

    init(
        _ mailbox: Mailbox, _ place: Mailbox.Place, parents: Int,
        _ mask: @escaping @Sendable (any Error, String) -> FieldError
    ) {
        self.mailbox = mailbox
        self.place = place
        self.parents = parents
        self.mask = mask
    }

    deinit { answer { _ in FieldResult(base: .failed(.internalError)) } }

    /// - Parameter result: made of the number of parents; called only where no answer was given before.
    func answer(_ result: (Int) -> FieldResult) {
        if isAnswered.exchange(true, ordering: .acquiringAndReleasing) { return }
        mailbox.post(Mailbox.Letter(place: place, content: .answer(result(parents))))
    }

    func fail(_ error: any Error) {
        if let stop = error as? ExecutionStop {
            if isAnswered.exchange(true, ordering: .acquiringAndReleasing) { return }
            mailbox.post(Mailbox.Letter(place: place, content: .stop(stop.reason)))
        } else if let error = error as? any ClientFacingError {
            let fieldError = error.fieldError
            answer { _ in FieldResult(base: .failed(fieldError)) }
        } else {
            answer { _ in FieldResult(base: .failed(mask(error, place.field.coordinate))) }
        }
    }
}

/// Takes the answers of an execution's asynchronous fields, and wakes whoever carries it on.
final class Mailbox: Sendable {
    /// Which field waits.
    struct Place: @unchecked Sendable {
        // Sendable: only the one who carries the execution on looks into the instance; others hand it back.
        let instance: NodeInstance
        let index: Int
        let field: PlannedField
    }

    struct Letter: @unchecked Sendable {
        // Sendable: a result is handed over once, by who made it to who reads it.
        let place: Place
        let content: Content

        enum Content {
            case answer(FieldResult)
            case stop(FieldError)
        }
    }

    private let letters = Lock<[Letter]>([])
    private let wake: @Sendable () -> Void

    /// - Parameter wake: called for each letter, on the thread that gave the answer.
    init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    func post(_ letter: Letter) {
        letters.withLock { $0.append(letter) }
        wake()
    }

    func take() -> [Letter] {
        letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
    }
}
