/// How the work of a sweep is cut into pieces.
struct SweepChains: Sequence {
    /// How many seeds every chain is run with.
    let seeds: Int
    /// How many pieces there are. They are made as they are asked for: there can be 62 million.
    let count: Int
    private let points: Int
    private let length: Int

    /// The longest chain; short sweeps have shorter ones, so that there is work for several threads.
    private static let longest = 16

    init(points: Int, seeds: Int) {
        self.points = points
        self.seeds = seeds
        length = Swift.max(1, Swift.min(Self.longest, points / Self.longest))
        count = (points + length - 1) / length * seeds
    }

    /// The chains one after the other, each with all its seeds.
    func makeIterator() -> some IteratorProtocol<SweepPiece> {
        (0..<count).lazy.map { number in
            let start = number / seeds * length
            return SweepPiece(points: start..<Swift.min(start + length, points), seed: UInt64(number % seeds + 1))
        }.makeIterator()
    }
}
