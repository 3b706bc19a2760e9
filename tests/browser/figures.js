// How the live figures of a page stand: what a test compares before and after a move.
(id) => {
  const figure = document.getElementById(id);
  const svg = figure.querySelector(".chart svg");
  const paths = [...svg.querySelectorAll("*")].map((e) => [e.getAttribute("d"), e.getAttribute("x"), e.getAttribute("y"), e.textContent, e.getAttribute("class")]);
  return {
    drawing: JSON.stringify(paths),
    status: figure.querySelector("output").textContent,
    alt: svg.getAttribute("aria-label"),
    values: Object.fromEntries([...figure.querySelectorAll(".control input")].flatMap((input) => {
      if (input.type === "radio") return input.checked ? [[input.name, input.value]] : [];
      if (input.type === "checkbox") return [[input.name, String(input.checked)]];
      return input.type === "number" ? [[input.name, input.value]] : [];
    })),
  };
}
