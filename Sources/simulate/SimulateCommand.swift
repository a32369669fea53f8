import Foundation
import Glibc
import SimulatedFleet

/// Runs simulations: `simulate [--from SEED] [--count N] [--jobs N] [--story]`.
@main
enum SimulateCommand {
    static func main() {
        let options = Options(CommandLine.arguments.dropFirst())
        exit(options.isWorker ? Worker(options).run() : Supervisor(options).run())
    }
}
