// Prints what it finds; expected.txt beside the package says what that must be.
let examples = CommandLine.arguments[1]

print("# own arrays")
try solveOwnArrays()
print("# again, from the last price")
try solveAgain()
print("# batches")
try await solveBatches()
print("# stopping")
try stopSolves()
print("# the paper's sub-problem")
try solveSubproblem()
print("# own convex programs")
try solveOwnPrograms()
print("# factorisations")
try factorMatrices()
print("# calibration")
try await makePage(table: examples + "/quality/cifar10.csv")
