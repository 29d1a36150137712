import CertifiedSolving
import OffloadModel
import ScenarioFiles
import SuccessiveConvex
import VectorKernels

/// Solves the points of a sweep by its methods.
struct SweepPointSolver: Sendable {
    private let variation: ScenarioVariation
    private let settings: SweepSettings
    private let certified: CertifiedSolver
    private let kernels: Kernels
    private let mayContinue: @Sendable () -> Bool

    /// - Parameter isAlone: true if no other solve runs beside, so that all threads are the certified solver's.
    init(
        variation: ScenarioVariation, settings: SweepSettings, isAlone: Bool,
        mayContinue: @escaping @Sendable () -> Bool
    ) throws {
        self.variation = variation
        self.settings = settings
        self.mayContinue = mayContinue
        var certified = settings.certified
        certified.threads = isAlone ? certified.threads : 1
        self.certified = try CertifiedSolver(certified)
        kernels = Kernels(certified.instructionSet)
    }

    /// The sweep was stopped while a point was being solved.
    private struct Stopped: Error {}

    /// Runs all methods that the seed matters to at the points of a piece.
    func outcome(of piece: SweepPiece, using workspace: inout SolveWorkspace) -> SweepPiece.Outcome {
        var findings = SweepPiece.Findings(piece: piece)
        var price: Double?
        do {
            for point in piece.points {
                guard mayContinue() else { break }
                findings.points.append(try runs(at: point, seed: piece.seed, price: &price, using: &workspace))
            }
        } catch is Stopped {
            return .success(findings)
        } catch {
            return .failure(error)
        }
        return .success(findings)
    }

    /// The runs at a point, one for each method.
    ///
    /// - Parameter price: where the certified solver starts; becomes its answer.
    private func runs(
        at point: Int, seed: UInt64, price: inout Double?, using workspace: inout SolveWorkspace
    ) throws -> [SweepRun?] {
        let scenario = try variation.scenario(at: point, seed: seed)
        let problem = try variation.problem(of: scenario, at: point)
        let reference = certified.solve(problem, startingFrom: price, using: &workspace, while: mayContinue)
        guard reference.status != .stopped else { throw Stopped() }
        price = reference.dualPrice ?? price
        return try settings.methods.map { method in
            guard seed <= UInt64(settings.runs(of: method)) else { return nil }
            var status = reference.status
            var plan = reference.plan
            if method != .certified, plan != nil {
                (status, plan) = try attempt(method, problem, seed: seed, certified: plan)
                // The bound that the plan is held against is weaker than asked.
                if [.nodeLimit, .timeLimit].contains(reference.status) { status = reference.status }
            }
            return SweepRun(
                seed: seed, status: status, plan: plan, lowerBound: reference.lowerBound,
                price: method == .certified ? reference.price : nil,
                priceBelow: method == .certified ? reference.priceBelow : nil, problem: problem, scenario: scenario)
        }
    }

    /// The plan of a method that proves nothing. The time limit holds for the plan to start from as well.
    private func attempt(
        _ method: SolveMethod, _ problem: OffloadProblem, seed: UInt64, certified: Plan?
    ) throws -> (SolveStatus, Plan?) {
        let rule = settings.certified.stepRule
        let deadline = SolveDeadline(limit: settings.certified.timeLimit)
        if let baseline = method.baseline(seed: seed) {
            let result = baseline.solve(problem, stepRule: rule, kernels: kernels, until: deadline)
            return (result.status, result.plan)
        }
        let start = settings.start.point(
            for: problem, seed: seed, stepRule: rule, kernels: kernels, until: deadline, certified: certified)
        guard let start else { return (deadline.hasPassed ? .timeLimit : .numericalFailure, nil) }
        var paper = settings.paper
        paper.start = start
        paper.stepRule = rule
        paper.timeLimit = deadline.remainingLimit
        let result = try SuccessiveConvexSolver(paper, kernels: kernels).solve(problem, while: mayContinue)
        guard result.status != .stopped else { throw Stopped() }
        return (result.status, result.plan)
    }
}
