// The overview in numbers and bars, and a chapter per theme.

function drawOverview() {
  const all = measures(found.codings), base = baseOf(found.voices);
  const tiles = [
    [say("transcripts"), say("of", figure(all.transcripts), figure(base.transcripts))],
    [say("speakers"), say("of", figure(all.speakers), figure(base.speakers))],
    [say("offices"), base.offices && say("of", figure(all.offices), figure(base.offices))],
    [say("words"), figure(base.words)],
    [say("excerpts"), figure(all.excerpts)],
    [say("codings"), figure(all.codings)],
    [say("coders"), figure(new Set(found.codings.map((coding) => coding.coder)).size)],
    [say("codes_used"), say("of", new Set(found.codings.map((coding) => coding.code)).size, codes.length)],
  ];
  byId("numbers").replaceChildren(...tiles.filter(([, value]) => value).map(([label, value]) =>
    make("div", {}, make("dt", {}, label), make("dd", {}, value))));
  const sets = groups(), byTheme = grouped(found.codings, (coding) => coding.theme);
  const shown = themes.filter((theme) => !found.code || theme.n === found.code.theme);
  byId("cards").replaceChildren(...shown.map((theme) => make("li", { colour: colourOf(theme) },
    make("h4", {}, make("a", { href: `#at=theme-${theme.n}` }, theme.name)),
    bars(byTheme.get(theme.n) || [], sets))));
}

/** A bar per group: in how many of its transcripts. */
function bars(some, sets) {
  const byGroup = grouped(some, (coding) => groupOf(coding.passage.voice));
  return make("ul", { class: "bars" }, sets.map((group) => {
    const n = measures(byGroup.get(group.name) || []).transcripts, of = group.base.transcripts;
    return make("li", {}, make("span", { class: "group" }, group.label), bar(of ? n / of : 0, group.n),
      make("span", { class: "n" }, `${say("of", n, of)} (${of ? percent(n / of) : "–"})`));
  }));
}

function drawThemes() {
  const byTheme = grouped(found.codings, (coding) => coding.theme);
  lists.clear();
  const shown = themes.filter((theme) => byTheme.has(theme.n));
  const sets = groups();
  byId("theme-list").replaceChildren(...shown.map((theme) => chapter(theme, byTheme.get(theme.n), sets)));
  if (!shown.length) byId("theme-list").append(make("p", {}, say("nothing")));
}

function chapter(theme, some, sets) {
  const byGroup = grouped(some, (coding) => groupOf(coding.passage.voice));
  const heard = sets.filter((group) => byGroup.has(group.name));
  const columns = heard.map((group) => {
    const own = byGroup.get(group.name);
    const typical = state.by === data.by ? (data.typical[theme.n] || {})[group.name] || [] : [];
    return make("div", { class: "column" },
      make("h4", {}, `${group.label} `, make("span", { class: "count" }, counted(measures(own).excerpts, "n_excerpt"))),
      excerptList(own, { theme: theme.n, typical, heading: group.label }));
  });
  return make("article", { id: `theme-${theme.n}`, tabindex: "-1", "aria-labelledby": `theme-${theme.n}-h`, colour: colourOf(theme) },
    make("h3", { id: `theme-${theme.n}-h` }, theme.name, " ", make("span", { class: "count" }, counted(some.length, "n_coding"))),
    theme.definition && make("p", { class: "definition" }, theme.definition),
    bars(some, sets), numbers(theme, byGroup, sets), below(theme, some, sets),
    state.by === data.by && [difference(theme), wordsApart(theme)],
    make("div", { class: `columns${columns.length > 1 ? " many" : ""}` }, columns));
}

