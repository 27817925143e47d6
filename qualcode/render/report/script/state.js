// What the page holds, what the reader has chosen, and what follows from it.

const codes = data.codes.map(([id, name, definition, theme, last, colour], n) => ({ n, id, name, definition, theme, last, colour }));
const themes = codes.filter((code) => code.theme === code.n);
themes.forEach((theme, n) => { theme.hue = `hsl(${(n * 67 + 200) % 360} 45% 45%)`; });
const colourOf = (code) => code.colour || codes[code.theme].colour || codes[code.theme].hue;
const transcripts = data.transcripts.map(([name, turns], n) => ({ n, name, turns }));
const voices = data.voices.map(([transcript, speaker, role, words, isCounted, selected, values], n) =>
  ({ n, transcript, speaker, role, words, isCounted, selected, values }));
const passages = data.passages.map(([transcript, voice, first, last, pieces], n) =>
  ({ n, transcript, voice: voices[voice], first, last, pieces, text: null }));
const codings = data.codings.map(([passage, code, coder, memo]) =>
  ({ passage: passages[passage], code: codes[code], theme: codes[code].theme, coder, memo }));

const INTERVIEWER = 2;
const usualCase = data.office >= 0 ? data.attributes[data.office] : "transcript";
const PAPER = data.texts ? ["shown", "excerpts", "all"] : ["shown", "excerpts"];
/** Words of transcripts that are printed without being asked for: about fifty interviews. */
const MOST_ON_PAPER = 350000;
const usualPaper = data.texts && voices.reduce((sum, voice) => sum + voice.words, 0) <= MOST_ON_PAPER ? "all" : "excerpts";
const FILTERS = ["q", "code", "speaker", "coder", "transcript"];

/** The reader's choices. `where` holds values by attribute's number; `by`, `order` and `paper` are no filters. */
let state = null;

/** What passes the filters: codings, and the voices (as a set of numbers) that counts are measured against. */
let found = { codings: [], voices: [], terms: [] };

function readState() {
  const hash = decodeHash();
  const where = new Map();
  for (const condition of hash.getAll("where")) {
    const cut = condition.indexOf(":");
    const attribute = data.attributes.indexOf(condition.slice(0, cut));
    if (attribute >= 0) where.set(attribute, condition.slice(cut + 1));
  }
  const by = hash.has("by") ? data.attributes.indexOf(hash.get("by")) : data.by;
  const next = { where, by, order: hash.get("order") || "typical", case: hash.get("case") || usualCase,
    paper: PAPER.includes(hash.get("paper")) ? hash.get("paper") : usualPaper, at: hash.get("at") || "" };
  for (const name of FILTERS) next[name] = hash.get(name) || "";
  return next;
}

/** The fragment of the page's address: filters as name=value, or a bare place such as #themes. */
function decodeHash() {
  const text = location.hash.slice(1);
  return new URLSearchParams(text && !text.includes("=") ? { at: decodeURIComponent(text) } : text);
}

function hashOf(choice) {
  const hash = new URLSearchParams();
  for (const [attribute, value] of choice.where) hash.append("where", `${data.attributes[attribute]}:${value}`);
  for (const name of FILTERS) if (choice[name]) hash.set(name, choice[name]);
  if (choice.by !== data.by) hash.set("by", data.attributes[choice.by] || "none");
  if (choice.order !== "typical") hash.set("order", choice.order);
  if (choice.paper !== usualPaper) hash.set("paper", choice.paper);
  if (choice.case !== usualCase) hash.set("case", choice.case);
  hash.set("at", choice.at || "");
  return `#${hash}`;
}

