// The umbrella: `import Stepwell` brings the whole public API.
@_exported import BatchSolving
@_exported import CertifiedSolving
@_exported import CrossChecking
@_exported import Experiments
@_exported import InteriorPoint
@_exported import LinearAlgebra
@_exported import OffloadModel
@_exported import Plotting
@_exported import ScenarioFiles
@_exported import SuccessiveConvex
@_exported import VectorKernels
