-- library.db as version 3 kept it, with two issues of one publication and their mentions.
PRAGMA journal_mode = WAL;
BEGIN TRANSACTION;
CREATE TABLE details (
        issue TEXT PRIMARY KEY REFERENCES issues (id) ON DELETE CASCADE,
        body TEXT NOT NULL
    ) WITHOUT ROWID;
INSERT INTO "details" VALUES('i3upebagilx4qk5or','{"path":"/letters/2023-05.txt","language":"en","authors":[],"editors":[],"fields":[],"furniture":["Harbour Letter","May 2023"],"warnings":[],"reasons":[["format","nothing speaks for another format",0.6],["publication","the line at the head that is shaped like a name",0.9],["period","the mast-head''s \u201cMay 2023\u201d",0.9],["sections[0].items[0].title","reads as a headline of what follows",0.85],["sections[0].items[0].sources","what stands at the end: (Reuters)",1.0],["sections[0].items[1].title","reads as a headline of what follows",0.85]],"member":null,"url":null,"unplaced":[]}');
INSERT INTO "details" VALUES('ij7lu45osxreyuojd','{"path":"/letters/2023-04.txt","language":"en","authors":[],"editors":[],"fields":[],"furniture":["Harbour Letter","April 2023"],"warnings":[],"reasons":[["format","nothing speaks for another format",0.6],["publication","the line at the head that is shaped like a name",0.9],["period","the mast-head''s \u201cApril 2023\u201d",0.9],["sections[0].items[0].title","reads as a headline of what follows",0.7],["sections[0].items[0].sources","what stands at the end: (Fjord Gazette)",0.7],["sections[0].items[1].title","reads as a headline of what follows",0.85],["sections[0].items[1].sources","what stands at the end: (Coastal Times)",0.7]],"member":null,"url":null,"unplaced":[]}');
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
INSERT INTO "documents" VALUES(1,X'D7E02ECABCED732109B34FE12903AF7EE6CDC3C4','ij7lu45osxreyuojd',X'2F6C6574746572732F323032332D30342E747874',NULL,454,1.79539955554214978217e+09,0,'6',X'789C2D90C14EC3301044EFFE8A39200112AA50FB051451385470A07CC0B6D9A40B8E375A3B89C2D7B32EBDD99ED9D9377E233BEA68D873296C213C0D2611EBC7F526841D9B09671897D1128A62CBD6710AE17066B457F5C865664E570D941A7C169A28756CC8E469D491B8D0FA02106649F5A0ADE70E24961FAACB87EABC604F93E9044D5794CD0A875991CF3264CC6C8CC8A92B674EDCA0C662216B90980C1F392A5A35DC6CD04B8CA20977BB6F75FD957E6BC3FB55085B93A663E8E4149E83ACA333371C69E1C6E55162C3962B61958FFFF6F6E2CADA169CDC09BFF9BC948CA4E63EFFA0C1579239AF4F9DDC7E727C0F79579B69B9CD9E26D684939405947F1CBFC6BF8CA60353C257AAB8959EBCCD0CCE457A2A0EC0FEC817338D65ECBDD3B3522E1471909EB377FA03064C9EC9');
INSERT INTO "documents" VALUES(2,X'A31196EDA36E76CDB61268D4E71A4841D5D32266','i3upebagilx4qk5or',X'2F6C6574746572732F323032332D30352E747874',NULL,328,1.79539955554766821857e+09,0,'6',X'789C3590CD4EC3400C84EFFB147304A98A427906D41E5A901088B393383F4AB38E6C6FAABC3D9B144E5EEFCCCE7CDA33692549716177D610AEB4E2581E5F4338290D11DEABA4AECF93619EAF3C84AF7CFEA12EB2E294D519376E7D77F47F69D2E2A361A3032836F81EB7A8FC9EA3E3E57828CB122ED1365BF76811BC75EBEC052EB4A82CC168689085AB582DF79C4D8E2895346BEE68403672837E98F0F4C92983DB739189D3ED9643E38E522773990CBD24E39D790529A3A27AFCF7A848FB40DCB69179E69DFD4CD3C4DAB2396A49D16DD327F0C2BA62128D43EC0ABC8BDEF36FCDB45A117E015FC370C6');
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
INSERT INTO "issues" VALUES('i3upebagilx4qk5or',0,'Harbour Letter','issue:i3upebagilx4qk5or','Harbour Letter','2023-05-31 2026-11-23T02:05:55.547332',NULL,NULL,2,NULL,'newsletter','text',NULL,'Harbour Letter — May 2023','2023-05',NULL,49,4);
INSERT INTO "issues" VALUES('ij7lu45osxreyuojd',0,'Harbour Letter','issue:ij7lu45osxreyuojd','Harbour Letter','2023-04-30 2026-11-23T02:05:55.541116',NULL,NULL,2,NULL,'newsletter','text',NULL,'Harbour Letter — April 2023','2023-04',NULL,61,1);
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
INSERT INTO "items" VALUES(1,'twznc3tqv7wi2j7tj','ij7lu45osxreyuojd',0,0,'The ferries between Bergen and Stavanger sail again after a winter of repairs, said Sergei Lavrov on','The ferries between Bergen and Stavanger sail again after a winter of repairs, said Sergei Lavrov on',NULL,'{"paragraphs":["April 3. Two ships were lengthened in a yard near Oslo for $3 million."],"authors":[],"subheadings":[],"captions":[],"related":[],"links":[]}');
INSERT INTO "items" VALUES(2,'tgfw545pkq7evm3ar','ij7lu45osxreyuojd',1,0,'Bridge over the sound delayed','Bridge over the sound delayed',NULL,'{"paragraphs":["Builders of the bridge found soft clay under its northern pillar. The council of Norway''s third city asked the European Union for a new estimate before the autumn."],"authors":[],"subheadings":[],"captions":[],"related":[],"links":[]}');
INSERT INTO "items" VALUES(3,'t5e6c4qfxqfzmzrgy','i3upebagilx4qk5or',0,0,'Grain through the strait','Grain through the strait',NULL,'{"paragraphs":["The Wagner Group left the harbour of Odesa, and Ukraine sent 12,000 tons of grain to Egypt. Lavrov said in Moscow that nobody had asked him."],"authors":[],"subheadings":[],"captions":[],"related":[],"links":[]}');
INSERT INTO "items" VALUES(4,'tipx6kdlbkn6jzo54','i3upebagilx4qk5or',1,0,'Gulls on the customs house','Gulls on the customs house',NULL,'{"paragraphs":["They are back on the roof, and the keeper of Hammerfest counts them every morning. Norway pays."],"authors":[],"subheadings":[],"captions":[],"related":[],"links":[]}');
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
INSERT INTO "mentions" VALUES(1,0,0,7,'April 3','date',NULL,NULL,'2023-04-03',NULL,'date',1.0);
INSERT INTO "mentions" VALUES(1,0,50,54,'Oslo','place','place/oslo','Oslo',NULL,NULL,'known name',0.95);
INSERT INTO "mentions" VALUES(1,0,59,69,'$3 million','money',NULL,NULL,3000000.0,'USD','money',1.0);
INSERT INTO "mentions" VALUES(1,1,20,26,'Bergen','place','place/bergen','Bergen',NULL,NULL,'known name',0.95);
INSERT INTO "mentions" VALUES(1,1,31,40,'Stavanger','place','place/stavanger','Stavanger',NULL,NULL,'known name',0.95);
INSERT INTO "mentions" VALUES(1,1,84,97,'Sergei Lavrov','person','person/sergei-lavrov','Sergei Lavrov',NULL,NULL,'known name',0.95);
INSERT INTO "mentions" VALUES(2,0,81,87,'Norway','country','country/norway','Norway',NULL,NULL,'known name',0.95);
INSERT INTO "mentions" VALUES(2,0,111,125,'European Union','org','org/eu','EU',NULL,NULL,'known name',0.95);
INSERT INTO "mentions" VALUES(3,0,4,16,'Wagner Group','org','org/wagner-group','Wagner Group',NULL,NULL,'known name',0.95);
INSERT INTO "mentions" VALUES(3,0,37,42,'Odesa','place','place/odesa','Odesa',NULL,NULL,'known name',0.95);
INSERT INTO "mentions" VALUES(3,0,48,55,'Ukraine','country','country/ukraine','Ukraine',NULL,NULL,'known name',0.95);
INSERT INTO "mentions" VALUES(3,0,61,72,'12,000 tons','quantity',NULL,NULL,12000.0,'tons','quantity',1.0);
INSERT INTO "mentions" VALUES(3,0,85,90,'Egypt','country','country/egypt','Egypt',NULL,NULL,'known name',0.95);
INSERT INTO "mentions" VALUES(3,0,92,98,'Lavrov','person','person/sergei-lavrov','Sergei Lavrov',NULL,NULL,'surname of somebody known',0.75);
INSERT INTO "mentions" VALUES(3,0,107,113,'Moscow','place','place/moscow','Moscow',NULL,NULL,'known name',0.95);
INSERT INTO "mentions" VALUES(4,0,83,89,'Norway','country','country/norway','Norway',NULL,NULL,'known name',0.95);
CREATE TABLE publications (
        sample INTEGER NOT NULL,
        name TEXT NOT NULL,
        issues INTEGER NOT NULL,
        items INTEGER NOT NULL,
        newest TEXT NOT NULL,
        PRIMARY KEY (sample, name)
    ) WITHOUT ROWID;
