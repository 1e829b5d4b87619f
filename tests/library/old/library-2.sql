-- library.db as version 2 kept it, with three issues of one publication.
PRAGMA journal_mode = WAL;
BEGIN TRANSACTION;
CREATE TABLE details (
        issue TEXT PRIMARY KEY REFERENCES issues (id) ON DELETE CASCADE,
        body TEXT NOT NULL
    ) WITHOUT ROWID;
INSERT INTO "details" VALUES('ihl63kpf7jgpxpgmz','{"path":"/letters/2.txt","language":null,"authors":[],"editors":[],"fields":[],"furniture":[],"warnings":[],"reasons":[],"member":null,"url":null,"unplaced":[]}');
INSERT INTO "details" VALUES('islnfslsl4zztlneo','{"path":"/letters/1.txt","language":null,"authors":[],"editors":[],"fields":[],"furniture":[],"warnings":[],"reasons":[],"member":null,"url":null,"unplaced":[]}');
INSERT INTO "details" VALUES('iwa7n6iiinevyst7i','{"path":"/letters/0.txt","language":null,"authors":[],"editors":[],"fields":[],"furniture":[],"warnings":[],"reasons":[],"member":null,"url":null,"unplaced":[]}');
CREATE TABLE documents (
        number INTEGER PRIMARY KEY,
        hash BLOB NOT NULL UNIQUE,
        issue TEXT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
        path BLOB NOT NULL,
        member TEXT,
        size INTEGER NOT NULL,
        added REAL NOT NULL,
        variant INTEGER NOT NULL,
        parser TEXT NOT NULL,
        raw BLOB NOT NULL
    );
