// The matrix of cases and themes, and which themes stand together.

function drawMatrix() {
  const attribute = data.attributes.indexOf(state.case);
  const caseOf = (voice) => (attribute >= 0 ? voice.values[attribute] : transcripts[voice.transcript].name);
  const cases = sorted(found.voices.map(caseOf));
  const cells = grouped(found.codings, (coding) => `${coding.theme}/${caseOf(coding.passage.voice)}`);
  const shown = themes.filter((theme) => !found.code || theme.n === found.code.theme);
  const count = (theme, name) => new Set((cells.get(`${theme.n}/${name}`) || []).map((coding) => coding.passage)).size;
  const numbersOf = new Map(cases.map((name) => [name, shown.map((theme) => count(theme, name))]));
  const most = Math.max(1, ...[...numbersOf.values()].flat());
  const cell = (name, theme, n) => {
    const title = `${name || say("missing")} · ${theme.name}`;
    return make("td", { class: "cell" }, n > 0 && button(n, n / most, say("cell", name, theme.name, n), () =>
      showPanel(byId("matrix-excerpts"), title, cells.get(`${theme.n}/${name}`))));
  };
  byId("matrix-excerpts").replaceChildren();
  byId("matrix-table").replaceChildren(make("table", { class: "grid" },
    make("thead", {}, make("tr", {}, make("td", {}), shown.map((theme) => make("th", { scope: "col" }, make("span", { class: "turned" }, theme.name))))),
    make("tbody", {}, cases.map((name) => make("tr", {}, make("th", { scope: "row" }, name || say("missing")),
      shown.map((theme, n) => cell(name, theme, numbersOf.get(name)[n])))))));
}

function button(n, share, label, onclick) {
  const made = make("button", { type: "button", "aria-label": label, title: label, onclick }, figure(n));
  made.style.setProperty("--share", `${Math.round(100 * Math.max(0.06, share))}%`);
  return made;
}

/** In how many segments each theme stands, whoever coded it, and each pair of themes of one coder. */
function pairs() {
  const homes = grouped(found.codings, (coding) => `${coding.passage.transcript}/${coding.coder}`);
  const alone = new Map(), both = new Map();
  const add = (map, key, place) => map.set(key, (map.get(key) || new Set()).add(place));
  const sizes = (map) => new Map([...map].map(([key, places]) => [key, places.size]));
  for (const some of homes.values()) {
    const segments = new Map();
    for (const { passage, theme } of some) {
      for (let n = passage.first; n <= passage.last; n += 1) {
        if (!segments.has(n)) segments.set(n, new Set());
        segments.get(n).add(theme);
      }
    }
    for (const [n, set] of segments) {
      const list = [...set].sort((a, b) => a - b), place = `${some[0].passage.transcript}/${n}`;
      list.forEach((a, i) => { add(alone, a, place); list.slice(i + 1).forEach((b) => add(both, `${a}/${b}`, place)); });
    }
  }
  return { alone: sizes(alone), both: sizes(both) };
}

/** The codings behind a pair's number: those of either theme on a segment that the same coder gave both. */
function codingsOf(a, b) {
  const kept = new Set();
  const homes = grouped(found.codings.filter((coding) => coding.theme === a || coding.theme === b), (coding) => `${coding.passage.transcript}/${coding.coder}`);
  for (const some of homes.values()) {
    for (const one of some) {
      for (const other of some) {
        const meet = one.passage.first <= other.passage.last && other.passage.first <= one.passage.last;
        if (meet && (a === b || one.theme !== other.theme)) { kept.add(one); kept.add(other); }
      }
    }
  }
  return found.codings.filter((coding) => kept.has(coding));
}

function drawTogether() {
  const { alone, both } = pairs();
  const shown = themes.filter((theme) => alone.has(theme.n));
  const cell = (a, b) => {
    const panel = (title) => () => showPanel(byId("together-excerpts"), title, codingsOf(a.n, b.n));
    if (a === b) return make("td", { class: "cell diagonal" }, button(alone.get(a.n), 0, counted(alone.get(a.n), "alone", a.name), panel(a.name)));
    const n = both.get(a.n < b.n ? `${a.n}/${b.n}` : `${b.n}/${a.n}`) || 0;
    const c = n / (alone.get(a.n) + alone.get(b.n) - n);
    return make("td", { class: "cell" }, n > 0 && button(n, Math.min(1, 2 * c), counted(n, "pair", a.name, b.name, decimal(c, 2)), panel(`${a.name} + ${b.name}`)));
  };
  byId("together-excerpts").replaceChildren();
  byId("together-table").replaceChildren(make("table", { class: "grid numbered" },
    make("thead", {}, make("tr", {}, make("td", {}), shown.map((theme, n) => make("th", { scope: "col", title: theme.name, "aria-label": theme.name }, n + 1)))),
    make("tbody", {}, shown.map((a, i) => make("tr", {}, make("th", { scope: "row" }, `${i + 1}. ${a.name}`), shown.map((b) => cell(a, b)))))));
}
