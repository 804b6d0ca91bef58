import GRDB
import GRDBSQLite

/// A prepared statement whose hot loops step SQLite directly.
///
/// Text is bound and read with its length, so a NUL inside an id does not cut it. Lives within one
/// access to the database.
final class Prepared {
  private let statement: Statement
  private let handle: OpaquePointer

  init(_ db: Database, _ sql: String) throws {
    statement = try db.makeStatement(sql: sql)
    handle = statement.sqliteStatement
  }

  deinit {
    sqlite3_reset(handle)
  }

  /// Moves to the next row; false after the last.
  func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure
    }
  }

  /// Runs a statement that gives no rows, and makes it ready for the next use.
  func run() throws {
    while try step() {}
    sqlite3_reset(handle)
  }

  /// Makes the statement ready for the next use; bindings stay.
  func reset() {
    sqlite3_reset(handle)
  }

  private var failure: DatabaseError {
    let connection = sqlite3_db_handle(handle)
    let code = sqlite3_extended_errcode(connection)
    return DatabaseError(
      resultCode: ResultCode(rawValue: code),
      message: sqlite3_errmsg(connection).map { String(cString: $0) })
  }

  // MARK: Binding, from 1

  func bind(_ index: Int32, _ value: Int) throws {
    try check(sqlite3_bind_int64(handle, index, Int64(value)))
  }

  func bind(_ index: Int32, _ value: Int?) throws {
    guard let value else { return try bindNull(index) }
    try bind(index, value)
  }

  func bind(_ index: Int32, _ value: Bool) throws {
    try bind(index, value ? 1 : 0)
  }

  func bind(_ index: Int32, _ value: String) throws {
    var value = value
    let code = value.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        // A null pointer would bind NULL; the empty text has no bytes to point at.
        guard let start = characters.baseAddress else {
          return sqlite3_bind_text(handle, index, "", 0, Self.transient)
        }
        return sqlite3_bind_text(
          handle, index, start, Int32(clamping: characters.count), Self.transient)
      }
    }
    try check(code)
  }

  func bind(_ index: Int32, _ value: String?) throws {
    guard let value else { return try bindNull(index) }
    try bind(index, value)
  }

  func bind(_ index: Int32, _ value: [UInt8]) throws {
    let code = value.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, !bytes.isEmpty else {
        return sqlite3_bind_zeroblob(handle, index, 0)
      }
      return sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), Self.transient)
    }
    try check(code)
  }

  func bind(_ index: Int32, _ value: [UInt8]?) throws {
    guard let value else { return try bindNull(index) }
    try bind(index, value)
  }

  private func bindNull(_ index: Int32) throws {
    try check(sqlite3_bind_null(handle, index))
  }

  private func check(_ code: Int32) throws {
    guard code == SQLITE_OK else { throw failure }
  }

  // MARK: Columns, from 0

  func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  func int(_ column: Int32) -> Int {
    Int(sqlite3_column_int64(handle, column))
  }

  func optionalInt(_ column: Int32) -> Int? {
    isNull(column) ? nil : int(column)
  }

  func text(_ column: Int32) -> String {
    withBytes(column) { String(decoding: $0, as: UTF8.self) }
  }

  func optionalText(_ column: Int32) -> String? {
    isNull(column) ? nil : text(column)
  }

  func blob(_ column: Int32) -> [UInt8] {
    withBytes(column) { Array($0) }
  }

  func optionalBlob(_ column: Int32) -> [UInt8]? {
    isNull(column) ? nil : blob(column)
  }

  /// Text is asked for as a blob: the bytes are the same and no terminator is looked for.
  private func withBytes<Result>(
    _ column: Int32, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    let start = sqlite3_column_blob(handle, column)
    let count = Int(sqlite3_column_bytes(handle, column))
    return body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  /// Tells SQLite to copy what is bound.
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }
}
