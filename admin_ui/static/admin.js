// Enhancement only: "/" goes to the search field, j and k walk the rows of a list. Every page works without it.
"use strict";

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    const search = document.querySelector("[aria-keyshortcuts='/']");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  } else if (event.key === "j" || event.key === "k") {
    walk(event.key === "j" ? 1 : -1);
  }
});

function walk(step) {
  const rows = [...document.querySelectorAll("[data-walk]")];
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement);
  const next = at === -1 ? (step > 0 ? 0 : rows.length - 1) : at + step;
  rows[Math.min(Math.max(next, 0), rows.length - 1)].focus();
}

// After a refused form the reader starts at the summary of what is wrong.
const faults = document.getElementById("faults");
if (faults) faults.focus();
