// The form, the address, the keyboard and paper.

// Attributes with more values tell single transcripts apart, not groups; those are chosen by their names.
const MOST_GROUPS = 8, MOST_VALUES = 40;

function drawForm() {
  const indent = (code) => { let n = 0; for (let up = code.n - 1; up >= 0; up -= 1) if (codes[up].last >= code.n) n += 1; return n; };
  const any = ["", say("all")];
  const useful = data.attributes.map((name, n) => [n, name]).filter(([n]) => { const size = valuesOf(n).length; return size > 1 && size <= MOST_VALUES; });
  const groupable = useful.filter(([n]) => valuesOf(n).length <= MOST_GROUPS);
  fill(byId("by"), [["none", say("by_none")], ...groupable.map(([, name]) => [name, name])]);
  fill(byId("code"), [any, ...codes.map((code) => [code.id, code.name, indent(code)])]);
  fill(byId("coder"), [any, ...data.coders.map((name) => [name, name])]);
  const names = sorted(voices.filter((voice) => voice.selected && voice.speaker).map((voice) => voice.speaker));
  fill(byId("speaker"), [any, ["participant", say("participants")], ["interviewer", say("interviewers")], ...names.map((name) => [name, name])]);
  fill(byId("transcript"), [any, ...sorted(transcripts.map(({ name }) => name)).map((name) => [name, name])]);
  fill(byId("order"), ["typical", "longest", "place"].map((key) => [key, say(`order_${key}`)]));
  fill(byId("paper"), PAPER.map((key) => [key, say(`paper_${key}`)]));
  fill(byId("case"), [["transcript", say("transcript")], ...data.attributes.map((name) => [name, name])]);
  byId("attributes").replaceChildren(...useful.map(([n, name]) => {
    const select = make("select", { id: `where-${n}`, "data-attribute": n });
    fill(select, [any, ...valuesOf(n).map((value) => [value === "" ? "\u0000" : value, value || say("missing")])]);
    return make("p", {}, make("label", { for: `where-${n}` }, name), select);
  }));
}

const valuesOf = (attribute) => sorted(voices.filter((voice) => voice.selected).map((voice) => voice.values[attribute]));

/** Put the reader's choices into the form. */
function showChoices() {
  for (const name of FILTERS) if (byId(name).value !== state[name]) byId(name).value = state[name];
  byId("by").value = data.attributes[state.by] || "none";
  byId("order").value = state.order;
  byId("paper").value = state.paper;
  byId("case").value = state.case;
  for (const select of document.querySelectorAll("[data-attribute]")) {
    const value = state.where.get(Number(select.dataset.attribute));
    select.value = value === undefined ? "" : value || "\u0000";
  }
  const told = [
    state.q && `«${state.q}»`,
    ...[...state.where].map(([attribute, value]) => `${data.attributes[attribute]} = ${value || say("missing")}`),
    found.code && found.code.name, state.speaker && byId("speaker").selectedOptions[0]?.textContent, state.coder, state.transcript,
  ].filter(Boolean);
  byId("active").replaceChildren(told.length ? say("active", told.join(" · ")) : "");
  byId("filters").querySelector("summary").textContent = told.length ? say("filters_on", told.length) : say("filters");
  byId("clear").hidden = !told.length;
}

function readForm() {
  const next = { ...state, at: "", where: new Map() };
  for (const name of FILTERS) next[name] = byId(name).value.trim();
  next.by = data.attributes.indexOf(byId("by").value);
  next.order = byId("order").value;
  next.paper = byId("paper").value;
  next.case = byId("case").value;
  for (const select of document.querySelectorAll("[data-attribute]")) {
    if (select.value) next.where.set(Number(select.dataset.attribute), select.value === "\u0000" ? "" : select.value);
  }
  return next;
}

function draw() {
  find();
  drawOverview();
  drawThemes();
  drawMatrix();
  drawTogether();
  drawTranscripts();
  showChoices();
  const all = measures(found.codings);
  byId("status").textContent = found.codings.length
    ? say("shown", counted(all.codings, "n_coding"), counted(all.excerpts, "n_excerpt"), counted(all.transcripts, "n_transcript"))
    : say("nothing");
}

/** Go where the address says: draw what was chosen, and show the place. */
function follow() {
  const next = readState();
  const shown = (choice) => hashOf({ ...choice, at: "", paper: usualPaper });
  const same = state && shown(next) === shown(state);
  state = next;
  if (same) showChoices();
  else draw();
  if (state.at) show(state.at);
}

/** Show a place: p12 in a transcript, e3-12 below a theme, or any part of the page. */
function show(at) {
  const place = /^p(\d+)$/.exec(at), excerpt = /^e(\d+)-(\d+)$/.exec(at);
  if (place && passages[place[1]]) readers.get(passages[place[1]].transcript)?.();
  if (excerpt) (lists.get(Number(excerpt[1])) || []).some((reveal) => reveal(passages[excerpt[2]]));
  const target = byId(at);
  if (!target) return;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: place || excerpt ? "center" : "start" });
  if (place) flash(passages[place[1]]);
}

function flash(passage) {
  document.querySelectorAll(".lit").forEach((span) => span.classList.remove("lit"));
  document.querySelectorAll(`#t${passage.transcript} .coded`).forEach((span) =>
    span.classList.toggle("lit", span.dataset.p.split(" ").includes(String(passage.n))));
}

/** Links inside the page keep what was chosen, and change what they name. */
function keepChoices(event) {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const text = link.getAttribute("href").slice(1);
  const asked = new URLSearchParams(text.includes("=") ? text : { at: text });
  const hash = hashOf({ ...state, ...Object.fromEntries(asked) });
  if (hash === location.hash) show(asked.get("at"));
  else location.hash = hash;
}

let waiting = 0;
function chosen(event) {
  clearTimeout(waiting);
  waiting = setTimeout(() => location.replace(hashOf(readForm())), event.target.id === "q" ? 200 : 0);
}

/** The transcripts that were open when printing began. */
let opened = [];

/** Draw for paper what the reader chose to print, and afterwards for the screen again. */
function print(what) {
  if (what) opened = [...document.querySelectorAll(".transcript[open]")].map((box) => Number(box.id.slice(1)));
  printing = what;
  draw();
  opened.forEach((n) => readers.get(n)?.());
}

drawForm();
const form = byId("form");
form.addEventListener("input", chosen);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", (event) => {
  event.preventDefault();
  location.replace(hashOf({ ...state, ...Object.fromEntries(FILTERS.map((name) => [name, ""])), where: new Map(), at: "" }));
});
byId("case").addEventListener("input", chosen);
document.addEventListener("click", keepChoices);
addEventListener("hashchange", follow);
addEventListener("beforeprint", () => print(state.paper));
addEventListener("afterprint", () => print(""));
if (matchMedia("(max-width: 64rem)").matches) byId("filters").open = false;
follow();
