import Glibc

/// A value with its gradient and Hessian with respect to n variables, carried along by the chain rule.
///
/// Programs in tests are written once, as formulas on jets; their derivatives are then free of mistakes of the hand.
struct Jet {
    var value: Double
    var gradient: [Double]
    /// Row after row, n by n.
    var hessian: [Double]

    init(_ value: Double, count: Int) {
        self.value = value
        gradient = Array(repeating: 0, count: count)
        hessian = Array(repeating: 0, count: count * count)
    }

    /// The variables at a point.
    static func variables(_ x: [Double]) -> [Jet] {
        x.indices.map { index in
            var jet = Jet(x[index], count: x.count)
            jet.gradient[index] = 1
            return jet
        }
    }

    /// φ of this, given φ, φ′ and φ″ at the value.
    func composed(_ value: Double, _ first: Double, _ second: Double) -> Jet {
        var result = Jet(value, count: gradient.count)
        let n = gradient.count
        for i in 0..<n {
            result.gradient[i] = first * gradient[i]
            for j in 0..<n {
                result.hessian[i * n + j] = first * hessian[i * n + j] + second * gradient[i] * gradient[j]
            }
        }
        return result
    }

    static func + (a: Jet, b: Jet) -> Jet {
        var result = a
        result.value += b.value
        for i in a.gradient.indices { result.gradient[i] += b.gradient[i] }
        for i in a.hessian.indices { result.hessian[i] += b.hessian[i] }
        return result
    }

    static func * (a: Jet, b: Jet) -> Jet {
        let n = a.gradient.count
        var result = Jet(a.value * b.value, count: n)
        for i in 0..<n {
            result.gradient[i] = a.value * b.gradient[i] + b.value * a.gradient[i]
            for j in 0..<n {
                result.hessian[i * n + j] =
                    a.value * b.hessian[i * n + j] + b.value * a.hessian[i * n + j]
                    + a.gradient[i] * b.gradient[j] + b.gradient[i] * a.gradient[j]
            }
        }
        return result
    }

    static func * (a: Double, b: Jet) -> Jet { b.composed(a * b.value, a, 0) }
    static func + (a: Jet, b: Double) -> Jet { a.composed(a.value + b, 1, 0) }
    static func + (a: Double, b: Jet) -> Jet { b + a }
    static prefix func - (a: Jet) -> Jet { -1 * a }
    static func - (a: Jet, b: Jet) -> Jet { a + -b }
    static func - (a: Jet, b: Double) -> Jet { a + -b }
    static func - (a: Double, b: Jet) -> Jet { -b + a }
    static func / (a: Jet, b: Jet) -> Jet { a * b.power(-1) }

    func power(_ exponent: Double) -> Jet {
        composed(
            pow(value, exponent), exponent * pow(value, exponent - 1),
            exponent * (exponent - 1) * pow(value, exponent - 2))
    }
    var squared: Jet { self * self }
    var exponential: Jet { composed(exp(value), exp(value), exp(value)) }
    var logarithm: Jet { composed(log(value), 1 / value, -1 / (value * value)) }
}

func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
func exponential(_ x: Double) -> Double { exp(x) }
func logarithm(_ x: Double) -> Double { log(x) }
