import OffloadModel

/// The quantities of a user, by their keys in a scenario file; one description serves reading, validation and writing.
public enum UserField: String, Sendable, CaseIterable {
    /// Δt_{n,0} in seconds per step, (3).
    case localStepTime
    /// Δt_{n,1} in seconds per step, (3).
    case edgeStepTime
    /// k_n in W/Hz³, (5).
    case localPowerCoefficient
    /// f_n in Hz, (5).
    case localFrequency
    /// g_n in Hz, (6).
    case edgeFrequency
    /// ε, the error before the first step, (4).
    case initialError
    /// C1 per step, (4).
    case errorDecay
    /// C2 per step, (7).
    case utilityRate
    /// S_{n,0}, (2).
    case localStepLimit
    /// S_{n,1}, (2).
    case edgeStepLimit
    /// L_n, the fewest steps that the user accepts.
    case minimumSteps
    /// The time in seconds by which the generation must be done; infinite if there is none.
    case deadline
    /// Seconds that sending the request to the edge takes.
    case uplinkTime
    /// Joules that sending the request to the edge takes.
    case uplinkEnergy
    /// The error that no number of steps removes on the device.
    case errorFloor
    /// The error that no number of steps removes on the edge.
    case edgeErrorFloor
    /// ε of the edge's model, if it differs.
    case edgeInitialError
    /// C1 of the edge's model, if it differs.
    case edgeErrorDecay
    /// C2 of the edge's model, if it differs.
    case edgeUtilityRate

    /// What holds if the file says nothing.
    public enum Fallback: Sendable, Equatable {
        /// The entry must be there.
        case required
        /// This number for all users.
        case value(Double)
        /// The same as another entry.
        case field(UserField)
    }

    /// What holds if the file says nothing.
    public var fallback: Fallback {
        switch self {
        case .localStepTime, .edgeStepTime, .localPowerCoefficient, .localFrequency, .edgeFrequency,
            .initialError, .errorDecay, .utilityRate, .localStepLimit, .edgeStepLimit:
            .required
        case .minimumSteps, .uplinkTime, .uplinkEnergy, .errorFloor, .edgeErrorFloor: .value(0)
        case .deadline: .value(.infinity)
        case .edgeInitialError: .field(.initialError)
        case .edgeErrorDecay: .field(.errorDecay)
        case .edgeUtilityRate: .field(.utilityRate)
        }
    }

    /// The path of keys in the file, for errors.
    public var path: String { "users.\(rawValue)" }

    /// What one entry may be, in words.
    public var allowed: String {
        let limit = largest < .greatestFiniteMagnitude ? " and at most \(exact: largest)" : ""
        let number = "a finite number ≥ 0" + limit
        return self == .deadline ? number + ", or null for none" : number
    }

    /// What the whole column may be, in words.
    var allowedColumn: String {
        let column = "a finite number ≥ 0 or an array of one such number for each user"
        return self == .deadline ? column + ", null where there is none" : column
    }

    /// The largest number accepted: no deadline is an infinite one; rates and limits are those of ``OffloadProblem``, which
    /// refuses products that are too large.
    var largest: Double {
        switch self {
        case .deadline: .infinity
        case .errorDecay, .edgeErrorDecay, .utilityRate, .edgeUtilityRate: OffloadProblem.largestRate
        case .localStepLimit, .edgeStepLimit, .minimumSteps: OffloadProblem.largestStepCount
        default: .greatestFiniteMagnitude
        }
    }
}