INSERT INTO "publications" VALUES(0,'Harbour Letter',2,4,'2023-05-31 2026-11-23T02:05:55.547332');
CREATE TABLE queue (item TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "queue" VALUES('t5e6c4qfxqfzmzrgy',4);
INSERT INTO "queue" VALUES('tgfw545pkq7evm3ar',2);
INSERT INTO "queue" VALUES('tipx6kdlbkn6jzo54',4);
INSERT INTO "queue" VALUES('twznc3tqv7wi2j7tj',2);
CREATE TABLE repeats (
        publication_key TEXT NOT NULL,
        sample INTEGER NOT NULL,
        line TEXT NOT NULL,
        times INTEGER NOT NULL,
        among INTEGER NOT NULL,
        PRIMARY KEY (publication_key, sample, line)
    ) WITHOUT ROWID;
CREATE TABLE reports (
        path BLOB PRIMARY KEY,
        at REAL NOT NULL,
        body TEXT NOT NULL
    ) WITHOUT ROWID;
CREATE TABLE revision (number INTEGER NOT NULL, regrouped INTEGER NOT NULL);
INSERT INTO "revision" VALUES(5,104301862);
CREATE TABLE sections (
        issue TEXT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        title TEXT,
        PRIMARY KEY (issue, number)
    ) WITHOUT ROWID;
INSERT INTO "sections" VALUES('i3upebagilx4qk5or',0,NULL);
INSERT INTO "sections" VALUES('ij7lu45osxreyuojd',0,'Ferries return to Bergen');
CREATE TABLE sketches (
        hash INTEGER NOT NULL,
        issue TEXT NOT NULL REFERENCES issues (id) ON DELETE CASCADE,
        PRIMARY KEY (hash, issue)
    ) WITHOUT ROWID;
INSERT INTO "sketches" VALUES(-8429809094217558645,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-7921129044868918034,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-7812996400469583173,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-7372898253080039695,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-6480441605033457630,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-6379507032521892498,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-5916572452258950175,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-5467305063396527110,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-5404544550106822029,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-5322792905604634003,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-5236682528497540866,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-4789435661587125254,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-4395314504863873466,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-3487518470523015468,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-2691709267817702493,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-2231080116814797600,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-2179591467155247301,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-2010314203780597925,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-1888960758571248797,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-1400550470562759494,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-1295792547117075552,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-601128095456927568,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-92715739948106874,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(428073264698989199,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(442893005922167418,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(443312435250205557,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(577513199190636187,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(1016584171225619828,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(1095815124990181876,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(1726561877611849819,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(2553524396973628717,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(3255557814562546744,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(3285269741496677416,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(3303900121141917992,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(3866220060526299951,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(3902380092382110001,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(4299451264508538912,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(4425464869582030231,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(4768962229380860914,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(4992565630770780453,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(5142362679186498114,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(5282169070520397241,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(6809931136081993142,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(7517003448139359145,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(8206625592350835971,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(8243073982445234694,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(8243697468883665348,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(8505747245914808223,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(8756627833670579213,'i3upebagilx4qk5or');
INSERT INTO "sketches" VALUES(-8725012941609886857,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-8593481994555218524,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-8567330509386795255,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-8481276059659916356,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-7280517310131254738,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-6998112131263585805,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-6933912054821807379,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-6262484011860607710,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-5822836973869877295,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-5513383608296032895,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-5501307034885587997,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-5468263877391269578,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-5396990145909235766,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-5385910327581663782,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-4913794507120386276,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-4666081762312502255,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-4425109805107410980,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-4031639288031374713,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-3435878779245698960,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-3234846442224446195,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-3002095058879428683,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-2811906626440612889,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-2762208542612626847,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-2524601604644007923,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-2524401323884715339,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-2523180330458150730,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-1724454715572728598,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-1509177095834370274,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-1153946514545321800,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-776344359628753187,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-552904948593276665,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-474987740138081043,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(-158361390820768118,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(40891687779507606,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(1186089568593859028,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(1635827507354752977,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(2654187280300362847,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(2819925525876362698,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(2869374611556030379,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(3607211296574023890,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(3681003609187231832,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(3875772245661761112,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(4373175592773864790,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(4393861453326450918,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(4818062884864029324,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(5066819714036798431,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(5298067910566816648,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(5321652630138316882,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(5403148218299765649,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(5659547139059995308,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(5827567271289297743,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(6051612013837474822,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(6184417436554813876,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(6880504626178168236,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(7111571509952976921,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(7257467624871160819,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(7388548524322084731,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(7642253284474309748,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(8032382664395240146,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(9011684442559431698,'ij7lu45osxreyuojd');
INSERT INTO "sketches" VALUES(9121497853092844530,'ij7lu45osxreyuojd');
CREATE TABLE sources (
        item INTEGER NOT NULL REFERENCES items (number) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        outlet TEXT,
        authors TEXT NOT NULL,
        title TEXT,
        url TEXT,
        PRIMARY KEY (item, number)
    ) WITHOUT ROWID;
INSERT INTO "sources" VALUES(1,0,'Fjord Gazette','[]',NULL,NULL);
INSERT INTO "sources" VALUES(2,0,'Coastal Times','[]',NULL,NULL);
INSERT INTO "sources" VALUES(3,0,'Reuters','[]',NULL,NULL);
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
PRAGMA user_version = 3;
