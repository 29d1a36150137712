import CertifiedSolving
import OffloadModel

/// Solves many problems, each on one thread, with the results in the order of the problems.
///
/// Every worker keeps one workspace, and the workers live as long as the batch. A result does not depend on the number of
/// threads, nor on the other problems: it has the same bits as that of `CertifiedSolver` alone.
///
/// The thread that calls takes the problems from their sequence and delivers the results; the workers do nothing but solve.
/// Both the sequence and `deliver` may therefore belong to an actor, such as the main actor, that makes the call. The call
/// returns when the batch is done, and holds that actor until then.
public struct BatchSolver: Sendable {
    /// How many problems are solved at a time: by the calling thread, or by as many threads beside it if there are several.
    public let threads: Int
    /// How each is solved; its `threads` are 1.
    public let settings: CertifiedSolverSettings
    private let solver: CertifiedSolver

    /// A solver on so many threads.
    ///
    /// - Throws: `SettingError` if a setting is out of its range.
    public init(threads: Int = 1, settings: CertifiedSolverSettings = .init()) throws {
        var settings = settings
        settings.threads = threads
        try settings.validate()
        settings.threads = 1
        self.threads = threads
        self.settings = settings
        solver = try CertifiedSolver(settings)
    }

    /// Solves one problem in the memory of a worker, unless a stop was asked for before.
    func solve(_ problem: OffloadProblem, using workspace: inout SolveWorkspace, stop: StopRequest?) -> CertifiedResult
    {
        if let stop, stop.isMade { return .stoppedBeforeItBegan }
        return solver.solve(problem, using: &workspace, stop: stop)
    }

    /// Solves all problems of a collection, which the calling thread goes through. In a task that is cancelled the problems not yet
    /// solved have the status `.stopped`; those not begun have no plan.
    public func solve<Problems: RandomAccessCollection>(_ problems: Problems) -> [CertifiedResult]
    where Problems.Element == OffloadProblem {
        var results: [CertifiedResult] = []
        results.reserveCapacity(problems.count)
        // Delivering into memory does not fail.
        try? solve(each: problems) { results.append($0) }
        return results
    }

    /// Solves the problems of a sequence as they come, in bounded memory.
    ///
    /// In a task that is cancelled every problem that is still taken gets the status `.stopped`; those not begun have no plan.
    ///
    /// - Parameters:
    ///   - problems: P1, one after another; advanced by the calling thread.
    ///   - deliver: receives the results in the order of the problems, on the calling thread.
    /// - Throws: what `deliver` throws; the rest of the sequence is then left alone.
    public func solve<Problems: Sequence>(
        each problems: Problems, _ deliver: (CertifiedResult) throws -> Void
    ) throws where Problems.Element == OffloadProblem {
        var iterator = problems.makeIterator()
        try StopRequest.watching { stop in
            try OrderedPipeline(threads: threads).run(
                take: { iterator.next() }, room: { SolveWorkspace() },
                work: { solve($0, using: &$1, stop: stop) },
                deliver: { group in for result in group { try deliver(result) } })
        }
    }
}
