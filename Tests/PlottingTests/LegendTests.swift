import Foundation
import Plotting
import Testing

/// Where an automatic legend goes, told by the places of its words in the picture.
@Suite struct LegendTests {
    /// A falling line leaves the top right corner free, a rising one the top left.
    @Test(arguments: [(-1.0, true), (1.0, false)])
    func freeCornerIsTaken(slope: Double, isRight: Bool) async throws {
        let x = (0...10).map(Double.init)
        let figure = Figure(
            x: Axis("x"), y: Axis("y"),
            series: [
                Series("first name", x: x, y: x.map { slope * $0 }),
                Series("second name", x: x, y: x.map { slope * $0 * 0.9 }),
            ])
        let place = try #require(try await Self.place(of: "first name", in: figure))
        #expect(isRight ? place.x > 400 : place.x < 400)
        #expect(place.y < 200)
    }

    /// Points everywhere: the names are below the axis.
    @Test func fullFigureHasItBelow() async throws {
        let x = (0..<400).map { Double($0 % 20) }
        let y = (0..<400).map { Double($0 / 20) }
        let figure = Figure(
            x: Axis("x"), y: Axis("y"),
            series: [Series("first name", x: x, y: y, style: .points), Series("second name", x: [1], y: [1])])
        let place = try #require(try await Self.place(of: "first name", in: figure))
        #expect(place.y > 450)
    }

    @Test func singleSeriesNeedsNone() async throws {
        let figure = Figure(x: Axis("x"), y: Axis("y"), series: [Series("only name", x: [1, 2], y: [1, 2])])
        #expect(try await Self.place(of: "only name", in: figure) == nil)
    }

    private static func place(of text: String, in figure: Figure) async throws -> (x: Double, y: Double)? {
        let picture = String(decoding: try await Gnuplot().render(figure, as: .svg), as: UTF8.self)
        guard let end = picture.range(of: "<text>\(text)</text>") else { return nil }
        let before = picture[..<end.lowerBound]
        guard let start = before.range(of: "translate(", options: .backwards) else { return nil }
        let numbers = before[start.upperBound...].prefix { $0 != ")" }.split(separator: ",").compactMap {
            Double($0)
        }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }
}
