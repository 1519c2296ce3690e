"use strict";
(() => {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const root = document.documentElement;
  const map = document.getElementById("map");
  const sheet = map.querySelector(".sheet");
  const panel = document.getElementById("evidence");
  const shown = document.getElementById("zoom");
  const cells = [...map.querySelectorAll("[data-cell]")];
  const BASE = 1.6, LEAST = 0.4, MOST = 6;
  const sign = root.dir === "rtl" ? -1 : 1;
  let zoom = BASE, pinned = false, returning = false, current = null;

  const setZoom = (to, x = map.clientWidth / 2, y = map.clientHeight / 2) => {
    to = Math.min(MOST, Math.max(LEAST, to));
    // From right to left a page scrolls from its right end, by numbers under 0.
    const from = sign < 0 ? map.clientWidth - x : x;
    const left = (sign * map.scrollLeft + from) / zoom, top = (map.scrollTop + y) / zoom;
    zoom = to;
    root.style.setProperty("--z", String(zoom));
    map.scrollLeft = sign * (left * zoom - from);
    map.scrollTop = top * zoom - y;
    shown.textContent = Math.round((100 * zoom) / BASE) + " %";
    hide();
  };
  const width = Number(sheet.dataset.width), height = Number(sheet.dataset.height);
  const fit = () => setZoom(Math.min(map.clientWidth / width, map.clientHeight / height), sign < 0 ? map.clientWidth : 0, 0);
  const actions = {
    in: () => setZoom(zoom * 1.2),
    out: () => setZoom(zoom / 1.2),
    whole: () => setZoom(BASE),
    fit,
    theme: () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
    },
  };
  for (const button of document.querySelectorAll("button[data-do]")) {
    button.addEventListener("click", () => actions[button.dataset.do]());
  }
  map.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = map.getBoundingClientRect();
    setZoom(zoom * Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  const add = (parent, name, text, kind) => {
    const element = document.createElement(name);
    element.textContent = text;
    if (kind) element.className = kind;
    parent.append(element);
  };
  const place = (cell) => {
    if (innerWidth <= 640) return;
    const box = cell.getBoundingClientRect(), wide = panel.offsetWidth, tall = panel.offsetHeight;
    const right = box.right + 10 + wide < innerWidth;
    panel.style.left = Math.max(8, right ? box.right + 10 : box.left - wide - 10) + "px";
    panel.style.top = Math.max(8, Math.min(box.top, innerHeight - tall - 8)) + "px";
  };
  const show = (cell) => {
    if (current) current.classList.remove("on");
    current = cell;
    const [title, grade, rows] = facts[Number(cell.dataset.cell)];
    panel.replaceChildren();
    add(panel, "h2", title);
    if (grade) add(panel, "p", grade);
    if (rows.length) {
      const list = document.createElement("dl");
      const ways = document.createElement("details");
      add(ways, "summary", "How it is counted");
      for (const [name, text] of rows) {
        if (name === "Definition") {
          add(ways, "p", text);
          continue;
        }
        add(list, "dt", name);
        // Only what was really said stands in the voice of customers, not who counted it.
        const said = name === "In their words" ? text.lastIndexOf("\u201d") + 1 : 0;
        add(list, "dd", said ? text.slice(0, said) : text, said ? "said" : "");
        if (said && text.length > said) add(list.lastChild, "span", text.slice(said).trim().replace(/^\((.*)\)$/, "$1"), "alike");
      }
      panel.append(list);
      if (ways.childElementCount > 1) panel.append(ways);
    }
    panel.hidden = false;
    cell.classList.add("on");
    map.classList.add("lift");
    place(cell);
  };
  const hide = () => {
    pinned = false;
    panel.hidden = true;
    map.classList.remove("lift");
    if (current) current.classList.remove("on");
    current = null;
  };
  // Who has gone into the panel comes back to the cell that it was opened from.
  const close = () => {
    const from = panel.contains(document.activeElement) ? current : null;
    hide();
    returning = true;
    if (from) from.focus();
    returning = false;
  };
  const cellOf = (target) => (target instanceof Element ? target.closest("[data-cell]") : null);
  map.addEventListener("pointerover", (event) => {
    const cell = cellOf(event.target);
    if (pinned) return;
    if (cell) show(cell);
    else if (current && document.activeElement !== current) hide();
  });
  map.addEventListener("pointerleave", () => { if (!pinned && document.activeElement !== current) hide(); });
  map.addEventListener("click", (event) => {
    const cell = cellOf(event.target);
    if (!cell) return hide();
    show(cell);
    pinned = true;
  });
  map.addEventListener("focusin", (event) => {
    const cell = cellOf(event.target);
    if (!cell || returning) return;
    for (const other of cells) other.setAttribute("tabindex", other === cell ? "0" : "-1");
    show(cell);
  });
  map.addEventListener("focusout", () => { if (!pinned) hide(); });

  const next = (from, rows, columns) => {
    const row = Number(from.dataset.row), column = Number(from.dataset.column);
    let best = null, least = Infinity;
    for (const cell of cells) {
      const dr = Number(cell.dataset.row) - row, dc = Number(cell.dataset.column) - column;
      const ahead = rows ? dr * rows > 0 : dr === 0 && dc * columns > 0;
      const far = rows ? Math.abs(dr) * 100 + Math.abs(dc) : Math.abs(dc);
      if (ahead && far < least) { best = cell; least = far; }
    }
    if (best) best.focus();
  };
  const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  document.addEventListener("keydown", (event) => {
    const cell = cellOf(document.activeElement);
    if (event.key === "Escape") return close();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest("summary, button") && (event.key === " " || event.key === "Enter")) return;
    if (cell && moves[event.key]) {
      event.preventDefault();
      const [rows, columns] = moves[event.key];
      next(cell, rows, columns * sign);
    } else if (cell && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      pinned = !pinned;
    } else if (event.key === "+" || event.key === "=") actions.in();
    else if (event.key === "-") actions.out();
    else if (event.key === "0") actions.whole();
    else if (event.key === "f") actions.fit();
  });
  if (cells.length) cells[0].setAttribute("tabindex", "0");
  const wide = map.clientWidth / width;
  setZoom(wide > BASE ? Math.min(wide, 2.4) : BASE, sign < 0 ? map.clientWidth : 0, 0);
})();
