// The editor's page: YASGUI asks this server only; the menu holds the named queries.

"use strict";

const endpoint = new URL("sparql", document.baseURI).href;
const first = `PREFIX kg: <https://w3id.org/kgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?who ?label (COUNT(?statement) AS ?statements) WHERE {
  ?statement kg:subject ?who .
  ?who rdfs:label ?label .
}
GROUP BY ?who ?label
ORDER BY DESC(?statements)
LIMIT 25`;

Yasgui.Yasqe.defaults.value = first;
Yasgui.Yasqe.defaults.autocompleters = [];
const yasgui = new Yasgui(document.getElementById("editor"), {
  requestConfig: { endpoint, method: "POST" },
  endpointCatalogueOptions: { getData: () => [] },
  copyEndpointOnNewTab: true,
  persistenceId: null,
});

const menu = document.getElementById("questions");
const about = document.getElementById("about");

function show(question) {
  const needed = question.parameters.map((one) => `?${one.name}: ${one.about}`);
  about.textContent = [question.description, ...needed].join(" · ");
  const tab = yasgui.getTab();
  tab.setQuery(question.sparql);
  if (!question.parameters.some((one) => one.required)) tab.query();
}

async function fill() {
  const answer = await fetch("queries");
  if (!answer.ok) {
    about.textContent = "The ready-made questions could not be read.";
    return;
  }
  const questions = await answer.json();
  for (const question of questions) menu.append(new Option(question.title, question.name));
  menu.addEventListener("change", () => {
    const chosen = questions.find((one) => one.name === menu.value);
    if (chosen) show(chosen);
  });
}

fill();
