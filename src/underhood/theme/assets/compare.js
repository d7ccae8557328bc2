// Two lists to choose releases from, on the page of comparisons. Its table holds every pair, and links to each.
(() => {
  "use strict";
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const said = (cell) => (cell?.textContent ?? "").trim();

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
