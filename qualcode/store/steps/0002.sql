-- What later versions of the program store, made in one step so that a project of 0.1.0 is brought up to date once.
-- What every table is to undoing, merging, packing, erasing and the rest stands in kinds.py, row by row.

-- The order of the log: a number that is greater than all that was known when the line was written. It is not below the
-- microseconds since year 1 that the clock said, so that of two copies' steps the later one comes later; but a clock that
-- was ahead once only pushes numbers, not the times of what is done after.
ALTER TABLE log ADD COLUMN tick INTEGER NOT NULL DEFAULT 0;
CREATE INDEX log_tick ON log(tick);

DROP VIEW line;
-- The lines that count: those that an undone merge brought do not. `undone` is the time of an undo that stands.
CREATE VIEW line AS
  WITH standing AS (
    SELECT * FROM log WHERE via = '' OR 'undo' IS NOT (
      SELECT n.verb FROM log n WHERE n.about = log.via AND n.about <> '' ORDER BY n.seq DESC LIMIT 1
    )
  )
  SELECT s.*, (
    SELECT CASE n.verb WHEN 'undo' THEN n.time END FROM standing n WHERE n.about = s.id AND n.about <> ''
    ORDER BY n.tick DESC, n.id DESC LIMIT 1
  ) AS undone FROM standing s;

-- Words of each turn, in order.
ALTER TABLE body ADD COLUMN turn_words TEXT NOT NULL DEFAULT '[]';
-- [[position, seconds], ...]: every stamp of the source.
ALTER TABLE body ADD COLUMN times TEXT NOT NULL DEFAULT '[]';

-- Which of several counts is a matter of order, not of what the clock said.
ALTER TABLE codebook_version ADD COLUMN tick INTEGER NOT NULL DEFAULT 0;
ALTER TABLE settlement ADD COLUMN tick INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decision ADD COLUMN tick INTEGER NOT NULL DEFAULT 0;
ALTER TABLE round ADD COLUMN tick INTEGER NOT NULL DEFAULT 0;

-- The text that was read, decided or settled on. Null in what 0.1.0 wrote: the newest that there was at that time.
ALTER TABLE reading ADD COLUMN revision INTEGER;
ALTER TABLE decision ADD COLUMN revision INTEGER;
ALTER TABLE settlement ADD COLUMN revision INTEGER;

-- What proposed it, '' for the built-in engine.
ALTER TABLE decision ADD COLUMN source TEXT NOT NULL DEFAULT '';
-- How documents call it; the type is '' where only that is said.
ALTER TABLE attribute_type ADD COLUMN label TEXT NOT NULL DEFAULT '';

-- What other programs call our things, as their files write it; `details` is what else they said of it, as JSON.
CREATE TABLE foreign_id (
  kind TEXT NOT NULL,              -- code, transcript, coder, coding, memo, person, saved_set or project
  program TEXT NOT NULL,
  project TEXT NOT NULL,           -- of that program
  guid TEXT NOT NULL,
  target TEXT NOT NULL,            -- our permanent id; of a coder the name
  coder TEXT NOT NULL,             -- of a coder's the name once more, else ''
  details TEXT NOT NULL,
  PRIMARY KEY (kind, program, project, guid)
) STRICT;
CREATE INDEX foreign_id_target ON foreign_id(target);

-- Parts of other programs' files that we cannot use, kept for the way out.
CREATE TABLE foreign_part (
  id TEXT PRIMARY KEY,
  program TEXT NOT NULL,
  project TEXT NOT NULL,
  kind TEXT NOT NULL,              -- the element's name
  target TEXT NOT NULL,            -- our permanent id of what it is part of, or ''
  content TEXT NOT NULL,           -- the element, as the file has it
  created TEXT NOT NULL
) STRICT;

-- Names that transcripts and codes had, or that were united into others, so that older sheets are understood.
CREATE TABLE former_name (
  kind TEXT NOT NULL,              -- transcript or code
  name TEXT NOT NULL,              -- what it was called
  target TEXT NOT NULL,            -- the permanent id of what stands for it
  created TEXT NOT NULL,
  PRIMARY KEY (kind, name, target)
) STRICT;

