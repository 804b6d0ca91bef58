import ContentLines
package import Records
import Sides

extension OpenCRMContactLens {
  /// A system whose exports show no company has only the department of an ORG: a department that
  /// is edited or emptied there leaves the company of the agreed record alone.
  package func refined(
    _ put: Record, agreed: Record, from before: Record, to now: Record
  ) -> Record {
    guard Self.company(before) == nil, Self.company(now) == nil, Self.company(put) == nil,
      let company = Self.company(agreed), !put.components.isEmpty
    else { return put }
    var result = put
    let rest = put.components[0].first("ORG")?.parts.dropFirst() ?? []
    let parameters = agreed.components[0].first("ORG")?.parameters ?? []
    let value = CanonicalValue.join([company] + rest, ASCII.semicolon)
    result.components[0].set("ORG", Property("ORG", parameters, value: value))
    return result.canonical()
  }

  /// The first component of ORG, escaped; nil where there is none.
  private static func company(_ record: Record) -> Text? {
    record.components.first?.first("ORG")?.parts.first.flatMap { $0.isEmpty ? nil : $0 }
  }
}
