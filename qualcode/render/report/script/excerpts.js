// Excerpts: one passage as a quotation, and lists of them that show a few first.

const FIRST = 3, STEP = 20;

/** Lists by the theme below which they stand, so that a link from a transcript finds its excerpt. */
const lists = new Map();

/** One passage with where it stands, who says it, and which codes it has; `id` makes it a place that links lead to. */
function quotation(passage, some, { id = null, typical = false } = {}) {
  const several = passage.pieces.length > 1;
  const lines = passage.pieces.map((piece) => {
    const speaker = several ? speakerOf(passage, piece) : "";
    return make("p", {}, speaker && make("b", {}, `${speaker}: `), marked(wordsOf(passage, piece), found.terms));
  });
  const memos = [...new Set(some.map((coding) => coding.memo).filter(Boolean))];
  return make("figure", { class: "quote", id, tabindex: id && "-1", colour: colourOf(some[0].code) },
    make("blockquote", {}, lines),
    make("figcaption", {}, typical && make("span", { class: "tag" }, say("typical")), source(passage), " ", labels(some),
      memos.map((memo) => make("span", { class: "memo" }, make("b", {}, `${say("memo")}: `), memo))));
}

function source(passage) {
  const voice = passage.voice;
  const place = `${transcripts[passage.transcript].name} · ${say("segment")} ${passage.first}`;
  const link = data.texts ? make("a", { href: `#at=p${passage.n}`, title: say("to_place") }, place) : place;
  const role = voice.role === INTERVIEWER ? say("interviewer") : "";
  const who = voice.speaker && role ? `${voice.speaker} (${role})` : voice.speaker || role;
  const said = [transcripts[passage.transcript].name, voice.speaker].map((name) => name.toLowerCase());
  const known = voice.values.filter((value) => value && !said.includes(value.toLowerCase()));
  const parts = [voice.speaker === transcripts[passage.transcript].name ? role : who, ...known];
  return [link, parts.filter(Boolean).map((part) => ` · ${part}`).join("")];
}

/** The codes of a passage, each once, with who used it where there are several coders. */
function labels(some) {
  const used = [...grouped(some, (coding) => coding.code)];
  const tell = data.coders.length > 1 ? ` ${say("coded_by", coderNames(some))}` : "";
  return [used.map(([code]) => make("span", { class: "label", colour: colourOf(code) }, code.name)), make("small", {}, tell)];
}

const coderNames = (some) => sorted(some.map((coding) => data.coders[coding.coder])).join(", ");

/** A list of passages: a few, and a button for more. On paper as many as the reader asked for. */
function excerptList(some, { theme = null, typical = [], heading = "" } = {}) {
  const byPassage = grouped(some, (coding) => coding.passage);
  const order = ordered([...byPassage.keys()], typical);
  const box = make("div", { class: "excerpts" });
  let shown = 0;
  const show = (upTo) => {
    box.querySelector(":scope > .more")?.remove();
    for (; shown < Math.min(upTo, order.length); shown += 1) {
      const passage = order[shown];
      const id = theme === null ? null : `e${theme}-${passage.n}`;
      box.append(quotation(passage, byPassage.get(passage), { id, typical: typical.includes(passage.n) }));
    }
    if (shown < order.length) box.append(printing ? make("p", { class: "note" }, say("left", figure(order.length - shown))) : more());
  };
  const more = () => {
    const left = order.length - shown, next = Math.min(STEP, left);
    const label = heading ? say("more_of", next, heading, say("of", figure(shown), figure(order.length))) : say("more", next);
    return make("button", { class: "more", type: "button", onclick: () => {
      const first = shown;
      show(shown + STEP);
      const quote = box.querySelectorAll(":scope > .quote")[first];
      quote.setAttribute("tabindex", "-1");
      quote.focus();
    } }, label);
  };
  show(printing && printing !== "shown" ? Infinity : FIRST);
  if (theme !== null) {
    const reveal = (passage) => { const n = order.indexOf(passage); if (n >= 0) show(n + 1); return n >= 0; };
    lists.set(theme, [...(lists.get(theme) || []), reveal]);
  }
  return box;
}

function ordered(some, typical) {
  if (state.order === "longest") return some.sort((a, b) => textOf(b).length - textOf(a).length || a.n - b.n);
  const rank = (passage) => { const at = typical.indexOf(passage.n); return state.order === "place" || at < 0 ? typical.length : at; };
  return some.sort((a, b) => rank(a) - rank(b) || a.n - b.n);
}

/** The excerpts behind a cell of a table, below the table. */
function showPanel(panel, title, some) {
  panel.replaceChildren(make("h3", {}, `${title} `, make("span", { class: "count" }, counted(measures(some).excerpts, "n_excerpt"))),
    excerptList(some));
  panel.focus({ preventScroll: true });
  panel.scrollIntoView({ block: "start" });
}