/** The terms of a search: parts of words, what stands between quotation marks, and forms of one word as a|b|c. */
function termsOf(query) {
  const parts = [...query.matchAll(/["«“]([^"»”]+)["»”]|(\S+)/g)].map((part) => (part[1] || part[2]).trim()).filter(Boolean);
  const plain = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const source = (part) => {
    const forms = part.split("|").filter(Boolean).map(plain);
    return part.includes("|") && forms.length ? `(?<![\\p{L}\\d])(?:${forms.join("|")})(?![\\p{L}\\d])` : plain(part);
  };
  return parts.map((part) => new RegExp(source(part), "giu"));
}

const hasAll = (text, terms) => terms.every((term) => text.search(term) >= 0);

function textOf(passage) {
  if (passage.text === null) passage.text = passage.pieces.map((piece) => wordsOf(passage, piece)).join("\n");
  return passage.text;
}

const isInTurn = (piece) => typeof piece[0] === "number";

function wordsOf(passage, piece) {
  return isInTurn(piece) ? transcripts[passage.transcript].turns[piece[0]][1].slice(piece[1], piece[2]) : piece[1];
}

function speakerOf(passage, piece) {
  return isInTurn(piece) ? voices[transcripts[passage.transcript].turns[piece[0]][0]].speaker : piece[0];
}

function hasVoice(voice) {
  if (!voice.selected) return false;
  if (state.transcript && transcripts[voice.transcript].name !== state.transcript) return false;
  if (state.speaker === "participant" ? voice.role === INTERVIEWER : state.speaker === "interviewer" ? voice.role !== INTERVIEWER
    : state.speaker && voice.speaker !== state.speaker) return false;
  for (const [attribute, value] of state.where) if (voice.values[attribute] !== value) return false;
  return true;
}

function find() {
  const meant = voices.map(hasVoice);
  const code = codes.find((one) => one.id === state.code);
  const coder = state.coder ? data.coders.indexOf(state.coder) : -1;
  const terms = termsOf(state.q);
  const hits = codings.filter((coding) =>
    coding.passage.voice && meant[coding.passage.voice.n]
    && (!code || (coding.code.n >= code.n && coding.code.n <= code.last))
    && (!state.coder || coding.coder === coder)
    && (!terms.length || hasAll(textOf(coding.passage), terms)));
  found = { codings: hits, voices: voices.filter((voice) => meant[voice.n]), terms, code };
}

const groupOf = (voice) => (state.by >= 0 ? voice.values[state.by] : "");

/** The groups that the reader compares, each with what its counts are measured against, and its own pattern `n`. */
function groups() {
  const all = sorted(voices.filter((voice) => voice.selected).map(groupOf)), here = grouped(found.voices, groupOf);
  return all.map((name, n) => ({ name, n, label: groupLabel(name), base: baseOf(here.get(name) || []) })).filter(({ name }) => here.has(name));
}

function groupLabel(name) {
  if (state.by < 0) return say("everyone");
  if (name === "") return say("missing");
  return /\p{L}/u.test(name) || name.length >= 4 ? name : `${data.attributes[state.by]} ${name}`;
}

function officesOf(some) {
  return new Set(data.office < 0 ? [] : some.map((voice) => voice.values[data.office]).filter(Boolean));
}

const speakersOf = (some) => new Set(some.map((voice) => `${voice.transcript}/${voice.speaker}`));

function baseOf(some) {
  const heard = some.filter((voice) => voice.isCounted || state.speaker);
  return {
    transcripts: new Set(some.map((voice) => voice.transcript)).size,
    speakers: speakersOf(heard).size,
    offices: officesOf(some).size,
    words: heard.reduce((sum, voice) => sum + voice.words, 0),
  };
}

/** The counts of some codings. */
function measures(some) {
  const said = [...new Set(some.map((coding) => coding.passage.voice))];
  return {
    codings: some.length,
    excerpts: new Set(some.map((coding) => coding.passage)).size,
    transcripts: new Set(some.map((coding) => coding.passage.transcript)).size,
    speakers: speakersOf(said.filter((voice) => voice.role !== INTERVIEWER)).size,
    offices: officesOf(said).size,
  };
}

/** Things by what `key` gives for each, in the order in which they come. */
function grouped(things, key) {
  const map = new Map();
  for (const thing of things) {
    const k = key(thing);
    if (map.has(k)) map.get(k).push(thing);
    else map.set(k, [thing]);
  }
  return map;
}
