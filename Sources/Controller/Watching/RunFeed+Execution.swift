import BrokerModel
import Execution

extension RunFeed {
    /// What those who watch are woken for.
    func post(_ event: ExecutionEvent) {
        switch event {
        case .started(let step):
            post(.begun(resource: step.resource.description, action: step.action.rawValue))
        case .ended: post(.recorded)
        case .preparing, .waiting, .progress, .stopping: break
        }
    }
}