-- Other names of a coder: what stands under `name` in another copy is `coder`'s.
CREATE TABLE coder_alias (
  name TEXT PRIMARY KEY,
  coder TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

-- What waits for a person and is not to be seen from the rows themselves. See the view `unsettled`.
CREATE TABLE waiting (
  id TEXT PRIMARY KEY,             -- made of its content where two copies find the same, so that it is asked once
  kind TEXT NOT NULL,              -- conflict, removed, row, proposal, summary or settlement
  about TEXT NOT NULL,             -- the permanent id of what it is about, or ''
  transcript TEXT,                 -- where it is about one
  coder TEXT NOT NULL,             -- whose work waits, '' for everybody's
  payload TEXT NOT NULL,           -- JSON, by kind
  created TEXT NOT NULL,
  settled TEXT,                    -- when somebody settled it, else null
  verdict TEXT NOT NULL            -- what was said then, else ''
) STRICT;

-- A person is a set of speakers. A speaker that stands in none is a person.
CREATE TABLE person (
  id TEXT PRIMARY KEY,             -- from the name: two copies that make the same one mean the same
  name TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

CREATE TABLE person_speaker (
  transcript TEXT NOT NULL REFERENCES transcript(uid) DEFERRABLE INITIALLY DEFERRED,
  speaker TEXT NOT NULL,           -- '' for all that a transcript without speakers says
  person TEXT NOT NULL REFERENCES person(id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (transcript, speaker)
) STRICT;

CREATE TABLE person_attribute (
  person TEXT NOT NULL REFERENCES person(id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (person, name)
) STRICT;

CREATE TABLE saved_set (
  id TEXT PRIMARY KEY,             -- from the name
  name TEXT NOT NULL,
  rule TEXT NOT NULL,              -- options of a selection, as a JSON list of words; '' for a list of transcripts
  created TEXT NOT NULL
) STRICT;

CREATE TABLE saved_set_member (
  saved_set TEXT NOT NULL REFERENCES saved_set(id) DEFERRABLE INITIALLY DEFERRED,
  transcript TEXT NOT NULL REFERENCES transcript(uid) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (saved_set, transcript)
) STRICT;

-- Summaries in the cells of the framework matrix.
CREATE TABLE summary (
  id TEXT PRIMARY KEY,
  attribute TEXT NOT NULL,         -- what the cases are: transcript, person, speaker or an attribute
  value TEXT NOT NULL,             -- the case: a transcript's or person's permanent id, else the value as it is written
  code TEXT NOT NULL,              -- the theme's permanent id, '' for a summary of the whole case
  coder TEXT NOT NULL,
  text TEXT NOT NULL,
  created TEXT NOT NULL,
  removed TEXT
) STRICT;
CREATE INDEX summary_cell ON summary(attribute, value, code);

-- What is written on a theme's sheet, field by field.
CREATE TABLE theme_entry (
  id TEXT PRIMARY KEY,
  theme TEXT NOT NULL,             -- the permanent id of a code, or of a theme of a draft
  field TEXT NOT NULL,             -- idea, scope, not, open, counter or status
  position INTEGER NOT NULL,
  coder TEXT NOT NULL,
  text TEXT NOT NULL,
  created TEXT NOT NULL,
  removed TEXT
) STRICT;
CREATE INDEX theme_entry_theme ON theme_entry(theme, field);

-- Candidate themes: trees apart from the codebook, until they are adopted.
CREATE TABLE draft (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  coder TEXT NOT NULL,
  status TEXT NOT NULL,            -- open, adopted or rejected
  created TEXT NOT NULL,
  removed TEXT
) STRICT;

CREATE TABLE draft_theme (
  id TEXT PRIMARY KEY,
  draft TEXT NOT NULL REFERENCES draft(id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  position INTEGER NOT NULL,
  code TEXT NOT NULL               -- the permanent id of the code it became, or is called after; else ''
) STRICT;

CREATE TABLE draft_code (
  draft TEXT NOT NULL REFERENCES draft(id) DEFERRABLE INITIALLY DEFERRED,
  code TEXT NOT NULL,
  theme TEXT NOT NULL REFERENCES draft_theme(id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  PRIMARY KEY (draft, code)
) STRICT;

-- Passages chosen to be quoted. `shown` is how it is trimmed; the words of the text stay in `quote`.
CREATE TABLE quotation (
  id TEXT PRIMARY KEY,
  transcript TEXT NOT NULL REFERENCES transcript(uid) DEFERRABLE INITIALLY DEFERRED,
  revision INTEGER NOT NULL,
  theme TEXT NOT NULL,             -- the permanent id of a code, or of a theme of a draft; '' for none
  coder TEXT NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  quote TEXT NOT NULL,
  shown TEXT NOT NULL,
  position INTEGER NOT NULL,
  created TEXT NOT NULL,
  anchor TEXT NOT NULL,
  removed TEXT,
  CHECK (0 <= "start" AND "start" < "end"),
  FOREIGN KEY (transcript, revision) REFERENCES revision(transcript, n) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX quotation_place ON quotation(transcript, "start", "end");

-- What was decided on a passage when a theme was reviewed against the data, so that it is not asked twice.
CREATE TABLE theme_review (
  id TEXT PRIMARY KEY,
  theme TEXT NOT NULL,
  kind TEXT NOT NULL,              -- misfit, elsewhere, lacking or overlap
  coding TEXT NOT NULL,            -- the permanent id of the coding it is about, or ''
  transcript TEXT NOT NULL REFERENCES transcript(uid) DEFERRABLE INITIALLY DEFERRED,
  revision INTEGER NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  quote TEXT NOT NULL,
  coder TEXT NOT NULL,
  verdict TEXT NOT NULL,           -- recode, keep, code, decline, note
  why TEXT NOT NULL,
  created TEXT NOT NULL,
  anchor TEXT NOT NULL,
  removed TEXT,
  CHECK (0 <= "start" AND "start" < "end"),
  FOREIGN KEY (transcript, revision) REFERENCES revision(transcript, n) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- What a memo points to: [[solvaag:8]], [[bolig]].
CREATE TABLE memo_link (
  id TEXT PRIMARY KEY,
  memo TEXT NOT NULL REFERENCES memo(id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL,              -- as of memos, and memo
  target TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

-- Where a recording lies on this machine. The file itself is never taken in.
CREATE TABLE recording (
  transcript TEXT PRIMARY KEY REFERENCES transcript(uid) DEFERRABLE INITIALLY DEFERRED,
  path TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

-- What is to become of names and other things by which people could be known, until it is applied.
CREATE TABLE pseudonym (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  found TEXT NOT NULL,
  forms TEXT NOT NULL,             -- JSON list
  decision TEXT NOT NULL,          -- replace, category, band, keep or later
  replacement TEXT NOT NULL,
  coder TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

-- Where a revision was read from on this machine, and how, to read it anew. Of this copy alone: neither logged nor merged.
CREATE TABLE source_file (
  transcript TEXT NOT NULL,
  n INTEGER NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,            -- of the file
  options TEXT NOT NULL,           -- JSON: how it was read
  PRIMARY KEY (transcript, n)
) STRICT;

-- All that waits for a person: the rows of `waiting`, and codings and quotations whose place in the current text is not
-- sure: that is to be seen from themselves, whatever was undone or merged, so it is not written down a second time.
CREATE VIEW unsettled AS
  SELECT id, kind, about, transcript, coder, payload, created FROM waiting WHERE settled IS NULL
  UNION ALL
  SELECT c.id, c.anchor, c.id, c.transcript, c.coder, json_object('what', 'coding', 'code', c.code,
    'revision', c.revision, 'start', c."start", 'end', c."end", 'quote', c.quote), c.created
  FROM coding c JOIN transcript t ON t.uid = c.transcript
  WHERE c.removed IS NULL AND t.removed IS NULL AND c.revision <> t.revision
  UNION ALL
  SELECT q.id, q.anchor, q.id, q.transcript, q.coder, json_object('what', 'quotation', 'code', q.theme,
    'revision', q.revision, 'start', q."start", 'end', q."end", 'quote', q.quote), q.created
  FROM quotation q JOIN transcript t ON t.uid = q.transcript
  WHERE q.removed IS NULL AND t.removed IS NULL AND q.revision <> t.revision;
