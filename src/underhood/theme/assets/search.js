// The search page: asks Pagefind's index, which lies beside the site, and nobody else.
(() => {
  "use strict";
  const form = document.querySelector("form[data-search]");
  if (!form) return;
  const words = form.dataset;
  const field = form.elements.q;
  const other = form.elements.other;
  const one = (name) => document.querySelector(`.search-${name}`);
  const [state, list, next, facets, clear, help, keys] = ["state", "results", "next", "facets", "clear", "help", "keys"].map(one);
  const site = new URL("../", document.currentScript.src);
  const own = document.documentElement.lang;
  const NAMES = ["kind", "release", "severity", "status", "framework"];
  const PAGE = 10; // results shown at a time
  const LONGEST = 200; // characters of a question

  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };
  const fail = (text) => {
    state.classList.add("callout");
    state.textContent = text;
    help.hidden = false;
  };
  if (location.protocol === "file:") return fail(words.file);

  // Pagefind takes the language from the document and keeps one stemmer for a module; so each language gets a copy of
  // the module, and its instance is made while the document says that language.
  const instances = new Map();
  const open = async (lang) => {
    const library = await import(new URL(`pagefind/pagefind.js${lang === own ? "" : `?${lang}`}`, site).href);
    document.documentElement.lang = lang;
    try {
      return library.createInstance({
        baseUrl: site.pathname,
        basePath: new URL("pagefind/", site).href,
        // A worker costs another program, and a copy of everything found: with common words, of thousands of results.
        noWorker: true,
        // A record's own page stands above long documents that mention it: titles and ids weigh most.
        ranking: { pageLength: 0.6, termSaturation: 1.2, metaWeights: { title: 8, id: 12, summary: 2 } },
      });
    } finally {
      document.documentElement.lang = own;
    }
  };
  const instance = (lang) => {
    if (!instances.has(lang)) instances.set(lang, open(lang));
    return instances.get(lang);
  };
  const languages = () => (other?.checked ? [own, words.other] : [own]);

  // What is asked stands in the address: ?q=…&kind=…&kind=…&other=1
  const asked = () => {
    const query = field.value.slice(0, LONGEST).replace(/\s+/g, " ").trim();
    const chosen = {};
    for (const box of facets.querySelectorAll("input:checked")) (chosen[box.name] ??= []).push(box.value);
    return { query, chosen };
  };
  const address = ({ query, chosen }) => {
    const share = new URLSearchParams(query && { q: query });
    for (const [name, values] of Object.entries(chosen)) for (const value of values) share.append(name, value);
    if (other?.checked) share.append("other", "1");
    return `${location.pathname}${share.size ? `?${share}` : ""}`;
  };
  const read = () => {
    const given = new URLSearchParams(location.search);
    field.value = (given.get("q") ?? "").slice(0, LONGEST);
    if (other) other.checked = given.has("other");
    for (const box of facets.querySelectorAll("input")) box.checked = false;
    for (const name of NAMES) for (const value of new Set(given.getAll(name).slice(0, 20))) choice(name, value).checked = true;
  };

  // Facets: a list of ticks for each, which grows as values are met. Values are counted when somebody opens one.
  let uncounted = null; // counts the values of what was last asked
  for (const name of NAMES) {
    const facet = make("details", "search-facet", make("summary"), make("ul"));
    facet.name = "facets";
    facet.dataset.facet = name;
    facet.addEventListener("toggle", () => { if (facet.open) counted(); });
    facets.insertBefore(facet, clear);
  }
  const counted = async () => {
    const task = facets.querySelector("details[open]") && uncounted;
    if (!task) return;
    uncounted = null;
    await task();
  };
  const choice = (name, value) => {
    const facet = facets.querySelector(`[data-facet="${name}"]`);
    const known = [...facet.querySelectorAll("input")];
    const found = known.find((box) => box.value === value);
    if (found) return found;
    const box = make("input");
    Object.assign(box, { type: "checkbox", name, value });
    const line = make("li", "", make("label", "", box, ` ${value} `, make("span", "search-count")));
    const place = known.find((later) => later.value.localeCompare(value, own, { numeric: true }) > 0);
    facet.querySelector("ul").insertBefore(line, place?.closest("li") ?? null);
    return box;
  };
  const tell = () => {
    for (const facet of facets.querySelectorAll("details")) {
      const title = words[`facet${facet.dataset.facet[0].toUpperCase()}${facet.dataset.facet.slice(1)}`];
      const chosen = [...facet.querySelectorAll("input:checked")].map((box) => box.value);
      facet.querySelector("summary").replaceChildren(title, ...(chosen.length ? [make("strong", "", ` ${chosen.join(", ")}`)] : []));
      facet.hidden = "counted" in facets.dataset && !facet.querySelector("li:not([hidden])");
    }
    clear.hidden = !facets.querySelector("input:checked");
    facets.hidden = !facets.querySelector("details:not([hidden])");
  };
  const any = (chosen, but = "") =>
    Object.fromEntries(Object.entries(chosen).filter(([name]) => name !== but).map(([name, values]) => [name, { any: values }]));
  // How many pages each value would leave: with what is chosen in the other facets, since values of one facet add up.
  const count = async (answers, chosen, current) => {
    const counts = Object.fromEntries(NAMES.map((name) => [name, new Map()]));
    for (const { lang, wording } of answers) {
      const index = await instance(lang);
      const every = await index.filters();
      const whole = wording === null && !Object.keys(chosen).length ? { filters: every } : await index.search(wording, { filters: any(chosen) });
      for (const name of NAMES) {
        const found = chosen[name] ? await index.search(wording, { filters: any(chosen, name) }) : whole;
        for (const [value, number] of Object.entries(found.filters[name] ?? {})) {
          counts[name].set(value, (counts[name].get(value) ?? 0) + number);
        }
      }
      if (!current()) return;
    }
    for (const name of NAMES) for (const [value, number] of counts[name]) if (number) choice(name, value);
    for (const box of facets.querySelectorAll("input")) {
      const number = counts[box.name].get(box.value) ?? 0;
      box.closest("label").querySelector(".search-count").textContent = `(${number})`;
      box.closest("li").hidden = !number && !box.checked;
    }
    facets.dataset.counted = "";
    tell();
  };

  // Pagefind wants every word of a question; the small ones say nothing.
  const SMALL = {
    en: "a an and are as at be by can did do does for from has have how i if in me my our us we you your is it its of on or that the this to was were what when where which who why will with",
    fr: "à a au aux avec ce ces cette comment dans de des du elle en est et il ils je la le les leur ma mes mon nos notre on ou où par pour pourquoi qu quand que quel quelle quelles quels qui sa se ses son sont sur un une vos votre vous été",
  };
  const parts = (query, lang) => {
    const small = new Set((SMALL[lang] ?? "").split(" "));
    const every = query.split(/[\s?!]+|(?<=\p{L})['’]/u).filter(Boolean);
    const kept = every.filter((word) => !small.has(word.toLowerCase().replace(/[.,;:]+$/, "")));
    return (kept.length ? kept : every).slice(0, 16);
  };
  // The ways to ask a question, one after the other until something is found. A number of several groups stands with
  // commas in English pages, which Pagefind joins, and with spaces in French ones, which it takes apart.
  const wordings = (query, lang) => {
    const exact = /^".+"$/.test(query);
    const spelt = query.replace(/(\d[\d.,]*)\s+(million|billion|milliard)s?\b/gi, (whole, number, size) => {
      const value = Number(number.replace(",", ".")) * (size.toLowerCase() === "million" ? 1e6 : 1e9);
      return Number.isSafeInteger(value) ? String(value) : whole;
    });
    const grouped = (text) => text.replace(/\d{1,3}(?:[,\s]\d{3})+(?!\d)|(?<![\d.,])\d{5,}/g, (number) => {
      const digits = number.replace(/\D/g, "");
      return lang === "fr" ? digits.replace(/\B(?=(\d{3})+$)/g, " ") : digits;
    });
    const asked = exact ? [query] : [parts(grouped(spelt), lang).join(" "), parts(grouped(query), lang).join(" "), parts(query, lang).join(" "), parts(query.replace(/[-/_#.,:'’"]+/g, " "), lang).join(" ")];
    return [...new Set(asked)].filter((wording) => /[\p{L}\p{N}]/u.test(wording));
  };
  // Pagefind shortens a word that it does not know until something begins like it: "zzzz" would find every z. What it
  // marks must begin like a word of the question, or be its number; a page known by its id has no mark.
  const fold = (text) => text.normalize("NFD").replace(/[^\p{L}\p{N}\s]/gu, "").toLowerCase();
  const fits = async (found, wording) => {
    if (!found.length || wording === null) return found.length > 0;
    const marks = [...(await found[0].data()).excerpt.matchAll(/<mark>(.*?)<\/mark>/gs)].map(([, text]) => fold(text));
    const heads = fold(wording).split(/\s+/).filter(Boolean).map((word) => (/^\d+$/.test(word) ? word : word.slice(0, Math.max(4, Math.ceil(word.length * 0.6)))));
    return !marks.length || marks.some((mark) => heads.some((head) => mark.includes(head)));
  };
  // Readers' words for what records call otherwise, from a file that is fetched when no page has what was asked.
  let synonyms;
  const otherwise = async (wording, lang) => {
    synonyms ??= fetch(new URL("assets/search-words.json", site)).then((answer) => (answer.ok ? answer.json() : {}), () => ({}));
    const known = (await synonyms)[lang] ?? {};
    const asked = ` ${wording.toLowerCase()} `;
    return Object.entries(known).filter(([said]) => asked.includes(` ${said} `))
      .flatMap(([said, meant]) => meant.map((other) => asked.replace(` ${said} `, ` ${other} `).trim())).slice(0, 8);
  };
  const ask = async (lang, { query, chosen }) => {
    const index = await instance(lang);
    const filters = any(chosen);
    const tries = query ? wordings(query, lang) : [null];
    for (const wording of tries) {
      const { results } = await index.search(wording, { filters });
      if (await fits(results, wording)) return { lang, wording, results };
    }
    for (const wording of tries.length && query ? await otherwise(tries[0], lang) : []) {
      const { results } = await index.search(wording, { filters });
      if (await fits(results, wording)) return { lang, wording, results };
    }
    const single = tries.length ? [...new Set(tries.at(-1)?.split(" "))] : [];
    return single.length > 1 ? some(lang, index, single, filters) : { lang, results: [] };
  };
  // Where no page has all the words: the pages that have some, those with the most telling ones first.
  const some = async (lang, index, single, filters) => {
    const best = new Map();
    for (const word of single) {
      const { results: found } = await index.search(word, { filters });
      for (const result of (await fits(found, word)) ? found : []) {
        const known = best.get(result.id);
        const better = !known || result.score > known.most;
        best.set(result.id, { id: result.id, most: Math.max(result.score, known?.most ?? 0), score: result.score + (known?.score ?? 0), data: better ? result.data : known.data });
      }
    }
    return { lang, partly: true, results: [...best.values()].sort((a, b) => b.score - a.score) };
  };

  // An excerpt holds only <mark>; it is rebuilt from text, so that nothing else can come in.
  const excerpt = (html) => {
    const line = make("p");
    for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
      line.append(node.nodeName === "MARK" ? make("mark", "", node.textContent) : node.textContent);
    }
    return line;
  };
  const linked = (href, text) => Object.assign(make("a", "", text), { href });
  const item = (found, lang) => {
    const head = make("p", "search-title", linked(found.url, found.meta.title ?? found.url));
    for (const kind of found.filters?.kind ?? []) head.append(" ", make("span", "badge badge-muted", kind));
    if (lang !== own) head.append(" ", make("span", "badge badge-neutral", words.otherTitle));
    const section = (found.sub_results ?? []).filter((part) => part.anchor).sort((a, b) => b.locations.length - a.locations.length)[0];
    const releases = found.filters?.release ?? [];
    const about = [releases.slice(0, 3).join(", ") + (releases.length > 3 ? " …" : ""), (found.filters?.severity ?? []).join(", "), (found.filters?.status ?? []).join(", ")];
    const facts = make("p", "search-facts");
    if (section) facts.append(linked(section.url, section.title));
    for (const text of about.filter(Boolean)) facts.append(facts.hasChildNodes() ? " · " : "", text);
    const entry = make("li", "", head, excerpt(section?.excerpt ?? found.excerpt), facts);
    if (lang !== own) entry.lang = lang;
    return entry;
  };

  let results = [];
  let reached = 0;
  let shown = new Map();
  let turn = 0;
  // The next results, each as soon as it is there. A page that both languages have stands there once.
  const more = async (current, first = false) => {
    const batch = results.slice(reached, reached + PAGE).map(({ result, lang }) => [result.data(), lang]);
    let start = null;
    for (const [data, lang] of batch) {
      const found = await data;
      if (!current()) return null;
      if (first) list.replaceChildren();
      first = false;
      const path = found.url.slice(site.pathname.length);
      const bare = path.startsWith(`${lang}/`) ? path.slice(lang.length + 1) : path;
      const twin = shown.get(bare);
      if (twin) {
        const also = linked(found.url, lang === own ? found.meta.title : words.otherTitle);
        also.lang = also.hreflang = lang;
        twin.querySelector(".search-title").append(" · ", also);
      } else {
        const entry = item(found, lang);
        shown.set(bare, entry);
        start ??= entry;
        list.append(entry);
      }
    }
    reached += batch.length;
    next.hidden = reached >= results.length;
    return start;
  };
  const said = (total, partly, query) => {
    const text = !total ? words.none : total === 1 ? (partly ? words.someOne : words.one) : partly ? words.some : words.found;
    return text.replace("{count}", total.toLocaleString(own)).replace("{query}", () => query);
  };
  const empty = (text, tips) => {
    results = [];
    list.replaceChildren();
    next.hidden = true;
    help.hidden = false;
    for (const tip of help.querySelectorAll(".search-tips")) tip.hidden = !tips;
    state.textContent = text;
  };
  const run = async (keep = "replaceState") => {
    const now = ++turn;
    const current = () => now === turn;
    const wanted = asked();
    if (keep && address(wanted) !== location.pathname + location.search) history[keep](null, "", address(wanted));
    tell();
    list.ariaBusy = "true";
    try {
      const open = !wanted.query && !Object.keys(wanted.chosen).length;
      delete facets.dataset.counted;
      if (open) {
        empty("", false);
        offer(languages().map((lang) => ({ lang, wording: null })), {}, current);
        await instance(own);
      } else await show(wanted, current);
      await counted();
    } catch (error) {
      console.error(error);
      if (current()) empty("", false), fail(words.failed);
    }
    if (current()) list.ariaBusy = "false";
  };
  const offer = (answers, chosen, current) => { uncounted = () => count(answers, chosen, current); };
  const show = async (wanted, current) => {
    const slow = setTimeout(() => { if (current()) state.textContent = words.loading; }, 400);
    const answers = await Promise.all(languages().map((lang) => ask(lang, wanted)));
    clearTimeout(slow);
    if (!current()) return;
    const whole = answers.filter((answer) => answer.results.length && !answer.partly);
    const used = whole.length ? whole : answers;
    // Scores of two indexes cannot be compared; what share of its own best a result reaches can.
    results = used.flatMap(({ lang, results: found }) => found.map((result) => ({ result, lang, weight: result.score / (found[0].score || 1) })));
    results.sort((a, b) => b.weight - a.weight);
    reached = 0;
    shown = new Map();
    state.classList.remove("callout");
    if (results.length) {
      help.hidden = true;
      state.textContent = said(results.length, !whole.length, wanted.query);
      offer(whole, wanted.chosen, current);
      await more(current, true);
    } else {
      empty(said(0, false, wanted.query), true);
      offer(whole, wanted.chosen, current);
    }
  };

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, 90);
  });
  form.addEventListener("change", (event) => { if (event.target !== field) run("pushState"); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    run("pushState");
  });
  clear.addEventListener("click", () => {
    for (const box of facets.querySelectorAll("input:checked")) box.checked = false;
    run("pushState");
    field.focus();
  });
  next.addEventListener("click", async () => {
    const now = turn;
    (await more(() => now === turn))?.querySelector("a").focus();
  });
  addEventListener("popstate", () => { read(); run(""); });

  // Escape empties the field; arrows go from it to the results, and from one to the next.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    field.value = "";
    clearTimeout(waiting);
    run();
  });
  addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const stops = [field, ...list.querySelectorAll(".search-title a:first-child")];
    const place = stops.indexOf(document.activeElement);
    if (place < 0 || !stops[place + step]) return;
    event.preventDefault();
    stops[place + step].focus();
  });

  // The key that leads here from any page can be turned off: people who dictate or tremble press it unawares.
  try {
    const box = keys.querySelector("input");
    box.checked = localStorage.getItem("underhood-slash") !== "off";
    box.addEventListener("change", () => localStorage.setItem("underhood-slash", box.checked ? "on" : "off"));
    keys.hidden = false;
  } catch { /* nothing may be kept here */ }

  help.hidden = Boolean(location.search);
  read();
  run("");
})();