INSERT INTO "documents" VALUES(1,X'CD842E8DD869992D74EA839A9ACD44AFCFC21ADF','iwa7n6iiinevyst7i',X'2F6C6574746572732F302E747874',NULL,119,1.79537719194394731524e+09,0,'test',X'789C35CC310EC2400C05D1DEA7F82758024572034A1A8AD446385A4B4B2CD90ED1DE3E50A47BD38CEE3CADA3AAAEF2ED9193E299E61DC3E54A77F1BF10AC4DDE58DC3E7898EFDC0BD1EC9A82346C017ED996C82AA8EC3F7BA1F372A3B97222CE444A6B510E975D282D');
INSERT INTO "documents" VALUES(2,X'91313AAC3D9B43D46F9C112242C18401B65E6585','islnfslsl4zztlneo',X'2F6C6574746572732F312E747874',NULL,119,1.79537719194789957997e+09,0,'test',X'789C35CC310E83400C05D1DEA7F8275844C41952A6A1A07614A35DC960C9364270FA4041F7A69916BACEA1A1C379A6AE6218D3FC40DFF5F416BF85E0A6F2C3ECB6E063BEF35188266F2948C316E0AF6D89AC82CA7ED90B3D97174D9513F1245254A3FC01D23D28B5');
INSERT INTO "documents" VALUES(3,X'B28E2F03E088C45CEE8E082C2F74F51B8CFDC31A','ihl63kpf7jgpxpgmz',X'2F6C6574746572732F322E747874',NULL,119,1.79537719194838547701e+09,0,'test',X'789C35CC310E83300C46E1DDA7F84F10542AD11B3076E9C0ECAA86840639728C5A7A7AE8C0F6BDE5A598BBEBBB8CB7792ADF322D3F3C5C6D43DB5CA817FB0B9553961746D30577B50F6F8168B0E40257AC15FCD4D5E15110D90E5BA0F3D2D210D951CF844BCE35EC9249282A');
CREATE TABLE gone (item TEXT PRIMARY KEY, issue TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE issues (
        id TEXT PRIMARY KEY,
        sample INTEGER NOT NULL,
        publication TEXT NOT NULL,
        publication_key TEXT NOT NULL,
        natural_name TEXT NOT NULL,
        place TEXT NOT NULL,
        copy_of TEXT REFERENCES issues (id) ON DELETE SET NULL,
        relation TEXT,
        items INTEGER NOT NULL,
        only_item TEXT,
        kind TEXT NOT NULL,
        format TEXT NOT NULL,
        title TEXT,
        display_title TEXT NOT NULL,
        period TEXT,
        date TEXT,
        sketched INTEGER NOT NULL,
        sampled INTEGER NOT NULL
    ) WITHOUT ROWID;
INSERT INTO "issues" VALUES('ihl63kpf7jgpxpgmz',0,'The Letter','name:letter','The Letter','2024-05-03 2026-11-22T19:53:11.948281',NULL,NULL,2,NULL,'newsletter','text','Issue 2','Issue 2',NULL,'2024-05-03',2,0);
INSERT INTO "issues" VALUES('islnfslsl4zztlneo',0,'The Letter','name:letter','The Letter','2024-05-02 2026-11-22T19:53:11.947712',NULL,NULL,2,NULL,'newsletter','text','Issue 1','Issue 1',NULL,'2024-05-02',2,0);
INSERT INTO "issues" VALUES('iwa7n6iiinevyst7i',0,'The Letter','name:letter','The Letter','2024-05-01 2026-11-22T19:53:11.942552',NULL,NULL,2,NULL,'newsletter','text','Issue 0','Issue 0',NULL,'2024-05-01',2,0);
CREATE TABLE items (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        issue TEXT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        section INTEGER NOT NULL,
        title TEXT,
        display_title TEXT NOT NULL,
        date TEXT,
        body TEXT NOT NULL
    );
INSERT INTO "items" VALUES(1,'tsfbja22c7kneulhc','iwa7n6iiinevyst7i',0,0,'Story 0/1','Story 0/1',NULL,'{"paragraphs":["Ferry 0 sailed from Norway.","Write to us about the harbour."],"authors":[],"subheadings":[],"captions":[],"related":[],"links":[]}');
INSERT INTO "items" VALUES(2,'t7ejpxjrrxss5kzge','iwa7n6iiinevyst7i',1,0,'Story 0/2','Story 0/2',NULL,'{"paragraphs":["What story 0/2 tells."],"authors":[],"subheadings":[],"captions":[],"related":[],"links":[]}');
INSERT INTO "items" VALUES(3,'tvsaahiqfgjg3rlsv','islnfslsl4zztlneo',0,0,'Story 1/1','Story 1/1',NULL,'{"paragraphs":["Ferry 1 sailed from Norway.","Write to us about the harbour."],"authors":[],"subheadings":[],"captions":[],"related":[],"links":[]}');
INSERT INTO "items" VALUES(4,'tawg3tfqazsfrjzip','islnfslsl4zztlneo',1,0,'Story 1/2','Story 1/2',NULL,'{"paragraphs":["What story 1/2 tells."],"authors":[],"subheadings":[],"captions":[],"related":[],"links":[]}');
INSERT INTO "items" VALUES(5,'taugn22hi6xizfr4r','ihl63kpf7jgpxpgmz',0,0,'Story 2/1','Story 2/1',NULL,'{"paragraphs":["Ferry 2 sailed from Norway.","Write to us about the harbour."],"authors":[],"subheadings":[],"captions":[],"related":[],"links":[]}');
INSERT INTO "items" VALUES(6,'tc6brmdxtzs4uevrp','ihl63kpf7jgpxpgmz',1,0,'Story 2/2','Story 2/2',NULL,'{"paragraphs":["What story 2/2 tells."],"authors":[],"subheadings":[],"captions":[],"related":[],"links":[]}');
CREATE TABLE mentions (
        item INTEGER NOT NULL REFERENCES items (number) ON DELETE CASCADE,
        in_title INTEGER NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        text TEXT NOT NULL,
        type TEXT NOT NULL,
        entity TEXT,
        name TEXT,
        value,
        unit TEXT,
        rule TEXT NOT NULL,
        confidence REAL NOT NULL,
        PRIMARY KEY (item, in_title, start)
    ) WITHOUT ROWID;
INSERT INTO "mentions" VALUES(1,0,20,26,'Norway','country','country/norway','Norway',NULL,NULL,'test',1.0);
INSERT INTO "mentions" VALUES(3,0,20,26,'Norway','country','country/norway','Norway',NULL,NULL,'test',1.0);
INSERT INTO "mentions" VALUES(5,0,20,26,'Norway','country','country/norway','Norway',NULL,NULL,'test',1.0);
CREATE TABLE publications (
        sample INTEGER NOT NULL,
        name TEXT NOT NULL,
        issues INTEGER NOT NULL,
        items INTEGER NOT NULL,
        newest TEXT NOT NULL,
        PRIMARY KEY (sample, name)
    ) WITHOUT ROWID;
INSERT INTO "publications" VALUES(0,'The Letter',3,6,'2024-05-03 2026-11-22T19:53:11.948281');
CREATE TABLE queue (item TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "queue" VALUES('t7ejpxjrrxss5kzge',2);
INSERT INTO "queue" VALUES('taugn22hi6xizfr4r',6);
INSERT INTO "queue" VALUES('tawg3tfqazsfrjzip',4);
INSERT INTO "queue" VALUES('tc6brmdxtzs4uevrp',6);
INSERT INTO "queue" VALUES('tsfbja22c7kneulhc',2);
INSERT INTO "queue" VALUES('tvsaahiqfgjg3rlsv',4);
CREATE TABLE reports (
        path BLOB PRIMARY KEY,
        at REAL NOT NULL,
        body TEXT NOT NULL
    ) WITHOUT ROWID;
CREATE TABLE revision (number INTEGER NOT NULL, regrouped INTEGER NOT NULL);
INSERT INTO "revision" VALUES(7,401352788);
CREATE TABLE sections (
        issue TEXT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        title TEXT,
        PRIMARY KEY (issue, number)
    ) WITHOUT ROWID;
INSERT INTO "sections" VALUES('ihl63kpf7jgpxpgmz',0,'News');
INSERT INTO "sections" VALUES('islnfslsl4zztlneo',0,'News');
INSERT INTO "sections" VALUES('iwa7n6iiinevyst7i',0,'News');
CREATE TABLE sketches (
        hash INTEGER NOT NULL,
        issue TEXT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
        PRIMARY KEY (hash, issue)
    ) WITHOUT ROWID;
INSERT INTO "sketches" VALUES(7,'ihl63kpf7jgpxpgmz');
INSERT INTO "sketches" VALUES(99,'ihl63kpf7jgpxpgmz');
INSERT INTO "sketches" VALUES(6,'islnfslsl4zztlneo');
INSERT INTO "sketches" VALUES(99,'islnfslsl4zztlneo');
INSERT INTO "sketches" VALUES(5,'iwa7n6iiinevyst7i');
INSERT INTO "sketches" VALUES(99,'iwa7n6iiinevyst7i');
CREATE TABLE sources (
        item INTEGER NOT NULL REFERENCES items (number) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        outlet TEXT,
        authors TEXT NOT NULL,
        title TEXT,
        url TEXT,
        PRIMARY KEY (item, number)
    ) WITHOUT ROWID;
CREATE INDEX issues_in_order ON issues (sample, publication, copy_of, place, id);
CREATE INDEX issues_by_place ON issues (place, id);
CREATE INDEX issues_by_key ON issues (publication_key, sample);
CREATE INDEX copies ON issues (copy_of) WHERE copy_of IS NOT NULL;
CREATE UNIQUE INDEX items_in_order ON items (issue, position);
CREATE INDEX sources_by_outlet ON sources (outlet);
CREATE INDEX mentions_by_entity ON mentions (entity, item) WHERE entity IS NOT NULL;
CREATE INDEX documents_by_issue ON documents (issue, number);
CREATE INDEX documents_by_path ON documents (path);
CREATE INDEX sketches_by_issue ON sketches (issue);
CREATE TRIGGER issue_comes AFTER INSERT ON issues WHEN new.copy_of IS NULL BEGIN
        INSERT INTO publications VALUES (new.sample, new.publication, 1, new.items, new.place)
        ON CONFLICT DO UPDATE SET issues = issues + 1, items = items + excluded.items,
            newest = max(newest, excluded.newest);
    END;
CREATE TRIGGER issue_goes AFTER DELETE ON issues WHEN old.copy_of IS NULL BEGIN
        UPDATE publications SET issues = issues - 1, items = items - old.items,
            newest = coalesce((SELECT max(place) FROM issues WHERE sample = old.sample
                AND publication = old.publication AND copy_of IS NULL), '')
        WHERE sample = old.sample AND name = old.publication;
    END;
CREATE TRIGGER issue_changes AFTER UPDATE OF copy_of, sample, publication, place, items
    ON issues BEGIN
        UPDATE publications SET issues = issues - 1, items = items - old.items
        WHERE old.copy_of IS NULL AND sample = old.sample AND name = old.publication;
        INSERT INTO publications
        SELECT new.sample, new.publication, 1, new.items, new.place WHERE new.copy_of IS NULL
        ON CONFLICT DO UPDATE SET issues = issues + 1, items = items + excluded.items;
        UPDATE publications SET newest = coalesce((SELECT max(place) FROM issues
            WHERE issues.sample = publications.sample AND copy_of IS NULL
            AND issues.publication = publications.name), '')
        WHERE (sample = old.sample AND name = old.publication)
            OR (sample = new.sample AND name = new.publication);
    END;
COMMIT;
PRAGMA application_id = 1129466700;
PRAGMA user_version = 2;
