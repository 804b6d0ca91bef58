extension Text {
  /// Whether the text begins with the scheme of a URI (RFC 3986 section 3.1), be its colon escaped
  /// (`http\:`) as in the wild. O(n).
  public var hasScheme: Bool {
    guard let colon = firstIndex(of: ASCII.colon), byte(at: 0).map(ASCII.isLetter) == true else {
      return false
    }
    return self[0..<colon].bytes.allSatisfy {
      ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2B || $0 == 0x2D || $0 == ASCII.dot
        || $0 == ASCII.backslash
    }
  }
}
