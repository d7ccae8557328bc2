// Enhancements only: every page reads, links and prints without this file.
// A classic deferred script, not a module, because browsers refuse modules from opened files.
(() => {
  "use strict";

  for (const button of document.querySelectorAll("[data-print]")) {
    button.closest("[hidden]")?.removeAttribute("hidden");
    button.addEventListener("click", () => window.print());
  }

  // Paper shows what the screen folds away.
  const folded = () => document.querySelectorAll(".prose details:not([open])");
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

  // The key / leads to the search field, unless somebody types, or has turned it off on the search page.
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    try { if (localStorage.getItem("underhood-slash") === "off") return; } catch { /* nothing may be kept here */ }
    const fields = ["main [data-search] [type=search]", ".search [type=search]"].flatMap((one) => [...document.querySelectorAll(one)]);
    if (menu && !fields.some((field) => field.checkVisibility())) menu.open = true;
    const field = fields.find((one) => one.checkVisibility());
    if (field) event.preventDefault(), field.focus();
  });

  // The contents stand open where they have room beside the text, and show where the reader is.
  const contents = document.querySelector("nav.toc");
  const links = new Map([...(contents?.querySelectorAll("a") ?? [])].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  if (contents) contents.firstElementChild.open = matchMedia("(min-width: 60.01rem)").matches;
  if (links.size && "IntersectionObserver" in window) {
    const seen = new Set();
    const heads = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    const mark = () => {
      const current = heads.find((head) => seen.has(head)) ?? heads.findLast((head) => head.getBoundingClientRect().top < 120) ?? heads[0];
      for (const link of links.values()) link.removeAttribute("aria-current");
      const link = current && links.get(current.id);
      link?.setAttribute("aria-current", "true");
      if (!link || contents.scrollHeight <= contents.clientHeight) return;
      const place = link.offsetTop - contents.scrollTop;
      if (place < 60 || place > contents.clientHeight - 90) contents.scrollTop = link.offsetTop - contents.clientHeight / 3;
    };
    const observer = new IntersectionObserver((entries) => {
      for (const entry of entries) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
      mark();
    }, { rootMargin: "0px 0px -60% 0px" });
    for (const head of heads) observer.observe(head);
  }

  // A table that fits needs no region of its own to scroll in: its head may stay in view, and Tab passes it by.
  if ("ResizeObserver" in window) {
    const watcher = new ResizeObserver((entries) => {
      const found = entries.map(({ target }) => [target, target.firstElementChild.offsetWidth <= target.clientWidth]);
      for (const [region, fits] of found) {
        region.classList.toggle("fits", fits);
        fits ? region.removeAttribute("tabindex") : region.setAttribute("tabindex", "0");
      }
    });
    for (const region of document.querySelectorAll(".scroll")) watcher.observe(region);
  }
})();
