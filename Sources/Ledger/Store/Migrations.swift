import GRDB

/// The forms the ledger has had, from the first version on.
///
/// A migration that has landed is never changed; a new form is a new migration at the end. A
/// ledger is never erased: the baseline is what makes a three-way merge possible.
enum Migrations {
  /// Marks the file as a ledger of drawbridge: `DRBR`.
  static let applicationID = 0x4452_4252

  /// The latest form.
  static var current: Int { all.count }

  /// Brings the ledger to the latest form, each step in a transaction of its own.
  static func run(_ queue: DatabaseQueue, from version: Int) throws {
    for (index, sql) in all.enumerated() where index >= version {
      try queue.writeWithoutTransaction { db in
        try db.inTransaction(.immediate) {
          try db.execute(sql: sql)
          try db.execute(sql: "PRAGMA user_version = \(index + 1)")
          return .commit
        }
      }
    }
  }

  /// A row of a table with `since` and `until` held from operation `since` until before operation
  /// `until`; NULL: it still holds.
  private static let all: [String] = [
    """
    PRAGMA application_id = \(applicationID);

    CREATE TABLE workspace (
      id TEXT NOT NULL PRIMARY KEY
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE side (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE operation (
      number INTEGER PRIMARY KEY,
      time TEXT NOT NULL,
      command TEXT NOT NULL,
      summary TEXT NOT NULL,
      details TEXT NOT NULL,
      undoes INTEGER REFERENCES operation (number),
      next_order INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE record (
      id INTEGER PRIMARY KEY,
      digest BLOB NOT NULL UNIQUE,
      body BLOB NOT NULL
    ) STRICT;

    CREATE TABLE snapshot (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL,
      side INTEGER NOT NULL REFERENCES side (id),
      kind INTEGER NOT NULL,
      collections TEXT NOT NULL,
      source TEXT NOT NULL,
      covered TEXT,
      exported TEXT,
      imported TEXT NOT NULL,
      complete INTEGER NOT NULL,
      digest BLOB NOT NULL,
      account TEXT,
      operation INTEGER NOT NULL,
      since INTEGER NOT NULL REFERENCES operation (number),
      until INTEGER REFERENCES operation (number)
    ) STRICT;
    CREATE UNIQUE INDEX snapshot_key ON snapshot (id, since);

    CREATE TABLE entry (
      row INTEGER PRIMARY KEY,
      side INTEGER NOT NULL REFERENCES side (id),
      kind INTEGER NOT NULL,
      id TEXT NOT NULL,
      remote TEXT,
      collection TEXT,
      record INTEGER NOT NULL REFERENCES record (id),
      stamp TEXT,
      volatile BLOB,
      presence INTEGER NOT NULL,
      place INTEGER NOT NULL,
      raw BLOB,
      attributes TEXT,
      since INTEGER NOT NULL REFERENCES operation (number),
      until INTEGER REFERENCES operation (number)
    ) STRICT;
    CREATE UNIQUE INDEX entry_key ON entry (side, kind, id, since);
    CREATE INDEX entry_since ON entry (since);
    CREATE INDEX entry_until ON entry (until) WHERE until IS NOT NULL;

    CREATE TABLE link (
      row INTEGER PRIMARY KEY,
      kind INTEGER NOT NULL,
      uid TEXT NOT NULL,
      agreed INTEGER REFERENCES record (id),
      origin INTEGER REFERENCES side (id),
      since INTEGER NOT NULL REFERENCES operation (number),
      until INTEGER REFERENCES operation (number)
    ) STRICT;
    CREATE UNIQUE INDEX link_key ON link (kind, uid, since);
    CREATE INDEX link_since ON link (since);
    CREATE INDEX link_until ON link (until) WHERE until IS NOT NULL;

    CREATE TABLE link_side (
      link INTEGER NOT NULL REFERENCES link (row),
      side INTEGER NOT NULL REFERENCES side (id),
      entry TEXT,
      state INTEGER NOT NULL,
      baseline INTEGER REFERENCES record (id),
      sent INTEGER REFERENCES record (id),
      step TEXT,
      slots TEXT,
      PRIMARY KEY (link, side)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE answer (
      row INTEGER PRIMARY KEY,
      id TEXT NOT NULL,
      subject TEXT NOT NULL,
      kind INTEGER NOT NULL,
      uid TEXT,
      entries TEXT NOT NULL,
      property TEXT NOT NULL,
      choice TEXT NOT NULL,
      value TEXT,
      bound BLOB,
      operation INTEGER NOT NULL,
      since INTEGER NOT NULL REFERENCES operation (number),
      until INTEGER REFERENCES operation (number)
    ) STRICT;
    CREATE UNIQUE INDEX answer_key ON answer (id, since);

    CREATE TABLE step (
      row INTEGER PRIMARY KEY,
      plan TEXT NOT NULL,
      step TEXT NOT NULL,
      side INTEGER NOT NULL REFERENCES side (id),
      kind INTEGER NOT NULL,
      action TEXT NOT NULL,
      uid TEXT NOT NULL,
      state TEXT NOT NULL,
      body TEXT NOT NULL,
      operation INTEGER NOT NULL,
      since INTEGER NOT NULL REFERENCES operation (number),
      until INTEGER REFERENCES operation (number)
    ) STRICT;
    CREATE UNIQUE INDEX step_key ON step (plan, step, since);

    CREATE TABLE mark (
      row INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      value TEXT NOT NULL,
      since INTEGER NOT NULL REFERENCES operation (number),
      until INTEGER REFERENCES operation (number)
    ) STRICT;
    CREATE UNIQUE INDEX mark_key ON mark (name, since);
    """,
    // Conflicts keep their history, and a person can be forgotten.
    """
    CREATE TABLE conflict (
      row INTEGER PRIMARY KEY,
      operation INTEGER NOT NULL REFERENCES operation (number),
      kind INTEGER NOT NULL,
      uid TEXT NOT NULL,
      name TEXT NOT NULL,
      property TEXT NOT NULL,
      base TEXT,
      held TEXT NOT NULL,
      rule TEXT NOT NULL,
      decided INTEGER NOT NULL,
      kept TEXT
    ) STRICT;
    CREATE INDEX conflict_key ON conflict (kind, uid, property);
    CREATE INDEX conflict_operation ON conflict (operation);
    CREATE INDEX step_since ON step (since);
    CREATE INDEX step_uid ON step (kind, uid);

    CREATE TABLE forgotten (
      digest BLOB NOT NULL PRIMARY KEY
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE cleaning (
      operation INTEGER PRIMARY KEY REFERENCES operation (number)
    ) STRICT;
    """,
  ]
}
