/// Which decision a node leaves to a user.
enum Side: UInt8 {
    case open, local, edge
}
