// Enhancements only: every page reads, links and prints without this file.
// A classic deferred script, not a module, because browsers refuse modules from opened files.
(() => {
  "use strict";
  const words = document.body.dataset;
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const said = (cell) => (cell?.dataset.value ?? cell?.textContent ?? "").trim();

  for (const button of document.querySelectorAll("[data-print]")) {
    button.closest("[hidden]")?.removeAttribute("hidden");
    button.addEventListener("click", () => window.print());
  }

  // Paper shows what the screen folds away.
  const folded = () => document.querySelectorAll("main details:not(.contents):not([open])");
  let opened = [];
  addEventListener("beforeprint", () => { opened = [...folded()]; for (const one of opened) one.open = true; });
  addEventListener("afterprint", () => { for (const one of opened) one.open = false; });

  // An open menu closes by Escape and gives the focus back.
  const menu = document.querySelector("details.menu");
  menu?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // The contents list shows where the reader is.
  const links = new Map([...document.querySelectorAll("nav.toc a")].map((link) => [link.hash.slice(1), link]));
  if (links.size && "IntersectionObserver" in window) {
    const seen = new Set();
    const heads = [...links.keys()].map((id) => document.getElementById(decodeURIComponent(id))).filter(Boolean);
    const mark = () => {
      const inView = heads.filter((head) => seen.has(head));
      const current = inView[0] ?? heads.filter((head) => head.getBoundingClientRect().top < 120).at(-1);
      for (const link of links.values()) link.removeAttribute("aria-current");
      if (current) links.get(current.id)?.setAttribute("aria-current", "true");
    };
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
      mark();
    }, { rootMargin: "0px 0px -60% 0px" });
    for (const head of heads) observer.observe(head);
  }

  // Registers: words, one choice for each th[data-facet], order by any th[data-sort].
  const filterable = (table, number) => {
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells];
    const asked = new URLSearchParams(location.search);
    const bar = make("form", { class: "filter", role: "search", "aria-label": words.filter });
    const field = make("input", { type: "search", id: `filter-${number}`, autocomplete: "off" });
    field.value = asked.get("filter") ?? "";
    bar.append(make("p", {}, make("label", { for: field.id }, words.filter), field));
    const choices = heads.flatMap((head, column) => {
      if (!head.hasAttribute("data-facet")) return [];
      const name = head.dataset.facet || head.textContent.trim();
      const select = make("select", { id: `filter-${number}-${column}` }, make("option", { value: "" }, words.filterAll));
      const values = new Set(rows.map((row) => said(row.cells[column])).filter(Boolean));
      for (const value of [...values].sort((a, b) => a.localeCompare(b, document.documentElement.lang))) {
        select.append(make("option", { value }, value));
      }
      if (values.has(asked.get(name))) select.value = asked.get(name);
      bar.append(make("p", {}, make("label", { for: select.id }, head.textContent.trim()), select));
      return [{ column, select }];
    });
    const state = make("p", { class: "filter-state", role: "status" });
    const apply = () => {
      const wanted = fold(field.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const text = fold(row.textContent);
        const fits = wanted.every((word) => text.includes(word))
          && choices.every(({ column, select }) => !select.value || said(row.cells[column]) === select.value);
        row.hidden = !fits;
        shown += fits;
      }
      state.textContent = shown ? words.filterShown.replace("{shown}", shown).replace("{total}", rows.length) : words.filterNone;
    };
    bar.addEventListener("input", apply);
    bar.addEventListener("submit", (event) => event.preventDefault());
    bar.append(state);
    (table.closest(".scroll") ?? table).before(bar);
    apply();
  };
  const sortable = (table) => {
    const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
    const heads = [...table.tHead.rows[0].cells];
    for (const [column, head] of heads.entries()) {
      if (!head.hasAttribute("data-sort")) continue;
      const button = make("button", { type: "button", class: "sort", title: words.sort }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const body = table.tBodies[0];
        const order = [...body.rows].sort((a, b) => collator.compare(said(a.cells[column]), said(b.cells[column])));
        body.append(...(down ? order.reverse() : order));
      });
    }
  };
  // The table of a register is plain Markdown; the block around it says which columns offer a choice.
  for (const block of document.querySelectorAll("div[data-filterable]")) {
    const table = block.querySelector("table");
    if (!table) continue;
    const facets = (block.dataset.facets ?? "").split(" ").filter(Boolean).map(Number);
    table.dataset.filterable = "";
    for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
      if (facets.includes(column)) head.dataset.facet = "";
      if (!column || facets.includes(column)) head.dataset.sort = "";
    }
  }
  for (const [number, table] of [...document.querySelectorAll("table[data-filterable]")].entries()) {
    filterable(table, number);
    sortable(table);
  }

  // Items of a framework: words, and a choice by answer, section and reader over all tables of the block.
  for (const block of document.querySelectorAll("div[data-items]")) {
    let section = "";
    const rows = [];
    for (const part of block.children) {
      if (part.matches("h2")) section = part.textContent.trim();
      for (const row of part.querySelectorAll("tbody tr")) {
        const found = { answer: row.querySelector(".badge"), audience: row.querySelector(".for") };
        rows.push({ row, text: fold(`${section} ${row.textContent}`), section, answer: said(found.answer), audience: said(found.audience) });
      }
    }
    const bar = make("form", { class: "filter", role: "search", "aria-label": words.filter });
    const field = make("input", { type: "search", id: "filter-items", autocomplete: "off" });
    bar.append(make("p", {}, make("label", { for: field.id }, words.filter), field));
    const choices = ["answer", "section", "audience"].flatMap((name) => {
      const values = new Set(rows.map((one) => one[name]).filter(Boolean));
      if (values.size < 2) return [];
      const select = make("select", { id: `filter-${name}` }, make("option", { value: "" }, words.filterAll));
      for (const value of values) select.append(make("option", { value }, value));
      bar.append(make("p", {}, make("label", { for: select.id }, block.dataset[name]), select));
      return [{ name, select }];
    });
    const state = make("p", { class: "filter-state", role: "status" });
    const apply = () => {
      const wanted = fold(field.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const one of rows) {
        const fits = wanted.every((word) => one.text.includes(word))
          && choices.every(({ name, select }) => !select.value || one[name] === select.value);
        one.row.hidden = !fits;
        shown += fits;
      }
      for (const table of block.querySelectorAll(":scope > .scroll")) {
        table.hidden = !table.querySelector("tbody tr:not([hidden])");
        if (table.previousElementSibling?.matches("h2")) table.previousElementSibling.hidden = table.hidden;
      }
      state.textContent = shown ? words.filterShown.replace("{shown}", shown).replace("{total}", rows.length) : words.filterNone;
    };
    bar.addEventListener("input", apply);
    bar.addEventListener("submit", (event) => event.preventDefault());
    bar.append(state);
    block.prepend(bar);
    apply();
    // A link to an item that a filter hides shows it.
    addEventListener("hashchange", () => {
      const row = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("tr[hidden]");
      if (!row) return;
      bar.reset();
      apply();
      row.scrollIntoView();
    });
  }

  // Compare: the rows of the tables are all the pairs there are. Two lists choose among them, the address keeps the
  // choice (?from=&to=), and the button leads to the page of the pair.
  const pairsOf = (block) => {
    const id = (link) => link.getAttribute("href").match(/([^/]+)\.html$/)[1];
    const found = new Map(), names = new Map();
    for (const row of block.querySelectorAll("tbody tr")) {
      const [later, earlier] = [...row.cells].map((cell) => cell.querySelector("a"));
      const page = row.cells[row.cells.length - 1].querySelector("a");
      if (!later || !earlier || !page) continue;
      const family = row.closest("table").closest(".scroll, table");
      for (const link of [earlier, later]) {
        if (!names.has(id(link))) names.set(id(link), { title: link.textContent, family });
      }
      const heads = [...row.closest("table").tHead.rows[0].cells];
      const colon = document.documentElement.lang.startsWith("fr") ? "\u00a0:" : ":";
      const counts = [2, 3, 4].map((column) => `${heads[column].textContent.trim()}${colon} ${said(row.cells[column])}`);
      found.set(`${id(earlier)}..${id(later)}`, { page: page.href, counts: counts.join(" · ") });
    }
    return { found, names };
  };
  for (const block of document.querySelectorAll("div[data-compare]")) {
    const { found, names } = pairsOf(block);
    if (!found.size) continue;
    const pair = (a, b) => found.get(`${a}..${b}`) ?? found.get(`${b}..${a}`);
    const chooser = (name, label) => {
      const select = make("select", { id: `compare-${name}`, name });
      for (const [id, { title }] of [...names].reverse()) select.append(make("option", { value: id }, title));
      return [select, make("p", {}, make("label", { for: select.id }, label), select)];
    };
    const [from, first] = chooser("from", block.dataset.first);
    const [to, second] = chooser("to", block.dataset.second);
    const state = make("p", { class: "compare-state", role: "status" });
    const button = make("button", { type: "submit" }, block.dataset.button);
    const form = make("form", { class: "compare", "aria-label": block.dataset.label }, first, second, make("p", {}, button), state);
    const show = () => {
      for (const option of to.options) option.disabled = !pair(from.value, option.value);
      if (to.selectedOptions[0]?.disabled !== false) to.value = [...to.options].find((option) => !option.disabled).value;
      state.textContent = pair(from.value, to.value).counts;
    };
    const asked = new URLSearchParams(location.search);
    const [a, b] = [asked.get("from"), asked.get("to")];
    const [latest] = found.keys();
    [from.value, to.value] = pair(a, b) ? [a, b] : latest.split("..");
    show();
    form.addEventListener("change", () => {
      show();
      const chosen = new URLSearchParams({ from: from.value, to: to.value });
      try { history.replaceState(null, "", `${location.pathname}?${chosen}`); } catch { /* an opened file keeps its address */ }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      location.href = pair(from.value, to.value).page;
    });
    block.before(form);
    // A shared link leads on to the page of its pair; who comes back from there stays here to choose again.
    if (pair(a, b) && performance.getEntriesByType("navigation")[0]?.type === "navigate") location.replace(pair(a, b).page);
  }
})();
