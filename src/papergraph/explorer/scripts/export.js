// What leaves the page as a file: tables as CSV, the map as SVG and PNG. Nothing is sent anywhere.
"use strict";

papergraph.export = (() => {
  const { base } = papergraph;
  const BREAK = "\r\n";

  /** One field after RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it. */
  function field(value) {
    if (value === null || value === undefined) return "";
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    const text = base.clean(String(value));
    const safe = /^\s*[=+\-@\t\r]/.test(text) && !/^[+-]?\d+([.,]\d+)?$/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  /** A table as CSV: a line of titles, then the rows, each ended by CR and LF. */
  const csv = (titles, rows) => [titles, ...rows].map((row) => row.map(field).join(",") + BREAK).join("");

  /** A name for a file: letters, digits, hyphens. */
  const fileName = (text, ending) => `${base.fold(text).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 80) || "papergraph"}.${ending}`;

  /** Hand a file to the browser's downloads. */
  function save(name, blob) {
    const url = URL.createObjectURL(blob);
    const anchor = base.element("a", { href: url, download: name, hidden: true });
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  /** CSV in UTF-8 with a byte order mark, without which spreadsheets take it for another encoding. */
  const saveCsv = (name, titles, rows) => save(fileName(name, "csv"), new Blob(["\ufeff", csv(titles, rows)], { type: "text/csv;charset=utf-8" }));

  return { csv, field, fileName, save, saveCsv };
})();
