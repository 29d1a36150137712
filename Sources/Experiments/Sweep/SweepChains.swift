/// How the work of a sweep is cut into pieces.
struct SweepChains {
    /// How many seeds every chain is run with.
    let seeds: Int
    /// The chains one after the other, each with all its seeds.
    let pieces: [SweepPiece]

    /// The longest chain; short sweeps have shorter ones, so that there is work for several threads.
    private static let longest = 16

    init(points: Int, seeds: Int) {
        self.seeds = seeds
        let length = max(1, min(Self.longest, points / Self.longest))
        pieces = stride(from: 0, to: points, by: length).flatMap { start in
            (1...UInt64(seeds)).map { SweepPiece(points: start..<min(start + length, points), seed: $0) }
        }
    }
}
