import DesiredStateReader

extension Shape where Value == RetentionSettings {
    static var retention: Shape {
        .mapping { fields in
            let days = fields.required(
                "keepDays", .integer(30...36_500), "For how many days records stay in the ledger.")
            let export = fields.required(
                "export", .filePath, "The export that the service continues; nothing goes from the ledger that it lacks.")
            guard let days, let export else { return nil }
            return RetentionSettings(keepDays: days, export: export)
        }
    }
}
