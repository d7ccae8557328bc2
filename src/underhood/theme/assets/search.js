// The search page: asks Pagefind's index, which lies beside the site, and nobody else.
(async () => {
  "use strict";
  const form = document.querySelector("form[data-search]");
  if (!form) return;
  const words = form.dataset;
  const state = document.querySelector(".search-state");
  const list = document.querySelector(".search-results");
  const next = document.querySelector(".search-next");
  const facets = form.querySelector(".search-facets");
  const page = 20;
  const site = new URL("../", document.currentScript.src);
  const own = document.documentElement.lang;
  if (location.protocol === "file:") {
    state.classList.add("callout");
    state.textContent = words.file;
    return;
  }

  let library;
  try {
    library = await import(new URL("pagefind/pagefind.js", site).href);
  } catch {
    state.textContent = words.failed;
    return;
  }
  // Pagefind takes the language from the document and from nowhere else, and refuses to merge an index with itself;
  // so the other language gets an instance of its own, made while the document says that language.
  const instances = new Map();
  const instance = (lang) => {
    if (!instances.has(lang)) {
      document.documentElement.lang = lang;
      try {
        instances.set(lang, library.createInstance({ baseUrl: site.pathname, basePath: new URL("pagefind/", site).href }));
      } finally {
        document.documentElement.lang = own;
      }
    }
    return instances.get(lang);
  };
  const languages = () => (form.elements.other?.checked ? [own, words.other] : [own]);

  const asked = new URLSearchParams(location.search);
  form.elements.q.value = asked.get("q") ?? "";
  if (form.elements.other) form.elements.other.checked = asked.has("other");

  const title = (name) => words[`facet${name[0].toUpperCase()}${name.slice(1)}`];
  const build = async () => {
    const known = {};
    for (const lang of languages()) {
      for (const [name, values] of Object.entries(await instance(lang).filters())) {
        known[name] = new Set([...(known[name] ?? []), ...Object.keys(values)]);
      }
    }
    const kept = chosen();
    for (const old of facets.querySelectorAll("p")) old.remove();
    for (const name of ["kind", "release", "severity", "status", "framework"]) {
      if (!known[name]?.size) continue;
      const select = document.createElement("select");
      select.name = name;
      select.id = `facet-${name}`;
      select.append(new Option(document.body.dataset.filterAll, ""));
      for (const value of [...known[name]].sort((a, b) => a.localeCompare(b, own))) select.append(new Option(value, value));
      select.value = kept[name] ?? asked.get(name) ?? "";
      if (select.selectedIndex < 0) select.value = "";
      const label = document.createElement("label");
      label.htmlFor = select.id;
      label.textContent = title(name);
      const line = document.createElement("p");
      line.append(label, select);
      facets.append(line);
    }
    facets.hidden = !facets.querySelector("select");
  };
  const chosen = () => Object.fromEntries(
    [...facets.querySelectorAll("select")].filter((select) => select.value).map((select) => [select.name, select.value]),
  );

  // An excerpt holds only <mark>; it is rebuilt from text, so that nothing else can come in.
  const excerpt = (html) => {
    const line = document.createElement("p");
    const parsed = new DOMParser().parseFromString(html, "text/html");
    for (const node of parsed.body.childNodes) {
      if (node.nodeName === "MARK") {
        const mark = document.createElement("mark");
        mark.textContent = node.textContent;
        line.append(mark);
      } else {
        line.append(node.textContent);
      }
    }
    return line;
  };
  const item = (found, lang) => {
    const entry = document.createElement("li");
    if (lang !== own) entry.lang = lang;
    const link = document.createElement("a");
    link.href = found.url;
    link.textContent = found.meta.title ?? found.url;
    const head = document.createElement("p");
    head.className = "search-title";
    head.append(link);
    const kind = found.filters?.kind?.[0];
    if (kind) {
      const badge = document.createElement("span");
      badge.className = "badge badge-muted";
      badge.textContent = kind;
      head.append(" ", badge);
    }
    entry.append(head, excerpt(found.excerpt));
    return entry;
  };

  let results = [];
  let turn = 0;
  const more = async () => {
    const part = results.slice(list.children.length, list.children.length + page);
    const now = turn;
    const found = await Promise.all(part.map(async ({ result, lang }) => [await result.data(), lang]));
    if (now !== turn) return null;
    const items = found.map(([data, lang]) => item(data, lang));
    list.append(...items);
    next.hidden = list.children.length >= results.length;
    return items[0];
  };
  const run = async () => {
    const now = ++turn;
    const query = form.elements.q.value.trim();
    const filters = chosen();
    const share = new URLSearchParams({ ...(query && { q: query }), ...filters, ...(languages().length > 1 && { other: "1" }) });
    history.replaceState(null, "", share.size ? `?${share}` : location.pathname);
    if (!query && !Object.keys(filters).length) {
      results = [];
      list.replaceChildren();
      next.hidden = true;
      state.textContent = "";
      return;
    }
    state.textContent = words.loading;
    const answers = await Promise.all(languages().map(async (lang) => {
      const answer = await instance(lang).search(query || null, { filters });
      return answer.results.map((result) => ({ result, lang }));
    }));
    if (now !== turn) return;
    results = answers.flat().sort((a, b) => b.result.score - a.result.score);
    list.replaceChildren();
    state.textContent = results.length ? words.found.replace("{count}", results.length) : words.none;
    await more();
  };

  let waiting;
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(waiting);
    waiting = setTimeout(run, 180);
  });
  form.addEventListener("change", async (event) => {
    if (event.target.name === "other") await build();
    if (event.target.type !== "search") await run();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    run();
  });
  next.addEventListener("click", async () => (await more())?.querySelector("a").focus());
  await build();
  await run();
})();
