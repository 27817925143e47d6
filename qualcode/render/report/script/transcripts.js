// Transcripts with their codings in the margin; each is built when it is opened.

/** What a link to a place needs: the opened element of each transcript, and how to open it. */
const readers = new Map();

function drawTranscripts() {
  const list = byId("transcript-list");
  if (!list) return;
  readers.clear();
  const byTranscript = grouped(found.codings, (coding) => coding.passage.transcript);
  const known = [...grouped(found.voices, (voice) => voice.transcript)];
  const hits = new Map(known.map(([n]) => [n, hitsIn(transcripts[n])]));
  const shown = known.filter(([n]) => !found.terms.length || hits.get(n) || byTranscript.has(n));
  list.replaceChildren(...shown.map(([n, own]) => reader(transcripts[n], own[0], byTranscript.get(n) || [], hits.get(n))));
  if (!shown.length) list.append(make("p", {}, say("nothing")));
}

/** How many turns of a transcript hold all that is searched for. */
function hitsIn(transcript) {
  if (!found.terms.length) return 0;
  return transcript.turns.filter((turn) => hasAll(turn[1], found.terms)).length;
}

function reader(transcript, voice, some, hits) {
  const body = make("div", { class: "text" });
  const known = voice.values.filter(Boolean).join(" · ");
  const told = [counted(some.length, "n_coding"), found.terms.length > 0 && counted(hits, "n_hit")].filter(Boolean).join(", ");
  const box = make("details", { class: "transcript", id: `t${transcript.n}` },
    make("summary", {}, make("b", {}, transcript.name), make("small", {}, [known, told].filter(Boolean).join(" · "))), body);
  const open = () => { if (!body.firstChild) body.append(...turns(transcript, some)); };
  const read = () => { open(); box.open = true; };
  box.addEventListener("toggle", () => box.open && open());
  readers.set(transcript.n, read);
  if (printing === "all") read();
  return box;
}

function turns(transcript, some) {
  const byPassage = grouped(some, (coding) => coding.passage);
  const byTurn = new Map();
  for (const passage of byPassage.keys()) {
    passage.pieces.filter(isInTurn).forEach(([n, from, to], i) => {
      if (!byTurn.has(n)) byTurn.set(n, []);
      byTurn.get(n).push({ passage, from, to, begins: i === 0, code: byPassage.get(passage)[0].code });
    });
  }
  return transcript.turns.map(([voice, text, segment], n) => {
    const here = (byTurn.get(n) || []).sort((a, b) => a.from - b.from || b.to - a.to);
    const who = voices[voice];
    const begun = here.filter((piece) => piece.begins);
    if (printing) return printed(who, segment, cut(text, here), begun.map(({ passage }) => byPassage.get(passage)));
    const margin = begun.map(({ passage }) => marginOf(passage, byPassage.get(passage)));
    return make("div", { class: `turn${who.role === INTERVIEWER ? " asks" : ""}` },
      make("div", { class: "who" }, make("b", {}, who.speaker), segment > 0 && make("small", {}, segment)),
      make("p", {}, cut(text, here)),
      margin.length > 0 && make("ul", { class: "margin" }, margin));
  });
}

/** A turn on paper: one paragraph with its codes behind it, because columns take a browser minutes to break into pages. */
function printed(who, segment, words, codings) {
  const told = codings.flatMap((some) => [...grouped(some, (coding) => coding.code)].map(([code, own]) =>
    (data.coders.length > 1 ? `${code.name} (${coderNames(own)})` : code.name)));
  return make("p", { class: "said" }, make("b", {}, who.speaker), " ", segment > 0 && make("small", {}, segment), " ", words,
    told.length > 0 && make("small", {}, ` [${told.join("; ")}]`));
}

/** The text cut where codings begin and end, what is coded marked. */
function cut(text, pieces) {
  const edges = [...new Set([0, text.length, ...pieces.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
  const begun = new Set();
  return edges.slice(0, -1).map((from, i) => {
    const to = edges[i + 1], over = pieces.filter((piece) => piece.from < to && from < piece.to);
    const words = marked(text.slice(from, to), found.terms);
    if (!over.length) return words;
    const places = over.filter((piece) => piece.begins && !begun.has(piece.passage));
    places.forEach((piece) => begun.add(piece.passage));
    return [places.map((piece) => make("a", { id: `p${piece.passage.n}`, class: "place", tabindex: "-1" })),
      make("span", { class: `coded${over.length > 1 ? " twice" : ""}`, colour: colourOf(over[over.length - 1].code), "data-p": over.map((piece) => piece.passage.n).join(" ") }, words)];
  });
}

/** The codes of one passage beside its first line; each leads to the excerpt below its theme. */
function marginOf(passage, some) {
  const light = (on) => (event) => event.currentTarget.closest(".text").querySelectorAll(".coded").forEach((span) =>
    span.classList.toggle("lit", on && span.dataset.p.split(" ").includes(String(passage.n))));
  return [...grouped(some, (coding) => coding.code)].map(([code, own]) => make("li", {},
    make("a", { class: "label", colour: colourOf(code), href: `#at=e${code.theme}-${passage.n}`, "aria-label": say("to_excerpt", code.name, coderNames(own)),
      onmouseenter: light(true), onmouseleave: light(false), onfocus: light(true), onblur: light(false) }, code.name),
    data.coders.length > 1 && make("small", {}, ` ${coderNames(own)}`)));
}
