// Registers, lists of statements and items of frameworks: words to look for, choices, and an order for each column.
// What is asked stands in the address (?q=&type=&sort=), so that it can be sent on; without this file, the pages of
// groups that a register links do the same.
(() => {
  "use strict";
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const words = document.body.dataset;
  const language = document.documentElement.lang;
  const collator = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const said = (cell) => (cell?.textContent ?? "").trim();
  // What a cell is put in order by: a date as machines write it, else what stands there.
  const weight = (cell) => cell?.querySelector("time")?.getAttribute("datetime") ?? said(cell);
  // The words of a cell that can be chosen: of several records, or of a list, each one. A label may hold a semicolon.
  const choices = (cell) => {
    const each = [...(cell?.querySelectorAll("a, .choice") ?? [])];
    return (each.length ? each : [cell]).map(said).filter(Boolean);
  };

  // A bar of labelled fields; `rows` are {row, text, values: {name: [word, …]}}, `shown` is told after each choice.
  const bar = (rows, lists, shown) => {
    const asked = new URLSearchParams(location.search);
    const form = make("form", { class: "filter", role: "search", "aria-label": words.filter });
    const labelled = (label, field) => form.append(make("p", {}, make("label", { for: field.id }, label), field));
    const field = make("input", { type: "search", id: "filter-q", name: "q", autocomplete: "off" });
    field.value = asked.get("q") ?? "";
    labelled(words.filter, field);
    const selects = lists.flatMap(({ name, label, ordered }) => {
      const values = [...new Set(rows.flatMap((one) => one.values[name]))];
      if (values.length < 2) return [];
      const select = make("select", { id: `filter-${name}`, name }, make("option", { value: "" }, words.filterAll));
      for (const value of ordered ? values : values.sort(collator.compare)) select.append(make("option", { value }, value));
      if (values.includes(asked.get(name))) select.value = asked.get(name);
      labelled(label, select);
      return [select];
    });
    const reset = make("button", { type: "reset", class: "quiet" }, words.filterReset);
    const state = make("p", { class: "filter-state" });
    const aloud = make("p", { class: "vh", role: "status" });
    form.append(make("p", {}, reset), state, aloud);
    const apply = () => {
      const wanted = fold(field.value).split(/\s+/).filter(Boolean);
      const chosen = selects.filter((select) => select.value);
      let count = 0;
      for (const one of rows) {
        one.text ??= fold(one.said ?? one.row.textContent);
        const fits = chosen.every(({ name, value }) => one.values[name].includes(value)) && wanted.every((word) => one.text.includes(word));
        one.row.hidden = !fits;
        count += fits;
      }
      reset.hidden = !wanted.length && !chosen.length;
      shown?.();
      state.textContent = count ? words.filterShown.replace("{shown}", count).replace("{total}", rows.length) : words.filterNone;
    };
    // The count is said aloud when the reader pauses, so that it does not talk over the typing.
    let pause;
    const changed = () => {
      apply();
      keep({ q: field.value.trim(), ...Object.fromEntries(selects.map(({ name, value }) => [name, value])) });
      clearTimeout(pause);
      pause = setTimeout(() => { aloud.textContent = state.textContent; }, 400);
    };
    form.addEventListener("input", changed);
    form.addEventListener("reset", () => setTimeout(() => { changed(); field.focus(); }));
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
    return form;
  };
  const keep = (state) => {
    const asked = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(state)) value ? asked.set(name, value) : asked.delete(name);
    try { history.replaceState(null, "", `${location.pathname}${asked.size ? `?${asked}` : ""}${location.hash}`); } catch { /* an opened file keeps its address */ }
  };

  // `names`: what each column is called in the address.
  const sortable = (table, names) => {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const first = [...body.rows];
    const order = (column, down) => {
      const found = first.map((row) => [weight(row.cells[column]), row]);
      found.sort(([a], [b]) => !a - !b || (down ? collator.compare(b, a) : collator.compare(a, b)));
      body.append(...found.map(([, row]) => row));
      for (const head of heads) head.removeAttribute("aria-sort");
      heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
    };
    for (const [column, head] of heads.entries()) {
      if (head.querySelector("a, button")) continue;
      const button = make("button", { type: "button", class: "sort", title: words.sort }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        order(column, down);
        keep({ sort: `${down ? "-" : ""}${names[column]}` });
      });
    }
    const asked = new URLSearchParams(location.search).get("sort") ?? "";
    const column = names.indexOf(asked.replace("-", ""));
    if (asked && column >= 0) order(column, asked.startsWith("-"));
  };

  // The table of a register is plain Markdown; the block around it names its columns, and those that offer
  // a choice: "1:type".
  for (const block of document.querySelectorAll("div[data-filterable]")) {
    const table = block.querySelector("table");
    if (!table || table.tBodies[0]?.rows.length < 2) continue;
    const heads = [...table.tHead.rows[0].cells].map(said);
    const facets = block.dataset.facets.split(" ").filter(Boolean).map((one) => one.split(":"));
    const names = block.dataset.columns.split(" ");
    const rows = [...table.tBodies[0].rows].map((row) => ({
      row, values: Object.fromEntries(facets.map(([place, name]) => [name, choices(row.cells[place])])),
    }));
    table.dataset.filterable = "";
    const lists = facets.map(([place, name]) => ({ name, label: heads[place] }));
    (table.closest(".scroll") ?? table).before(bar(rows, lists));
    sortable(table, names);
  }

  // Items of a framework: one bar over all tables of the block; a section without a row that fits is not shown.
  for (const block of document.querySelectorAll("div[data-items]")) {
    let section = "";
    const rows = [];
    for (const part of block.children) {
      if (part.matches("h2")) section = said(part);
      for (const row of part.querySelectorAll("tbody tr")) {
        const values = { answer: [row.querySelector(".badge")], section: [section], audience: [row.querySelector(".for")] };
        for (const name of ["answer", "audience"]) values[name] = values[name].map(said).filter(Boolean);
        rows.push({ row, said: `${section} ${row.textContent}`, values });
      }
    }
    const lists = ["answer", "section", "audience"].map((name) => ({ name, label: block.dataset[name], ordered: true }));
    const form = bar(rows, lists, () => {
      for (const table of block.querySelectorAll(":scope > .scroll")) {
        table.hidden = !table.querySelector("tbody tr:not([hidden])");
        if (table.previousElementSibling?.matches("h2")) table.previousElementSibling.hidden = table.hidden;
      }
    });
    block.prepend(form);
    // A link to an item that a filter hides shows it.
    const show = () => {
      const row = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("tr[hidden]");
      if (!row) return;
      form.reset();
      setTimeout(() => row.scrollIntoView(), 10);
    };
    addEventListener("hashchange", show);
    show();
  }
})();
