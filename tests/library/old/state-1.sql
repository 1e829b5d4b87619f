-- state.db as version 1 kept it, with something in most tables.
PRAGMA journal_mode = WAL;
BEGIN TRANSACTION;
CREATE TABLE acts (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at REAL NOT NULL,
        name TEXT NOT NULL,
        changed INTEGER NOT NULL,
        flips TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
    );
INSERT INTO "acts" VALUES(1,1.79537455500794267656e+09,'marked 2 items read and tagged 2 items “harbour”',2,'[["tag","harbour",0,["taaaaaaaaaaaaaaaa","tbbbbbbbbbbbbbbbb"]],["read",0,{"iaaaaaaaaaaaaaaaa":["taaaaaaaaaaaaaaaa","tbbbbbbbbbbbbbbbb"]}]]',0);
INSERT INTO "acts" VALUES(2,1.79537455500890922545e+09,'starred 1 item and noted 1 item',1,'[["note",{"taaaaaaaaaaaaaaaa":null}],["starred",0,{"iaaaaaaaaaaaaaaaa":["taaaaaaaaaaaaaaaa"]}]]',0);
INSERT INTO "acts" VALUES(3,1.79537455500967097279e+09,'removed 1 issue',1,'[["removed",{"ibbbbbbbbbbbbbbbb":null}]]',0);
CREATE TABLE marks (
        item TEXT PRIMARY KEY,
        issue TEXT NOT NULL,
        read INTEGER NOT NULL DEFAULT 0,
        starred INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
INSERT INTO "marks" VALUES('taaaaaaaaaaaaaaaa','iaaaaaaaaaaaaaaaa',1,1);
INSERT INTO "marks" VALUES('tbbbbbbbbbbbbbbbb','iaaaaaaaaaaaaaaaa',1,0);
CREATE TABLE notes (item TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "notes" VALUES('taaaaaaaaaaaaaaaa','ask the pilot');
CREATE TABLE places (name TEXT PRIMARY KEY, issue TEXT, item TEXT) WITHOUT ROWID;
CREATE TABLE positions (item TEXT PRIMARY KEY, offset INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "positions" VALUES('taaaaaaaaaaaaaaaa',120);
CREATE TABLE preferences (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "preferences" VALUES('theme','"light"');
CREATE TABLE removed (issue TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
INSERT INTO "removed" VALUES('ibbbbbbbbbbbbbbbb',1795374555.009);
CREATE TABLE revision (number INTEGER NOT NULL);
INSERT INTO "revision" VALUES(4);
CREATE TABLE tags (item TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (item, tag)) WITHOUT ROWID;
INSERT INTO "tags" VALUES('taaaaaaaaaaaaaaaa','harbour');
INSERT INTO "tags" VALUES('tbbbbbbbbbbbbbbbb','harbour');
CREATE TABLE tallies (
        revision INTEGER NOT NULL,
        issue TEXT NOT NULL,
        change INTEGER NOT NULL,
        PRIMARY KEY (revision, issue)
    ) WITHOUT ROWID;
INSERT INTO "tallies" VALUES(2,'iaaaaaaaaaaaaaaaa',2);
CREATE INDEX marks_read ON marks (issue) WHERE read = 1;
CREATE INDEX marks_starred ON marks (issue) WHERE starred = 1;
CREATE INDEX tags_by_tag ON tags (tag);
CREATE INDEX acts_undone ON acts (undone, number);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('acts',3);
COMMIT;
PRAGMA application_id = 1129466707;
PRAGMA user_version = 1;
