// The packaged questions: a list to choose from, and a small form for those with parameters.

function field(one, form) {
  const label = document.createElement("label");
  const name = document.createElement("b");
  const input = document.createElement("input");
  name.textContent = one.name;
  input.name = one.name;
  input.required = one.needed;
  input.placeholder = one.example;
  if (one.kind === "entity") suggestNames(input, form);
  label.append(name, `: ${one.help}`, input);
  return label;
}

function suggestNames(input, form) {
  const names = document.createElement("datalist");
  names.id = `names-${Math.random().toString(36).slice(2)}`;
  input.setAttribute("list", names.id);
  input.addEventListener("input", async () => {
    const response = await fetch(`/names.json?begins=${encodeURIComponent(input.value)}`);
    if (!response.ok) return;
    const options = (await response.json()).map((one) => new Option(`${one.name} (${one.type})`, `entity/${one.id}`));
    if (!options.some((option) => option.value === input.value)) names.replaceChildren(...options);
  });
  form.append(names);
}

function formOf(question, ask) {
  const form = document.createElement("form");
  const button = document.createElement("button");
  button.textContent = "Ask";
  button.className = "main";
  form.append(...question.fields.map((one) => field(one, form)), button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new URLSearchParams({ question: question.name });
    for (const [name, value] of new FormData(form)) if (value.trim()) given.set(name, value.trim());
    ask(given);
  });
  return form;
}

function entry(question, use, ask) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const small = document.createElement("small");
  button.className = "question";
  small.textContent = question.question;
  button.append(question.title, small);
  item.append(button);
  if (question.fields.length > 0) {
    const form = formOf(question, ask);
    form.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      form.hidden = !form.hidden;
      button.setAttribute("aria-expanded", String(!form.hidden));
      if (!form.hidden) form.querySelector("input").focus();
    });
    item.append(form);
  } else {
    button.addEventListener("click", () => use(question.text));
  }
  return item;
}

// Fill the list; `use` runs a query, `ask` one that is still to be filled in.
export function listQuestions(list, filter, questions, use, ask) {
  const items = questions.map((question) => [entry(question, use, ask), `${question.name} ${question.title} ${question.question}`.toLowerCase()]);
  list.replaceChildren(...items.map(([item]) => item));
  filter.addEventListener("input", () => {
    for (const [item, words] of items) item.hidden = !words.includes(filter.value.trim().toLowerCase());
  });
}
