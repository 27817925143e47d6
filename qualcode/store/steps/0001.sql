-- A project file. Texts, turns and segments never change once written: a body is append-only and named by its content.
-- Everything a verb can change stands in a table whose every change is remembered (see schema.py), as JSON. SQLite
-- writes only 15 digits of a real number there; scores are therefore kept as text, as Python writes a float.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE body (
  id TEXT PRIMARY KEY,             -- SHA-256 of text, turns and segments together
  sha256 TEXT NOT NULL,            -- of the text alone
  text TEXT NOT NULL,
  turns TEXT NOT NULL,             -- [[start, end, speaker, time_start, time_end], ...]
  segments TEXT NOT NULL,          -- [[turn, start, end], ...]
  words INTEGER NOT NULL,
  turn_count INTEGER NOT NULL,
  segment_count INTEGER NOT NULL
) STRICT;

CREATE TABLE transcript (
  uid TEXT PRIMARY KEY,            -- from name and text: two copies that import the same file mean the same transcript
  name TEXT NOT NULL,
  revision INTEGER NOT NULL,       -- the current one
  created TEXT NOT NULL,
  removed TEXT,
  FOREIGN KEY (uid, revision) REFERENCES revision(transcript, n) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE UNIQUE INDEX transcript_name ON transcript(name) WHERE removed IS NULL;

CREATE TABLE revision (
  transcript TEXT NOT NULL REFERENCES transcript(uid) DEFERRABLE INITIALLY DEFERRED,
  n INTEGER NOT NULL,
  body TEXT NOT NULL REFERENCES body(id),
  origin TEXT NOT NULL,            -- the file it was read from
  created TEXT NOT NULL,
  PRIMARY KEY (transcript, n)
) STRICT;

CREATE TABLE attribute (
  transcript TEXT NOT NULL REFERENCES transcript(uid) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (transcript, name)
) STRICT;

CREATE TABLE attribute_type (
  name TEXT PRIMARY KEY,
  type TEXT NOT NULL               -- text, number or date
) STRICT;

CREATE TABLE speaker (
  transcript TEXT NOT NULL REFERENCES transcript(uid) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  role TEXT,                       -- interviewer, participant or unknown
  PRIMARY KEY (transcript, name)
) STRICT;

CREATE TABLE speaker_attribute (
  transcript TEXT NOT NULL REFERENCES transcript(uid) DEFERRABLE INITIALLY DEFERRED,
  speaker TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (transcript, speaker, name)
) STRICT;

CREATE TABLE code (
  uid TEXT PRIMARY KEY,            -- what codings refer to, so that a rename is one row; from the first id
  id TEXT NOT NULL,                -- what people write
  parent TEXT,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  definition TEXT NOT NULL,
  include TEXT NOT NULL,
  exclude TEXT NOT NULL,
  keywords TEXT NOT NULL,          -- keywords, rules and examples are JSON lists
  rules TEXT NOT NULL,
  examples TEXT NOT NULL,
  color TEXT NOT NULL,
  retired INTEGER NOT NULL,
  meaning TEXT NOT NULL            -- the codebook version in which its meaning last changed
) STRICT;

-- People count versions by age. The count is not written down: two copies may each have made a third version.
CREATE TABLE codebook_version (
  id TEXT PRIMARY KEY,
  created TEXT NOT NULL,
  coder TEXT NOT NULL,
  why TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  book TEXT NOT NULL,              -- the rows of `code`, as JSON
  source TEXT NOT NULL             -- the file that was loaded, for its comments
) STRICT;

CREATE TABLE coding (
  id TEXT PRIMARY KEY,
  transcript TEXT NOT NULL REFERENCES transcript(uid) DEFERRABLE INITIALLY DEFERRED,
  revision INTEGER NOT NULL,
  code TEXT NOT NULL REFERENCES code(uid) DEFERRABLE INITIALLY DEFERRED,
  coder TEXT NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  quote TEXT NOT NULL,             -- the text of the span: proves that the anchor still holds
  origin TEXT NOT NULL,            -- manual, suggestion, import or adjudication
  created TEXT NOT NULL,
  version TEXT NOT NULL,           -- of the codebook, '' if there was none
  anchor TEXT NOT NULL,            -- kept, moved, ambiguous or lost, after a revision
  removed TEXT,
  score TEXT,                      -- of the suggestion that was accepted, with its reason
  why TEXT NOT NULL,
  CHECK (0 <= "start" AND "start" < "end"),
  FOREIGN KEY (transcript, revision) REFERENCES revision(transcript, n) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX coding_place ON coding(transcript, "start", "end");
CREATE INDEX coding_code ON coding(code);
CREATE INDEX coding_coder ON coding(coder, origin) WHERE removed IS NULL;

CREATE TABLE memo (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,              -- project, transcript, segment, coding, code or cell
  target TEXT NOT NULL,
  coder TEXT NOT NULL,
  text TEXT NOT NULL,
  created TEXT NOT NULL,
  removed TEXT
) STRICT;
CREATE INDEX memo_target ON memo(kind, target);

CREATE TABLE reading (
  transcript TEXT NOT NULL REFERENCES transcript(uid) DEFERRABLE INITIALLY DEFERRED,
  coder TEXT NOT NULL,
  finished TEXT NOT NULL,
  PRIMARY KEY (transcript, coder)
) STRICT;

CREATE TABLE decision (
  id TEXT PRIMARY KEY,
  transcript TEXT NOT NULL,
  code TEXT NOT NULL,
  coder TEXT NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  verdict TEXT NOT NULL,           -- accepted or rejected: what a coder said to a suggestion
  score TEXT NOT NULL,
  confidence TEXT,
  why TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

-- What somebody settled about a disagreement. The latest counts.
CREATE TABLE settlement (
  id TEXT PRIMARY KEY,
  layer TEXT NOT NULL,             -- the coder under whose name the consensus stands
  disagreement TEXT NOT NULL,      -- its id, made of its content
  transcript TEXT NOT NULL,
  coder TEXT NOT NULL,             -- who settled it
  "between" TEXT NOT NULL,           -- the coders who differ, as JSON
  choice TEXT NOT NULL,            -- A, B, both, span, neither or codebook
  "start" INTEGER,
  "end" INTEGER,
  code TEXT,
  reason TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;
CREATE INDEX settlement_layer ON settlement(layer);

CREATE TABLE round (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  blind INTEGER NOT NULL,
  seed INTEGER NOT NULL,
  sentence TEXT NOT NULL,          -- for the methods section, by language, as JSON
  created TEXT NOT NULL
) STRICT;

CREATE TABLE assignment (
  round TEXT NOT NULL REFERENCES round(id) DEFERRABLE INITIALLY DEFERRED,
  transcript TEXT NOT NULL,
  coder TEXT NOT NULL,
  PRIMARY KEY (round, transcript, coder)
) STRICT;

-- Where a coder left the reader. Not part of the data, hence not remembered.
CREATE TABLE bookmark (
  coder TEXT PRIMARY KEY,
  transcript TEXT NOT NULL,
  segment INTEGER NOT NULL
) STRICT;

CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  time TEXT NOT NULL,
  coder TEXT NOT NULL,
  verb TEXT NOT NULL,
  details TEXT NOT NULL,           -- JSON: names, ids and numbers, never a transcript's words
  why TEXT NOT NULL,
  undoable INTEGER NOT NULL,
  about TEXT NOT NULL,             -- of an undo or redo: the line that it takes back or does again
  via TEXT NOT NULL                -- of a line from another copy: the merge that brought it
) STRICT;
CREATE INDEX log_time ON log(time);
CREATE INDEX log_about ON log(about) WHERE about <> '';

-- The lines that count: those that an undone merge brought do not. `undone` is the time of an undo that stands.
CREATE VIEW line AS
  WITH standing AS (
    SELECT * FROM log WHERE via = '' OR 'undo' IS NOT (
      SELECT n.verb FROM log n WHERE n.about = log.via AND n.about <> '' ORDER BY n.seq DESC LIMIT 1
    )
  )
  SELECT s.*, (
    SELECT CASE n.verb WHEN 'undo' THEN n.time END FROM standing n WHERE n.about = s.id AND n.about <> ''
    ORDER BY n.time DESC, n.id DESC LIMIT 1
  ) AS undone FROM standing s;

CREATE TABLE change (
  seq INTEGER PRIMARY KEY,
  log INTEGER NOT NULL,
  name TEXT NOT NULL,              -- of the table
  key TEXT NOT NULL,               -- the row's primary key, as a JSON list
  before TEXT,                     -- the row as JSON; null if there was none
  after TEXT
) STRICT;
CREATE INDEX change_log ON change(log);
CREATE INDEX change_row ON change(name, key);

CREATE TABLE doing (
  log INTEGER NOT NULL             -- the verb under way; empty in between
) STRICT;
