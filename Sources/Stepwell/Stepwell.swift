// The umbrella: `import Stepwell` brings the whole public API.
@_exported import OffloadModel
