/// Consecutive points for one seed: what one thread does at a time.
struct SweepPiece: Sendable {
    let points: Range<Int>
    let seed: UInt64

    /// What came of it: for every point the run of every method, nil where the seed makes no difference to the
    /// method. There are fewer points if the sweep was stopped.
    struct Findings: Sendable {
        let piece: SweepPiece
        var points: [[SweepRun?]] = []
    }

    typealias Outcome = Result<Findings, any Error>
}
