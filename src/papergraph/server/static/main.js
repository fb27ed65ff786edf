// The query page: the editor, the questions, the answer.

import { showAnswer, showDownloads } from "./answer.js";
import { Editor } from "./editor.js";
import { listQuestions } from "./questions.js";

const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9";
const FIRST = "SELECT ?title ?year {\n  ?paper a pg:Paper ;\n         dcterms:title ?title .\n  OPTIONAL { ?paper dcterms:issued ?year }\n}\nORDER BY DESC(?year) ?title\nLIMIT 20\n";
const part = (id) => document.getElementById(id);
let running = null;

function tell(words, trouble = false) {
  part("status").textContent = words;
  part("status").classList.toggle("trouble", trouble);
}

function busy(controller) {
  running = controller;
  part("stop").hidden = controller === null;
  document.body.toggleAttribute("data-busy", controller !== null);
}

async function refused(response, editor) {
  const sentence = (await response.text()).trim();
  const place = /line (\d+), column (\d+)/.exec(sentence);
  part("answer").replaceChildren();
  tell(sentence, true);
  if (place && response.status === 400) editor.point(Number(place[1]), Number(place[2]));
}

async function run(editor, facts) {
  running?.abort();
  const controller = new AbortController();
  const text = editor.text;
  busy(controller);
  tell("Running …");
  showDownloads(part("downloads"), null, text);
  history.replaceState(null, "", `/?query=${encodeURIComponent(text)}`);
  const start = performance.now();
  const headers = { Accept: ACCEPT, "Content-Type": "application/sparql-query" };
  try {
    const response = await fetch("/sparql", { method: "POST", headers, body: text, signal: controller.signal });
    if (!response.ok) return await refused(response, editor);
    const { words, kind } = await showAnswer(response, part("answer"), facts);
    tell([words, `${((performance.now() - start) / 1000).toFixed(2)} s`].filter(Boolean).join(", "));
    showDownloads(part("downloads"), kind, text);
  } catch (error) {
    tell(error.name === "AbortError" ? "Stopped." : "The server can't be reached.", error.name !== "AbortError");
  } finally {
    if (running === controller) busy(null);
  }
}

async function start() {
  const facts = await (await fetch("/editor.json")).json();
  const editor = new Editor(part("editor"), facts, () => run(editor, facts));
  const use = (text) => {
    editor.text = text;
    return run(editor, facts);
  };
  const ask = async (given) => {
    const response = await fetch(`/fill?${given}`);
    if (response.ok) await use(await response.text());
    else tell((await response.text()).trim(), true);
  };
  listQuestions(part("questions"), part("filter"), facts.questions, use, ask);
  part("run").addEventListener("click", () => run(editor, facts));
  part("stop").addEventListener("click", () => running?.abort());
  const given = new URLSearchParams(location.search).get("query");
  editor.text = given ?? FIRST;
  if (given) await run(editor, facts);
  document.documentElement.setAttribute("data-ready", "");
}

start();
