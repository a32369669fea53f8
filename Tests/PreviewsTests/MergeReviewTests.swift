import BrokerModel
import Testing

@testable import Previews

@Suite("The plan of a merged commit beside what was shown")
struct MergeReviewTests {
    private static let first = Scene.step("ca-eccc-msc", on: "waloop01", .replace)
    private static let second = Scene.step("ca-eccc-msc", on: "waloop02", .replace)
    private static let drift = Scene.step("fr-meteofrance", on: "waloop03", .update, cause: .drift)

    private func reviewed(_ steps: [Step], beside pending: [Step] = []) throws -> ReviewedPlan {
        var scene = Scene()
        scene.baseSteps = pending
        scene.mergedSteps = steps + pending
        return ReviewedPlan(try scene.change)
    }

    private func review(
        _ steps: [Step], digest: String = "now", shown: [[Step]], beside pending: [Step] = [], approved: [Step] = []
    ) throws -> MergeReview {
        let plan = Plan(
            digest: Digest(of: digest), commit: "c", broker: Scene.broker,
            observedAt: Timestamp(seconds: 1_800_000_000), steps: steps)
        let commit = try #require(CommitID(String(repeating: "c", count: 40)))
        return MergeReview(of: plan, at: commit, against: try shown.map { try reviewed($0, beside: pending) },
            approved: approved, key: [1])
    }

    @Test("Of the same digest it is the same plan")
    func same() throws {
        let review = try review([Self.first], digest: "merged", shown: [[Self.first]])
        #expect(review.isSame && review.isAsReviewed && review.unseen.isEmpty)
        #expect(review.sentence.text == "the plan is the reviewed one")
    }

    @Test("What is left of it, and drift beside it, is nothing that was not shown")
    func part() throws {
        let review = try review([Self.second, Self.drift], shown: [[Self.first, Self.second]])
        #expect(!review.isSame && review.isAsReviewed)
        #expect(review.missing.map(\.resource) == [Self.first.resource])
        #expect(review.sentence.text.hasSuffix("; 1 step that was shown is not needed any more"))
    }

    @Test("Another step, and another image under the same step, were not shown")
    func other() throws {
        var review = try review([Self.first, Self.second], shown: [[Self.first]])
        #expect(!review.isAsReviewed && review.unseen.map(\.resource) == [Self.second.resource])
        let image = Scene.step("ca-eccc-msc", on: "waloop01", .replace, image: "example/antiloop:6.6.6")
        review = try self.review([image], shown: [[Self.first]])
        #expect(!review.isAsReviewed && review.unseen.map(\.resource) == [Self.first.resource])
        #expect(review.sentence.text == "1 step was not shown so: waloop01/container/ca-eccc-msc")
    }

    @Test("What was only counted beside a change was not shown, of the same digest neither", arguments: ["merged", "now"])
    func pending(digest: String) throws {
        let review = try review(
            [Self.first, Self.second], digest: digest, shown: [[Self.first]], beside: [Self.second])
        #expect(!review.isSame && !review.isAsReviewed && review.unseen.map(\.resource) == [Self.second.resource])
    }

    @Test("What a person approved of an earlier commit goes on, and is told apart from what was shown")
    func approved() throws {
        let review = try review(
            [Self.first, Self.second], digest: "merged", shown: [[Self.first]], beside: [Self.second],
            approved: [Self.second])
        #expect(!review.isSame && review.isAsReviewed && review.approved.map(\.resource) == [Self.second.resource])
        #expect(
            review.sentence.text
                == "nothing is set going that was not shown or approved; 1 step was not shown, and approved before")
        let image = Scene.step("ca-eccc-msc", on: "waloop02", .replace, image: "example/antiloop:6.6.6")
        #expect(try !self.review([image], shown: [[Self.first]], approved: [Self.second]).isAsReviewed)
    }

    @Test("Of several changes that were merged together, each step was shown in one")
    func several() throws {
        let review = try review([Self.first, Self.second], shown: [[Self.first], [Self.second]])
        #expect(review.isAsReviewed && review.missing.isEmpty)
    }

    @Test("The comment says it first, within any limit, and names in it break out of nothing", arguments: [3_000, 65_536])
    func comment(bytes: Int) throws {
        var scene = Scene()
        scene.mergedSteps = [Self.first]
        var hostile = Self.second
        hostile.reason = "<img src=x> @all ](http://evil.example) `"
        let review = try review([hostile], shown: [[Self.first]])
        let comment = PreviewComment(try scene.preview, limit: CommentLimit(bytes: bytes), review: review).render()
        #expect(CommentMarker(broker: Scene.broker).begins(comment))
        #expect(comment.contains("#### ⚠️ Merged, and not as reviewed"))
        #expect(comment.contains("not shown: ♻️ `waloop02/container/ca-eccc-msc`"))
        #expect(!comment.contains("<img") && !comment.contains(" @all") && comment.utf8.count <= bytes)
    }

    @Test("Without the moment of the look, previews of the same tell the same")
    func undated() throws {
        let scene = Scene()
        var later = try scene.preview
        guard case .planned(var change) = later.outcome else { return }
        change.observedAt = Timestamp(seconds: 1_900_000_000)
        later.outcome = .planned(change)
        let texts = [try scene.preview, later].map { PreviewComment($0, limit: .github).render() }
        #expect(texts[0] != texts[1])
        let undated = [try scene.preview, later].map { PreviewComment($0.undated, limit: .github).render() }
        #expect(undated[0] == undated[1])
    }
}
