// What the page can do besides, where scripts run: suggestions while typing, stepping through
// years, hits and matches by keys, copying. The page is whole without it.
"use strict";

(() => {
  const typing = (element) =>
    element.closest("input, textarea, select, [contenteditable]") !== null;

  // Suggestions: a combobox with a list, as the ARIA practices describe it.
  const suggestInto = (field) => {
    const input = field.querySelector("input");
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;
    field.append(list);
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id,
      "aria-expanded": "false" };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    let found = [], chosen = -1, timer = 0, asked = "", waiting = null;

    const show = (visible) => {
      list.hidden = !visible;
      input.setAttribute("aria-expanded", String(visible));
      if (!visible) { chosen = -1; input.removeAttribute("aria-activedescendant"); }
    };
    const choose = (number) => {
      chosen = number;
      [...list.children].forEach((item, place) =>
        item.setAttribute("aria-selected", String(place === chosen)));
      if (chosen >= 0) input.setAttribute("aria-activedescendant", `suggestion-${chosen}`);
      else input.removeAttribute("aria-activedescendant");
    };
    const take = (number) => {
      // What was typed of the word since the list was asked for is replaced with it.
      const rest = input.value.slice(asked.length).replace(/^\S+/, "");
      const query = found[number].query;
      input.value = query + (rest.startsWith(" ") ? rest : ` ${rest}`);
      input.setSelectionRange(query.length + 1, query.length + 1);
      show(false);
      input.focus();
    };
    // What was typed of a word, in bold.
    const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    const withTyped = (text) => {
      const typed = asked.split(/[\s:"]+/).slice(-3).map(plain).filter(Boolean);
      return text.split(/(\s+)/).flatMap((word) => {
        const letters = [...word.normalize("NFC")];
        const begun = typed.filter((one) => plain(word).startsWith(one)).map((one) => one.length);
        const most = Math.max(0, ...begun);
        if (!most) return [word];
        const bold = document.createElement("b");
        bold.textContent = letters.slice(0, most).join("");
        return [bold, letters.slice(most).join("")];
      });
    };
    const search = (number) => { take(number); show(false); input.form.requestSubmit(); };
    const draw = () => {
      list.replaceChildren(...found.map((one, place) => {
        const item = document.createElement("li");
        item.id = `suggestion-${place}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const parts = [["value", one.value], ["kind", one.kind === "word" ? "" : one.kind],
          ["count", one.statements.toLocaleString("en")]];
        for (const [name, text] of parts) {
          if (!text) continue;
          // Words and names keep their direction to themselves.
          const part = document.createElement(name === "value" ? "bdi" : "span");
          part.className = name;
          if (name === "value") part.append(...withTyped(text)); else part.textContent = text;
          item.append(part);
        }
        // Before the field loses the focus, so that it keeps it.
        item.addEventListener("mousedown", (event) => { event.preventDefault(); search(place); });
        return item;
      }));
      choose(-1);
      show(found.length > 0);
    };
    const ask = async () => {
      const typed = input.value.slice(0, input.selectionStart ?? input.value.length);
      if (waiting) waiting.abort();
      if (typed.trim().length < 2) { show(false); return; }
      waiting = new AbortController();
      try {
        const address = `${field.dataset.suggest}?${new URLSearchParams({ q: typed, limit: "8" })}`;
        const response = await fetch(address, { signal: waiting.signal });
        if (!response.ok || document.activeElement !== input) return;
        const answer = await response.json();
        const last = typed.split(/\s/).pop().toLowerCase();
        // A list of just what was typed helps nobody.
        found = answer.suggestions.filter((one) => one.value.toLowerCase() !== last);
        asked = typed;
        draw();
      } catch (error) {
        if (error.name !== "AbortError") show(false);
      }
    };
    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
    input.addEventListener("blur", () => { clearTimeout(timer); show(false); });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || list.hidden) return;
      if (event.key === "ArrowDown") choose(chosen + 1 < found.length ? chosen + 1 : -1);
      else if (event.key === "ArrowUp") choose(chosen < 0 ? found.length - 1 : chosen - 1);
      else if (event.key === "Escape") show(false);
      else if (event.key === "Enter" && chosen >= 0) search(chosen);
      else if (event.key === "Tab" && chosen >= 0 && !event.shiftKey) take(chosen);
      else return;
      event.preventDefault();
    });
  };
  document.querySelectorAll("[data-suggest]").forEach(suggestInto);

  // A form sends only what says something: short addresses, one for each state.
  document.querySelectorAll("form#ask").forEach((form) => {
    form.addEventListener("formdata", (event) => {
      for (const name of ["since", "until"]) {
        if (event.formData.get(name) === "") event.formData.delete(name);
      }
    });
  });

  // Matches of a statement.
  const matches = document.querySelector("#matches");
  const step = (() => {
    if (!matches) return () => {};
    const total = Number(matches.dataset.marks);
    const shown = matches.querySelector("output");
    const pieces = (number) => document.querySelectorAll(`[data-match="${number}"]`);
    let here = 0;
    const say = () => { shown.textContent = here ? `${here} of ${total}` : ""; };
    const goTo = (number) => {
      pieces(here).forEach((piece) => piece.classList.remove("here"));
      here = number;
      const found = pieces(here);
      found.forEach((piece) => piece.classList.add("here"));
      if (found.length) found[0].scrollIntoView({ block: "center" });
      say();
    };
    matches.querySelectorAll("[data-step]").forEach((button) =>
      button.addEventListener("click", () => move(Number(button.dataset.step))));
    const move = (by) => goTo(here === 0 && by < 0 ? total : ((here - 1 + by + total) % total) + 1);
    matches.querySelectorAll('a[href^="#match-"]').forEach((link) =>
      link.addEventListener("click", (event) => { event.preventDefault(); goTo(1); }));
    return move;
  })();

  // The years are one stop of the Tab key; arrows go from year to year.
  document.querySelectorAll("svg.years").forEach((chart) => {
    const years = [...chart.querySelectorAll("a.year")];
    if (!years.length) return;
    const stop = (chosen) =>
      years.forEach((year) => year.setAttribute("tabindex", year === chosen ? "0" : "-1"));
    stop(years.find((year) => year.hasAttribute("aria-current")) || years[0]);
    chart.addEventListener("keydown", (event) => {
      const here = years.indexOf(event.target.closest("a.year"));
      const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: years.length - 1 }[event.key];
      if (here < 0 || !years[to]) return;
      event.preventDefault();
      stop(years[to]);
      years[to].focus();
    });
  });

  // Two handles choose years; letting go of one asks.
  document.querySelectorAll("[data-range]").forEach((range) => {
    const [from, to] = range.querySelectorAll("input");
    const form = document.querySelector("#ask");
    const say = (event) => {
      if (Number(from.value) > Number(to.value)) {
        if (event.target === from) from.value = to.value; else to.value = from.value;
      }
      range.querySelector("output").textContent = `${from.value} to ${to.value}`;
    };
    range.addEventListener("input", say);
    range.addEventListener("change", () => {
      document.querySelector('[name="since"]').value = from.value === from.min ? "" : from.value;
      document.querySelector('[name="until"]').value = to.value === to.max ? "" : to.value;
      form.requestSubmit();
    });
  });

  // From hit to hit.
  const hits = [...document.querySelectorAll(".hits > li")];
  const hitLink = (hit) => hit.querySelector("h2 a, h3 a");
  const at = () => hits.findIndex((hit) => hit.contains(document.activeElement));
  const toHit = (by) => {
    const hit = hits[Math.max(0, Math.min(hits.length - 1, at() + by))];
    if (!hit) return;
    hitLink(hit).focus({ preventScroll: true });
    hit.scrollIntoView({ block: "nearest" });
  };

  // What keys do, on the page on which they do it.
  const KEYS = [["/", "to the search box"], ["j  k", "the next and the previous result"],
    ["o", "open the result"], ["c", "copy what is selected with citation and link"], ["n  p", "the next and the previous match in a text"],
    ["← →", "from year to year, in the chart"], ["↓ ↑", "choose a suggestion; Enter searches, Tab takes it"],
    ["?", "this list"]];
  let keys = null;
  const showKeys = () => {
    if (!keys) {
      keys = document.createElement("dialog");
      keys.className = "keys";
      const add = (parent, name, text) => {
        const made = document.createElement(name);
        made.textContent = text;
        parent.append(made);
        return made;
      };
      add(keys, "h2", "Keys").id = "keys-title";
      keys.setAttribute("aria-labelledby", "keys-title");
      const list = add(keys, "dl", "");
      for (const [key, means] of KEYS) {
        const term = add(list, "dt", "");
        key.split(/\s+/).forEach((one) => { add(term, "kbd", one); term.append(" "); });
        add(list, "dd", means);
      }
      const close = add(keys, "button", "Close");
      close.className = "quiet";
      close.addEventListener("click", () => keys.close());
      document.body.append(keys);
    }
    keys.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const box = document.querySelector("#q");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    } else if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
    else if (event.key === "j") toHit(1);
    else if (event.key === "k") toHit(-1);
    else if (event.key === "o") { const hit = hits[Math.max(0, at())]; if (hit) hitLink(hit).click(); }
    else if (event.key === "?") showKeys();
  });

  // Copying.
  const copy = async (text) => {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("not copied");
    return undefined;
  };
  // A passage that is selected can be copied with its citation and the address of its paragraph.
  const body = document.querySelector("[data-permalink]");
  const cited = document.querySelector("[id^='cite-']");
  if (body && cited) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "passage";
    button.hidden = true;
    document.body.append(button);
    let passage = "";
    const offer = () => {
      const chosen = document.getSelection();
      const range = chosen.rangeCount ? chosen.getRangeAt(0) : null;
      const words = chosen.toString().trim();
      button.hidden = !words || !range || !body.contains(range.commonAncestorContainer);
      if (button.hidden) return;
      const from = range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement;
      const paragraph = from.closest("[id^='p']");
      const address = body.dataset.permalink + (paragraph ? `#${paragraph.id}` : "");
      passage = `“${words.replace(/\s*\n\s*/g, " ")}”\n${cited.textContent.trim()}\n${address}\n`;
      button.textContent = "Copy with citation";
      const box = range.getBoundingClientRect();
      button.style.top = `${box.bottom + window.scrollY + 8}px`;
      button.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - 190)) + window.scrollX}px`;
    };
    document.addEventListener("selectionchange", offer);
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", async () => {
      try { await copy(passage); button.textContent = "Copied"; }
      catch { button.textContent = "Copy by hand"; }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "c" && !event.ctrlKey && !event.metaKey && !event.altKey
        && !typing(event.target) && !button.hidden) button.click();
    });
  }
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const label = button.innerHTML;
    button.addEventListener("click", async () => {
      try {
        await copy(document.getElementById(button.dataset.copy).textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Select and copy by hand";
      }
      setTimeout(() => { button.innerHTML = label; }, 2000);
    });
  });
})();
