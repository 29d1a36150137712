import Foundation
import Plotting
import Testing

/// Marks on small figures: their labels have room.
@Suite struct TickStepTests {
    /// Long numbers on both axes, far from and near to zero, positive and negative.
    @Test(arguments: [
        (100.0, 900.0), (0.0021, 0.0074), (-16.452, -2.18), (99_000, 101_000), (0, 1), (-1e-3, 1e-3), (5, 5), (0, 0),
        (0, 3e7),
        (1e-7, 3e-7),
    ])
    func labelsHaveRoom(low: Double, high: Double) async throws {
        let values = (0...20).map { low + (high - low) * Double($0) / 20 }
        let figure = Figure(
            x: Axis("x"), y: Axis("y"),
            series: [Series("one name", x: values, y: values), Series("another name", x: values, y: values)],
            legend: .below, size: .init(width: 400, height: 300 + Legend.rowHeight * 2))
        let picture = String(decoding: try await Gnuplot().render(figure, as: .svg), as: UTF8.self)
        let labels = picture.matches(
            of: /translate\(([0-9.]+),([0-9.]+)\)"[^>]*text-anchor="(middle|end)">\s*<text>(.*)<\/text>/
        ).compactMap { match -> (x: Double, y: Double, isAcross: Bool, text: String)? in
            let text = match.4.replacing(/<[^>]*>/, with: "").trimmingCharacters(in: .whitespaces)
            guard let first = text.first, first.isNumber || first == "-", let x = Double(match.1),
                let y = Double(match.2)
            else { return nil }
            return (x, y, match.3 == "middle", text)
        }
        for isAcross in [true, false] {
            let row = labels.filter { $0.isAcross == isAcross }.sorted { isAcross ? $0.x < $1.x : $0.y < $1.y }
            #expect(row.count >= 2, "\(labels)")
            for (one, next) in zip(row, row.dropFirst()) {
                if isAcross {
                    // 15 units high; a digit is a little more than half as wide.
                    let width = 8.5 * Double(one.text.count + next.text.count) / 2
                    #expect(next.x - one.x > width, "\(one.text) and \(next.text)")
                } else {
                    #expect(next.y - one.y >= 15, "\(one.text) and \(next.text)")
                }
            }
        }
    }
}