/** The theme's counts, a line per group. */
function numbers(theme, byGroup, sets) {
  const head = ["group", "codings", "excerpts", "transcripts", "speakers", "offices", "per_1000"].filter((key) => key !== "offices" || data.office >= 0);
  const rows = sets.map((group) => {
    const m = measures(byGroup.get(group.name) || []), of = group.base;
    const cells = { codings: figure(m.codings), excerpts: figure(m.excerpts), transcripts: say("of", m.transcripts, of.transcripts),
      speakers: say("of", m.speakers, of.speakers), offices: say("of", m.offices, of.offices), per_1000: of.words ? decimal(1000 * m.codings / of.words, 2) : "–" };
    return make("tr", {}, make("th", { scope: "row" }, group.label), head.slice(1).map((key) => make("td", { class: "n" }, cells[key])));
  });
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("numbers_of", theme.name) }, make("table", { class: "numbers" },
    make("thead", {}, make("tr", {}, head.map((key, n) => make("th", { scope: "col", class: n ? "n" : null }, say(key))))),
    make("tbody", {}, rows)));
}

/** The codes below the theme, in how many transcripts of each group and what they are; a choice of one filters. */
function below(theme, some, sets) {
  const byCode = grouped(some, (coding) => coding.code);
  const used = codes.filter((code) => code.theme === theme.n && byCode.has(code));
  if (!used.some((code) => code !== theme)) return false;
  const label = (code) => code === theme ? say("itself") : make("a", { class: "label", href: `#at=theme-${theme.n}&code=${encodeURIComponent(code.id)}`, colour: colourOf(code) }, code.name);
  const rows = used.map((code) => {
    const byGroup = grouped(byCode.get(code), (coding) => groupOf(coding.passage.voice));
    const cells = sets.map((group) => say("of", measures(byGroup.get(group.name) || []).transcripts, group.base.transcripts));
    return make("tr", {}, make("th", { scope: "row" }, label(code), code !== theme && code.definition && make("small", {}, code.definition)),
      make("td", { class: "n" }, figure(byCode.get(code).length)), cells.map((cell) => make("td", { class: "n" }, cell)));
  });
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `${say("below")}: ${theme.name}` }, make("table", { class: "below" },
    make("caption", {}, say("below_caption")),
    make("thead", {}, make("tr", {}, [say("below"), say("codings"), ...sets.map((group) => group.label)].map((head, n) => make("th", { scope: "col", class: n ? "n" : null }, head)))),
    make("tbody", {}, rows)));
}

/** How the groups differ, as `contrast` found for the whole report. */
function difference(theme) {
  const rows = data.contrast.filter((row) => row[0] === theme.n);
  const points = (share) => decimal(100 * share, 0).replace(/^−0$/, "0");
  return rows.length > 0 && make("div", { class: "contrast" }, make("h4", {}, say("differs")), rows.map(([, a, b, na, ofA, nb, ofB, value, low, high, p]) =>
    make("p", {}, make("b", {}, `${say("difference_of", a, b)}: `),
      `${say("difference_is", points(value), say("of", na, ofA), say("of", nb, ofB))}. `,
      p === null ? say("no_test") : `${say("interval_is", points(low), points(high), decimal(p, 3))}.`)),
  make("p", { class: "note" }, say("whole")));
}

/** The words that set the groups' talk about the theme apart; a choice of one searches for it. */
function wordsApart(theme) {
  const rows = data.words.filter((row) => row[0] === theme.n);
  const groupsOf = [...grouped(rows, (row) => row[1])];
  return rows.length > 0 && make("div", { class: "contrast" }, make("h4", {}, say("words_apart")), groupsOf.map(([name, some]) =>
    make("p", {}, make("b", {}, `${groupLabel(name)}: `), some.map(([, , word, n, against, forms]) => {
      const label = counted(n, "words_more", word, against);
      return make("span", { class: "pair" }, make("a", { href: `#at=theme-${theme.n}&q=${encodeURIComponent(`${forms}|`)}`, title: label, "aria-label": label }, word),
        make("small", {}, ` ${n}:${against}`));
    }))));
}
