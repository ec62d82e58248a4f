/* Keys, the list under the cursor, the verdict form's live parts, and claims from selected text.
   Every page works without this file; nothing here decides anything. */
(function () {
  "use strict";

  const $ = (selector, root) => (root || document).querySelector(selector);
  const $$ = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const form = () => document.getElementById("verdict-form");

  /* --- notices of failed swaps ----------------------------------------------------------------------------- */

  function notice(text) {
    const line = document.createElement("p");
    line.className = "notice error";
    line.setAttribute("role", "alert");
    line.textContent = text;
    $("#notices").replaceChildren(line);
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    const answer = event.detail.xhr;
    if (answer.status >= 400 && answer.getResponseHeader("HX-Retarget")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:responseError", (event) => {
    notice(`The desk answered with an error (HTTP ${event.detail.xhr.status}). What you typed is still here; try again.`);
  });
  document.addEventListener("htmx:sendError", () => {
    notice("The desk cannot be reached. What you typed is still here; it is sent again when you go on typing.");
  });

  /* --- the row or passage under the cursor ------------------------------------------------------------------ */

  const stops = () => $$("[data-piece], [data-rows] > li");
  const here = () => $("[data-piece].here, [data-rows] > li.here");

  let last = -1;  // where the cursor was, for when its row is exchanged

  function step(by) {
    const all = stops();
    if (!all.length) return;
    const at = here() ? all.indexOf(here()) : last;
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    last = all.indexOf(next);
    all.forEach((one) => one.classList.toggle("here", one === next));
    const target = $(".what a", next) || $("[data-cite]", next) || $("a", next);
    if (target) target.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    // A row that was acted on makes way: the cursor goes on to the next, and focus with it.
    if (last >= 0 && !here() && event.detail.elt.closest("[data-rows]")) step(1);
  });

  /* --- rows chosen for one act on all of them ---------------------------------------------------------------- */

  const picks = () => $$("[data-pick]");

  function countPicks() {
    const told = $("[data-picked]");
    if (!told) return;
    const number = picks().filter((box) => box.checked).length;
    told.textContent = number ? `${number} ${told.dataset.words}` : "";
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) picks().forEach((box) => { box.checked = event.target.checked; });
    if (event.target.matches("[data-pick], [data-pick-all]")) countPicks();
  });

  /* --- the verdict form ---------------------------------------------------------------------------------------- */

  const boxes = () => $$("[data-cite]");

  function refresh() {
    const list = $("[data-cited]");
    const cited = boxes().filter((box) => box.checked);
    if (list) {
      list.replaceChildren(...cited.map((box) => {
        const link = document.createElement("a");
        link.className = "nr";
        link.href = `#${box.closest("[data-piece]").id}`;
        link.textContent = box.dataset.cite;
        return link;
      }));
      if (!cited.length) {
        const none = document.createElement("span");
        none.className = "soft small";
        none.textContent = list.dataset.none;
        list.append(none);
      }
    }
    if (!$("[data-needs]") || !form()) return;
    const rating = $("input[name=rating]:checked", form());
    const decisive = !rating || rating.dataset.decisive === "1";
    const found = new Set(boxes().map((box) => box.dataset.stance));
    const taken = new Set(cited.map((box) => box.dataset.stance));
    const sides = ["supports", "refutes"].filter((side) => found.has(side));
    const met = {
      rating: Boolean(rating),
      evidence: cited.length > 0,
      rationale: $("#rationale").value.trim() !== "",
      primary: cited.some((box) => box.dataset.primary),
      origins: new Set(cited.map((box) => box.dataset.origin)).size >= 2,
      sides: cited.length > 0 && sides.every((side) => taken.has(side)),
    };
    $$("[data-need]").forEach((need) => {
      const name = need.dataset.need;
      const excuse = $("input", need);
      const excused = Boolean(excuse && excuse.value.trim());
      if (name in met) need.classList.toggle("met", met[name] || excused);
      else if (excused) need.classList.add("met");
      if (name === "evidence" || name === "rationale") need.classList.toggle("must", decisive);
    });
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-cite]")) {
      refresh();
      // The box stands outside the form that it belongs to; the draft is saved when the form hears of it.
      if (form()) form().dispatchEvent(new Event("change"));
    } else if (form() && form().contains(event.target)) {
      refresh();
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "rationale" || event.target.closest("[data-need]")) refresh();
  });

  /* --- a claim from selected text -------------------------------------------------------------------------------- */

  // Offsets count code points, JavaScript's strings count UTF-16 units.
  const points = (text) => Array.from(text).length;

  function placeOf(node, offset) {
    const holder = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const piece = holder && holder.closest("[data-start]");
    if (!piece) return null;
    const text = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset) : "";
    return Number(piece.dataset.start) + points(text);
  }

  document.addEventListener("mouseup", () => {
    // A form that waits to be opened first ("open") is left alone until it is.
    const target = $$("[data-select-into]").find((one) => one.dataset.selectInto !== "open" || one.open);
    const selection = document.getSelection();
    if (!target || !selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const text = $("[data-text], [data-article]");
    if (!text || !text.contains(range.commonAncestorContainer)) return;
    const start = placeOf(range.startContainer, range.startOffset);
    const end = placeOf(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return;
    $("[name=start]", target).value = start;
    $("[name=end]", target).value = end;
    $("[name=words]", target).value = selection.toString();
    const shown = $("[data-picked-words]", target);
    if (shown) shown.textContent = `“${selection.toString()}”`;
    target.open = true;
  });
  document.addEventListener("click", (event) => {
    // Marked claims are no links, since words inside a link can hardly be selected; the list beside has the links.
    const marked = event.target.closest("[data-href]");
    if (!marked || !document.getSelection().isCollapsed) return;
    if (event.ctrlKey || event.metaKey) window.open(marked.dataset.href);
    else location.assign(marked.dataset.href);
  });
  document.addEventListener("input", (event) => {
    if (event.target.name !== "words" || !event.target.closest("[data-select-into]")) return;
    $$("[name=start], [name=end]", event.target.form).forEach((field) => { field.value = ""; });
  });

  /* --- long texts survive a crash of the browser ------------------------------------------------------------------ */

  const keepKey = (kept) => `proofdesk:${kept.dataset.keep}`;

  function keepTexts() {
    // What was sent was accepted when the next page complains of nothing.
    const sent = sessionStorage.getItem("proofdesk:sent");
    sessionStorage.removeItem("proofdesk:sent");
    if (sent && !$(".notice.error, .wrong")) localStorage.removeItem(sent);
    $$("form[data-keep]").forEach((kept) => {
      const field = $("textarea", kept);
      const saved = localStorage.getItem(keepKey(kept));
      if (saved && !field.value) {
        field.value = saved;
        const fold = kept.closest("details");
        if (fold) fold.open = true;
      }
      field.addEventListener("input", () => localStorage.setItem(keepKey(kept), field.value));
      kept.addEventListener("submit", () => sessionStorage.setItem("proofdesk:sent", keepKey(kept)));
    });
  }

  /* --- keys --------------------------------------------------------------------------------------------------------- */

  const typing = (element) => element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    e: () => press($(".here [data-take]") || $("[data-key=e]")),
    a: () => press($("[data-key=a]")) || focus($("[data-submit]")),
    x: () => {
      const fold = $("[data-key-open=x]");
      if (fold) {
        fold.open = true;
        focus($("textarea", fold));
      } else {
        press($(".here [data-aside]"));
      }
    },
    p: () => press($(".here [data-urgent]")),
    v: () => press($(".here [data-pick]")),
    u: () => $("#undo") && $("#undo").requestSubmit(),
    c: () => press($(".here [data-cite]")),
    s: () => press($(".here [data-copy]")),
    r: () => focus($("#rationale")),
    Enter: () => here() && !document.activeElement.closest("a, button") && press($(".here .what a")),
    "/": () => focus($("#q") || $("#find")),
    "?": () => $("#keys") && $("#keys").showModal(),
  };

  function press(element) {
    if (!element) return false;
    // What htmx has just swapped in it wires a moment later; a quick key must not send the whole form instead.
    if (window.htmx && element.hasAttribute("hx-post")) window.htmx.process(element);
    element.click();
    return true;
  }

  function focus(element) {
    if (!element) return false;
    element.focus();
    element.scrollIntoView({ block: "nearest" });
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) event.target.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.target.form.requestSubmit($("button.main", event.target.form));
      event.preventDefault();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || $("dialog[open]")) return;
    if (/^[1-9]$/.test(event.key)) {
      const choice = $$("input[name=rating]")[Number(event.key) - 1];
      if (choice && choice.closest("details:not([open])")) choice.closest("details").open = true;
      if (press(choice)) event.preventDefault();
      return;
    }
    if (keys[event.key] && keys[event.key]() !== false && event.key !== "Enter") event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) $("#keys").showModal();
  });

  /* --- start --------------------------------------------------------------------------------------------------------- */

  function tellZone() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone && !document.cookie.includes(`zone=${zone}`)) {
      document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=lax`;
    }
  }

  function start() {
    tellZone();
    // A refused form is the answer to a POST: loading it again must show the page, not send the old form once more.
    const address = $("[data-address]");
    if (address) history.replaceState(null, "", address.dataset.address + location.search + location.hash);
    if (matchMedia("(max-width: 55.99rem)").matches) $$("[data-fold-narrow]").forEach((fold) => { fold.open = false; });
    keepTexts();
    refresh();
    const column = $(".r-article");
    const strong = $(".r-article .strong");
    if (column && strong && column.scrollHeight > column.clientHeight) {
      column.scrollTop = strong.offsetTop - column.offsetTop - column.clientHeight / 3;
    }
    if (location.hash === "#closing") keys.x();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
