// Building the page. Every text becomes a text node: nothing that somebody said or wrote is ever read as HTML.

const byId = (id) => document.getElementById(id);

/** What is being printed: "" (nothing: this is a screen), "shown", "excerpts" or "all". */
let printing = "";

/**
 * An element with attributes, listeners (onclick …) and children; what is null, false or "" is left out. Paper has no
 * links: for each one Chromium would search the whole page for its place, which takes hours with ten thousand.
 */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === false || value === undefined || (printing && name === "href")) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "colour") element.style.setProperty("--c", value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== false && child !== ""));
  return element;
}

const data = JSON.parse(byId("data").textContent);

/** A phrase with values in the places of {0}, {1}, … */
const put = (phrase, values) => phrase.replace(/\{(\d)\}/g, (_, n) => String(values[n]));

/** The page's phrase of that name. */
const say = (name, ...values) => put(data.say[name], values);

/** The page's phrase of that name in the form for a number, which is its {0}: "1 coding", "7 codings". */
const counted = (n, name, ...values) => put(data.say[name][forms.select(n) === "one" ? 0 : 1], [figure(n), ...values]);

const locale = [data.lang === "en" ? "en-GB" : `${data.lang}-NO`, "nb-NO"];
const forms = new Intl.PluralRules(locale);
const figures = new Intl.NumberFormat(locale);
const figure = (n) => figures.format(n);
const shares = new Intl.NumberFormat(locale, { style: "percent" });
const percent = (share) => shares.format(share);

function decimal(value, digits) {
  const text = value.toFixed(digits).replace("-", "−");
  return data.lang === "en" ? text : text.replace(".", ",");
}

const collator = new Intl.Collator(data.lang, { numeric: true });

/** Distinct values in an order for people: numbers by size, an empty value last. */
const sorted = (values) => [...new Set(values)].sort((a, b) => (a === "") - (b === "") || collator.compare(a, b));

function fill(select, options, chosen) {
  select.replaceChildren(...options.map(([value, label, indent]) =>
    make("option", { value, selected: value === chosen }, "\u2003".repeat(indent || 0) + label)));
}

/** A bar whose length is a share from 0 to 1; its group is told by pattern, not by colour. */
function bar(share, pattern) {
  const filled = make("i", { class: `pattern-${pattern % 4}` });
  filled.style.width = `${100 * share}%`;
  return make("span", { class: "bar", "aria-hidden": "true" }, filled);
}

/** The words searched for, marked in a text. */
function marked(text, terms) {
  if (!terms.length) return [text];
  const places = terms.flatMap((term) => [...text.matchAll(term)].map((hit) => [hit.index, hit.index + hit[0].length]));
  places.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const parts = [];
  let done = 0;
  for (const [start, end] of places) {
    if (start < done) continue;
    parts.push(text.slice(done, start), make("mark", {}, text.slice(start, end)));
    done = end;
  }
  return [...parts, text.slice(done)];
}
