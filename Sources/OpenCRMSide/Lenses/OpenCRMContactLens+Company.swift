import ContentLines
package import Records
import Sides

extension OpenCRMContactLens {
  /// A company that did not change in OpenCRM says nothing of the company of the agreed record: it
  /// may not be shown there, or be OpenCRM's own. A department that is edited or emptied leaves it
  /// alone.
  package func refined(
    _ put: Record, agreed: Record, from before: Record, to now: Record
  ) -> Record {
    guard Self.company(before) == Self.company(now), let company = Self.company(agreed),
      Self.company(put) != company, !put.components.isEmpty
    else { return put }
    // Where OpenCRM showed the company of the agreed record, what it did to it counts.
    if let shown = Self.company(before), shown == company { return put }
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
